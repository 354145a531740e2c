// SPDX-License-Identifier: Apache-2.0
// Series, passcodes, registration and invitations: the rules of meetings that go beyond one field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASIC_HOST, COLLEAGUE, HOST, inDays, openZoom } from './fixture.js';

const { zoom, ask, get, refusal, broken } = await openZoom();

const MEETINGS = `/users/${HOST}/meetings`;
const DAILY = { type: 1, repeat_interval: 1, end_times: 3 };

async function create(json, path = MEETINGS) {
  const { status, body } = await ask('POST', path, { json: { start_time: inDays(2), ...json } });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

test('fields that need or exclude each other', async () => {
  const bad = [
    { recurrence: DAILY },
    { type: 8 },
    { type: 8, recurrence: { type: 2, end_times: 2 } },
    { type: 8, recurrence: { ...DAILY, weekly_days: '2' } },
    { type: 8, recurrence: { type: 2, weekly_days: '2', repeat_interval: 51 } },
    { type: 8, recurrence: { type: 3, monthly_day: 31, repeat_interval: 11 } },
    { type: 8, recurrence: { type: 3, monthly_week: -1 } },
    { type: 8, recurrence: { type: 3, monthly_week: 1, monthly_week_day: 2, monthly_day: 3 } },
    { type: 8, recurrence: { ...DAILY, end_date_time: '2030-01-01T00:00:00Z' } },
    { settings: { request_permission_to_unmute_participants: true,
      allow_host_control_participant_mute_state: true } },
    { settings: { approved_or_denied_countries_or_regions: { enable: true } } },
  ];
  for (const json of bad) {
    assert.deepEqual(await refusal('POST', MEETINGS, { json }), [400, 300], JSON.stringify(json));
    assert.deepEqual(broken(), ['fields together'], JSON.stringify(json));
  }
  assert.equal(zoom.meetings.size, 0);
});

test('one date of a series is changed and deleted alone', async () => {
  const made = await create({ type: 8, recurrence: DAILY, settings: { mute_upon_entry: false } });
  const [first, second, third] = made.occurrences.map(({ occurrence_id }) => occurrence_id);
  const path = `/meetings/${made.id}`;
  const query = { occurrence_id: second };
  const json = { agenda: 'Only today', duration: 15, settings: { mute_upon_entry: true } };
  assert.equal((await ask('PATCH', path, { query, json })).status, 204);
  const shown = await get(path, query);
  assert.deepEqual([shown.agenda, shown.duration, shown.settings.mute_upon_entry],
    ['Only today', 15, true]);
  const other = await get(path, { occurrence_id: first });
  assert.deepEqual([other.agenda, other.duration, other.settings.mute_upon_entry],
    ['', 60, false]);
  const { meetings } = await get(MEETINGS, { type: 'upcoming' });
  assert.deepEqual(meetings.map(({ duration }) => duration), [60, 15, 60]);

  assert.equal((await ask('DELETE', path, { query: { occurrence_id: third } })).status, 204);
  assert.deepEqual((await get(path)).occurrences.map(({ status }) => status),
    ['available', 'available', 'deleted']);
  assert.equal((await get(MEETINGS, { type: 'upcoming' })).meetings.length, 2);
  assert.deepEqual(await refusal('GET', path, { query: { occurrence_id: third } }), [400, 300]);
  assert.deepEqual(
    await refusal('PATCH', path, { query, json: { topic: 'Not for one date' } }), [400, 300]);
  assert.deepEqual(broken(), ['fields']);
});

test('a series moves with its start, and stays when the new start lies in the past', async () => {
  const made = await create({ type: 8, recurrence: DAILY });
  const path = `/meetings/${made.id}`;
  const datesAfter = async (json) => {
    assert.equal((await ask('PATCH', path, { json })).status, 204);
    return (await get(path)).occurrences.map(({ start_time }) => start_time);
  };
  const before = made.occurrences.map(({ start_time }) => start_time);
  assert.deepEqual(await datesAfter({ start_time: inDays(-2), topic: 'Later' }), before);
  const [first] = await datesAfter({ start_time: inDays(9) });
  assert.ok(Date.parse(first) - Date.parse(before[0]) > 6.9 * 86_400_000);
  assert.equal((await datesAfter({ recurrence: { ...DAILY, end_times: 5 } })).length, 5);
});

test('the passcode follows the account\'s requirements, given or made', async () => {
  const usual = zoom.account.passcodeRequirement;
  zoom.account.passcodeRequirement = {
    ...usual, length: 8, have_letter: true, have_number: true, consecutive_characters_length: 4,
  };
  try {
    for (const password of ['short1', 'lettersonly', 'ab123456', 'xaaaa9876z']) {
      const json = { start_time: inDays(1), password };
      const code = password.length > 10 ? ['fields'] : [];
      assert.deepEqual(await refusal('POST', MEETINGS, { json }), [400, 300], password);
      assert.deepEqual(broken(), code, password);
    }
    assert.equal((await create({ password: 'ab12xy98' })).password, 'ab12xy98');
    const { password } = await create({});
    assert.ok(password.length >= 8 && /[a-z]/i.test(password) && /\d/.test(password), password);
  } finally {
    zoom.account.passcodeRequirement = usual;
  }
  assert.equal((await create({ default_password: false })).password, undefined);
});

test('schedule_for needs the privilege, and makes the meeting the other one\'s', async () => {
  const host = (await get(`/users/${COLLEAGUE}`)).id;
  const caller = (await get(`/users/${HOST}`)).id;
  const json = { start_time: inDays(1), schedule_for: COLLEAGUE };
  assert.deepEqual(await refusal('POST', MEETINGS, { json }), [400, 3000]);
  zoom.users.get(caller).schedules_for = [host];
  const made = await create(json);
  assert.deepEqual([made.host_id, made.assistant_id], [host, caller]);
});

test('settings that the account does not offer are dropped without a word', async () => {
  const rooms = { enable: true, rooms: [{ name: 'A', participants: ['x@example.edu'] }] };
  const json = { settings: { breakout_room: rooms, auto_recording: 'cloud' } };
  assert.deepEqual((await create(json)).settings.breakout_room, rooms);
  zoom.account.breakoutRoomSchedule = false;
  assert.deepEqual((await create(json)).settings.breakout_room, { enable: false });
  zoom.account.breakoutRoomSchedule = true;
  const basic = await create(json, `/users/${BASIC_HOST}/meetings`);
  assert.equal(basic.settings.auto_recording, 'none');
});

test('the invitation has what a guest needs', async () => {
  const made = await create({ topic: 'Reaction mechanisms', timezone: 'Europe/Berlin' });
  const { invitation } = await get(`/meetings/${made.id}/invitation`);
  for (const part of [made.topic, made.join_url, `Passcode: ${made.password}`, '\r\n']) {
    assert.ok(invitation.includes(part), part);
  }
  assert.deepEqual(await refusal('GET', '/meetings/99999999999/invitation'), [404, 3001]);
});

test('registration: at once or after approval, with links that are personal', async () => {
  const made = await create({ settings: { approval_type: 1 } });
  assert.ok(made.registration_url);
  const path = `/meetings/${made.id}/registrants`;
  const json = { first_name: 'Wei', last_name: 'Chen', email: 'wei@example.org' };
  const asked = await ask('POST', path, { json });
  assert.deepEqual([asked.status, asked.body.join_url], [201, undefined]);
  const again = await ask('POST', path, { json: { ...json, email: 'WEI@example.org' } });
  assert.equal(again.body.registrant_id, asked.body.registrant_id);
  assert.equal((await get(path, { status: 'pending' })).total_records, 1);

  const approve = { action: 'approve', registrants: [{ id: asked.body.registrant_id }] };
  assert.equal((await ask('PUT', `${path}/status`, { json: approve })).status, 204);
  const { registrants: [approved] } = await get(path);
  assert.equal((await fetch(approved.join_url)).status, 200);
  assert.equal((await fetch(`${approved.join_url}x`)).status, 403);
  const auto = await ask('POST', path, {
    json: { first_name: 'B', email: 'b@example.org', auto_approve: true },
  });
  assert.equal((await fetch(auto.body.join_url)).status, 200);

  const plain = await create({});
  assert.deepEqual(
    await refusal('POST', `/meetings/${plain.id}/registrants`, { json }), [400, 3000]);
  const closed = await create({ settings: { approval_type: 0, close_registration: true } });
  assert.deepEqual(
    await refusal('POST', `/meetings/${closed.id}/registrants`, { json }), [400, 3038]);
  assert.deepEqual(await refusal('POST', `/users/${BASIC_HOST}/meetings`,
    { json: { settings: { approval_type: 0 } } }), [400, 300]);
});
