// SPDX-License-Identifier: Apache-2.0
// LTI 1.1 against a real httpd: launches by each signature method, through proxies and with
// queries, every refusal beside the good launch that it differs from by one thing, and no way down
// for an LMS of LTI 1.3.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter } from '../lib/launch.js';
import { launch11 } from '../lib/launch11.js';
import { startProgram, until } from '../lib/processes.js';
import { signatureOf } from '../sandbox/lms/consumer.js';

const SECRET = 'secret & 11 % å';

// An LMS of LTI 1.1 alone, one of both versions, one of LTI 1.3 alone.
let campus;
let history, both, modern;
before(async () => {
  campus = await startCampus({
    lms: [
      { name: 'History', consumer: { key: 'history&more', secret: SECRET } },
      { name: 'Both', consumer: { key: 'both', secret: 'another secret', beside: true } },
      { name: 'Modern' },
    ],
    httpd: { expectedLog: [/LZ040[01]: database/] },
  });
  [history, both, modern] = campus.lmss;
});
after(() => campus.stop());
afterEach(() => {
  for (const { violations } of campus.lmss) assert.deepEqual(violations.splice(0), []);
});

const amara = (changes = {}) => ({ lms: history, person: 'amara', course: 'chemistry', ...changes });

async function good(changes) {
  const answer = await launch11(amara(changes));
  assert.equal(answer.status, 303, answer.body);
  return answer;
}

