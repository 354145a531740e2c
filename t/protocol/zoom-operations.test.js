// SPDX-License-Identifier: Apache-2.0
// The module's own code performs every operation of its data map against the simulated Zoom, over
// the real transport: with the scopes of either vocabulary, without the scope, with hard UUIDs and
// numbers, over long lists and long times, in bad weather.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { dayGoesOn } from '../lib/clock.js';
import { startProbe } from '../lib/zoom-probe.js';
import {
  CLASSIC_SCOPES, GRANULAR_SCOPES, MASTER_SCOPES, startZoom,
} from '../sandbox/zoom/index.js';
import { OPERATIONS } from '../sandbox/zoom/operations.js';
import {
  COLLEAGUE, HOST, OPERATION_CASES, PEOPLE, refuseCase, runCase, withHeld,
} from './zoom-operations/index.js';

const DAY = 86_400_000;
const ALL = [...GRANULAR_SCOPES, ...MASTER_SCOPES];

const zoom = await startZoom();
let probe;
after(() => zoom.stop());
beforeEach(() => {
  zoom.reset();
  zoom.account.locked = {};
  zoom.scopes = ALL;
  probe = startProbe(zoom);
});
afterEach(async () => {
  await probe.stop();
  assert.deepEqual(zoom.violations, []);
});

describe('every operation', () => {
  for (const one of OPERATION_CASES) {
    test(`${one.title}, with a granular scope`, () => runCase(one, zoom, probe));

    test(`${one.title}, with a classic scope`, () => {
      zoom.scopes = CLASSIC_SCOPES;
      return runCase(one, zoom, probe);
    });

    test(`${one.title}, without its scope, is not sent`, async () => {
      const { granular } = await scopeOf(one);
      zoom.reset();
      zoom.scopes = ALL.filter((scope) => scope !== granular);
      await probe.stop();
      probe = startProbe(zoom);
      const { cause, message } = await refuseCase(one, zoom, probe);
      assert.ok(cause.includes(granular), cause);
      assert.match(message, /IT team/);
    });
  }

  /** The simulator's operation that a case uses. */
  async function scopeOf(one) {
    await runCase(one, zoom, probe);
    const used = zoom.requests.find(({ operation }) => operation !== 'token').operation;
    return OPERATIONS.find(({ name }) => name === used);
  }
});

test('what a token lacks is named once, with its feature, and the rest works', async () => {
  const lacking = ['meeting:delete:meeting:admin', 'report:read:list_meeting_polls:admin'];
  zoom.scopes = GRANULAR_SCOPES.filter((scope) => !lacking.includes(scope));
  const { problem, log } = await probe.call('user.get', { first: HOST });
  assert.equal(problem, null);
  const named = log.filter((line) => /LZ058[2-4]/.test(line));
  assert.deepEqual(named.map((line) => line.slice(0, line.indexOf(':'))),
    ['error LZ0582', 'warning LZ0583', 'info LZ0584']);
  assert.match(named[0], /lacks: meeting:delete:meeting:admin \(no deleting a meeting\)$/);
  assert.match(named[1], /features: report:read:list_meeting_polls:admin \(no reports of polls\)$/);
  assert.match(named[2], /trusted_domains:master/);
  zoom.expireTokens();
  const again = await probe.call('user.get', { first: HOST });
  assert.deepEqual([again.problem, again.log.filter((line) => /LZ058[2-4]/.test(line))], [null, []]);
});

const seen = (name) => zoom.requests.filter(({ operation }) => operation === name);

