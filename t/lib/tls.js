// SPDX-License-Identifier: Apache-2.0
// A private certificate authority, made when it is needed and gone with the process.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, temporaryDirectory } from './processes.js';

async function openssl(...args) {
  const { status, output } = await run('openssl', args);
  if (status !== 0) throw new Error(`openssl ${args[0]} failed:\n${output}`);
}

let authority;

/**
 * A certificate for `names` signed by this process's private authority, written into `directory`:
 * {cert, key, ca (PEM text), caFile}. The authority is made on the first call.
 */
export async function issueCertificate(directory, names = ['localhost']) {
  authority ??= createAuthority();
  const { caFile, caKey } = await authority;
  const file = (name) => path.join(directory, name);
  const alternatives = [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',');
  writeFileSync(file('tls.ext'), `subjectAltName=${alternatives}\nbasicConstraints=CA:FALSE\n`);
  await openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
    '-subj', `/CN=${names[0]}`, '-keyout', file('tls.key'), '-out', file('tls.csr'));
  await openssl('x509', '-req', '-in', file('tls.csr'), '-CA', caFile, '-CAkey', caKey,
    '-CAcreateserial', '-days', '2', '-extfile', file('tls.ext'), '-out', file('tls.crt'));
  return {
    cert: file('tls.crt'), key: file('tls.key'), ca: readFileSync(caFile, 'utf8'), caFile,
  };
}

async function createAuthority() {
  const directory = temporaryDirectory('ca');
  const [caFile, caKey] = ['ca.crt', 'ca.key'].map((name) => path.join(directory, name));
  await openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
    '-days', '2', '-subj', '/CN=lti-zoom tests', '-addext', 'keyUsage=critical,keyCertSign',
    '-keyout', caKey, '-out', caFile);
  return { caFile, caKey };
}

/** Writes a new RSA key of `bits` in PEM to `file`. */
export async function writeRsaKey(file, bits = 2048) {
  await openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`,
    '-out', file);
}
