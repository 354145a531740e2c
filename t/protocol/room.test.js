// SPDX-License-Identifier: Apache-2.0
// The personal meeting room: its owner's alone, as Zoom has it, nothing of it kept.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, guardsItsDoor, look, refused, view } from '../lib/course-calls.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const HOST = 'amara.okafor@example.edu';

describe('the personal room', () => {
  let campus;
  let host;
  before(async () => {
    campus = await startCampus({ httpd: { expectedLog: [/LZ0(300|332|700)/] } });
    host = await visit('amara');
  });
  after(() => campus.stop());

  const visit = (person, course = 'chemistry') => (
    enter({ lms: campus.lms, person, course, browser: createBrowser() }));

  const owner = () => [...campus.zoom.users.values()].find(({ email }) => email === HOST);

  test('its owner sees it as Zoom has it', async () => {
    const { room, warnings, ...rest } = await view(host, 'room');
    assert.deepEqual(Object.keys(rest), ['view', 'course', 'me']);
    assert.deepEqual(warnings, []);
    assert.equal(room.id, String(owner().pmi));
    assert.equal(room.topic, "Dr. Amara Okafor's Personal Meeting Room");
    const atZoom = campus.zoom.meetings.get(owner().pmi);
    assert.equal(room.password, atZoom.password);
    assert.match(room.join_url, new RegExp(`/j/${owner().pmi}`));
    assert.equal(room.settings.waiting_room, atZoom.settings.waiting_room);
    assert.deepEqual(room.actions, ['start', 'edit', 'invitation']);
    assert.ok(!JSON.stringify(room).includes('zak'));
    // It is the same in every course.
    assert.deepEqual((await view(await visit('amara', 'literature'), 'room')).room, room);
    const theirs = (await view(await visit('tomas'), 'room')).room;
    assert.notEqual(theirs.id, room.id);
  });

  test('it starts with the owner\'s own link', async () => {
    const start = await look(host, 'room/start');
    assert.equal(start.status, 302, start.body);
    assert.match(start.location, new RegExp(`/s/${owner().pmi}\\?zak=`));
    assert.equal(start.headers['cache-control'], 'no-store');
    const answer = await change(host, 'POST', 'handover', { json: { path: 'room/start' } });
    const opened = await createBrowser().get(new URL(answer.json().url, host.courseUrl).href);
    assert.equal(opened.status, 302, opened.body);
  });

  test('its settings are changed at Zoom', async () => {
    const answer = await change(host, 'PATCH', 'room', {
      json: { topic: 'Come in', password: 'k7Yp2Qx9', settings: { waiting_room: false, mute_upon_entry: true } },
    });
    assert.equal(answer.status, 200, answer.body);
    const { room } = answer.json();
    const atZoom = campus.zoom.meetings.get(owner().pmi);
    assert.equal(atZoom.topic, 'Come in');
    assert.equal(atZoom.password, 'k7Yp2Qx9');
    assert.equal(atZoom.settings.waiting_room, false);
    assert.equal(room.settings.waiting_room, false);
    assert.equal(room.settings.mute_upon_entry, true);
    assert.deepEqual((await view(host, 'room')).room, room);
    assert.deepEqual((await change(host, 'PATCH', 'room', { json: {} })).json().room, room);
  });

  test('all wrong fields at once, and nothing is sent', async () => {
    const sent = () => campus.zoom.requests.filter(
      ({ operation }) => operation === 'updateMeeting').length;
    const before_ = sent();
    const error = refused(await change(host, 'PATCH', 'room', {
      json: {
        topic: ' ', password: 'no spaces!', start_time: '2030-01-01T00:00:00Z', type: 2,
        settings: { waiting_room: 'on', audio: 'loud', jbh_time: 7, use_pmi: true, alternative_hosts: 'a@b.c' },
      },
    }), 422, 'fields');
    assert.deepEqual(Object.keys(error.fields).sort(), ['password', 'settings.alternative_hosts',
      'settings.audio', 'settings.jbh_time', 'settings.use_pmi', 'settings.waiting_room',
      'start_time', 'topic', 'type']);
    refused(await change(host, 'PATCH', 'room', { json: { settings: 1 } }), 422, 'fields');
    assert.equal(sent(), before_);
  });

  test('who has no Zoom user has no room, and is told', async () => {
    campus.lms.people.guest = {
      ...campus.lms.people.tomas, key: 'guest', id: '9001', email: 'guest@example.edu',
    };
    campus.lms.courses.chemistry.members.guest = 'instructor';
    const guest = await visit('guest');
    const { room, warnings } = await view(guest, 'room');
    assert.equal(room, null);
    assert.deepEqual(warnings.map(({ code }) => code), ['zoom_no_user']);
    refused(await look(guest, 'room/start'), 403, 'zoom_no_user');
    refused(await change(guest, 'PATCH', 'room', { json: { topic: 'x' } }), 403, 'zoom_no_user');
  });

  test('students have none here; the door', async () => {
    const student = await visit('asa');
    refused(await look(student, 'room'), 403, 'forbidden');
    refused(await look(student, 'room/start'), 403, 'forbidden');
    refused(await change(student, 'PATCH', 'room', { json: { topic: 'x' } }), 403, 'forbidden');
    await guardsItsDoor(host, await visit('misaki', 'literature'), [
      ['GET', 'room'], ['PATCH', 'room', { json: { topic: 'x' } }], ['GET', 'room/start'],
    ]);
    assert.equal(campus.zoom.meetings.get(owner().pmi).topic, 'Come in');
  });

  test('Zoom down: no room for the time being', async () => {
    await campus.zoom.down();
    const { room, warnings } = await view(host, 'room');
    assert.equal(room, null);
    assert.deepEqual(warnings.map(({ code }) => code), ['zoom_stale']);
    const start = await look(host, 'room/start');
    assert.equal(start.status, 503, start.body);
    await campus.zoom.up();
    await until(async () => (await view(host, 'room')).room, { what: 'the room' });
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
