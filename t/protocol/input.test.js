// SPDX-License-Identifier: Apache-2.0
// Bad input against a real httpd: whatever comes, the answer is a refusal in words, at once, with
// its tag and request id also in the log, and nothing has been done.

import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { cast, meetingForm } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';
import { chunked, rawRequest } from '../lib/raw-http.js';
import { CLOSE, rawVisit, refusals as rowsOf } from '../lib/raw-visit.js';

const BODY_LIMIT = 262_144;
const FORM = 'application/x-www-form-urlencoded';

let campus;
let raw;
before(async () => {
  campus = await startCampus();
  raw = await rawVisit(campus);
});
after(() => campus.stop());

const refusals = (title, rows) => rowsOf(test, () => raw, title, rows);
const form = (changes) => JSON.stringify(meetingForm(changes));
const length = (body) => ['content-length', Buffer.byteLength(body)];

/** A wish for a meeting as the page would send it, but for its framing and its body. */
const postWith = (headers, body) => rawRequest(`POST ${raw.coursePath}/meetings HTTP/1.1`, [
  ['cookie', raw.session], ['x-lti-zoom-csrf', raw.visit.data.me.csrf],
  ['idempotency-key', randomUUID()], ...headers,
], body);

const JSON_TYPE = ['content-type', 'application/json'];
const post = (body, headers = [JSON_TYPE]) => postWith([CLOSE, length(body), ...headers], body);

const login = (body, headers = [['content-type', FORM]]) => (
  rawRequest('POST /zoom/login HTTP/1.1', [CLOSE, length(body), ...headers], body));

// --- bodies -------------------------------------------------------------------------------------

const spaces = (n) => ' '.repeat(n);
const CHUNKED = ['transfer-encoding', 'chunked'];

// Without "Connection: close": it is the server's to end it, as the rest of the body is not read.
refusals('a body too long', [
  ['as announced', () => postWith([JSON_TYPE, length(spaces(BODY_LIMIT + 1))],
    spaces(BODY_LIMIT + 1)), 413, 'LZ0004', 'LTIZoomBodyLimit, 262144 bytes'],
  ['announced, and not sent', () => postWith([JSON_TYPE, ['content-length', BODY_LIMIT + 1]], ''),
    413, 'LZ0004', 'LTIZoomBodyLimit'],
  ['announced, and waiting for leave', () => postWith([JSON_TYPE, ['expect', '100-continue'],
    ['content-length', BODY_LIMIT + 1]], ''), 413, 'LZ0004', 'LTIZoomBodyLimit'],
  ['beyond what httpd itself takes', () => postWith([JSON_TYPE, ['content-length', 2 ** 40]], ''),
    413, 'LZ0004', 'LimitRequestBody'],
  ['in chunks', () => postWith([JSON_TYPE, CHUNKED], chunked(spaces(BODY_LIMIT + 1))),
    413, 'LZ0004', 'LTIZoomBodyLimit'],
  ['in chunks without end', () => postWith([JSON_TYPE, CHUNKED],
    chunked(spaces(2 * BODY_LIMIT), { unfinished: true })), 413, 'LZ0004', 'LTIZoomBodyLimit'],
  ['for this address', () => post(spaces(65_537)), 413, 'LZ0004', '65537 bytes, at most 65536'],
  ['for a login', () => login(`x=${'y'.repeat(131_072)}`), 413, 'LZ0004', 'at most 131072'],
]);

test('a body at the limit is read', () => raw.refused(post(spaces(65_536)), 400, 'LZ0006', 'JSON'));

refusals('a body that is not what it should be', [
  ['empty', () => post(''), 400, 'LZ0006', 'the body is empty'],
  ['empty, in chunks', () => postWith([CLOSE, JSON_TYPE, CHUNKED], chunked('')), 400, 'LZ0006',
    'the body is empty'],
  ['without a type', () => post(form(), []), 415, 'LZ0005', "Content-Type is ''"],
  ['as text', () => post(form(), [['content-type', 'text/plain']]), 415, 'LZ0005', 'text/plain'],
  ['as a form', () => post(form(), [['content-type', FORM]]), 415, 'LZ0005', 'wanted application'],
  ['of a type that only begins so', () => post(form(), [['content-type', 'application/jsonx']]),
    415, 'LZ0005', 'application/jsonx'],
  ['encoded in a way that nobody knows', () => postWith([CLOSE, JSON_TYPE,
    ['transfer-encoding', 'gzip, chunked']], chunked(form())), 400, 'LZ0006', '501'],
  ['a login as JSON', () => login('{}', [JSON_TYPE]), 415, 'LZ0005', 'application/json'],
  ['a login as multipart', () => login('x', [['content-type', 'multipart/form-data; boundary=x']]),
    415, 'LZ0005', 'multipart'],
  ['a login that is empty', () => login(''), 400, 'LZ0006', 'the body is empty'],
]);