describe('UUIDs and numbers', () => {
  const UUIDS = [
    '/jgZ4AAiAAAAAiAiAiiAiA==', 'ab//4AAiAAAAAiAiAiiAiA==', '//gZ4AAiAAAAAiAiAiiAiA==',
    'ab/c4AAiAAAAAiAiAiiAiA==', 'ab+c4AAiAAAAAiAiAiiAiA==', 'abcd4AAiAAAAAiAiAiiAiA==',
  ];

  for (const uuid of UUIDS) {
    test(`a meeting that was held as ${uuid}`, async () => {
      const { meeting, record } = withHeld(zoom);
      zoom.addPast(meeting.id, { start: record.start + DAY, uuid, participants: PEOPLE });
      zoom.addRecording(zoom.past.get(uuid));
      const { answers } = await probe.perform([
        'past.get', 'past.participants', 'past.polls', 'report.meeting', 'report.participants',
        'report.polls', 'recording.get', 'recording.settings',
      ].map((operation) => ({ operation, first: uuid })));
      assert.deepEqual(answers.map(({ problem }) => problem), answers.map(() => null));
      for (const at of [0, 2, 3, 5, 6]) assert.equal(answers[at].answer.uuid, uuid);

      const [file] = zoom.recordings.get(uuid).files;
      for (const [operation, options] of [
        ['recording.share', { body: { viewer_download: true } }],
        ['recording.delete_file', { second: file.id }],
        ['recording.recover_file', { second: file.id, body: { action: 'recover' } }],
        ['recording.delete', {}],
        ['recording.recover', { body: { action: 'recover' } }],
      ]) {
        const { problem } = await probe.call(operation, { first: uuid, ...options });
        assert.equal(problem, null, operation);
      }
    });
  }

  test('a UUID is not sent where Zoom knows numbers alone', async () => {
    const { record } = withHeld(zoom);
    for (const operation of ['meeting.get', 'meeting.update', 'meeting.delete', 'meeting.status',
      'meeting.invitation', 'meeting.registrants', 'meeting.register', 'past.instances']) {
      const { problem } = await probe.call(operation, { first: record.uuid });
      assert.equal(problem.kind, 'zoom_refused', operation);
    }
    assert.deepEqual(zoom.requests.filter(({ operation }) => operation !== 'token'), []);
  });

  test('numbers beyond 2^53 are exact, in paths and in answers', async () => {
    const id = 9_007_199_254_740_993n;
    zoom.addMeeting(HOST, { topic: 'Far' }, { id, start: Date.now() + DAY });
    zoom.addPast(id, { start: Date.now() - DAY, participants: PEOPLE });
    const { answers } = await probe.perform([
      { operation: 'meeting.get', first: String(id) },
      { operation: 'user.meetings', first: HOST },
      { operation: 'past.get', first: String(id) },
      { operation: 'meeting.get', first: '9007199254740992' },
      { operation: 'meeting.get', first: '9223372036854775807' },
    ]);
    assert.equal(answers[0].answer.id, String(id));
    assert.equal(answers[1].answer.meetings[0].id, String(id));
    assert.equal(answers[2].answer.id, String(id));
    assert.deepEqual(answers.slice(3).map(({ problem }) => problem.kind),
      ['zoom_gone', 'zoom_gone']);
    assert.deepEqual(zoom.requests.slice(-5).map(({ path }) => path)
      .filter((path) => path.startsWith('/v2/meetings/')).sort(), [
      '/v2/meetings/9007199254740992', `/v2/meetings/${id}`, '/v2/meetings/9223372036854775807',
    ]);
  });

  test('an e-mail address of a user arrives as it is', async () => {
    const email = 'o\'neil+zoom/a%2f@example.edu';
    zoom.addUser({ email });
    const { answer } = await probe.call('user.get', { first: email });
    assert.equal(answer.email, email);
  });
});

