// SPDX-License-Identifier: Apache-2.0
// Deleting a meeting at Zoom, and removing it from one course only: who may, what becomes of it
// where, on both databases.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  asked, atZoom, made, meetingUrl, refused, remove, rowsOf,
} from '../lib/changes.js';
import { readJson } from '../lib/journey.js';
import { onEachDatabase } from '../lib/on-campus.js';

const HOST = 'amara.okafor@example.edu';
const COLLEAGUE = 'tomas.lindqvist@example.edu';

const importInto = ({ browser, courseUrl, data }, id) => browser.post(`${courseUrl}/import`, {
  json: { ids: [id] },
  headers: { 'x-lti-zoom-csrf': data.me.csrf, origin: new URL(courseUrl).origin },
});

onEachDatabase({}, (campus, visit) => {
  let host;
  let colleague;
  let student;
  before(async () => {
    host = await visit('amara');
    colleague = await visit('tomas');
    student = await visit('asa');
  });

  test('the host deletes it: gone at Zoom and from the list, at once and again', async () => {
    const meeting = await made(host);
    assert.equal((await rowsOf(student, meeting)).length, 1);
    const answer = await remove(host, meeting);
    assert.equal(answer.status, 204, answer.body);
    assert.equal(answer.body, '');
    assert.equal(atZoom(campus, meeting), undefined);
    for (const visitor of [host, colleague, student]) {
      assert.deepEqual(await rowsOf(visitor, meeting), []);
    }
    const calls = asked(campus, 'deleteMeeting');
    assert.equal((await remove(host, meeting)).status, 204);
    assert.equal(asked(campus, 'deleteMeeting'), calls);
    refused(await readJson(student, `${student.courseUrl}/meetings/${meeting.id}/join`), 409,
      'meeting_gone');
  });

  test('already gone at Zoom: 204, and it leaves the list', async () => {
    const meeting = await made(host);
    campus.zoom.meetings.delete(Number(meeting.id));
    assert.equal((await remove(host, meeting)).status, 204);
    assert.equal(asked(campus, 'deleteMeeting') > 0, true);
    assert.deepEqual(await rowsOf(host, meeting), []);
  });

  test('two tabs and a double click: it is deleted, and both are told so', async () => {
    const meeting = await made(host);
    const answers = await Promise.all([1, 2, 3].map(() => remove(host, meeting)));
    assert.deepEqual(answers.map(({ status }) => status), [204, 204, 204]);
    assert.equal(atZoom(campus, meeting), undefined);
    assert.deepEqual(await rowsOf(host, meeting), []);
  });

  test('from this course only: Zoom and the other course keep it', async () => {
    const meeting = await made(host);
    const there = await visit('amara', 'literature');
    const added = await importInto(there, meeting.id);
    assert.deepEqual(added.json().results.map(({ status }) => status), ['added'], added.body);
    const detail = await readJson(host, meetingUrl(host, meeting));
    assert.equal(detail.json().courses, 2);
    assert.equal(detail.json().recordings, undefined);
    campus.zoom.addRecording(campus.zoom.addPast(meeting.id, {
      start: Date.now() - 24 * 3600_000, duration: 50,
    }));
    await readJson(host, `${host.courseUrl}/recordings`);
    assert.equal((await readJson(host, meetingUrl(host, meeting))).json().recordings, 1);
    const calls = campus.zoom.requests.length;
    assert.equal((await remove(host, meeting, 'course_only=1')).status, 204);
    assert.equal(campus.zoom.requests.length, calls, 'Zoom is not asked');
    assert.ok(atZoom(campus, meeting));
    assert.deepEqual(await rowsOf(host, meeting), []);
    refused(await readJson(host, meetingUrl(host, meeting)), 404, 'no_such_meeting');
    refused(await remove(host, meeting), 404, 'no_such_meeting');
    assert.equal((await rowsOf(there, meeting))[0].status, 'waiting');
  });

  test('deleted in one of two courses: the other says that it is gone', async () => {
    const meeting = await made(host);
    const there = await visit('amara', 'literature');
    await importInto(there, meeting.id);
    assert.equal((await rowsOf(there, meeting))[0].status, 'waiting');
    assert.equal((await remove(host, meeting)).status, 204);
    assert.deepEqual(await rowsOf(host, meeting), []);
    const [row] = await rowsOf(there, meeting);
    assert.deepEqual([row.status, row.actions], ['gone', []]);
    assert.equal((await remove(there, meeting)).status, 204);
    assert.deepEqual(await rowsOf(there, meeting), []);
  });

  test('a colleague may only remove it from the course, a student nothing', async () => {
    const meeting = await made(host);
    const error = refused(await remove(colleague, meeting), 403, 'not_yours');
    assert.equal(error.tag, 'LZ0210');
    refused(await remove(student, meeting), 403, 'forbidden');
    refused(await remove(student, meeting, 'course_only=1'), 403, 'forbidden');
    assert.ok(atZoom(campus, meeting));
    assert.equal((await rowsOf(colleague, meeting)).length, 1);
    assert.equal((await remove(colleague, meeting, 'course_only=1')).status, 204);
    assert.ok(atZoom(campus, meeting));
    assert.deepEqual(await rowsOf(host, meeting), []);
  });

  test('an alternative host, and who may schedule for the host, delete it', async () => {
    const alternated = await made(host, {
      settings: { alternative_hosts: COLLEAGUE.toUpperCase() },
    });
    assert.ok((await rowsOf(colleague, alternated))[0].actions.includes('delete'));
    assert.equal((await remove(colleague, alternated)).status, 204);

    const meeting = await made(host);
    const zoomUser = (email) => [...campus.zoom.users.values()].find((one) => one.email === email);
    zoomUser(COLLEAGUE).schedules_for = [zoomUser(HOST).id];
    assert.equal((await remove(colleague, meeting)).status, 204);
    assert.equal(atZoom(campus, meeting), undefined);
    const next = await made(host);
    zoomUser(COLLEAGUE).schedules_for = [];
    refused(await remove(colleague, next), 403, 'not_yours');
    assert.ok(atZoom(campus, next), 'the privilege is asked for when it counts');
  });

  test('words that mean nothing, other courses, sessions that are over', async () => {
    const meeting = await made(host);
    refused(await remove(host, meeting, 'course_only=yes'), 400, 'malformed');
    refused(await remove(host, { ...meeting, occurrence_id: '1' }, 'course_only=1'), 400,
      'malformed');
    refused(await remove(host, { ...meeting, occurrence_id: '1' }), 404, 'no_such_date');
    const there = await visit('amara', 'literature');
    for (const id of [meeting.id, '99999999999', 'x']) {
      for (const query of ['', 'course_only=1']) {
        refused(await remove(there, { id }, query), 404, 'no_such_meeting');
      }
    }
    refused(await remove(host, meeting, '', { 'x-lti-zoom-csrf': 'x' }), 403, 'csrf');
    refused(await remove(host, meeting, '', { origin: 'https://evil.test' }), 403, 'origin');
    refused(await remove(host, meeting, '', { cookie: 'lti_zoom_session=x' }), 401,
      'no_session');
    assert.ok(atZoom(campus, meeting));
    assert.equal((await rowsOf(host, meeting)).length, 1);
  });

  test('one date of a series is deleted, then the whole series', async () => {
    const series = await made(host, {
      type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: 4 },
    });
    const rows = await rowsOf(student, series);
    assert.equal(rows.length, 4);
    const [, second] = rows;
    assert.equal((await remove(host, second)).status, 204);
    assert.equal((await remove(host, second)).status, 204);
    const left = await rowsOf(student, series);
    assert.deepEqual(left.map((row) => row.start_time),
      rows.filter((row) => row !== second).map((row) => row.start_time));
    assert.deepEqual(left.map((row) => [row.series.position, row.series.count]),
      [[1, 3], [2, 3], [3, 3]]);
    assert.equal(atZoom(campus, series).occurrences[1].status, 'deleted');
    refused(await readJson(student,
      `${student.courseUrl}/meetings/${series.id}/join?occurrence_id=${second.occurrence_id}`),
    409, 'meeting_gone');
    refused(await remove(student, left[0]), 403, 'forbidden');
    refused(await remove(colleague, left[0]), 403, 'not_yours');

    assert.equal((await remove(host, series)).status, 204);
    assert.equal(atZoom(campus, series), undefined);
    assert.deepEqual(await rowsOf(student, series), []);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
