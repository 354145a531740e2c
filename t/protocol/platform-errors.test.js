// SPDX-License-Identifier: Apache-2.0
// What an LMS answers instead of a launch: each cause is a page that says what to do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, launch } from '../lib/launch.js';

let campus;
before(async () => {
  campus = await startCampus({ lms: [{}, { name: 'Second', host: '127.0.0.1' }] });
});
after(() => campus.stop());

const HTML = { accept: 'text/html' };
const good = () => ({ lms: campus.lms, person: 'amara', course: 'chemistry' });

/** The launch that the LMS answers with `error` instead of an id_token; with the login's state. */
const answered = (error, more = {}) => launch({
  ...good(),
  form: (fields) => {
    fields.delete('id_token');
    fields.set('error', error);
    fields.set('error_description', 'its <own> words');
  },
  ...more,
});

const logLine = (answer) => {
  const id = answer.headers['content-type'].startsWith('text/html')
    ? /LZ\d{4} · ([\w-]+)/.exec(answer.body)[1] : answer.json().error.request_id;
  return campus.httpd.errorLog().split('\n').find((one) => one.includes(`request ${id}`));
};

// error, status, tag, what the page says, what the log advises
const ANSWERS = [
  ['login_required', 401, 'LZ0640', /Sign in again/, 'new window'],
  ['interaction_required', 401, 'LZ0641', /window of its own/, 'prompt=none'],
  ['consent_required', 401, 'LZ0641', /answer what it asks/, 'prompt=none'],
  ['account_selection_required', 401, 'LZ0641', /answer what it asks/, 'prompt=none'],
  ['launch_no_longer_valid', 401, 'LZ0642', /do not reload this page/, 'reloaded'],
  ['access_denied', 403, 'LZ0643', /signed in there as yourself/, 'placement in the LMS'],
  ['invalid_request', 400, 'LZ0644', /IT team/, 'LTIZoomPlatformClientID'],
  ['invalid_client', 400, 'LZ0644', /IT team/, 'LTIZoomAuthURL'],
  ['invalid_scope', 400, 'LZ0644', /IT team/, '<LTIZoomPlatform>'],
  ['unauthorized_client', 400, 'LZ0644', /IT team/, 'redirect URIs'],
  ['unsupported_response_type', 400, 'LZ0644', /IT team/, 'LTIZoomBaseURL/launch'],
  ['request_not_supported', 400, 'LZ0644', /IT team/, 'registration in the LMS'],
  ['registration_not_supported', 400, 'LZ0644', /IT team/, 'registration in the LMS'],
  ['server_error', 400, 'LZ0645', /problem of its own/, 'see its log'],
  ['temporarily_unavailable', 400, 'LZ0645', /Try again/, 'see its log'],
  ['<script>alert(1)</script>', 400, 'LZ0121', /did not sign you in/, 'see its log'],
  ['', 400, 'LZ0121', /did not sign you in/, 'see its log'],
];

for (const [error, status, tag, sentence, advice] of ANSWERS) {
  test(`the LMS answers ${error || 'an empty error'}`, async () => {
    const answer = await answered(error, { headers: HTML });
    assert.equal(answer.status, status, answer.body);
    assert.match(answer.body, new RegExp(tag));
    assert.match(answer.body, sentence);
    assert.ok(!answer.body.includes('alert(1)') && !answer.body.includes('own'.concat('&gt;')));
    assert.ok(!answer.body.includes('its <own> words'), 'what the LMS says stays in the log');
    assert.deepEqual(answer.setCookies, []);
    const line = logLine(answer);
    assert.ok(line.includes(`platform lms1 answered the login with error "${error}"`), line);
    assert.ok(line.includes('"its <own> words"') && line.includes(advice), line);
    // and it may stand in the frame of that LMS alone
    const [, ancestors] = answer.headers['content-security-policy'].split('frame-ancestors ');
    assert.deepEqual(ancestors.split(' '), ["'self'", campus.lms.url]);
  });
}

test('an error without our state is of nobody', async () => {
  const answer = await answered('login_required', {
    form: (fields) => new URLSearchParams({ error: 'login_required', state: 'x'.repeat(80) }),
  });
  assert.equal(answer.status, 401, answer.body);
  assert.equal(answer.json().error.tag, 'LZ0640');
  assert.match(logLine(answer), /platform unknown \(no valid state\)/);
});

test('an error and a token at once: the error counts', async () => {
  const answer = await answered('access_denied', {
    form: (fields) => { fields.set('error', 'access_denied'); },
  });
  assert.equal(answer.status, 403, answer.body);
  assert.equal(answer.json().error.tag, 'LZ0643');
});

test('two errors are refused', async () => {
  const answer = await answered('access_denied', {
    form: (fields) => { fields.append('error', 'a'); fields.append('error', 'b'); },
  });
  assert.equal(answer.json().error.tag, 'LZ0007');
});

test('an error burns nothing: the launch can still come', async () => {
  let posted;
  const held = await launch({
    ...good(), form: (fields) => { posted = new URLSearchParams(fields); return ''; },
  });
  const errors = new URLSearchParams({ error: 'login_required', state: posted.get('state') });
  const url = `${campus.base}/launch`;
  assert.equal((await held.browser.post(url, { form: errors })).status, 401);
  assert.equal((await held.browser.post(url, { form: posted })).status, 303);
});

test('the LMS itself: somebody else signed in, nobody signed in, a hint used twice', async () => {
  const denied = await launch({
    ...good(), auth: (parameters) => parameters.set('login_hint', 'somebody else'),
  });
  assert.equal(denied.json().error.tag, 'LZ0643', denied.body);

  const browser = createBrowser();
  const nobody = await launch({
    ...good(), browser, auth: () => { browser.jar.delete(`campus_${campus.lms.port}`); },
  });
  assert.equal(nobody.json().error.tag, 'LZ0640', nobody.body);

  let hint;
  await launch({ ...good(), auth: (given) => { hint = given.get('lti_message_hint'); } });
  const again = await launch({
    ...good(), auth: (parameters) => parameters.set('lti_message_hint', hint),
  });
  assert.equal(again.json().error.tag, 'LZ0642', again.body);
  campus.lms.violations.length = 0;
});
