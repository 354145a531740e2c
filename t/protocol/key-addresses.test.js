// SPDX-License-Identifier: Apache-2.0
// Where keys may be fetched from: not from this machine nor from a private network, unless loopback
// testing is on; and over TLS that is right. An LMS elsewhere is played by hand.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { launchByHand } from '../lib/launch-by-hand.js';
import { temporaryDirectory } from '../lib/processes.js';
import { issueCertificate } from '../lib/tls.js';

const issuer = (i) => `https://lms${i + 1}.example.edu`;
const seen = [];
let server;
let tls;

before(async () => {
  tls = await issueCertificate(temporaryDirectory('keys'));
  server = https.createServer({ key: readFileSync(tls.key), cert: readFileSync(tls.cert) });
  server.on('request', (request, response) => {
    seen.push(request.url);
    response.end(JSON.stringify({ keys: server.lmss.flatMap((lms) => lms.keys.jwks().keys) }));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  server.unref();
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** A campus whose LMSs publish their keys at `urls`. */
async function campusWith(t, urls, { loopback, trusted = true }) {
  const campus = await startCampus({
    httpd: {
      tls: true, prepare: (root) => writeFileSync(path.join(root, 'ca.pem'), tls.ca),
    },
    lms: urls.map((_, i) => ({ issuer: issuer(i) })),
    account: { LTIZoomAPIBase: undefined, LTIZoomOAuthBase: undefined },
    server: {
      LTIZoomInsecureLoopback: loopback, LTIZoomCAFile: trusted ? 'ca.pem' : undefined,
      LTIZoomBackground: 'Off',
    },
    platforms: urls.map((url, i) => ({
      LTIZoomAuthURL: `${issuer(i)}/auth`, LTIZoomTokenURL: undefined, LTIZoomKeysURL: url,
    })),
  });
  t.after(() => campus.stop());
  server.lmss = campus.lmss;
  seen.length = 0;
  return campus;
}

const keysAt = (host) => `https://${host}:${server.address().port}/keys`;

async function refused(campus, lms, phrase) {
  const answer = await launchByHand(campus, lms);
  assert.equal(answer.status, 401, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, 'LZ0112');
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.match(line, phrase);
}

test('loopback testing on: keys from this machine, whose certificate must be right', async (t) => {
  const campus = await campusWith(t, [keysAt('localhost'), keysAt('127.0.0.2')],
    { loopback: 'On' });
  const answer = await launchByHand(campus, campus.lmss[0]);
  assert.equal(answer.status, 303, answer.body);
  assert.deepEqual(seen, ['/keys']);
  await refused(campus, campus.lmss[1], /LTIZoomKeysURL/);
  assert.deepEqual(seen, ['/keys']);
});

test('a certificate of nobody: no keys', async (t) => {
  const campus = await campusWith(t, [keysAt('localhost')], { loopback: 'On', trusted: false });
  await refused(campus, campus.lms, /certificate/i);
  assert.deepEqual(seen, []);
});

test('loopback testing off: no keys from where only this network reaches', async (t) => {
  const urls = [
    keysAt('localhost'), keysAt('127.0.0.1'), keysAt('[::1]'), keysAt('[::ffff:127.0.0.1]'),
    keysAt('0.0.0.0'), 'https://10.1.2.3/keys', 'https://172.16.0.1/keys',
    'https://192.168.1.1/keys', 'https://169.254.169.254/keys', 'https://100.64.0.1/keys',
    'https://[fd00::1]/keys', 'https://[fe80::1]/keys',
  ];
  const campus = await campusWith(t, urls, { loopback: 'Off' });
  for (const [i, url] of urls.entries()) {
    await t.test(url.replace(/:\d+\/keys$/, ''), () => (
      refused(campus, campus.lmss[i], /not public|address/)));
  }
  assert.deepEqual(seen, []);
});
