// SPDX-License-Identifier: Apache-2.0
// Meetings that were held: instances, participants, polls, reports, and UUIDs in paths.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from './client.js';
import { COLLEAGUE, DAY, HOST, inDays, openZoom, uuidInPath } from './fixture.js';

const { zoom, ask, get, refusal, broken } = await openZoom();

const GUEST = { name: 'Wei Chen', email: 'wei@elsewhere.org' };
const PEOPLE = [
  { name: 'Dr. Amara Okafor', email: HOST },
  { ...GUEST, join: 5, leave: 20 },
  { ...GUEST, join: 25, leave: 60 },
  { name: 'At the door', join: 1, leave: 3, status: 'in_waiting_room' },
];

function addHeld(daysAgo, held = {}) {
  const meeting = zoom.addMeeting(HOST, { topic: 'Held', start_time: inDays(1) });
  const record = zoom.addPast(meeting.id, {
    start: Date.now() - daysAgo * DAY, duration: 60, participants: PEOPLE, ...held,
  });
  return { meeting, record };
}

test('UUIDs in paths: encoded twice with a leading or double slash, once without any', async () => {
  const meeting = zoom.addMeeting(HOST, { topic: 'Held' });
  const uuids = ['/abcdefghijklmnopqrstu==', 'ab//cdefghijklmnopqrst==',
    'ab/cdefghijklmnopqrstu==', 'ab+cdefghijklmnopqrstu=='];
  for (const uuid of uuids) zoom.addPast(meeting.id, { start: Date.now() - DAY, uuid });
  const times = (uuid, count) => {
    let text = uuid;
    for (let i = 0; i < count; i += 1) text = encodeURIComponent(text);
    return `/past_meetings/${text}`;
  };
  const expected = [[false, true], [false, true], [true, true], [true, false]];
  for (const [at, uuid] of uuids.entries()) {
    for (const count of [1, 2]) {
      if (expected[at][count - 1]) {
        assert.equal((await get(times(uuid, count))).uuid, uuid);
      } else {
        assert.deepEqual(await refusal('GET', times(uuid, count)), [400, 300], `${uuid} ${count}`);
        assert.deepEqual(broken(), ['uuid encoding']);
      }
    }
  }
  assert.deepEqual(await refusal('GET', times(uuids[0], 0)), [400, 2300]);
  assert.deepEqual(await refusal('GET', `/meetings/${uuidInPath(uuids[3])}`), [400, 300]);
  assert.deepEqual(broken(), ['path', 'meeting id']);
});

test('a meeting that runs and ends is on record, under a UUID of its own', async () => {
  const meeting = zoom.addMeeting(HOST, { topic: 'Live', duration: 30 });
  const { uuid } = meeting;
  zoom.startMeeting(meeting.id);
  assert.deepEqual(await refusal('GET', `/past_meetings/${meeting.id}`), [404, 3001]);
  const stay = zoom.joinMeeting(meeting.id, GUEST);
  zoom.clockOffset = 10 * 60_000;
  zoom.leaveMeeting(meeting.id, stay);
  zoom.clockOffset = 20 * 60_000;
  zoom.endMeeting(meeting.id);
  const past = await get(`/past_meetings/${meeting.id}`);
  assert.deepEqual([past.uuid, past.participants_count, past.duration], [uuid, 2, 20]);
  assert.notEqual(meeting.uuid, uuid);
  const { participants } = await get(`/past_meetings/${uuidInPath(uuid)}/participants`);
  assert.deepEqual(participants.map(({ name, duration }) => [name, Math.round(duration / 60)]),
    [['Dr. Amara Okafor', 20], ['Wei Chen', 10]]);
});

test('participants: a row for each stay, no address of who is from elsewhere', async () => {
  const { record } = addHeld(2);
  const path = `/report/meetings/${uuidInPath(record.uuid)}`;
  const { participants } = await get(`${path}/participants`, { page_size: 300 });
  assert.deepEqual(
    participants.map(({ name, user_email, duration, status }) => (
      [name, user_email, duration, status])),
    [
      ['Dr. Amara Okafor', HOST, 3600, 'in_meeting'],
      ['Wei Chen', '', 900, 'in_meeting'],
      ['Wei Chen', '', 2100, 'in_meeting'],
      ['At the door', '', 120, 'in_waiting_room'],
    ]);
  assert.equal(new Set(participants.map(({ user_id }) => user_id)).size, 4);
  assert.equal((await get(path)).participants_count, 2);

  const first = await get(`${path}/participants`, { page_size: 3 });
  const rest = await get(`${path}/participants`,
    { page_size: 3, next_page_token: first.next_page_token });
  assert.deepEqual([first.participants.length, rest.participants.length], [3, 1]);

  const { record: alone } = addHeld(2, { participants: undefined });
  assert.deepEqual(
    await refusal('GET', `/report/meetings/${uuidInPath(alone.uuid)}/participants`), [404, 3001]);
});