const changed = (change) => () => post(change(form()));
const first = (member) => changed((text) => text.replace('{', `{${member},`));

refusals('JSON', [
  ['a raw NUL', changed((text) => text.replace('Lecture', 'Lec\0ture')), 400, 'LZ0006', 'JSON'],
  ['\\u0000', changed((text) => text.replace('Lecture', 'Lec\\u0000ture')), 400, 'LZ0006', ''],
  ['\\u0000 where nobody looks', first('"x":["\\u0000"]'), 400, 'LZ0006', ''],
  ['\\u0000 in a name', first('"to\\u0000pic":1'), 400, 'LZ0006', ''],
  ['a tab in a text', changed((text) => text.replace('Lecture', 'Lec\tture')), 400, 'LZ0006', ''],
  ['no UTF-8', () => post(Buffer.from(form({ topic: 'caf\xe9' }), 'latin1')), 400, 'LZ0006', ''],
  ['an over-long character', () => post(Buffer.from('7b22c0af223a317d', 'hex')), 400, 'LZ0006', ''],
  ['half a surrogate', changed((text) => text.replace('Lecture', '\\ud83d')), 400, 'LZ0006', ''],
  ['a byte order mark', changed((text) => `\ufeff${text}`), 400, 'LZ0006', ''],
  ['a member twice', first('"topic":"Another"'), 400, 'LZ0006', 'duplicate'],
  ['a member twice, spelt in two ways', first('"to\\u0070ic":"Another"'), 400, 'LZ0006', 'dupl'],
  ['a member twice, deep inside', changed((text) => (
    text.replace('"waiting_room":true', '"waiting_room":true,"waiting_room":false'))), 400,
  'LZ0006', 'duplicate'],
  ['too deep', first(`"x":${'['.repeat(32)}${']'.repeat(32)}`), 400, 'LZ0006', 'too deep'],
  ['far too deep', () => post('['.repeat(65_000)), 400, 'LZ0006', ''],
  ['objects far too deep', () => post('{"a":'.repeat(13_000)), 400, 'LZ0006', 'too deep'],
  ['an array', () => post(`[${form()}]`), 400, 'LZ0006', 'no object'],
  ['null', () => post('null'), 400, 'LZ0006', ''],
  ['two texts', changed((text) => text + text), 400, 'LZ0006', 'bytes after'],
  ['cut off', changed((text) => text.slice(0, -1)), 400, 'LZ0006', ''],
  ['single quotes', changed((text) => text.replaceAll('"', "'")), 400, 'LZ0006', ''],
  ['NaN', changed((text) => text.replace('"duration":90', '"duration":NaN')), 400, 'LZ0006', ''],
  ['an endless number', changed((text) => text.replace(':90', ':1e999')), 400, 'LZ0006', ''],
  ['a number of more than 64 bits', changed((text) => text.replace(':90', `:9${'0'.repeat(20)}`)),
    400, 'LZ0006', ''],
  ['markup', () => post('<html>'), 400, 'LZ0006', ''],
]);

test('JSON: of thousands of members that the form does not have some are named', async () => {
  const members = Array.from({ length: 4000 }, (_, i) => [`<b>${i}`, i]);
  const answer = await raw.send(post(form(Object.fromEntries(members))));
  assert.equal(answer.status, 422, answer.text);
  const names = Object.keys(JSON.parse(answer.body).error.fields);
  assert.ok(names.includes('<b>0') && names.length < 100, `${names.length} fields`);
});

const pairs = (n) => `iss=x&login_hint=y${'&a=b'.repeat(n - 2)}`;

