// SPDX-License-Identifier: Apache-2.0
// Events: signed over the raw bytes, only to who knows the secret, twice or out of order on demand.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { createListener, readBody } from '../listener.js';
import { COLLEAGUE, HOST, inDays, openZoom, uuidInPath } from './fixture.js';

const { zoom, ask } = await openZoom();

const received = [];
let behave = () => {};
const hmac = (text) => createHmac('sha256', zoom.webhooks.secret).update(text).digest('hex');
const listener = await createListener(async (request, response) => {
  const body = await readBody(request);
  const { 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp } = request.headers;
  const envelope = JSON.parse(body);
  const signed = signature === `v0=${hmac(`v0:${timestamp}:${body}`)}`;
  received.push({ ...envelope, signed, timestamp: Number(timestamp) });
  const { plainToken } = envelope.payload;
  const answer = plainToken ? { plainToken, encryptedToken: hmac(plainToken) } : {};
  response.writeHead(behave(envelope, answer) ?? 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
});
after(() => listener.close());
const url = `http://127.0.0.1:${listener.port}/hook`;
beforeEach(() => {
  received.length = 0;
  behave = () => {};
});

const events = () => received.map(({ event }) => event);
const create = () => ask('POST', `/users/${HOST}/meetings`, {
  json: { topic: 'Told', start_time: inDays(1) },
});

test('an address is validated before anything is sent to it', async () => {
  behave = (envelope, answer) => { answer.encryptedToken = 'guessed'; };
  await assert.rejects(zoom.webhooks.subscribe(url), /did not pass/);
  await create();
  await zoom.webhooks.settled();
  assert.deepEqual(events(), ['endpoint.url_validation']);
  behave = () => {};
  await zoom.webhooks.subscribe(url);
  assert.ok(received.every(({ signed }) => signed));
  assert.equal(await zoom.webhooks.validate('http://127.0.0.1:9/'), false);
});

test('what happens is told, signed over its bytes', async () => {
  await zoom.webhooks.subscribe(url);
  const { body: { id } } = await create();
  const before = zoom.meetings.get(id).topic;
  await ask('PATCH', `/meetings/${id}`, {
    json: { topic: 'Told again', settings: { mute_upon_entry: true } },
  });
  zoom.startMeeting(id);
  zoom.joinMeeting(id, { name: 'Wei', email: 'wei@elsewhere.org' });
  zoom.meetings.get(id).settings.auto_recording = 'cloud';
  const recordings = `/meetings/${uuidInPath(zoom.endMeeting(id).uuid)}/recordings`;
  await ask('DELETE', recordings);
  await ask('PUT', `${recordings}/status`, { json: { action: 'recover' } });
  await ask('DELETE', `/meetings/${id}`);
  await zoom.webhooks.settled();
  assert.deepEqual(events().sort(), [
    'endpoint.url_validation', 'meeting.created', 'meeting.deleted', 'meeting.ended',
    'meeting.participant_joined', 'meeting.participant_joined', 'meeting.participant_left',
    'meeting.participant_left', 'meeting.started', 'meeting.updated', 'recording.completed',
    'recording.recovered', 'recording.trashed',
  ]);
  assert.ok(received.every(({ signed }) => signed));
  const named = (event) => received.find((one) => one.event === event).payload;
  assert.equal(named('meeting.created').object.id, id);
  assert.equal(named('meeting.started').object.id, String(id), 'a text where it is held');
  const { object, old_object } = named('meeting.updated');
  assert.deepEqual([object.topic, old_object.topic], ['Told again', before]);
  assert.deepEqual(object.settings, { mute_upon_entry: true });
  assert.ok(!('start_time' in object), 'only what has changed');
});

test('people: created, put into a group, deactivated', async () => {
  await zoom.webhooks.subscribe(url, /^(user|group)\./);
  await create();
  await ask('POST', '/users', {
    json: { action: 'autoCreate', user_info: { email: 'new@example.edu', type: 2 } },
  });
  const { id } = zoom.addGroup({ name: 'Teachers' });
  await ask('POST', `/groups/${id}/members`, { json: { members: [{ email: COLLEAGUE }] } });
  const user = [...zoom.users.values()].find(({ email }) => email === COLLEAGUE);
  await zoom.webhooks.send('user.deactivated', { user });
  await zoom.webhooks.settled();
  assert.deepEqual(events().slice(1).sort(),
    ['group.member_added', 'user.created', 'user.deactivated']);
});

test('twice, backwards, late, wrongly signed', async () => {
  await zoom.webhooks.subscribe(url);
  received.length = 0;
  zoom.webhooks.hold();
  await create();
  await ask('DELETE', `/meetings/${[...zoom.meetings.keys()][0]}`);
  assert.deepEqual(events(), []);
  await zoom.webhooks.release('backward');
  assert.deepEqual(events(), ['meeting.deleted', 'meeting.created']);
  assert.ok(received[0].event_ts >= received[1].event_ts);

  received.length = 0;
  const [user] = zoom.users.values();
  const { status } = await zoom.webhooks.send('user.activated', { user }, { times: 2, at: 1e12 });
  assert.equal(status, 200);
  assert.deepEqual(received.map(({ event_ts }) => event_ts), [1e12, 1e12]);
  const send = async (options) => {
    await zoom.webhooks.send('user.activated', { user }, options);
    return received.at(-1).signed;
  };
  assert.deepEqual([await send({}), await send({ secret: 'other' }),
    await send({ tamper: (body) => body.replace('activated', 'deleted') })], [true, false, false]);
  await send({ timestamp: 12345 });
  assert.deepEqual([received.at(-1).timestamp, received.at(-1).signed], [12345, true]);
});

test('what failed on the server\'s side is delivered again', async () => {
  await zoom.webhooks.subscribe(url);
  behave = () => 503;
  await create();
  await zoom.webhooks.settled();
  behave = () => 400;
  assert.deepEqual((await zoom.webhooks.redeliver()).map(({ status }) => status), [400]);
  assert.deepEqual(await zoom.webhooks.redeliver(), [], 'a 4xx is lost');
});
