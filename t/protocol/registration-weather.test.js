// SPDX-License-Identifier: Apache-2.0
// Registration with LMSs that are odd, hostile or half there: nothing is sent twice, and no address
// of this network is reached.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser } from '../lib/http-browser.js';
import { openPage, post, register, SECRET } from '../lib/registration.js';
import { startLms } from '../sandbox/lms/index.js';

const withSecret = (root) => writeFileSync(path.join(root, 'registration-secret'), SECRET,
  { mode: 0o600 });
const SWITCHED_ON = { LTIZoomRegistrationSecret: 'file:registration-secret' };

let campus;
let closed;     // as in production: https and public addresses only
before(async () => {
  const expectedLog = [/LZ06[12]\d: /];
  [campus, closed] = await Promise.all([
    startCampus({
      server: SWITCHED_ON, httpd: { prepare: withSecret, expectedLog },
    }),
    startCampus({
      server: {
        ...SWITCHED_ON, LTIZoomInsecureLoopback: 'Off', LTIZoomBackground: 'Off',
      },
      account: { LTIZoomAPIBase: undefined, LTIZoomOAuthBase: undefined },
      platforms: [{
        LTIZoomIssuer: 'https://lms.example', LTIZoomAuthURL: 'https://lms.example/auth',
        LTIZoomTokenURL: 'https://lms.example/token', LTIZoomKeysURL: 'https://lms.example/keys',
      }],
      httpd: { tls: true, prepare: withSecret, expectedLog },
    }),
  ]);
});
after(async () => { await campus.stop(); await closed.stop(); });

let lms;
beforeEach(async () => { lms = await startLms(); });
afterEach(() => lms.stop());

const count = (operation) => lms.requests.filter((one) => one.operation === operation).length;

/** The page of this problem, and its cause in the log. */
function refused(answer, status, tag, cause, httpd = campus.httpd) {
  assert.equal(answer.status, status, answer.body);
  assert.match(answer.body, new RegExp(tag));
  const line = httpd.errorLog().split('\n').find((one) => one.includes(tag) && cause.test(one));
  assert.ok(line, `no line of ${tag} with ${cause}`);
}

test('without the directive nobody registers', async () => {
  const off = await startCampus({ httpd: { expectedLog: [/LZ0610: /] } });
  const page = await openPage(off, lms);
  const posted = await createBrowser().post(`${off.base}/register`, { form: { secret: '' } });
  assert.equal(page.status, 403);
  assert.match(page.body, /LZ0610.*/);
  assert.equal(posted.status, 403);
  assert.equal(posted.json().error.tag, 'LZ0610');
  await off.stop();
});

const CONFIGURATION_WEATHER = [
  ['answers 404', { kind: 'status', status: 404 }, 'LZ0615', /status 404/],
  ['answers 500', { kind: 'status', status: 500 }, 'LZ0615', /status 500/],
  ['leads elsewhere', { kind: 'status', status: 302, headers: { location: 'file:///etc/passwd' } },
    'LZ0615', /status 302/],
  ['answers with a page', { kind: 'html', status: 200 }, 'LZ0616', /configuration/],
  ['breaks off', { kind: 'half' }, 'LZ0615', /configuration/],
  ['cuts the connection', { kind: 'reset' }, 'LZ0615', /configuration/],
];
for (const [name, fault, tag, cause] of CONFIGURATION_WEATHER) {
  test(`a configuration that ${name}`, async () => {
    lms.faults.add({ operation: 'configuration', ...fault });
    refused(await register(campus, lms), 502, tag, cause);
    assert.equal(count('register'), 0);
  });
}

test('a configuration without an end', async () => {
  lms.registration.configuration = (document) => JSON.stringify(
    { ...document, filler: 'x'.repeat(100_000) });
  refused(await register(campus, lms), 502, 'LZ0615', /configuration/);
});

