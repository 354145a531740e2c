// SPDX-License-Identifier: Apache-2.0
// What LMSs publish as their keys: sets that are odd but good, sets that may not be trusted, and
// servers that waste time or memory or send us elsewhere. launch-keys.test.js has rotation and
// weather.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createListener } from '../sandbox/listener.js';
import { startCampus } from '../lib/campus.js';
import { launchByHand } from '../lib/launch-by-hand.js';

const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const rsaOf = (bits, more = {}) => generateKeyPairSync('rsa', { modulusLength: bits, ...more });
const WEAK = rsaOf(1024);
const STRONG = rsaOf(2048);
const EXPONENT_3 = rsaOf(2048, { publicExponent: 3 });
const publicJwk = ({ publicKey }) => publicKey.export({ format: 'jwk' });

/** The key set of `lms` with its signing key changed: {name: value | undefined to remove}. */
const changed = (changes) => (lms) => ({ keys: [{ ...lms.keys.current.jwk, ...changes }] });
const beside = (other) => (lms) => ({ keys: [other(lms), lms.keys.current.jwk] });
const sameKid = (jwk) => (lms) => ({ ...jwk, kid: lms.keys.current.kid });

// name, the set
const GOOD = [
  ['keys without alg, as D2L has them', changed({ alg: undefined })],
  ['keys without alg and use', changed({ alg: undefined, use: undefined })],
  ['key_ops that allow to verify', changed({ use: undefined, key_ops: ['verify'] })],
  ['key_ops with more', changed({ key_ops: ['sign', 'verify'] })],
  ['a certificate beside the numbers', changed({ x5c: ['AAAA'], x5t: 'x' })],
  ['members that nobody knows', changed({ 'urn:x': { deep: [1] } })],
  ['an EC key of the same kid', beside(sameKid({ ...EC, alg: 'ES256', use: 'sig' }))],
  ['an RSA key of the same kid for encryption',
    beside(sameKid({ ...publicJwk(STRONG), use: 'enc' }))],
  ['a key of an unknown type', beside(() => ({ kty: 'OKP', crv: 'Ed448', x: 'AA', kid: 'okp' }))],
  ['a weak key that is not meant', beside(() => ({ ...publicJwk(WEAK), kid: 'weak' }))],
  ['a key without a kid', beside(() => publicJwk(STRONG))],
  ['entries that are no keys', (lms) => ({ keys: [null, 7, 'x', {}, [], lms.keys.current.jwk] })],
  ['forty keys', (lms) => ({
    keys: [...Array.from({ length: 39 }, (_, i) => ({ ...publicJwk(STRONG), kid: `${i}` })),
      lms.keys.current.jwk],
  })],
];

