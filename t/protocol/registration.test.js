// SPDX-License-Identifier: Apache-2.0
// An LMS registers itself: nothing happens without the secret, everything once, and then the launch
// works in every process without a restart.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { formOf } from '../lib/http-browser.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { CUSTOM_PARAMETERS, openPage, post, register, SECRET } from '../lib/registration.js';
import { startLms } from '../sandbox/lms/index.js';
import { invite } from '../sandbox/lms/registration.js';

let campus;
before(async () => {
  campus = await startCampus({
    server: { LTIZoomRegistrationSecret: 'file:registration-secret' },
    directives: 'CustomLog logs/access.log "%r %{Referer}i %>s"',
    httpd: {
      mpm: 'prefork',
      prepare: (root) => writeFileSync(path.join(root, 'registration-secret'), `${SECRET}\n`,
        { mode: 0o600 }),
      expectedLog: [/LZ06[123]\d: /, /LZ0100: /, /LZ0007: /],
    },
  });
});
after(() => campus.stop());

let lms;
beforeEach(async () => { lms = await startLms(); });
afterEach(() => lms.stop());

const count = (operation) => lms.requests.filter((one) => one.operation === operation).length;

const launchFrom = () => launch({
  lms, person: 'amara', course: 'chemistry', browser: createBrowser({ keepAlive: false }),
});

const text = ({ body }) => body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** The answer is the page of this problem, and the log says why. */
function refused(answer, status, tag, cause) {
  assert.equal(answer.status, status, answer.body);
  assert.match(answer.body, new RegExp(tag));
  const line = campus.httpd.errorLog().split('\n')
    .find((one) => one.includes(tag) && cause.test(one));
  assert.ok(line, `no line of ${tag} with ${cause}`);
}

test('registers, and launches in every process without a restart', async () => {
  lms.tool = { loginUrl: `${campus.base}/login`, launchUrl: `${campus.base}/launch` };
  // Every process has looked for this LMS before it was known.
  for (let i = 0; i < 12; i += 1) assert.equal((await launchFrom()).status, 401);
  const page = await openPage(campus, lms);
  assert.equal(page.status, 200);
  assert.match(text(page), new RegExp(`platform at ${lms.url}`));
  assert.equal(count('configuration'), 0);

  const done = await post(page, { secret: SECRET });
  assert.equal(done.status, 200, done.body);
  assert.match(text(done), /Zoom is registered/);
  assert.match(text(done), new RegExp(lms.clientId));
  assert.deepEqual(lms.violations, []);
  const visits = await Promise.all(Array.from({ length: 12 }, () => enter({
    lms, person: 'amara', course: 'chemistry', browser: createBrowser({ keepAlive: false }),
  })));
  for (const { browser, viewUrl } of visits) {
    for (let i = 0; i < 4; i += 1) assert.equal((await browser.get(viewUrl)).status, 200);
  }
  const { browser, courseUrl } = visits[0];
  const { instructors } = (await browser.get(`${courseUrl}/instructors`)).json();
  assert.deepEqual(instructors.map(({ name }) => name), ['Dr. Amara Okafor', 'Tomáš Lindqvist']);
  assert.deepEqual(lms.violations, []);
});

test('a registered LMS is known after a restart, and by its name', async () => {
  const done = await register(campus, lms);
  const [name] = /lms-[0-9a-f]{10}/.exec(done.body);
  await campus.httpd.graceful();
  assert.equal((await launchFrom()).status, 303);
  lms.tool.loginUrl = `${campus.base}/login/${name}`;
  assert.equal((await launchFrom()).status, 303);
});

test('what the tool says about itself', async () => {
  await register(campus, lms);
  const [wanted] = lms.registration.registered;
  const tool = wanted['https://purl.imsglobal.org/spec/lti-tool-configuration'];
  assert.equal(wanted.initiate_login_uri, `${campus.base}/login`);
  assert.deepEqual(wanted.redirect_uris, [`${campus.base}/launch`]);
  assert.equal(wanted.jwks_uri, `${campus.base}/keys`);
  assert.equal(tool.domain, new URL(campus.base).host);
  assert.deepEqual(tool.custom_parameters, CUSTOM_PARAMETERS);
});

test('without the secret nothing happens', async () => {
  const page = await openPage(campus, lms);
  for (const secret of ['', 'wrong', `${SECRET} `, SECRET.slice(1), undefined]) {
    const again = await post(page, { secret });
    assert.equal(again.status, 403);
    assert.match(text(again), /not the registration secret/);
    assert.ok(!secret || !again.body.includes(secret));
  }
  assert.equal(count('configuration') + count('register'), 0);
  const again = await post(page, { secret: 'wrong' });
  assert.equal((await post(again, { secret: SECRET })).status, 200, 'a slip can be mended');
});

test('scripts are refused with JSON', async () => {
  const page = await openPage(campus, lms);
  const answer = await post(page, { secret: 'wrong' }, { accept: 'application/json' });
  assert.equal(answer.status, 403);
  assert.equal(answer.json().error.tag, 'LZ0611');
});

test('the secret and the token stand in no address and no log', async () => {
  const page = await openPage(campus, lms);
  await post(page, { secret: 'a-wrong-secret-to-grep' });
  await post(page, { secret: SECRET });
  const [token] = lms.registration.tokens.keys();
  assert.ok(!formOf(page).action.includes('?'));
  assert.ok(!page.body.includes(token));
  const access = readFileSync(path.join(campus.httpd.root, 'logs/access.log'), 'utf8');
  const log = campus.httpd.errorLog();
  for (const secret of [SECRET, 'a-wrong-secret-to-grep']) {
    assert.ok(!access.includes(secret) && !log.includes(secret));
  }
  assert.ok(!log.includes(token));
});