const ODD = [
  [{ issuer: undefined }, /issuer is missing/],
  [{ issuer: 'https://lms.example?x=1' }, /issuer must not have a query/],
  [{ issuer: 'javascript:alert(1)' }, /issuer must start with https/],
  [{ issuer: `https://lms.example/${'x'.repeat(255)}` }, /issuer is too long for logins/],
  [{ authorization_endpoint: 'http://lms.example/auth' }, /authorization_endpoint must start/],
  [{ token_endpoint: 7 }, /token_endpoint is missing/],
  [{ jwks_uri: 'file:///etc/passwd' }, /jwks_uri must start with https/],
  [{ registration_endpoint: 'http://10.0.0.1/register' }, /registration_endpoint must start/],
  [{ registration_endpoint: undefined }, /registration_endpoint is missing/],
  [{ token_endpoint_auth_methods_supported: ['client_secret_post'] }, /lacks private_key_jwt/],
  [{ id_token_signing_alg_values_supported: ['HS256'] }, /lacks RS256/],
  [{ response_types_supported: ['code'] }, /lacks id_token/],
];
for (const [change, cause] of ODD) {
  test(`a configuration with ${JSON.stringify(change).slice(0, 80)}`, async () => {
    lms.registration.configuration = (document) => ({ ...document, ...change });
    refused(await register(campus, lms), 502, 'LZ0616', cause);
    assert.equal(count('register'), 0);
  });
}

const REGISTRATION_WEATHER = [
  ['refuses', { kind: 'status', status: 400 }, 502, 'LZ0617', /status 400/],
  ['answers 500', { kind: 'status', status: 500 }, 504, 'LZ0618', /status 500/],
  ['registers and answers 500', { kind: 'status', status: 500, after: true }, 504, 'LZ0618', /500/],
  ['cuts the connection', { kind: 'reset' }, 504, 'LZ0618', /registration with/],
  ['registers and breaks off', { kind: 'half' }, 504, 'LZ0618', /registration with/],
  ['answers with what is no JSON', { kind: 'notjson' }, 504, 'LZ0618', /registration with/],
];
for (const [name, fault, status, tag, cause] of REGISTRATION_WEATHER) {
  test(`an LMS that ${name} is asked once`, async () => {
    lms.faults.add({ operation: 'register', ...fault });
    const page = await openPage(campus, lms);
    refused(await post(page, { secret: SECRET }), status, tag, cause);
    assert.equal(count('register'), 1);
    refused(await post(page, { secret: SECRET }), lms.registration.registered.length ? 502 : 409,
      lms.registration.registered.length ? 'LZ0615' : 'LZ0614', /./);
    assert.equal(count('register'), 1);
  });
}

test('a client id that cannot be one', async () => {
  for (const clientId of ['', 'x'.repeat(256), 'ä', 7, undefined]) {
    lms.registration.answer = (answer) => ({ ...answer, client_id: clientId });
    refused(await register(campus, lms), 504, 'LZ0618', /client_id is/);
  }
});

/** A server that only counts who connects. */
async function startTrap(host) {
  let connections = 0;
  const server = net.createServer((socket) => { connections += 1; socket.destroy(); });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return {
    port: server.address().port, connections: () => connections, stop: () => server.close(),
  };
}

// localhost is the name that every machine has for itself: a name that resolves to loopback.
const PRIVATE = [
  '127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '0.0.0.0', '[::1]',
  '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '10.0.0.1', '172.16.0.1', '192.168.1.1',
  '169.254.169.254', '100.64.0.1', '[fe80::1]', '[fd00::1]', '[64:ff9b::7f00:1]', '224.0.0.1',
];
test('addresses that are not public are not connected to', async () => {
  const trap = await startTrap('127.0.0.1');
  const browser = createBrowser({ ca: closed.httpd.ca });
  for (const host of PRIVATE) {
    const url = new URL(`${closed.base}/register`);
    url.searchParams.set('openid_configuration', `https://${host}:${trap.port}/configuration`);
    const page = await openPage(closed, lms, { url: url.href, browser });
    assert.equal(page.status, 200, `${host}: ${page.body}`);
    const answer = await post(page, { secret: SECRET });
    refused(answer, 502, 'LZ0615', /is not public|address/, closed.httpd);
  }
  assert.equal(trap.connections(), 0);
  trap.stop();
});

test('http is for loopback tests alone', async () => {
  const browser = createBrowser({ ca: closed.httpd.ca });
  refused(await openPage(closed, lms, { browser }), 400, 'LZ0612', /must start with https/,
    closed.httpd);
  const page = await openPage(closed, lms, {
    browser, url: `${closed.base}/register?openid_configuration=https%3A%2F%2Flms.example%2Fc`,
  });
  assert.equal(page.status, 200);
  assert.match(page.headers['content-security-policy'], /frame-ancestors 'self' https:$/);
});