describe('long lists', () => {
  const crowd = (n) => Array.from({ length: n }, (_, i) => ({
    name: `Person ${i}`, email: `person-${i}@else.org`, join: i % 50, leave: 55,
  }));

  function holdBefore(n) {
    const { meeting } = withHeld(zoom);
    return zoom.addPast(meeting.id, { start: Date.now() - DAY, participants: crowd(n) });
  }

  test('a report of 1,201 people is whole, collected and page by page', async () => {
    const { uuid } = holdBefore(1201);
    const { answer } = await probe.call('report.participants', { first: uuid });
    assert.deepEqual(answer.participants.map(({ name }) => name),
      crowd(1201).map(({ name }) => name));
    assert.ok(seen('listReportParticipants').every(({ query }) => query.page_size === '300'));

    const streamed = await probe.call('report.participants', { first: uuid, stream: true });
    assert.deepEqual([streamed.answer, streamed.problem], [null, null]);
    assert.deepEqual(streamed.pages, [[0, 300], [1, 300], [2, 300], [3, 300], [4, 1]]);
  });

  test('a group of 10,500 members is no more than a page at a time in memory', async () => {
    const group = zoom.addGroup({ name: 'All' });
    for (let i = 0; i < 10_500; i += 1) {
      const id = `m${String(i).padStart(21, '0')}`;
      zoom.users.set(id, { id, email: `${id}@example.edu`, group_ids: [group.id], type: 1 });
    }
    const few = await probe.call('groups', {});
    const { pages, problem, memory } = await probe.call('group.members',
      { first: group.id, stream: true }, 60_000);
    assert.equal(problem, null);
    assert.equal(pages.length, 35);
    assert.equal(pages.reduce((sum, [, rows]) => sum + rows, 0), 10_500);
    assert.ok(memory - few.memory < 8192, `${memory - few.memory} KiB more than a short list`);
  });

  test('page tokens that ran out: the list is read again from its beginning', async () => {
    const { uuid } = holdBefore(700);
    const faultAt = (nth) => {
      let requests = 0;
      zoom.faults.clear();
      zoom.faults.add({
        kind: 'status', status: 400, code: 300, times: 1, operation: 'listReportParticipants',
        message: 'The next page token is invalid or expired.',
        when: () => { requests += 1; return requests === nth; },
      });
    };
    faultAt(3);
    const streamed = await probe.call('report.participants', { first: uuid, stream: true });
    assert.deepEqual([streamed.problem, streamed.pages],
      [null, [[0, 300], [1, 300], [0, 300], [1, 300], [2, 100]]]);
    faultAt(2);
    const { answer } = await probe.call('report.participants', { first: uuid });
    assert.equal(answer.participants.length, 700);
  });

  test('a token that ends between two pages is replaced, and no row is lost', async () => {
    const { uuid } = holdBefore(400);
    zoom.faults.add({
      kind: 'status', status: 401, code: 124, message: 'Invalid access token.', times: 1,
      operation: 'listReportParticipants',
    });
    const { answer } = await probe.call('report.participants', { first: uuid });
    assert.equal(answer.participants.length, 400);
    assert.equal(seen('token').length, 2);
  });
});

describe('long times', () => {
  const at = (days) => new Date(Date.now() + days * DAY).toISOString();

  test('recordings and reports of half a year, of two hosts, in windows of a month', async () => {
    const uuids = {};
    for (const [email, shift] of [[HOST, 0], [COLLEAGUE, 5]]) {
      const { id } = zoom.addMeeting(email, { topic: 'Weekly' });
      uuids[email] = Array.from({ length: 26 }, (_, week) => {
        const start = Date.now() - (week * 7 + shift) * DAY - 3_600_000;
        const record = zoom.addPast(id, { start, participants: PEOPLE });
        zoom.addRecording(record);
        return record.uuid;
      });
    }
    const range = { from: at(-182), to: at(0) };
    const { answers } = await probe.perform([
      { operation: 'recordings', first: HOST, ...range },
      { operation: 'recordings', first: COLLEAGUE, ...range },
      { operation: 'report.user', first: HOST, ...range },
    ]);
    const found = answers.map(({ answer }) => answer.meetings.map(({ uuid }) => uuid));
    assert.deepEqual(found, [uuids[HOST], uuids[COLLEAGUE], uuids[HOST]]);
    assert.equal(seen('listRecordings').length, 14);
  });
});