refusals('a form', [
  ['a raw NUL', () => login('iss=x&login_hint=a\0b'), 400, 'LZ0006', 'NUL'],
  ['a raw NUL in a name', () => login('is\0s=x&login_hint=y'), 400, 'LZ0006', 'NUL'],
  ['one pair too many', () => login(pairs(257)), 400, 'LZ0006', 'more than 256 fields'],
  ['30,000 pairs', () => login(pairs(30_000)), 400, 'LZ0006', 'more than 256'],
  ['as many pairs as there may be', () => login(pairs(256)), 401, 'LZ0100', '"x"'],
  ['only separators', () => login('&'.repeat(100_000)), 400, 'LZ0102', 'iss is missing'],
  ['only an equals sign', () => login('='), 400, 'LZ0102', 'iss is missing'],
]);

// --- a browser that leaves ----------------------------------------------------------------------

const cutOff = {
  'before the announced end': () => postWith([JSON_TYPE, ['content-length', form().length + 1]],
    form()),
  'between two chunks': () => postWith([JSON_TYPE, CHUNKED], chunked(form(), { unfinished: true })),
  'before the first byte': () => postWith([JSON_TYPE, ['content-length', 10]], ''),
};

for (const [name, bytes] of Object.entries(cutOff)) {
  test(`a browser that leaves ${name}: nothing is done`, async () => {
    const from = campus.httpd.errorLog().length;
    await raw.send(bytes(), { leave: true });
    const line = await until(
      () => campus.httpd.errorLog().slice(from).split('\n').find((one) => one.includes('LZ0006')),
      { what: 'the log line' });
    assert.match(line, /\[lti_zoom:info\].*the body ended after \d+ bytes/);
  });
}

test('HTTP/2: a body too long, announced and not', async (t) => {
  const other = await startCampus({ httpd: { tls: true, http2: true } });
  let connection;
  t.after(async () => {
    connection?.destroy();
    await other.stop();
  });
  const { instructor, course } = cast(other.lms);
  const person = await enter({
    lms: other.lms, person: instructor, course, browser: createBrowser({ ca: other.httpd.ca }),
  });
  connection = http2.connect(other.httpd.url, { ca: other.httpd.ca, servername: 'localhost' });
  const send = (body, headers) => new Promise((resolve, reject) => {
    const stream = connection.request({
      ':method': 'POST',
      ':path': `${new URL(person.courseUrl).pathname}/meetings`,
      cookie: person.browser.jar.header(person.viewUrl),
      'content-type': 'application/json',
      'x-lti-zoom-csrf': person.data.me.csrf,
      'idempotency-key': randomUUID(),
      ...headers,
    });
    let answer = '';
    let status;
    stream.setEncoding('utf8');
    stream.on('response', (fields) => { status = fields[':status']; });
    stream.on('data', (part) => { answer += part; });
    stream.on('error', reject);
    stream.on('close', () => resolve({ status, answer }));
    stream.end(body);
  });
  for (const headers of [{}, { 'content-length': BODY_LIMIT + 1 }]) {
    const { status, answer } = await send(spaces(BODY_LIMIT + 1), headers);
    assert.equal(status, 413);
    assert.equal(JSON.parse(answer).error.tag, 'LZ0004');
  }
  assert.equal(other.zoom.meetings.size, 0);
  // The connection goes on.
  assert.equal((await send(form())).status, 201);
});

// --- sessions and writes ------------------------------------------------------------------------

const view = (headers) => () => (
  rawRequest(`GET ${raw.coursePath}/upcoming HTTP/1.1`, [CLOSE, ...headers()]));
const cookies = (...values) => view(() => values.map((value) => ['cookie', value()]));
const ours = () => raw.session;

refusals('a session', [
  ['none', view(() => []), 401, 'LZ0200', 'no session came'],
  ['without a value', cookies(() => 'lti_zoom_session'), 401, 'LZ0200', 'no session came'],
  ['empty', cookies(() => 'lti_zoom_session='), 401, 'LZ0200', 'no session came'],
  ['in quotes', cookies(() => raw.session.replace(/=(.*)/, '="$1"')), 401, 'LZ0200', 'not sealed'],
  ['one byte changed', cookies(() => raw.session.replace(/.$/, (c) => (c === 'A' ? 'Q' : 'A'))),
    401, 'LZ0200', 'not sealed here'],
  ['cut off', cookies(() => raw.session.slice(0, -8)), 401, 'LZ0200', 'not sealed here'],
  ['of 7 KB', cookies(() => `lti_zoom_session=${'x'.repeat(7000)}`), 401, 'LZ0200', '7000 bytes'],
  ['behind a wrong one', cookies(() => `lti_zoom_session=x; ${raw.session}`), 401, 'LZ0200',
    '(1 bytes)'],
  ['of another name', cookies(() => raw.session.replace('lti', 'xlti')), 401, 'LZ0200', 'no '],
  // HTTP/1.1 has one Cookie header; httpd makes one list of two, which no cookie can be read from.
  ['in the first of two headers', cookies(ours, () => 'a=b'), 401, 'LZ0200'],
  ['in the second of two headers', cookies(() => 'a=b', ours), 401, 'LZ0200'],
  ['a wrong bearer beside a right cookie', view(() => [['cookie', raw.session],
    ['authorization', 'Bearer x']]), 401, 'LZ0200', '(1 bytes)'],
]);

