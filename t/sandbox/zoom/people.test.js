// SPDX-License-Identifier: Apache-2.0
// Users, their settings and privileges, groups, domains, tracking fields.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASIC_HOST, COLLEAGUE, HOST, inDays, openZoom } from './fixture.js';
import { MASTER_SCOPES } from './index.js';

const { zoom, ask, get, refusal, broken, renew } = await openZoom();

const create = (action, user_info) => ask('POST', '/users', { json: { action, user_info } });

test('users are listed by status, in pages, and the pending ones have no id', async () => {
  zoom.addUser({ email: 'new@example.edu', status: 'pending' });
  zoom.addUser({ email: 'left@example.edu', status: 'inactive' });
  zoom.addUser({ email: 'other@example.edu', foreign: true });
  const first = await get('/users', { page_size: 2 });
  assert.equal(first.total_records, 3);
  const { users } = await get('/users', { page_size: 2, next_page_token: first.next_page_token });
  assert.deepEqual([...first.users, ...users].map(({ email }) => email),
    [HOST, COLLEAGUE, BASIC_HOST]);
  const [pending] = (await get('/users', { status: 'pending' })).users;
  assert.equal(pending.email, 'new@example.edu');
  assert.ok(!('id' in pending));
  assert.deepEqual(await refusal('GET', '/users', { query: { status: 'gone' } }), [400, 300]);
  assert.deepEqual(broken(), ['query']);
});

test('users are created: invited, at once in a managed domain, never twice', async () => {
  const invited = await create('create', { email: 'a@elsewhere.org', type: 1, first_name: 'A' });
  assert.equal(invited.status, 201);
  assert.equal((await get('/users/a@elsewhere.org')).status, 'pending');
  const direct = await create('autoCreate', { email: 'b@example.edu', type: 2 });
  assert.equal((await get(`/users/${direct.body.id}`)).status, 'active');

  const refused = async (...how) => {
    const { status, body } = await create(...how);
    return [status, body.code];
  };
  zoom.addUser({ email: 'other@example.edu', foreign: true });
  assert.deepEqual(await refused('create', { email: 'B@example.EDU', type: 1 }), [409, 1005]);
  assert.deepEqual(await refused('create', { email: 'other@example.edu', type: 1 }), [400, 1009]);
  assert.deepEqual(await refused('autoCreate', { email: 'c@elsewhere.org', type: 1 }), [400, 1116]);
  assert.deepEqual(
    await refused('autoCreate', { email: 'c@example.edu', type: 1, password: 'all-lower' }),
    [400, 300]);
  assert.deepEqual(await refused('ssoCreate', { email: 'c@example.edu', type: 1 }), [400, 2032]);
  assert.deepEqual(await refused('custCreate', { email: 'c@example.edu', type: 1 }), [400, 200]);
  zoom.account.seats = { basic: 2, licensed: 0 };
  assert.deepEqual(await refused('create', { email: 'c@example.edu', type: 2 }), [400, 2034]);
  assert.deepEqual(await refused('create', { email: 'c@example.edu', type: 1 }), [400, 2033]);
  zoom.account.seats = { basic: Infinity, licensed: Infinity };
  assert.deepEqual(broken(), []);
  assert.deepEqual(
    await refused('create', { email: 'c@example.edu', type: 1, password: 'Abcdef12' }), [400, 300]);
  assert.deepEqual(await refused('invite', { email: 'c@example.edu', type: 1 }), [400, 300]);
  assert.deepEqual(await refused('create', { email: 'c@example.edu' }), [400, 300]);
  assert.deepEqual(broken(), ['password', 'fields', 'fields']);
});

test('assistants and schedulers are the two sides of one privilege', async () => {
  const { id: assistant } = await get(`/users/${COLLEAGUE}`);
  const { id: host, pmi } = await get(`/users/${HOST}`);
  zoom.users.get(assistant).schedules_for = [host];
  assert.deepEqual(await get(`/users/${COLLEAGUE}/schedulers`),
    { schedulers: [{ id: host, email: HOST, pmi }] });
  const { assistants } = await get(`/users/${HOST}/assistants`);
  assert.deepEqual(assistants.map(({ email }) => email), [COLLEAGUE]);
  assert.deepEqual(await get(`/users/${HOST}/schedulers`), { schedulers: [] });
  assert.deepEqual(await refusal('GET', '/users/nobody@example.edu/schedulers'), [404, 1001]);
});