// name, the set, tag, what the log says
const BAD = [
  ['a key for encryption', changed({ use: 'enc' }), 'LZ0112', 'no usable key set'],
  ['a use that is no text', changed({ use: 1 }), 'LZ0112', 'no usable key set'],
  ['key_ops without verify', changed({ key_ops: ['sign'] }), 'LZ0112', 'no usable key set'],
  ['empty key_ops', changed({ key_ops: [] }), 'LZ0112', 'no usable key set'],
  ['a key for another algorithm', changed({ alg: 'RS512' }), 'LZ0112', 'no usable key set'],
  ['a key of 1024 bits', (lms) => ({ keys: [sameKid(publicJwk(WEAK))(lms)] }), 'LZ0112',
    '2048 to 8192 bits'],
  ['exponent 1', changed({ e: 'AQ' }), 'LZ0112', 'exponent'],
  ['exponent 3', (lms) => ({ keys: [sameKid(publicJwk(EXPONENT_3))(lms)] }), 'LZ0112', 'exponent'],
  ['an even exponent', changed({ e: 'AQAC' }), 'LZ0112', 'exponent'],
  ['an exponent of 1000 bits', changed({ e: `AQ${'A'.repeat(165)}E` }), 'LZ0112', 'exponent'],
  ['a modulus that is no base64url', changed({ n: '+/==' }), 'LZ0112', 'base64url'],
  ['no modulus', changed({ n: undefined }), 'LZ0112', 'absent'],
  ['a symmetric key', (lms) => ({
    keys: [{ kty: 'oct', kid: lms.keys.current.kid, k: 'AAAA', alg: 'HS256' }],
  }), 'LZ0112', 'no RSA key'],
  ['another key under that kid', (lms) => ({ keys: [sameKid(publicJwk(STRONG))(lms)] }), 'LZ0109',
    'not of that key'],
  ['the kid twice', (lms) => ({ keys: [lms.keys.current.jwk, sameKid(publicJwk(STRONG))(lms)] }),
    'LZ0110', 'two keys of that kid'],
  ['the same key twice', (lms) => ({ keys: [lms.keys.current.jwk, lms.keys.current.jwk] }),
    'LZ0110', 'two keys of that kid'],
  ['a kid in other letters', (lms) => changed({ kid: lms.keys.current.kid.toUpperCase() })(lms),
    'LZ0111', 'no key of that kid'],
  ['keys that are no list', (lms) => ({ keys: lms.keys.current.jwk }), 'LZ0112', 'no array'],
  ['a list alone', (lms) => [lms.keys.current.jwk], 'LZ0112', 'no usable key set'],
  ['a set with a member twice', (lms) => (
    `{"keys":[],"keys":${JSON.stringify([lms.keys.current.jwk])}}`), 'LZ0112', 'duplicate'],
  ['a set with bytes behind', (lms) => `${JSON.stringify(lms.keys.jwks())} x`, 'LZ0112',
    'no usable key set'],
  ['a set as deep as a well', () => `{"keys":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'LZ0112',
    'no usable key set'],
];

const endless = (response, chunk, wait) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"keys":[');
  const timer = setInterval(() => response.write(chunk), wait);
  response.on('close', () => clearInterval(timer));
};

const redirect = (location) => (response, lms, url) => {
  response.writeHead(302, { location: location(url) });
  response.end(JSON.stringify(lms.keys.jwks()));
};

// name, how the server behaves, what the log says
const SERVERS = [
  ['answers 10 MB', (response) => response.end(`{"keys":[${' '.repeat(1e7)}]}`), 'too large'],
  ['announces 10 MB and says little', (response) => {
    response.writeHead(200, { 'content-length': 10_000_000 });
    response.write('{"keys":[');
  }, 'LTIZoomKeysURL'],
  ['never comes to an end', (response) => endless(response, ' '.repeat(4096), 1), 'too large'],
  ['says one byte at a time', (response) => endless(response, ' ', 100), 'LTIZoomKeysURL'],
  ['sends headers without end', (response) => {
    const { socket } = response;
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write(`X-${Date.now()}: ${'y'.repeat(2000)}\r\n`), 2);
    socket.on('close', () => clearInterval(timer));
  }, 'LTIZoomKeysURL'],
  ['sends us to another address of its own', redirect((url) => `${url}/moved`), 'status 302'],
  ['sends us to a file', redirect(() => 'file:///etc/passwd'), 'status 302'],
  ['sends us to a private address', redirect(() => 'http://169.254.169.254/keys'), 'status 302'],
  ['answers with nothing', (response) => response.writeHead(204).end(), 'status 204'],
  ['wants a password', (response) => response.writeHead(401).end('{}'), 'status 401'],
];

// ms in which an answer comes from a very busy machine; the servers that waste time never end.
const LATEST = 30_000;

const CASES = [...GOOD, ...BAD, ...SERVERS];
const SETS = GOOD.length + BAD.length;
let campus;
let server;
let moved = 0;

async function answer(request, response) {
  const [, i, more] = /^\/keys\/(\d+)(\/moved)?$/.exec(request.url) ?? [];
  const [, behaviour] = CASES[i];
  if (more) moved += 1;
  if (i >= SETS) {
    behaviour(response, campus.lms, `${server.url}/keys/${i}`);
    return;
  }
  const set = behaviour(campus.lms);
  response.end(typeof set === 'string' ? set : JSON.stringify(set));
}

// One LMS with a registration for each case, so that what is remembered of one is not of another.
before(async () => {
  server = await createListener(answer);
  server.url = `http://localhost:${server.port}`;
  const issuer = 'https://lms.example';
  campus = await startCampus({
    lms: { issuer },
    directives: CASES.map((_, i) => `<LTIZoomPlatform case${i}>
      LTIZoomIssuer ${issuer}
      LTIZoomPlatformClientID case${i}
      LTIZoomAuthURL ${issuer}/auth
      LTIZoomKeysURL ${server.url}/keys/${i}
      LTIZoomUseAccount main
    </LTIZoomPlatform>`).join('\n'),
  });
});
after(() => Promise.all([campus?.stop(), server.close()]));

const launchOf = (name) => launchByHand(campus, {
  ...campus.lms, clientId: `case${CASES.findIndex((one) => one[0] === name)}`,
});

async function refused(name, tag, phrase) {
  const given = await launchOf(name);
  assert.equal(given.status, 401, given.body);
  const { error } = given.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line?.includes(phrase) && line.includes('LTIZoomKeysURL'), line);
}

for (const [name] of GOOD) {
  test(`good: ${name}`, async () => {
    const given = await launchOf(name);
    assert.equal(given.status, 303, given.body);
  });
}

for (const [name, , tag, phrase] of BAD) {
  test(`refused: ${name}`, () => refused(name, tag, phrase));
}

describe('servers', { concurrency: true }, () => {
  for (const [name, , phrase] of SERVERS) {
    test(`a server that ${name}`, async () => {
      const started = Date.now();
      await refused(name, 'LZ0112', phrase);
      assert.ok(Date.now() - started < LATEST, `${Date.now() - started} ms`);
      assert.equal(moved, 0, 'no redirect is followed');
    });
  }
});
