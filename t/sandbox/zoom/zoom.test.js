// SPDX-License-Identifier: Apache-2.0
// The simulated Zoom must be right and strict: every other test believes it.

import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { until } from '../../lib/processes.js';
import { createClient, requestToken } from './client.js';
import { startZoom } from './index.js';
import { occurrencesOf } from './occurrences.js';

const HOST = '/users/amara.okafor@example.edu';
const DAY = 86_400_000;

const zoom = await startZoom();
after(() => zoom.stop());
let client;
beforeEach(async () => {
  zoom.reset();
  client = await createClient(zoom);
});

const inDays = (days) => new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+Z/, 'Z');

async function create(json) {
  const { status, body } = await client.call('POST', `${HOST}/meetings`, { json });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

test('a token needs the right client, account, grant and place', async () => {
  const refused = async (change, error) => {
    const { status, body } = await requestToken(zoom, change);
    assert.equal(status, 400);
    assert.equal(body.error, error);
  };
  await refused({ credentials: 'wrong:secret' }, 'invalid_client');
  await refused({ form: { account_id: 'another' } }, 'invalid_request');
  assert.deepEqual(zoom.violations, []);
  await refused({ form: { grant_type: 'client_credentials' } }, 'unsupported_grant_type');
  await refused({ query: '?account_id=x' }, 'invalid_request');
  await refused({ headers: { 'content-type': 'text/plain' } }, 'invalid_request');
  assert.deepEqual(zoom.violations.map(({ rule }) => rule),
    ['grant type', 'token query', 'content type']);
});

test('a token ends with its lifetime, and when all are expired', async () => {
  const stranger = await client.call('GET', HOST, { headers: { authorization: 'Bearer no' } });
  assert.deepEqual([stranger.status, stranger.body.code], [401, 124]);
  assert.equal((await client.call('GET', HOST)).status, 200);
  zoom.clockOffset = 3600_000;
  const late = await client.call('GET', HOST);
  assert.deepEqual([late.status, late.body],
    [401, { code: 124, message: 'Access token is expired.' }]);
  zoom.clockOffset = 0;
  zoom.expireTokens();
  assert.equal((await client.call('GET', HOST)).status, 401);
});

test('scopes: either form suffices, without one it is 4711', async () => {
  const withScopes = async (...scopes) => {
    zoom.scopes = scopes;
    return (await createClient(zoom)).call('GET', HOST);
  };
  assert.equal((await withScopes('user:read:admin')).status, 200);
  assert.equal((await withScopes('user:read:user:admin')).status, 200);
  const without = await withScopes('meeting:read:admin');
  assert.deepEqual([without.status, without.body.code], [400, 4711]);
  assert.match(without.body.message, /user:read:user:admin/);
});

test('users are found by id and e-mail in any case, and refused in Zoom\'s ways', async () => {
  const byMail = await client.call('GET', '/users/Amara.Okafor%40EXAMPLE.edu');
  assert.equal(byMail.body.timezone, 'Europe/Berlin');
  assert.equal(byMail.body.type, 2);
  const byId = await client.call('GET', `/users/${byMail.body.id}`);
  assert.deepEqual(byId.body, byMail.body);

  zoom.addUser({ email: 'late@example.edu', lapsed: true });
  zoom.addUser({ email: 'other@example.edu', foreign: true });
  const refusal = async (name) => {
    const { status, body } = await client.call('GET', `/users/${name}`);
    return [status, body.code];
  };
  assert.deepEqual(await refusal('nobody@example.edu'), [404, 1001]);
  assert.deepEqual(await refusal('late@example.edu'), [400, 1120]);
  assert.deepEqual(await refusal('other@example.edu'), [404, 1010]);
  assert.deepEqual(zoom.violations, []);
  assert.deepEqual(await refusal('me'), [400, 300]);
  assert.equal(zoom.violations[0].rule, 'me');
});

test('a meeting is created, shown, changed and deleted', async () => {
  const made = await create({
    topic: 'Reaction mechanisms', agenda: 'x'.repeat(300), start_time: inDays(2),
    timezone: 'Europe/Berlin', duration: 90, settings: { waiting_room: false, jbh_time: 5 },
  });
  assert.ok(made.id > 2 ** 31 && Number.isSafeInteger(made.id));
  assert.match(made.password, /^\d{6}$/);
  assert.equal(made.settings.jbh_time, 5);

  const query = { type: 'upcoming' };
  const { body: list } = await client.call('GET', `${HOST}/meetings`, { query });
  const [row] = list.meetings;
  assert.equal(row.agenda.length, 250);
  for (const secret of ['settings', 'password', 'start_url']) assert.ok(!(secret in row), secret);

  const json = { topic: 'Changed', start_time: inDays(-3) };
  assert.equal((await client.call('PATCH', `/meetings/${made.id}`, { json })).status, 204);
  const { body: shown } = await client.call('GET', `/meetings/${made.id}`);
  assert.equal(shown.topic, 'Changed');
  assert.equal(shown.start_time, made.start_time, 'a past start is ignored');
  assert.equal((await client.call('DELETE', `/meetings/${made.id}`)).status, 204);
  const gone = await client.call('GET', `/meetings/${made.id}`);
  assert.deepEqual([gone.status, gone.body.code], [404, 3001]);
  assert.deepEqual(zoom.violations, []);
});

test('bodies that break the documented form are refused and recorded', async () => {
  const bad = [
    { topic: 'x'.repeat(201) }, { agenda: 'x'.repeat(2001) }, { duration: 0 },
    { duration: 1441 }, { duration: '60' }, { type: 5 }, { start_time: '2027-01-01 10:00' },
    { password: '12345678901' }, { surprise: 1 }, { settings: { waiting_room: 'yes' } },
    { settings: { jbh_time: 7 } }, { recurrence: {} },
  ];
  for (const json of bad) {
    zoom.violations.length = 0;
    const { status, body } = await client.call('POST', `${HOST}/meetings`, { json });
    assert.deepEqual([status, body.code, zoom.violations.length], [400, 300, 1],
      JSON.stringify(json));
  }
  assert.equal(zoom.meetings.size, 0);
});

test('queries, content types, tokens in URLs and paths are judged', async () => {
  const rules = async (...call) => {
    zoom.violations.length = 0;
    const { status } = await client.call(...call);
    assert.ok(status >= 400);
    return zoom.violations.map(({ rule }) => rule);
  };
  for (const query of [{ page_size: 301 }, { page: 1 }, { type: 'past' }, { from: 'today' }]) {
    assert.deepEqual(await rules('GET', `${HOST}/meetings`, { query }), ['query']);
  }
  assert.deepEqual(await rules('GET', `${HOST}/meetings?type=live&type=live`), ['query']);
  assert.deepEqual(await rules('GET', HOST, { query: { access_token: client.token } }),
    ['token in the URL']);
  assert.deepEqual(await rules('GET', '/nobody'), ['path']);
  assert.deepEqual(await rules('GET', '/meetings/not-a-number'), ['meeting id']);
  assert.deepEqual(await rules('POST', `${HOST}/meetings`, {
    json: {}, headers: { 'content-type': 'text/json' },
  }), ['content type']);
});

test('pages: opaque tokens, other parameters refused, gone after 15 minutes', async () => {
  for (let i = 1; i <= 5; i += 1) {
    zoom.addMeeting('amara.okafor@example.edu', { topic: `No ${i}`, start_time: inDays(i) });
  }
  const page = (query) => client.call('GET', `${HOST}/meetings`, { query });
  const seen = [];
  let token = '';
  let pages = 0;
  do {
    const query = { type: 'upcoming', page_size: 2, ...(token && { next_page_token: token }) };
    const { body } = await page(query);
    seen.push(...body.meetings.map(({ topic }) => topic));
    token = body.next_page_token;
    pages += 1;
  } while (token);
  assert.equal(pages, 3);
  assert.deepEqual(seen.sort(), ['No 1', 'No 2', 'No 3', 'No 4', 'No 5']);

  const { body: { next_page_token } } = await page({ type: 'upcoming', page_size: 2 });
  const other = await page({ type: 'upcoming', page_size: 3, next_page_token });
  assert.deepEqual([other.status, other.body.code], [400, 300]);
  zoom.clockOffset = 15 * 60_000;
  assert.equal((await page({ type: 'upcoming', page_size: 2, next_page_token })).body.code, 300);
});

test('lists: past, running, coming and undated meetings', async () => {
  const add = (topic, body, overrides) => (
    zoom.addMeeting('amara.okafor@example.edu', { topic, ...body }, overrides));
  add('past', { duration: 30 }, { start: Date.now() - 2 * DAY });
  const overrun = add('overrun', { duration: 30 }, { start: Date.now() - 3600_000 });
  add('coming', { start_time: inDays(3) });
  add('far', { start_time: inDays(300) });
  add('undated', { type: 3 });
  add('instant', { type: 1 });
  zoom.startMeeting(overrun.id);
  const list = async (type) => {
    const { body } = await client.call('GET', `${HOST}/meetings`, { query: { type } });
    return body.meetings.map(({ topic }) => topic).sort();
  };
  assert.deepEqual(await list('upcoming'), ['coming', 'overrun', 'undated']);
  assert.deepEqual(await list('live'), ['overrun']);
  assert.deepEqual(await list('previous_meetings'), ['overrun', 'past']);
  assert.deepEqual(await list('scheduled'), ['coming', 'far', 'overrun', 'past', 'undated']);
});

test('a series keeps its local time over the end of summer time', () => {
  const start = Date.parse('2026-10-20T08:00:00Z'); // a Tuesday, 10:00 in Berlin
  const weekly = occurrencesOf(
    { type: 2, weekly_days: '3,5', end_times: 4 }, start, 60, 'Europe/Berlin');
  assert.deepEqual(weekly.map((one) => one.start_time), [
    '2026-10-20T08:00:00Z', '2026-10-22T08:00:00Z',
    '2026-10-27T09:00:00Z', '2026-10-29T09:00:00Z',
  ]);
  const monthly = occurrencesOf(
    { type: 3, monthly_week: -1, monthly_week_day: 6, end_times: 2 }, start, 60, 'UTC');
  assert.deepEqual(monthly.map((one) => one.start_time),
    ['2026-10-30T08:00:00Z', '2026-11-27T08:00:00Z']);
});

test('local start times are read in the meeting\'s zone', async () => {
  const made = await create({ start_time: '2027-07-01T10:00:00', timezone: 'Europe/Berlin' });
  assert.equal(made.start_time, '2027-07-01T08:00:00Z');
  const past = await create({ start_time: inDays(-1) });
  assert.ok(Date.parse(past.start_time) > Date.now() - 60_000, 'a past start becomes now');
});

test('links lead to the pages of a participant and of the host', async () => {
  const made = await create({ topic: 'A <b>bold</b> topic', start_time: inDays(1) });
  const get = async (url) => {
    const response = await fetch(url);
    return { status: response.status, text: await response.text() };
  };
  const join = await get(made.join_url);
  assert.equal(join.status, 200);
  assert.match(join.text, /You are joining A &lt;b&gt;bold&lt;\/b&gt; topic/);
  assert.equal((await get(made.join_url.replace('pwd=', 'pwd=x'))).status, 403);
  assert.equal((await get(`${zoom.url}/s/${made.id}?zak=forged.zak`)).status, 403);
  assert.match((await get(made.start_url)).text, /You are hosting .* as Dr. Amara Okafor/);
  assert.equal((await client.call('GET', `/meetings/${made.id}`)).body.status, 'started');
  zoom.clockOffset = 2 * 3600_000;
  assert.equal((await get(made.start_url)).status, 403);
});

test('faults: each kind does what it says', async () => {
  const once = (fault) => zoom.faults.add({ operation: 'getUser', times: 1, ...fault });
  once({ kind: 'status', status: 503, message: 'busy', headers: { 'retry-after': '7' } });
  const busy = await client.call('GET', HOST);
  assert.deepEqual([busy.status, busy.headers.get('retry-after')], [503, '7']);
  for (const kind of ['reset', 'half']) {
    once({ kind });
    await assert.rejects(client.call('GET', HOST), undefined, kind);
  }
  once({ kind: 'notjson' });
  await assert.rejects(client.call('GET', HOST), SyntaxError);
  once({ kind: 'delay', ms: 80 });
  const before = performance.now();
  assert.equal((await client.call('GET', HOST)).status, 200);
  assert.ok(performance.now() - before >= 79);
  const fault = zoom.faults.add({ kind: 'status', status: 500, path: /users/ });
  assert.equal((await client.call('GET', HOST)).status, 500);
  assert.equal(fault.hits, 1);
  fault.remove();
  assert.equal((await client.call('GET', HOST)).status, 200);
});

test('a fault after the write leaves the meeting made and the answer lost', async () => {
  zoom.faults.add({ operation: 'createMeeting', kind: 'reset', after: true, times: 1 });
  await assert.rejects(client.call('POST', `${HOST}/meetings`, { json: { topic: 'Lost' } }));
  assert.deepEqual([...zoom.meetings.values()].map(({ topic }) => topic), ['Lost']);
});

test('down cuts and refuses, up listens on the same port', async () => {
  const { url } = zoom;
  zoom.faults.add({ kind: 'hang', times: 1 });
  const cut = assert.rejects(client.call('GET', HOST), /fetch failed/);
  await until(() => zoom.requests.at(-1)?.operation === 'getUser', { what: 'the hanging request' });
  await zoom.down();
  await cut;
  await assert.rejects(fetch(url));
  await zoom.up();
  assert.equal((await client.call('GET', HOST)).status, 200);
  assert.equal(zoom.url, url);
});

test('rate limits of a plan', async () => {
  const small = await startZoom({ plan: 'free' });
  try {
    const other = await createClient(small);
    const answers = await Promise.all(Array.from({ length: 12 }, () => other.call('GET', HOST)));
    const limited = answers.filter(({ status }) => status === 429);
    assert.ok(limited.length >= 4, `${limited.length} were limited`);
    assert.equal(limited[0].headers.get('x-ratelimit-type'), 'QPS');
  } finally {
    await small.stop();
  }
});