/** The view that a good launch leads to, as JSON. */
async function view({ location, browser }) {
  const answer = await browser.get(location, { headers: { accept: 'application/json' } });
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

const logOf = (error) => campus.httpd.errorLog().split('\n')
  .find((line) => line.includes(error.request_id));

/** The launch is refused like that, and the log says `phrase` under the same request id. */
function refused(answer, status, tag, phrase) {
  assert.equal(answer.status, status, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  assert.ok(logOf(error)?.includes(tag) && logOf(error).includes(phrase), logOf(error));
  assert.deepEqual(answer.setCookies, []);
}

const courseOf = ({ location }) => /\/c\/([\w-]{43})\//.exec(location)[1];
const set = (name, value) => (fields) => (
  value === undefined ? fields.delete(name) : fields.set(name, value)) && undefined;
const now = () => Math.floor(Date.now() / 1000);

/* --- good launches ------------------------------------------------------------------------------ */

for (const method of ['HMAC-SHA1', 'HMAC-SHA256']) {
  test(`an instructor and a student, ${method}`, async () => {
    const consumer = { ...history.consumer, method };
    const teacher = await good({ consumer });
    const student = await good({ consumer, person: 'asa' });
    assert.match(teacher.location, new RegExp(`^${campus.base}/c/[\\w-]{43}/upcoming$`));
    assert.equal(student.location, teacher.location);
    assert.deepEqual((await view(teacher)).me.role, 'instructor');
    const { me, course } = await view(student);
    assert.deepEqual([me.role, me.name], ['student', 'Åsa Andersson']);
    assert.equal(course.title, 'Organic Chemistry II');
  });
}

test('the session is one cookie of its course; the page may stand in the LMS alone', async () => {
  const answer = await good();
  assert.equal(answer.setCookies.length, 1);
  assert.match(answer.setCookies[0], /^lti_zoom_session=[^;]+;/);
  const page = await answer.browser.get(answer.location, { headers: { accept: 'text/html' } });
  assert.match(page.headers['content-security-policy'],
    new RegExp(`frame-ancestors 'self' ${history.url}$`));
});

test('without an address to return to, the page that posted may embed the tool', async () => {
  const answer = await good({ change: set('launch_presentation_return_url', undefined) });
  const page = await answer.browser.get(answer.location, { headers: { accept: 'text/html' } });
  assert.match(page.headers['content-security-policy'],
    new RegExp(`frame-ancestors 'self' ${history.url}$`));
});

test('names of every script, signs that forms and signatures encode differently', async () => {
  for (const name of ['Søren Åse', '佐藤 美咲', '100% "a+b" & c=d %41 ~*\'()!', 'ليلى']) {
    const answer = await good({ change: set('lis_person_name_full', name) });
    assert.equal((await view(answer)).me.name, name);
  }
});

test('versions, an empty token, no callback, duplicates that say nothing', async () => {
  for (const version of ['LTI-1p1', 'LTI-1p2', 'LTI-2p0']) {
    await good({ change: set('lti_version', version) });
  }
  await good({ change: set('oauth_token', '') });
  await good({ change: set('oauth_callback', undefined) });
  await good({ change: set('oauth_version', undefined) });
  await good({ change: (fields) => { fields.append('ext_a', '1'); fields.append('ext_a', '1'); } });
});

test('the time may be off by five minutes either way', async () => {
  await good({ change: set('oauth_timestamp', now() - 295) });
  await good({ change: set('oauth_timestamp', now() + 295) });
});

test('through a proxy: what was signed is the public address, whatever Host says', async () => {
  const inner = { host: 'inner.example:8080', 'x-forwarded-host': 'evil.example' };
  await good({ headers: inner });
  const url = 'http://inner.example:8080/zoom/launch';
  refused(await launch11(amara({ url, postUrl: `${campus.base}/launch`, headers: inner })),
    401, 'LZ0109', `for ${campus.base}/launch`);
});

test('a query of the link is signed, and leads to its view', async () => {
  const link = { id: '1', url: `${campus.base}/launch?view=schedule&x=a%20%26b+c&x=`, custom: {} };
  assert.match((await good({ link })).location, /\/schedule$/);
  const url = `${campus.base}/launch?view=upcoming`;
  refused(await launch11(amara({ link, postUrl: url })), 401, 'LZ0109', 'oauth_signature');
  refused(await launch11(amara({ postUrl: url })), 401, 'LZ0109', 'oauth_signature');
  const custom = { id: '2', url: `${campus.base}/launch`, custom: { view: 'schedule' } };
  assert.match((await good({ link: custom })).location, /\/schedule$/);
});

test('an LMS that copies the query into the body signs each pair once', async () => {
  const answer = await good({
    postUrl: `${campus.base}/launch?view=schedule&x=1`,
    change(fields) {
      fields.set('view', 'schedule');
      fields.set('x', '1');
    },
  });
  assert.match(answer.location, /\/schedule$/);
});

test('a query speaks for nobody', async () => {
  const link = (query) => ({ id: '3', url: `${campus.base}/launch?${query}`, custom: {} });
  refused(await launch11(amara({ person: 'asa', link: link('roles=Instructor') })),
    400, 'LZ0007', 'roles stands 2 times');
  const student = await good({
    person: 'asa', link: link('roles=Instructor'), change: set('roles', undefined),
  });
  assert.equal((await view(student)).me.role, 'student');
});

/* --- refusals ----------------------------------------------------------------------------------- */

const before11 = (name, value) => ({
  change: (fields) => set(name, typeof value === 'function' ? value() : value)(fields),
});
const twice = (name) => ({ change: (fields) => { fields.append(name, fields.get(name)); } });
const signature = (change) => ({
  form: (fields) => { fields.set('oauth_signature', change(fields.get('oauth_signature'))); },
});
const long = 'x'.repeat(256);

const REFUSALS = [
  ['another message type', before11('lti_message_type', 'LtiResourceLinkRequest'), 400, 'LZ0118',
    'basic-lti-launch-request'],
  ['an empty message type', before11('lti_message_type', ''), 400, 'LZ0118', '""'],
  ['version 1.3.0', before11('lti_version', '1.3.0'), 400, 'LZ0122', '"1.3.0"'],
  ['no version', before11('lti_version', undefined), 400, 'LZ0122', 'LTI-1p0 is needed'],
  ['an unknown key', before11('oauth_consumer_key', 'unknown'), 401, 'LZ0150',
    'LTIZoomConsumer with the key "unknown"'],
  ['no key', before11('oauth_consumer_key', undefined), 401, 'LZ0150', 'LTIZoomConsumer'],
  ['another secret', { consumer: { key: 'history&more', secret: 'secret' } }, 401, 'LZ0109',
    'compare the secret'],
  ["another LMS's secret", { consumer: { key: 'history&more', secret: 'another secret' } }, 401,
    'LZ0109', 'platform lms1'],
  ['PLAINTEXT', { change: set('oauth_signature_method', 'PLAINTEXT'),
    form: set('oauth_signature', `${encodeURIComponent(SECRET)}&`) }, 401, 'LZ0108', 'PLAINTEXT'],
  ['RSA-SHA1', before11('oauth_signature_method', 'RSA-SHA1'), 401, 'LZ0108', 'RSA-SHA1'],
  ['no method', before11('oauth_signature_method', undefined), 401, 'LZ0108', 'HMAC-SHA1'],
  ['OAuth 2.0', before11('oauth_version', '2.0'), 400, 'LZ0102', 'oauth_version'],
  ['a token', before11('oauth_token', 'x'), 400, 'LZ0102', 'oauth_token'],
  ['no nonce', before11('oauth_nonce', undefined), 400, 'LZ0102', 'oauth_nonce'],
  ['a long nonce', before11('oauth_nonce', long), 400, 'LZ0102', 'oauth_nonce'],
  ['no signature', { form: set('oauth_signature', undefined) }, 401, 'LZ0109', 'oauth_signature'],
  ['an empty signature', signature(() => ''), 401, 'LZ0109', 'oauth_signature'],
  ['a signature without its padding', signature((text) => text.replace(/=+$/, '')), 401, 'LZ0109',
    'oauth_signature'],
  ['half a signature', signature((text) => text.slice(0, 12)), 401, 'LZ0109', 'oauth_signature'],
  ['a signature encoded twice', signature(encodeURIComponent), 401, 'LZ0109', 'oauth_signature'],
  ['a role added after signing', { form: set('roles', 'Administrator') }, 401, 'LZ0109', 'lms1'],
  ['a field added after signing', { form: set('custom_x', '1') }, 401, 'LZ0109', 'lms1'],
  ['a field removed after signing', { form: set('ext_submit', undefined) }, 401, 'LZ0109', 'lms1'],
  ['six minutes old', before11('oauth_timestamp', () => now() - 360), 401, 'LZ0114',
    "s behind this server's clock"],
  ['six minutes ahead', before11('oauth_timestamp', () => now() + 360), 401, 'LZ0114', 's ahead of'],
  ['of 1970', before11('oauth_timestamp', 0), 401, 'LZ0114', 'behind'],
  ['no timestamp', before11('oauth_timestamp', undefined), 400, 'LZ0102', 'oauth_timestamp'],
  ['a timestamp in words', before11('oauth_timestamp', 'now'), 400, 'LZ0102', '"now"'],
  ['a timestamp with a fraction', before11('oauth_timestamp', () => `${now()}.5`), 400, 'LZ0102',
    'oauth_timestamp'],
  ...['oauth_consumer_key', 'oauth_nonce', 'oauth_signature_method', 'oauth_timestamp',
    'oauth_version', 'oauth_callback', 'lti_message_type', 'user_id', 'roles', 'resource_link_id',
  ].map((name) => [`two of ${name}`, twice(name), 400, 'LZ0007', `${name} stands 2 times`]),
  ['two signatures', { form: (fields) => { fields.append('oauth_signature', 'x'); } }, 400, 'LZ0007',
    'oauth_signature stands 2 times'],
  ['no resource link', before11('resource_link_id', undefined), 400, 'LZ0117', 'resource_link_id'],
  ['an empty resource link', before11('resource_link_id', ''), 400, 'LZ0117', 'is missing'],
  ['a long resource link', before11('resource_link_id', long), 400, 'LZ0117', '256 characters'],
  ['a long context', before11('context_id', long), 400, 'LZ0117', 'context_id'],
  ['a context that is not ASCII', before11('context_id', 'é'), 400, 'LZ0117', 'ASCII'],
  ['nobody', before11('user_id', undefined), 401, 'LZ0120', 'user_id is missing'],
  ['an empty user', before11('user_id', ''), 401, 'LZ0120', 'user_id is missing'],
  ['a long user', before11('user_id', long), 400, 'LZ0117', 'user_id is 256'],
  ['a NUL', { form: (fields) => `${fields}&x=%00` }, 400, 'LZ0006', 'NUL'],
];

for (const [what, change, status, tag, phrase] of REFUSALS) {
  test(`refused: ${what}`, async () => {
    refused(await launch11(amara(change)), status, tag, phrase);
  });
}

test('a launch is good once, of many at once exactly one', async () => {
  const { posted } = await good();
  const again = () => createBrowser().post(`${campus.base}/launch`, posted);
  refused(await again(), 401, 'LZ0116', 'platform lms1');

  const fresh = await launch11(amara({ postUrl: `${campus.base}/keys` })); // made, not launched
  assert.equal(fresh.status, 405);
  const answers = await Promise.all(Array.from({ length: 12 }, () => (
    createBrowser().post(`${campus.base}/launch`, fresh.posted))));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, ...Array(11).fill(401)]);
});