test('the page works in the frame of any LMS, without a cookie', async () => {
  const browser = createBrowser({ cookies: false });
  const page = await openPage(campus, lms, { browser });
  assert.match(page.headers['content-security-policy'], /frame-ancestors 'self' https: http:\/\/loc/);
  assert.deepEqual(page.setCookies, []);
  const done = await post(page, { secret: SECRET });
  assert.equal(done.status, 200);
  assert.match(done.headers['content-security-policy'], /frame-ancestors 'self' https:/);
  assert.match(done.body, /js\/registered\.js/);
});

test('one page registers once', async () => {
  const page = await openPage(campus, lms, { token: false });
  assert.equal((await post(page, { secret: SECRET })).status, 200);
  refused(await post(page, { secret: SECRET }), 409, 'LZ0614', /sent before/);
  assert.equal(count('register'), 1);
});

test('a registration token is good once', async () => {
  const url = invite(lms, `${campus.base}/register`);
  assert.equal((await register(campus, lms, { url })).status, 200);
  refused(await register(campus, lms, { url }), 502, 'LZ0615', /status 401, invalid_token/);
  assert.equal(count('register'), 1);
});

test('a form that was not sealed here, or stands twice', async () => {
  const page = await openPage(campus, lms);
  const sealed = formOf(page).fields.get('registration');
  for (const registration of ['', undefined, 'x', `${sealed.slice(0, -2)}AA`]) {
    refused(await post(page, { registration, secret: SECRET }), 400, 'LZ0613', /not sealed here/);
  }
  const twice = await page.browser.post(`${campus.base}/register`, {
    form: [['registration', sealed], ['secret', 'x'], ['secret', SECRET]],
  });
  assert.equal(twice.status, 400);
  assert.equal(count('configuration'), 0);
});

test('an issuer that is elsewhere is shown before it is believed', async () => {
  lms.registration.configuration = (document) => ({
    ...document, issuer: 'https://campus.example.edu',
  });
  const page = await register(campus, lms);
  assert.equal(page.status, 200);
  assert.match(text(page), /Is this your learning platform\?/);
  assert.match(text(page), /https:\/\/campus\.example\.edu/);
  assert.equal(count('register'), 0);
  // What is confirmed is what was shown, whatever the LMS says by now.
  lms.registration.configuration = (document) => ({
    ...document, issuer: 'https://evil.example',
  });
  assert.match(text(await post(page, { confirm: undefined })), /Is this your learning platform\?/);
  assert.equal(count('register'), 0);
  const done = await post(page, { confirm: 'yes' });
  assert.match(text(done), /Zoom is registered .* https:\/\/campus\.example\.edu/);
  assert.equal(count('configuration'), 1);
  assert.equal(count('register'), 1);
});

test('nothing is confirmed before the secret was given', async () => {
  const page = await openPage(campus, lms);
  assert.equal((await post(page, { confirm: 'yes' })).status, 403);
  assert.equal(count('configuration') + count('register'), 0);
});

test('the same client of the same issuer is registered once', async () => {
  lms.registration.clientId = 'client-7';
  assert.equal((await register(campus, lms)).status, 200);
  refused(await register(campus, lms), 409, 'LZ0619', /with client_id client-7 is in/);
  const configured = campus.lms;
  configured.registration.clientId = configured.clientId;
  refused(await register(campus, configured), 409, 'LZ0619', /is in platform lms1/);
});

test('an LMS may keep the roster to itself, and the administrator is told', async () => {
  lms.registration.answer = (answer) => ({ ...answer, scope: '' });
  assert.match(text(await register(campus, lms)), /has not granted the list of members/);
});

test('texts of the LMS are text in the page', async () => {
  lms.registration.clientId = '"><script>alert(1)</script>';
  const done = await register(campus, lms);
  assert.equal(done.status, 200);
  assert.ok(!done.body.includes('<script>alert'));
});

const ADDRESSES = [
  '', 'file:///etc/passwd', 'ftp://lms.example/', 'gopher://127.0.0.1:1/', 'http://10.0.0.1/',
  'http://lms.example/', 'http://[::ffff:127.0.0.1]:1/', 'http://127.0.0.1.evil.example/',
  'http://user:word@localhost/', 'javascript:alert(1)', '//localhost/', 'https://', 'https://x y/',
  `https://lms.example/${'x'.repeat(2048)}`, 'https://lms.example/#x', 'https://a\u0000b/',
];
for (const address of ADDRESSES) {
  test(`no configuration at ${JSON.stringify(address).slice(0, 60)}`, async () => {
    const url = new URL(`${campus.base}/register`);
    url.searchParams.set('openid_configuration', address);
    const page = await openPage(campus, lms, { url: url.href });
    assert.equal(page.status, 400);
    assert.match(page.body, /LZ0612|LZ0006/);
  });
}

test('addresses that are missing or stand twice, tokens that cannot be', async () => {
  const at = `openid_configuration=${encodeURIComponent(`${lms.url}/x`)}`;
  for (const query of ['', `?${at}&${at}`, `?${at}&registration_token=a%0d%0ab`,
    `?${at}&registration_token=${'x'.repeat(8193)}`]) {
    const page = await openPage(campus, lms, { url: `${campus.base}/register${query}` });
    assert.ok([400, 414].includes(page.status), page.body);
  }
});
