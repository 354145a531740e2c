// SPDX-License-Identifier: Apache-2.0
// Changing a meeting and single dates of a series: what is sent to Zoom, what is told, who may; on
// both databases.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { asked, atZoom, change, made, meetingUrl, refused, rowsOf } from '../lib/changes.js';
import { readJson } from '../lib/journey.js';
import { onEachDatabase, zoomTime } from '../lib/on-campus.js';

const HOST = 'amara.okafor@example.edu';
const COLLEAGUE = 'tomas.lindqvist@example.edu';
const DAY = 24 * 3600 * 1000;
const DAILY = { type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: 4 } };

onEachDatabase({}, (campus, visit) => {
  let host;
  let colleague;
  let student;
  before(async () => {
    host = await visit('amara');
    colleague = await visit('tomas');
    student = await visit('asa');
  });

  const zoomUser = (email) => [...campus.zoom.users.values()].find((one) => one.email === email);
  const updates = () => asked(campus, 'updateMeeting');

  const changed = async (visitor, meeting, changes) => {
    const answer = await change(visitor, meeting, changes);
    assert.equal(answer.status, 200, answer.body);
    return answer.json();
  };

  test('changed fields change, others stay; lists and details have it at once', async () => {
    const meeting = await made(host);
    const start_time = zoomTime(Date.now() + 3 * DAY);
    const answer = await changed(host, meeting, {
      topic: 'Moved', start_time, settings: { mute_upon_entry: false },
    });
    assert.deepEqual(answer.warnings, []);
    const { meeting: now } = answer;
    assert.deepEqual([now.topic, now.start_time, now.duration, now.agenda, now.password],
      ['Moved', start_time, meeting.duration, meeting.agenda, meeting.password]);
    assert.equal(now.settings.mute_upon_entry, false);
    assert.equal(now.settings.waiting_room, true);
    for (const visitor of [host, student]) {
      const [row] = await rowsOf(visitor, meeting);
      assert.deepEqual([row.topic, row.start_time], ['Moved', start_time]);
    }
    const stored = atZoom(campus, meeting);
    assert.deepEqual([stored.topic, zoomTime(stored.start), stored.settings.mute_upon_entry],
      ['Moved', start_time, false]);
  });

  test('nothing is sent when nothing changes', async () => {
    const meeting = await made(host);
    const before = updates();
    const same = {
      topic: meeting.topic, start_time: meeting.start_time, duration: meeting.duration,
      settings: { waiting_room: true },
    };
    for (const changes of [{}, same]) {
      const answer = await changed(host, meeting, changes);
      assert.equal(answer.meeting.topic, meeting.topic);
      assert.deepEqual(answer.warnings, []);
    }
    assert.equal(updates(), before);
  });

  test('all wrong fields at once, and nothing is sent', async () => {
    const meeting = await made(host);
    const before = updates();
    const error = refused(await change(host, meeting, {
      topic: '', duration: 0, start_time: zoomTime(Date.now() - DAY), timezone: 'Nowhere/None',
      settings: { additional_data_center_regions: ['DE'], jbh_time: 7, host_video: 'yes' },
      colour: 'red',
    }), 422, 'fields');
    assert.deepEqual(Object.keys(error.fields).sort(), ['colour', 'duration',
      'settings.additional_data_center_regions', 'settings.host_video', 'settings.jbh_time',
      'start_time', 'timezone', 'topic']);
    assert.equal(updates(), before);
    assert.equal(atZoom(campus, meeting).topic, meeting.topic);
  });

  test('what Zoom changes is told, and what it refuses is named', async () => {
    const meeting = await made(host, { settings: { waiting_room: true } });
    campus.zoom.account.locked = { waiting_room: true };
    const answer = await changed(host, meeting, {
      topic: 'Locked', settings: { waiting_room: false },
    });
    campus.zoom.account.locked = {};
    assert.equal(answer.meeting.settings.waiting_room, true);
    assert.deepEqual(answer.warnings.map(({ code, field }) => [code, field]).filter(
      ([, field]) => field === 'settings.waiting_room').length, 1);
    assert.ok(['locked', 'changed_by_zoom'].includes(answer.warnings[0].code));

    campus.zoom.faults.add({
      kind: 'status', status: 400, code: 300, message: 'Validation Failed.',
      operation: 'updateMeeting', times: 1,
    });
    refused(await change(host, meeting, { topic: 'Refused' }), 422, 'zoom_refused');
    assert.equal((await rowsOf(host, meeting))[0].topic, 'Locked');
  });

  test('an alternative host who is none is named', async () => {
    const meeting = await made(host);
    const error = refused(await change(host, meeting, {
      settings: { alternative_hosts: 'nobody@example.edu' },
    }), 422, 'fields');
    assert.deepEqual(Object.keys(error.fields), ['settings.alternative_hosts']);
    refused(await change(colleague, meeting, { topic: 'Mine' }), 403, 'not_yours');
    await changed(host, meeting, { settings: { alternative_hosts: COLLEAGUE } });
    assert.ok((await rowsOf(colleague, meeting))[0].actions.includes('edit'));
    await changed(colleague, meeting, { topic: 'Ours' });
    await changed(host, meeting, { settings: { alternative_hosts: '' } });
    assert.ok(!(await rowsOf(colleague, meeting))[0].actions.includes('edit'));
    refused(await change(colleague, meeting, { topic: 'Mine' }), 403, 'not_yours');
    assert.equal(atZoom(campus, meeting).topic, 'Ours');
  });

  test('who may schedule for the host changes it; students and strangers do not', async () => {
    const meeting = await made(host);
    zoomUser(COLLEAGUE).schedules_for = [zoomUser(HOST).id];
    await changed(colleague, meeting, { topic: 'Scheduled for' });
    zoomUser(COLLEAGUE).schedules_for = [];
    refused(await change(colleague, meeting, { topic: 'Not any more' }), 403, 'not_yours');
    refused(await change(student, meeting, { topic: 'Student' }), 403, 'forbidden');
    const there = await visit('amara', 'literature');
    for (const id of [meeting.id, '99999999999', 'x']) {
      refused(await change(there, { id }, { topic: 'There' }), 404, 'no_such_meeting');
    }
    refused(await change(host, meeting, { topic: 'x' }, { 'x-lti-zoom-csrf': 'x' }), 403,
      'csrf');
    refused(await change(host, meeting, { topic: 'x' }, { cookie: 'lti_zoom_session=x' }), 401,
      'no_session');
    assert.equal(atZoom(campus, meeting).topic, 'Scheduled for');
  });

  test('scheduled for somebody else from now on: it is theirs', async () => {
    const meeting = await made(host);
    zoomUser(HOST).schedules_for = [zoomUser(COLLEAGUE).id];
    const answer = await changed(host, meeting, { schedule_for: COLLEAGUE });
    assert.deepEqual(answer.warnings, []);
    assert.match(answer.meeting.host.name, /Lindqvist/);
    assert.ok(answer.meeting.actions.includes('edit'));
    const [row] = await rowsOf(colleague, meeting);
    assert.match(row.host.name, /Lindqvist/);
    assert.ok(row.actions.includes('delete'));
    assert.match((await readJson(colleague,
      `${colleague.courseUrl}/meetings/${meeting.id}/start`)).location, /\/s\//);
    assert.match((await readJson(host, `${host.courseUrl}/meetings/${meeting.id}/start`)).location,
      /\/j\//);
    zoomUser(HOST).schedules_for = [];
  });

  test('two tabs that do not say what they saw: each changes its fields, of the same the later stands', async () => {
    const meeting = await made(host);
    await Promise.all([
      changed(host, meeting, { topic: 'Tab one' }), changed(host, meeting, { duration: 45 }),
    ]);
    const stored = atZoom(campus, meeting);
    assert.deepEqual([stored.topic, stored.duration], ['Tab one', 45]);
    const later = await changed(host, meeting, { topic: 'Tab two' });
    assert.deepEqual([later.meeting.topic, later.meeting.duration], ['Tab two', 45]);
    atZoom(campus, meeting).agenda = 'Changed in the portal';
    const answer = await changed(host, meeting, { topic: 'Tab three' });
    assert.deepEqual(answer.warnings.map(({ code, field }) => [code, field]),
      [['changed_meanwhile', 'agenda']]);
    assert.equal(answer.meeting.agenda, 'Changed in the portal');
  });

  test('who says what their form showed is told what somebody has made of it meanwhile', async () => {
    const meeting = await made(host, { settings: { waiting_room: true }, sections: ['One'] });
    const seen = {
      topic: meeting.topic, agenda: meeting.agenda, start_time: meeting.start_time,
      sections: ['One'], settings: { waiting_room: true, mute_upon_entry: false },
    };
    await changed(host, meeting, { topic: 'Theirs', sections: ['Two'] });
    await changed(host, meeting, { settings: { waiting_room: false } });
    const before = updates();
    const wish = { topic: 'Mine', agenda: 'Mine', sections: ['Three'],
      settings: { mute_upon_entry: true } };
    const error = refused(await change(host, meeting, { ...wish, seen }), 409, 'changed_meanwhile');
    assert.deepEqual(Object.keys(error.fields).sort(), ['sections', 'topic']);
    assert.equal(updates(), before, 'nothing was sent');
    assert.equal(atZoom(campus, meeting).agenda, seen.agenda);
    refused(await change(host, meeting, { sections: ['Three'], seen }), 409, 'changed_meanwhile');

    // What both want, what nobody else touched, and what was seen as it is now: no collision.
    await changed(host, meeting, { topic: 'Theirs', settings: { waiting_room: false }, seen });
    const now = { ...seen, topic: 'Theirs', sections: ['Two'] };
    const { meeting: saved } = await changed(host, meeting, { ...wish, seen: now });
    assert.deepEqual([saved.topic, saved.agenda, saved.sections, saved.settings.mute_upon_entry],
      ['Mine', 'Mine', ['Three'], true]);
    await changed(host, meeting, { ...wish, seen: now });    // the same once more
    refused(await change(host, meeting, { topic: 'x', seen: 'all' }), 400, 'malformed');

    // Sections have no order.
    await changed(host, meeting, { sections: ['One', 'Two'] });
    await changed(host, meeting, { sections: ['Three'], seen: { sections: ['Two', 'One'] } });
  });

  test('a date of a series: its own fields collide, not those of another date', async () => {
    const series = await made(host, DAILY);
    const [first, second] = await rowsOf(host, series);
    const { form } = (await readJson(host,
      `${host.courseUrl}/meetings/${series.id}/edit?occurrence_id=${first.occurrence_id}`)).json();
    await changed(host, second, { duration: 30 });
    await changed(host, first, { agenda: 'Mine', duration: 35, seen: form });
    const error = refused(await change(host, first, { duration: 40, seen: form }), 409,
      'changed_meanwhile');
    assert.deepEqual(Object.keys(error.fields), ['duration']);
  });

  test('one date of a series: only what Zoom lets one change there', async () => {
    const series = await made(host, DAILY);
    const [first, second] = await rowsOf(host, series);
    const before = updates();
    const error = refused(await change(host, second, {
      topic: 'Other', timezone: 'UTC', recurrence: DAILY.recurrence, password: 'x',
      settings: { alternative_hosts: COLLEAGUE, mute_upon_entry: true },
    }), 422, 'fields');
    assert.deepEqual(Object.keys(error.fields).sort(),
      ['password', 'recurrence', 'settings.alternative_hosts', 'timezone', 'topic']);
    assert.equal(updates(), before);

    const start_time = zoomTime(Date.parse(second.start_time) + 3600_000);
    const answer = await changed(host, second, {
      start_time, duration: 30, agenda: 'Only then', settings: { waiting_room: false },
    });
    assert.deepEqual(answer.warnings, []);
    assert.equal(answer.meeting.occurrence_id, second.occurrence_id);
    assert.deepEqual([answer.meeting.start_time, answer.meeting.duration, answer.meeting.agenda],
      [start_time, 30, 'Only then']);
    assert.equal(answer.meeting.settings.waiting_room, false);
    const rows = await rowsOf(student, series);
    assert.deepEqual([rows[1].start_time, rows[1].duration], [start_time, 30]);
    assert.deepEqual([rows[0].start_time, rows[0].duration],
      [first.start_time, first.duration]);
    const detail = (await readJson(host, meetingUrl(host, second))).json();
    assert.deepEqual([detail.meeting.agenda, detail.meeting.settings.waiting_room],
      ['Only then', false]);
    const other = (await readJson(host, meetingUrl(host, first))).json();
    assert.notEqual(other.meeting.agenda, 'Only then');
    refused(await change(host, { ...series, occurrence_id: '1' }, { duration: 5 }), 404,
      'no_such_date');
  });

  test('a series gets another recurrence: its new dates are the rows', async () => {
    const series = await made(host, { ...DAILY, timezone: 'UTC' });   // where days are as long
    await changed(host, series, {
      recurrence: { type: 1, repeat_interval: 2, end_times: 2 },
    });
    const rows = await rowsOf(student, series);
    assert.equal(rows.length, 2);
    assert.equal(Date.parse(rows[1].start_time) - Date.parse(rows[0].start_time), 2 * DAY);
    assert.deepEqual(rows.map(({ series: one }) => one.count), [2, 2]);
  });

  test('gone at Zoom: the page is told, and the list shows it', async () => {
    const meeting = await made(host);
    campus.zoom.meetings.delete(Number(meeting.id));
    refused(await change(host, meeting, { topic: 'Late' }), 409, 'meeting_gone');
    assert.equal((await rowsOf(student, meeting))[0].status, 'gone');
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