describe('limits and refusals', () => {
  before(dayGoesOn);
  test('the hundred changes of a host are told with the time they come back', async () => {
    const host = [...zoom.users.values()].find(({ email }) => email === HOST);
    zoom.limits.useUpHost(host);
    const { problem } = await probe.call('meeting.create', { first: HOST, body: { topic: 'A' } });
    const left = Math.ceil((Math.floor(Date.now() / DAY + 1) * DAY - Date.now()) / 1000);
    assert.deepEqual([problem.kind, problem.status], ['zoom_host_limit', 503]);
    assert.match(problem.message, /a hundred .* 00:00 UTC\.$/);
    assert.ok(Math.abs(problem.retry_after - left) < 60);
  });

  for (const how of ['date', 'seconds', 'none']) {
    test(`a daily limit, its end told by ${how}`, async () => {
      zoom.limits.retryAfter = how;
      zoom.limits.useUp('heavy');
      const { record } = withHeld(zoom);
      const { problem } = await probe.call('report.meeting', { first: record.uuid });
      const left = Math.ceil((Math.floor(Date.now() / DAY + 1) * DAY - Date.now()) / 1000);
      assert.equal(problem.kind, 'zoom_daily_limit');
      assert.ok(Math.abs(problem.retry_after - left) < 60);
      assert.equal(seen('getReport').length, 1);
    });
  }

  test('a user who is being changed already is asked for again', async () => {
    zoom.faults.add({
      kind: 'status', status: 429, times: 1, operation: 'createUser',
      message: 'Too many concurrent requests. '
        + 'A request to disassociate this user has already been made.',
    });
    const { answer } = await probe.call('user.create', {
      body: { action: 'create', user_info: { email: 'new@example.edu', type: 1 } },
    });
    assert.equal(answer.email, 'new@example.edu');
    assert.equal(seen('createUser').length, 2);
  });

  test('what Zoom lets other accounts alone do is a setting, a known address a user', async () => {
    const create = (action, email) => probe.call('user.create', {
      body: { action, user_info: { email, type: 1 } },
    });
    for (const [action, email, kind] of [
      ['custCreate', 'new@example.edu', 'zoom_setting'],
      ['ssoCreate', 'new@example.edu', 'zoom_setting'],
      ['autoCreate', 'new@elsewhere.org', 'zoom_domain'],
      ['create', HOST, 'zoom_user_exists'],
    ]) {
      zoom.account.ssoPreProvision = false;
      const { problem } = await create(action, email);
      assert.equal(problem?.kind, kind, action);
    }
    assert.equal(seen('createUser').length, 4);
  });

  test('nothing that is gone is asked for again', async () => {
    for (const [operation, options, kind] of [
      ['meeting.get', { first: '88888888888' }, 'zoom_gone'],
      ['meeting.update', { first: '88888888888', body: { topic: 'A' } }, 'zoom_gone'],
      ['meeting.delete', { first: '88888888888' }, 'zoom_gone'],
      ['user.get', { first: 'nobody@example.edu' }, 'zoom_no_user'],
      ['recording.get', { first: 'abcd4AAiAAAAAiAiAiiAiA==' }, 'zoom_no_recording'],
      ['group.members', { first: 'nogroup' }, 'zoom_no_group'],
    ]) {
      zoom.requests.length = 0;
      const { problem } = await probe.call(operation, options);
      assert.equal(problem.kind, kind, operation);
      assert.equal(zoom.requests.filter((one) => one.operation !== 'token').length, 1, operation);
    }
  });

  test('a plan without reports', async () => {
    zoom.account.plan = 'free';
    const { record } = withHeld(zoom);
    const { problem } = await probe.call('report.meeting', { first: record.uuid });
    zoom.account.plan = 'business';
    assert.equal(problem.kind, 'zoom_plan');
  });
});