test('a session among many cookies, and as a bearer', async () => {
  for (const headers of [
    [['cookie', `${'a=b; '.repeat(900)}${raw.session}`]],
    [['cookie', `x=;;  ${raw.session} ;y`]],
    [['cookie', `${raw.session}; ${raw.session}`]],
    [['authorization', `bearer ${raw.session.split('=')[1]}`]],
    [['cookie', raw.session], ['authorization', 'Basic eDp5']],
  ]) {
    const answer = await raw.send(view(() => headers)());
    assert.equal(answer.status, 200, answer.text);
  }
  const tooMuch = await raw.send(view(() => [['cookie', `a=${'b'.repeat(9000)}`]])());
  assert.equal(tooMuch.status, 400);
});

const strange = () => campus.httpd.url;
const origins = {
  null: () => 'null',
  empty: () => '',
  'another site': () => 'https://evil.example',
  'the LMS': () => campus.lms.url,
  'our host without port': () => 'http://localhost',
  'our host in another scheme': () => strange().replace('http', 'https'),
  'our host in capitals': () => strange().toUpperCase(),
  'our host with a path': () => `${strange()}/`,
  'our host and a longer name': () => `${strange()}.evil.example`,
  'our host twice': () => `${strange()}, ${strange()}`,
};

refusals('an Origin', Object.entries(origins).map(([name, origin]) => (
  [name, () => post(form(), [JSON_TYPE, ['origin', origin()]]), 403, 'LZ0203', 'Origin is'])));

const wish = (headers) => () => rawRequest(`POST ${raw.coursePath}/meetings HTTP/1.1`,
  [CLOSE, JSON_TYPE, length(form()), ['idempotency-key', randomUUID()], ...headers()], form());
const csrf = (value) => wish(() => [['cookie', raw.session], ['x-lti-zoom-csrf', value()]]);

refusals('a write', [
  ['without the CSRF header', wish(() => [['cookie', raw.session]]), 403, 'LZ0202', 'missing'],
  ['with an empty one', csrf(() => ''), 403, 'LZ0202'],
  ['with another', csrf(() => raw.visit.data.me.csrf.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))),
    403, 'LZ0202', "not the session's"],
  ['with it twice', csrf(() => `${raw.visit.data.me.csrf}, ${raw.visit.data.me.csrf}`), 403,
    'LZ0202'],
  ['by a bearer from another site', wish(() => [['origin', 'https://evil.example'],
    ['authorization', `Bearer ${raw.session.split('=')[1]}`]]), 403, 'LZ0203'],
  ...['', ' ', 'x'.repeat(129), 'caf\xe9'].map((key) => [`with the key '${key.slice(0, 5)}'`,
    () => rawRequest(`POST ${raw.coursePath}/meetings HTTP/1.1`, [CLOSE, JSON_TYPE, length(form()),
      ['cookie', raw.session], ['x-lti-zoom-csrf', raw.visit.data.me.csrf],
      ['idempotency-key', key]], form()), 400, 'LZ0451', 'Idempotency-Key']),
]);

// --- what all that has done ---------------------------------------------------------------------

test('nothing has been done, and the same wish without a mistake is granted', async () => {
  const untouched = async () => {
    const { meetings } = JSON.parse((await raw.send(raw.get(`${raw.coursePath}/upcoming`))).body);
    assert.deepEqual(meetings, []);
    assert.equal(campus.zoom.meetings.size, 0);
    assert.ok(!campus.zoom.requests.some(({ operation }) => operation === 'createMeeting'));
  };
  await untouched();
  assert.deepEqual(campus.zoom.violations, []);
  const answer = await raw.send(post(form(), [['content-type', 'Application/JSON ; charset=utf-8'],
    ['origin', campus.httpd.url]]));
  assert.equal(answer.status, 201, answer.text);
  assert.equal(campus.zoom.meetings.size, 1);
});
