// SPDX-License-Identifier: Apache-2.0
// Key sets that come in a way that nobody asked for: late, from elsewhere, without end, or over a
// connection that cannot be trusted.

import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { launch } from '../lib/launch.js';
import { temporaryDirectory } from '../lib/processes.js';
import { issueCertificate } from '../lib/tls.js';
import { createListener } from '../sandbox/listener.js';

const HUGE = 2 * 1024 * 1024;
const KEYS_TIMEOUT = 4000;      // ms that the module waits for a key set
const KEYS_PAUSE = 5000;        // ms for which it does not ask after it waited in vain
const LATEST = 30_000;          // an answer, on a very busy machine: long before the slow set comes

/** What the server of the key sets does, by the path of LTIZoomKeysURL. */
const odd = {
  '/slow': async (response, keys) => {
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, 120_000);
      response.once('close', () => { clearTimeout(timer); resolve(); });
    });
    response.end(keys);
  },
  '/redirect': (response) => {
    response.writeHead(302, { location: '/good' });
    response.end();
  },
  '/huge': (response) => response.end(`{"keys":[],"x":"${'x'.repeat(HUGE)}"}`),
  '/drip': (response, keys) => {
    response.writeHead(200, { 'content-length': HUGE });
    const timer = setInterval(() => response.write(' '), 50);
    response.once('close', () => clearInterval(timer));
    response.write(keys);
  },
  '/good': (response, keys) => response.end(keys),
};

// One platform for each; 'trusted' and 'stranger' are two names of one server on TLS.
const PLATFORMS = [...Object.keys(odd), 'trusted', 'stranger'];

let campus;
let secure;
const requests = [];
before(async () => {
  const keys = () => JSON.stringify(campus.lmss[0].keys.jwks());
  const plain = await createListener((request, response) => {
    requests.push(request.url);
    return odd[request.url](response, keys());
  });
  secure = await startSecure(keys);
  const url = (name) => (name.startsWith('/') ? `http://localhost:${plain.port}${name}`
    : `https://${name === 'trusted' ? 'localhost' : '127.0.0.2'}:${secure.port}/keys`);

  // All sign with the keys of the first, since all sets here are its set.
  campus = await startCampus({
    lms: PLATFORMS.map((_, i) => ({ clientId: `client-${i}` })),
    platforms: PLATFORMS.map((name) => ({ LTIZoomKeysURL: url(name) })),
    httpd: {
      prepare(root) {
        copyFileSync(secure.caFile, path.join(root, 'authority.crt'));
        return { directives: `LTIZoomCAFile ${root}/authority.crt` };
      },
    },
  });
  for (const lms of campus.lmss) lms.keys = campus.lmss[0].keys;
});
after(async () => {
  await campus?.stop();
  secure?.close();
});

async function startSecure(keys) {
  const { cert, key, caFile } = await issueCertificate(temporaryDirectory('keys'), ['localhost']);
  const server = https.createServer(
    { cert: readFileSync(cert), key: readFileSync(key) },
    (request, response) => response.end(keys()),
  );
  await new Promise((resolve) => { server.listen(0, resolve); });
  server.unref();
  return { port: server.address().port, caFile, close: () => server.close() };
}

const from = (name) => (
  launch({ lms: campus.lmss[PLATFORMS.indexOf(name)], person: 'amara', course: 'chemistry' }));

async function refused(name, phrase) {
  const answer = await from(name);
  assert.equal(answer.status, 401, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, 'LZ0112', JSON.stringify(error));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line?.includes(phrase), line);
}

const rows = [
  ['a redirect is not followed', '/redirect', 'status 302'],
  ['a set without end is not read to the end', '/huge', 'too large'],
  ['a certificate of another name', 'stranger', 'no alternative certificate subject name'],
];
for (const [title, name, phrase] of rows) {
  test(`${title}: 401, and try again`, () => refused(name, phrase));
}

describe('a set that comes too slowly', { concurrency: true }, () => {
  for (const name of ['/slow', '/drip']) {
    test(`${name}: 401 in time, and not waited for again`, async () => {
      const started = Date.now();
      await refused(name, 'the deadline came');
      const waited = Date.now() - started;
      assert.ok(waited >= KEYS_TIMEOUT && waited < LATEST, `${waited} ms`);
      // The failure is remembered for a while: the next ones are told at once, without asking.
      await Promise.all(Array.from({ length: 8 }, () => refused(name, 'the deadline came')));
      const pauses = Math.floor((Date.now() - started - KEYS_TIMEOUT) / KEYS_PAUSE);
      assert.ok(requests.filter((url) => url === name).length <= 1 + pauses, requests.join());
    });
  }
});

for (const name of ['/good', 'trusted']) {
  test(`the same set from ${name} is good`, async () => {
    const answer = await from(name);
    assert.equal(answer.status, 303, answer.body);
  });
}
