// SPDX-License-Identifier: Apache-2.0
// A course's meetings against a real httpd, on both databases: the list, the form, one wish one
// meeting, what each person sees of it, and the ways in.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { asked, listOf, made, refused } from '../lib/changes.js';
import { HOST_ACTIONS, meetingForm, readJson, schedule } from '../lib/journey.js';
import { onEachDatabase, zoomTime } from '../lib/on-campus.js';
import { until } from '../lib/processes.js';

const HOST = 'amara.okafor@example.edu';
const MINUTE = 60_000;

onEachDatabase({ server: { LTIZoomFreshness: '1' } }, (campus, visit) => {
  const rowOf = async (visitor, meeting, query) => (
    (await listOf(visitor, query)).meetings.find((row) => row.id === meeting.id));

  const creations = () => asked(campus, 'createMeeting');

  test('the list has the members and types of the contract', async () => {
    const host = await visit('amara');
    const meeting = await made(host);
    const view = await listOf(host);
    assert.deepEqual(Object.keys(view),
      ['view', 'course', 'me', 'meetings', 'next_page', 'as_of', 'warnings']);
    assert.equal(view.view, 'upcoming');
    assert.equal(view.course.title, 'Organic Chemistry II');
    assert.deepEqual(view.me.permissions, ['schedule']);
    assert.match(view.as_of, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(view.warnings, []);
    assert.deepEqual(await rowOf(host, meeting), {
      id: meeting.id,
      uuid: campus.zoom.meetings.get(Number(meeting.id)).uuid,
      topic: meetingForm().topic,
      start_time: meeting.start_time,
      duration: 90,
      timezone: 'Europe/Berlin',
      type: 2,
      occurrence_id: null,
      status: 'waiting',
      host: { name: 'Dr. Amara Okafor' },
      schedule_for: null,
      sections: [],
      actions: HOST_ACTIONS,
    });
  });

  test('a list that did not change is not sent again', async () => {
    const student = await visit('asa');
    const url = `${student.courseUrl}/upcoming`;
    let first;
    // As long as it is fresh, which may end between the two.
    await until(async () => {
      first = await readJson(student, url);
      assert.match(first.headers.etag, /^"[\w-]+"$/);
      const again = await student.browser.get(url, {
        headers: { accept: 'application/json', 'if-none-match': first.headers.etag },
      });
      if (again.status === 304) assert.equal(again.body, '');
      return again.status === 304;
    }, { what: 'an answer without content' });
    await made(await visit('amara'));
    const changed = await student.browser.get(url, {
      headers: { accept: 'application/json', 'if-none-match': first.headers.etag },
    });
    assert.equal(changed.status, 200);
  });

  test('the page has the same data inlined', async () => {
    const host = await visit('amara');
    const meeting = await made(host, { topic: '</script><b>"&amp;' });
    const page = await host.browser.get(host.viewUrl, { headers: { accept: 'text/html' } });
    const [, data] = /id="view-data">(.*?)<\/script>/s.exec(page.body);
    const row = JSON.parse(data).meetings.find(({ id }) => id === meeting.id);
    assert.equal(row.topic, '</script><b>"&amp;');
  });

  test('students see the meeting, join it, and no more', async () => {
    const host = await visit('amara');
    const student = await visit('asa');
    const meeting = await made(host);
    const lookUps = asked(campus, 'getUser');
    assert.deepEqual((await rowOf(student, meeting)).actions, ['join']);
    assert.deepEqual((await listOf(student)).me.permissions, []);

    const detail = await readJson(student, `${student.courseUrl}/meetings/${meeting.id}`);
    assert.deepEqual(Object.keys(detail.json().meeting), ['id', 'topic', 'agenda', 'type',
      'start_time', 'duration', 'timezone', 'status', 'actions']);
    for (const secret of ['/j/', 'pwd', meeting.password, HOST, 'zak']) {
      assert.ok(!detail.body.includes(secret), secret);
    }
    const join = await readJson(student, `${student.courseUrl}/meetings/${meeting.id}/join`);
    assert.equal(join.status, 302);
    assert.equal(join.location, meeting.join_url);
    assert.equal(join.headers['cache-control'], 'no-store');
    assert.equal(join.headers['referrer-policy'], 'no-referrer');
    assert.equal(asked(campus, 'getUser'), lookUps);

    for (const path of ['schedule', `meetings/${meeting.id}/start`, 'upcoming?scope=mine',
      'upcoming?scope=all']) {
      refused(await readJson(student, `${student.courseUrl}/${path}`), 403, 'forbidden');
    }
    refused(await schedule(student), 403, 'forbidden');
  });

  test('the host starts, a colleague joins', async () => {
    const host = await visit('amara');
    const colleague = await visit('tomas');
    const meeting = await made(host);
    const start = await readJson(host, `${host.courseUrl}/meetings/${meeting.id}/start`);
    assert.equal(start.status, 302, start.body);
    assert.match(start.location, /\/s\/\d+\?zak=/);
    assert.deepEqual((await rowOf(colleague, meeting)).actions, ['join', 'invitation']);
    assert.equal(await rowOf(colleague, meeting, '?scope=mine'), undefined);
    refused(await readJson(colleague, `${colleague.courseUrl}/meetings/${meeting.id}/start`),
      403, 'not_host');
    const page = await colleague.browser.get(
      `${colleague.courseUrl}/meetings/${meeting.id}/start`,
      { headers: { accept: 'text/html' } });
    assert.equal(page.status, 403);
    assert.match(page.body, /Only the host of this meeting can start it/);
  });

  test('of another course, of none, or no id at all: the same answer', async () => {
    const host = await visit('amara');
    const elsewhere = await visit('amara', 'literature');
    const meeting = await made(elsewhere);
    const foreign = campus.zoom.addMeeting(HOST, { topic: 'Private', type: 2,
      start_time: zoomTime(Date.now() + 60 * MINUTE), duration: 30 });
    const { id: own } = meeting;
    for (const id of [own, foreign.id, '99999999999', 'x', '-1', `${own}x`, '%20']) {
      for (const tail of ['', '/join', '/start']) {
        refused(await readJson(host, `${host.courseUrl}/meetings/${id}${tail}`), 404,
          'no_such_meeting');
      }
    }
    assert.equal(await rowOf(host, meeting), undefined);
    assert.ok(await rowOf(elsewhere, meeting));
    const all = await listOf(host, '?scope=all');
    assert.ok(all.meetings.some(({ id }) => id === String(foreign.id)));
    assert.deepEqual(all.meetings.find(({ id }) => id === meeting.id).actions, ['import']);
  });

  test('the form proposes what the host would choose', async () => {
    const host = await visit('amara');
    const { form, view, warnings } = (await readJson(host, `${host.courseUrl}/schedule`)).json();
    assert.equal(view, 'schedule');
    assert.deepEqual(warnings, []);
    const { start_time: start, ...rest } = form;
    assert.ok(Date.parse(start) > Date.now() && Date.parse(start) % (60 * MINUTE) === 0);
    const { authentication_option: option, ...settings } = rest.settings;
    assert.equal(option, campus.zoom.account.authenticationOptions[0].id);
    assert.deepEqual({ ...rest, settings }, {
      topic: 'Organic Chemistry II', agenda: '', type: 2, duration: 60, timezone: 'Europe/Berlin',
      password: '', default_password: true,
      settings: {
        host_video: false, participant_video: false, audio: 'both', join_before_host: false,
        jbh_time: 0, mute_upon_entry: true, waiting_room: true, use_pmi: false,
        approval_type: 2, alternative_hosts_email_notification: true, auto_recording: 'none',
        meeting_authentication: false, focus_mode: false,
      },
      tracking_fields: [], sections: [],
    });
    await made(host, form, 0);
  });

  test('all wrong fields at once, and Zoom is not asked', async () => {
    const host = await visit('amara');
    const before = creations();
    const error = refused(await schedule(host, {
      topic: '', agenda: 'x'.repeat(2001), type: 8, start_time: '2020-01-01T00:00:00Z',
      duration: 0, timezone: 'Mars/Olympus', password: 'no spaces!',
      settings: { waiting_room: 'on', watermark: true }, schedule_for: 'me',
    }), 422, 'fields');
    assert.deepEqual(Object.keys(error.fields).sort(), ['agenda', 'duration', 'password',
      'recurrence', 'schedule_for', 'settings.waiting_room', 'settings.watermark', 'start_time',
      'timezone', 'topic']);
    assert.equal(creations(), before);
  });

  test('what Zoom made of it is said', async () => {
    const host = await visit('amara');
    campus.zoom.account.locked = { waiting_room: true };
    const answer = await schedule(host, meetingForm({ settings: { waiting_room: false } }));
    campus.zoom.account.locked = {};
    const { meeting, warnings } = answer.json();
    assert.equal(meeting.settings.waiting_room, true);
    assert.deepEqual(warnings.map(({ code, field }) => [code, field]),
      [['changed_by_zoom', 'settings.waiting_room']]);
    const detail = (await readJson(host, `${host.courseUrl}/meetings/${meeting.id}`)).json();
    assert.equal(detail.meeting.join_url, meeting.join_url);
    assert.equal(detail.meeting.password, meetingForm().password);
    assert.equal(detail.meeting.settings.waiting_room, true);
  });

  test('one key is one meeting', async () => {
    const host = await visit('amara');
    const key = { 'idempotency-key': randomUUID() };
    const form = meetingForm();
    const before = creations();
    const answers = await Promise.all(Array.from({ length: 8 }, async () => (
      schedule({ ...host, browser: host.browser }, form, key))));
    assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(201));
    assert.equal(new Set(answers.map((answer) => answer.json().meeting.id)).size, 1);
    assert.equal(answers.filter(({ headers }) => headers['idempotent-replay']).length, 7);
    assert.equal(creations(), before + 1);

    const again = await schedule(host, form, key);
    assert.equal(again.headers['idempotent-replay'], 'true');
    assert.equal(again.body, answers.find(
      ({ headers }) => !headers['idempotent-replay']).body);
    refused(await schedule(host, { ...form, topic: 'Other' }, key), 409, 'idempotency_conflict');
    refused(await schedule(host, form, { 'idempotency-key': '' }), 400,
      'idempotency_key_missing');
    const colleague = await visit('tomas');
    assert.equal((await schedule(colleague, form, key)).status, 201);
    assert.equal(creations(), before + 2);
  });

  test('what happens at Zoom shows in the list', async () => {
    const host = await visit('amara');
    const meeting = await made(host);
    const atZoom = campus.zoom.meetings.get(Number(meeting.id));
    const shows = (what, expected) => until(
      async () => what(await rowOf(host, meeting)) === expected, { what: expected });

    atZoom.topic = 'Moved by hand';
    await shows((row) => row.topic, 'Moved by hand');
    atZoom.start = Date.now() - 10 * MINUTE;
    campus.zoom.startMeeting(atZoom.id);
    await shows((row) => row.status, 'started');
    atZoom.duration = 5; // past its end, and still running
    await shows((row) => row.duration, 5);
    assert.equal((await rowOf(host, meeting)).status, 'started');
    campus.zoom.endMeeting(atZoom.id);
    await shows((row) => row === undefined, true);

    const other = await made(host);
    campus.zoom.meetings.delete(Number(other.id));
    await until(async () => (await rowOf(host, other))?.status === 'gone', { what: 'gone' });
    assert.deepEqual((await rowOf(host, other)).actions, []);
    refused(await readJson(host, `${host.courseUrl}/meetings/${other.id}/join`), 409,
      'meeting_gone');
    refused(await readJson(host, `${host.courseUrl}/meetings/${other.id}/start`), 409,
      'meeting_gone');
  });

  test('someone whom Zoom does not know still sees the course', async () => {
    const people = campus.lms.people;
    people.guest = { ...people.tomas, key: 'guest', id: '9001', email: 'guest@example.edu' };
    campus.lms.courses.chemistry.members.guest = 'instructor';
    const guest = await visit('guest');
    const view = await listOf(guest);
    assert.deepEqual(view.me.permissions, []);
    assert.deepEqual(view.warnings.map(({ code }) => code), ['zoom_no_user']);
    assert.ok(view.meetings.length > 0);
    refused(await schedule(guest), 403, 'zoom_no_user');
    refused(await readJson(guest, `${guest.courseUrl}/schedule`), 403, 'zoom_no_user');
  });

  test('many visitors cost one list call', async () => {
    const visitors = await Promise.all(['amara', 'tomas', 'asa', 'misaki', 'layla'].map(
      (person) => visit(person)));
    await made(visitors[0]);
    const since = campus.zoom.requests.length;
    const started = Date.now();
    await Promise.all(Array.from({ length: 100 }, (_, i) => listOf(visitors[i % 5])));
    const seconds = Math.ceil((Date.now() - started) / 1000);
    const calls = campus.zoom.requests.slice(since).filter(
      ({ operation }) => operation === 'listMeetings');
    const hosts = new Set(calls.map(({ path }) => path)).size;
    assert.ok(calls.length <= hosts * (seconds + 1), `${calls.length} calls`);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