test('settings say what a meeting without any will have', async () => {
  zoom.account.defaults = { host_video: true, jbh_time: 5 };
  zoom.account.locked = { mute_upon_entry: true, waiting_room: false };
  const settings = await get(`/users/${HOST}/settings`);
  const made = await ask('POST', `/users/${HOST}/meetings`, { json: { start_time: inDays(1) } });
  assert.equal(settings.schedule_meeting.host_video, true);
  assert.equal(made.body.settings.host_video, true);
  assert.equal(settings.in_meeting.waiting_room, false);
  assert.equal(made.body.settings.waiting_room, false);
  assert.deepEqual(await get(`/users/${HOST}/settings`,
    { custom_query_fields: 'host_video,cloud_recording' }),
  { schedule_meeting: { host_video: true }, recording: { cloud_recording: true } });
  assert.equal((await get(`/users/${BASIC_HOST}/settings`)).recording.cloud_recording, false);
  const security = await get(`/users/${HOST}/settings`, { option: 'meeting_security' });
  assert.equal(security.meeting_security.waiting_room, false);
  const sign = await get(`/users/${HOST}/settings`, { option: 'meeting_authentication' });
  assert.equal(sign.authentication_options[0].type, 'enforce_login_with_same_account');
  Object.assign(zoom.account, { defaults: {}, locked: {} });
});

test('a group\'s locks hold for the meetings of its members', async () => {
  const group = zoom.addGroup({ name: 'Chemistry', members: [HOST], locked: { host_video: true } });
  const json = { start_time: inDays(1), settings: { host_video: false } };
  const videoOf = async (who) => (
    (await ask('POST', `/users/${who}/meetings`, { json })).body.settings.host_video);
  assert.deepEqual([await videoOf(HOST), await videoOf(COLLEAGUE)], [true, false]);
  const locks = await get(`/groups/${group.id}/lock_settings`);
  assert.equal(locks.schedule_meeting.host_video, true);
  assert.equal(locks.schedule_meeting.join_before_host, false);
  assert.deepEqual(await refusal('GET', '/groups/none/lock_settings'), [404, 4130]);
});

test('groups take members once', async () => {
  const { id } = zoom.addGroup({ name: 'Teachers' });
  zoom.addGroup({ name: 'Others' });
  const add = async (...emails) => (await ask('POST', `/groups/${id}/members`, {
    json: { members: emails.map((email) => ({ email })) },
  })).body.ids;
  const { id: userId } = await get(`/users/${HOST}`);
  assert.equal(await add(HOST), userId);
  assert.equal(await add(HOST), '');
  const { groups } = await get('/groups');
  assert.deepEqual(groups.map(({ name, total_members }) => [name, total_members]),
    [['Teachers', 1], ['Others', 0]]);
  const { members } = await get(`/groups/${id}/members`);
  assert.deepEqual(members.map(({ email }) => email), [HOST]);
  assert.deepEqual((await get(`/users/${HOST}`)).group_ids, [id]);
  const many = { members: Array.from({ length: 31 }, (_, i) => ({ email: `u${i}@example.edu` })) };
  assert.deepEqual(await refusal('POST', `/groups/${id}/members`, { json: many }), [400, 300]);
  assert.deepEqual(broken(), ['fields']);
});

test('domains and account locks need a scope that ordinary accounts cannot grant', async () => {
  assert.equal((await refusal('GET', '/accounts/me/managed_domains'))[1], 4711);
  zoom.scopes = MASTER_SCOPES;
  await renew();
  assert.deepEqual(await get('/accounts/me/managed_domains'),
    { domains: [{ domain: 'example.edu', status: 'verified' }], total_records: 1 });
  assert.deepEqual(await get(`/accounts/${zoom.account.id}/trusted_domains`),
    { trusted_domains: ['students.example.edu'] });
  zoom.account.locked = { waiting_room: true };
  const { meeting_security } = await get('/accounts/me/lock_settings',
    { option: 'meeting_security' });
  assert.equal(meeting_security.waiting_room, true);
  zoom.account.locked = {};
  assert.deepEqual(await refusal('GET', '/accounts/other/managed_domains'), [404, 2001]);
});

test('tracking fields are named by their labels, and a label must exist', async () => {
  zoom.addTrackingField({ field: 'Course', required: true, recommended_values: ['CHEM-101'] });
  const { tracking_fields } = await get('/tracking_fields');
  assert.deepEqual(tracking_fields.map(({ field, required }) => [field, required]),
    [['Course', true]]);
  const json = { start_time: inDays(1), tracking_fields: [{ field: 'Course', value: 'CHEM-101' }] };
  const made = await ask('POST', `/users/${HOST}/meetings`, { json });
  assert.deepEqual(made.body.tracking_fields, json.tracking_fields);
  json.tracking_fields = [json.tracking_fields[0], json.tracking_fields[0]];
  assert.deepEqual(await refusal('PATCH', `/meetings/${made.body.id}`, { json }), [400, 300]);
  assert.deepEqual(broken(), ['tracking field']);
  json.tracking_fields = [{ field: tracking_fields[0].id, value: 'x' }];
  assert.deepEqual(await refusal('POST', `/users/${HOST}/meetings`, { json }), [400, 300]);
  assert.deepEqual(broken(), ['tracking field']);
});

test('what a plan lacks is refused with code 200', async () => {
  zoom.account.plan = 'pro';
  assert.deepEqual(await refusal('GET', '/tracking_fields'), [400, 200]);
  zoom.account.plan = 'free';
  assert.deepEqual(await refusal('GET', '/groups'), [400, 200]);
  zoom.account.plan = 'business';
});