test('what is refused burns nothing', async () => {
  let nonce;
  const remember = (fields) => { nonce = fields.get('oauth_nonce'); };
  refused(await launch11(amara({ change: remember, form: set('oauth_signature', 'x') })), 401,
    'LZ0109', 'oauth_signature');
  const again = (fields) => fields.set('oauth_nonce', nonce);
  refused(await launch11(amara({
    change: (fields) => { again(fields); fields.delete('user_id'); },
  })), 401, 'LZ0120', 'user_id');
  await good({ change: again });
  refused(await launch11(amara({ change: again })), 401, 'LZ0116', 'nonce');
});

test('a nonce is of its key', async () => {
  const change = set('oauth_nonce', 'the-same-for-both');
  await good({ change });
  await good({ change, lms: both });
});

/* --- two versions, one platform ----------------------------------------------------------------- */

test('an LMS of LTI 1.3 takes LTI 1.1 by its own consumer alone', async () => {
  const old = await good({ lms: both });
  const visit = await enter(amara({ lms: both }));
  assert.equal((await view(old)).course.title, visit.data.course.title);
  assert.notEqual(courseOf(old), courseOf({ location: visit.viewUrl }));
  for (const [key, secret] of [[modern.clientId, ''], [modern.issuer, 'x'], ['lms3', SECRET]]) {
    refused(await launch11(amara({ lms: modern, consumer: { key, secret } })), 401, 'LZ0150',
      'register the tool with LTI 1.3');
  }
  refused(await launch11(amara({ lms: modern, consumer: { key: 'both', secret: SECRET } })), 401,
    'LZ0109', 'platform lms2');
});