test('instances of a number, for fifteen months; older than a year nothing else', async () => {
  const { meeting, record } = addHeld(10);
  zoom.addPast(meeting.id, { start: Date.now() - 400 * DAY, uuid: 'oldoldoldoldoldoldold0==' });
  zoom.addPast(meeting.id, { start: Date.now() - 500 * DAY });
  const instances = `/past_meetings/${meeting.id}/instances`;
  const { meetings } = await get(instances);
  assert.deepEqual(meetings.map(({ uuid }) => uuid), [record.uuid, 'oldoldoldoldoldoldold0==']);
  const from = inDays(-20).slice(0, 10);
  assert.equal((await get(instances, { from, to: inDays(0).slice(0, 10) })).meetings.length, 1);
  assert.equal((await get(`/past_meetings/${meeting.id}`)).uuid, record.uuid, 'the latest');
  assert.deepEqual(
    await refusal('GET', '/past_meetings/oldoldoldoldoldoldold0%3D%3D'), [400, 12702]);
  assert.deepEqual(await refusal('GET', '/past_meetings/88888888888/instances'), [404, 3001]);
});

test('polls: who answered what, unless they were anonymous', async () => {
  const answers = [{ question: 'Clear?', answer: 'Yes' }];
  const { record } = addHeld(1, {
    polls: [
      { name: 'Tomáš Lindqvist', email: COLLEAGUE, answers },
      { ...GUEST, anonymous: true, answers },
    ],
  });
  for (const kind of ['past_meetings', 'report/meetings']) {
    const { questions } = await get(`/${kind}/${uuidInPath(record.uuid)}/polls`);
    assert.deepEqual(questions.map(({ name, email }) => [name, email]),
      [['Tomáš Lindqvist', COLLEAGUE], ['Anonymous Attendee', '']]);
    assert.equal(questions[0].question_details[0].answer, 'Yes');
  }
});

test('a host\'s report: a month at a time, half a year back', async () => {
  addHeld(3);
  addHeld(3, { participants: undefined });
  const day = (days) => inDays(days).slice(0, 10);
  const path = `/report/users/${HOST}/meetings`;
  const { meetings } = await get(path, { from: day(-10), to: day(0) });
  assert.equal(meetings.length, 1);
  assert.deepEqual(await refusal('GET', path), [400, 300]);
  assert.deepEqual(
    await refusal('GET', path, { query: { from: day(-40), to: day(0) } }), [400, 300]);
  assert.deepEqual(
    await refusal('GET', path, { query: { from: day(0), to: day(-1) } }), [400, 300]);
  assert.deepEqual(broken(), ['query', 'date window', 'date window']);
  assert.deepEqual(
    await refusal('GET', path, { query: { from: day(-200), to: day(-180) } }), [400, 300]);
});

test('the API ends a meeting that is in progress', async () => {
  const meeting = zoom.addMeeting(HOST, { topic: 'Live' });
  const end = { json: { action: 'end' } };
  assert.deepEqual(await refusal('PUT', `/meetings/${meeting.id}/status`, end), [400, 3000]);
  zoom.startMeeting(meeting.id);
  assert.equal((await ask('PUT', `/meetings/${meeting.id}/status`, end)).status, 204);
  assert.equal(meeting.status, 'waiting');
  assert.equal([...zoom.past.values()].length, 1);
  assert.deepEqual(
    await refusal('PUT', `/meetings/${meeting.id}/status`, { json: { action: 'recover' } }),
    [404, 3001]);
  assert.deepEqual(
    await refusal('PUT', `/meetings/${meeting.id}/status`, { json: { action: 'start' } }),
    [400, 300]);
  assert.deepEqual(broken(), ['fields']);
});

test('meeting numbers of 64 bits are exact', async () => {
  const id = 9_007_199_254_740_993n;
  zoom.addMeeting(HOST, { topic: 'Far' }, { id });
  zoom.addPast(id, { start: Date.now() - DAY });
  const headers = { authorization: `Bearer ${(await createClient(zoom)).token}` };
  for (const path of [`/meetings/${id}`, `/past_meetings/${id}`]) {
    const text = await (await fetch(`${zoom.apiBase}${path}`, { headers })).text();
    assert.match(text, /"id":9007199254740993,/);
  }
  assert.deepEqual(await refusal('GET', '/meetings/9007199254740992'), [404, 3001]);
});