test('the same numbers of two LMSs are two courses', async () => {
  assert.notEqual(courseOf(await good()), courseOf(await good({ lms: both })));
});

test('an LMS of LTI 1.1 alone has no login', async () => {
  const login = await createBrowser().post(`${campus.base}/login/lms1`, {
    form: { iss: history.url, login_hint: '1', target_link_uri: `${campus.base}/launch` },
  });
  refused(login, 401, 'LZ0100', 'LTIZoomIssuer');
});

/* --- answers ------------------------------------------------------------------------------------ */

test('a refusal after the signature offers the way back, and tells the LMS', async () => {
  const { posted } = await good();
  const answer = await createBrowser().post(`${campus.base}/launch`, {
    ...posted, headers: { ...posted.headers, accept: 'text/html' },
  });
  assert.equal(answer.status, 401);
  const link = /<a [^>]*target="_parent" href="([^"]+)">Back to your course<\/a>/.exec(answer.body);
  const back = new URL(link[1].replaceAll('&amp;', '&'));
  assert.equal(back.origin + back.pathname, `${history.url}/courses/chemistry`);
  assert.deepEqual([...back.searchParams.keys()], ['from', 'lti_errormsg', 'lti_errorlog']);
  assert.equal(back.searchParams.get('from'), 'tool');
  assert.match(back.searchParams.get('lti_errormsg'), /already used\. Open Zoom again/);
  assert.match(back.searchParams.get('lti_errorlog'), /^LZ0116 launch_replay, request [\w-]+$/);
  assert.match(answer.headers['content-security-policy'],
    new RegExp(`frame-ancestors 'self' ${history.url}$`));
});

test('a refusal before the signature goes nowhere that it names', async () => {
  const answer = await launch11(amara({
    headers: { accept: 'text/html' },
    form: set('launch_presentation_return_url', 'https://evil.example/'),
  }));
  assert.equal(answer.status, 401);
  assert.match(answer.body, /LZ0109/);
  assert.doesNotMatch(answer.body, /evil\.example|Back to your course/);
  assert.doesNotMatch(answer.headers['content-security-policy'], /evil\.example/);
});

test('an address to return to is one of the web, or none', async () => {
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.example/', '/course']) {
    const change = set('launch_presentation_return_url', url);
    const { posted } = await good({ change });
    const answer = await createBrowser().post(`${campus.base}/launch`, {
      ...posted, headers: { ...posted.headers, accept: 'text/html' },
    });
    assert.equal(answer.status, 401);
    assert.match(answer.body, /LZ0116/);
    assert.doesNotMatch(answer.body, /Back to your course|<a /);
  }
});

test('the database down: no session, the way back', async () => {
  const holder = startProgram('sqlite3', [
    path.join(campus.httpd.root, 'data/lti-zoom.db'), 'begin immediate',
    '.shell echo locked; exec sleep 60',
  ]);
  await until(() => holder.output().includes('locked'),
    { what: 'the lock', explain: holder.output });
  const answer = await launch11(amara({ headers: { accept: 'text/html' } }));
  await holder.stop();
  assert.equal(answer.status, 503, answer.body);
  assert.deepEqual(answer.setCookies, []);
  assert.match(answer.body, /lti_errorlog=LZ040[01][^"]*">Back to your course</);
  await good();
});

test('no secret and no signature is in the log', async () => {
  const { posted } = await good();
  const wrong = await launch11(amara({ consumer: { ...history.consumer, secret: 'not-this-one' } }));
  assert.equal(wrong.status, 401);
  const log = campus.httpd.errorLog();
  const secrets = [posted, wrong.posted].map(({ body }) => (
    new URLSearchParams(body).get('oauth_signature')));
  for (const secret of [...secrets, SECRET, 'another secret']) {
    assert.ok(secret.length > 10);
    assert.ok(!log.includes(secret), secret);
  }
});

test('the signatures of these tests are those of the published sample', () => {
  const fields = new URLSearchParams({
    oauth_consumer_key: 'dpf43f3p2l4k3l03', oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: '137131200', oauth_nonce: 'wIjqoS',
    oauth_callback: 'http://printer.example.com/ready',
  });
  assert.equal(signatureOf(fields, 'https://photos.example.net/initiate', 'kd94hf93k423kf44'),
    '74KNZJeDHnMBp0EMJ9ZHt/XKycU=');
});
