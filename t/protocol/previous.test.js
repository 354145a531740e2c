// SPDX-License-Identifier: Apache-2.0
// What is over in a course, the latest first: single meetings, dates of series, times that a meeting
// without a fixed time was held, each with what this person may do with it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, guardsItsDoor, look, refused, view } from '../lib/course-calls.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const HOST = 'amara.okafor@example.edu';
const COLLEAGUE = 'tomas.lindqvist@example.edu';
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const zoomTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    let host;
    let colleague;
    let student;
    before(async () => {
      campus = await startCampus({
        db, server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: [/LZ0(300|332|700)/] },
      });
      [host, colleague, student] = await Promise.all(['amara', 'tomas', 'asa'].map((one) => visit(one)));
    });
    after(() => campus.stop());

    const visit = (person, course = 'chemistry') => (
      enter({ lms: campus.lms, person, course, browser: createBrowser() }));

    const atZoom = (topic, days, more = {}, by = HOST) => campus.zoom.addMeeting(by, {
      topic, type: 2, start_time: zoomTime(Date.now() - days * DAY), duration: 50,
      timezone: 'Europe/Berlin', ...more,
    }, { start: Date.now() - days * DAY });

    async function brought(meeting, visitor = host) {
      const answer = await change(visitor, 'POST', 'import', { json: { ids: [String(meeting.id)] } });
      assert.equal(answer.json().results[0].status, 'added', answer.body);
      return meeting;
    }

    const list = async (visitor, query = '') => (await view(visitor, `previous${query}`)).meetings;

    const rowsOf = async (visitor, { id }, query) => (
      (await list(visitor, query)).filter((row) => row.id === String(id)));

    const shown = (visitor, meeting, what) => until(async () => {
      const rows = await rowsOf(visitor, meeting);
      return what(rows) && rows;
    }, { what: 'the rows' });

    test('a meeting that was held, with the members of the upcoming list', async () => {
      const meeting = atZoom('Lecture 1', 2);
      const record = campus.zoom.addPast(meeting.id, {
        start: Date.now() - 2 * DAY + 3 * MINUTE, duration: 45,
      });
      await brought(meeting);
      const [row] = await shown(host, meeting, (rows) => rows[0]?.uuid);
      assert.deepEqual(row, {
        id: String(meeting.id),
        uuid: record.uuid,
        topic: 'Lecture 1',
        start_time: zoomTime(meeting.start),
        duration: 50,
        timezone: 'Europe/Berlin',
        type: 2,
        occurrence_id: null,
        status: 'ended',
        host: { name: 'Dr. Amara Okafor' },
        schedule_for: null,
        sections: [],
        actions: ['report', 'polls'],
      });
      const data = await view(host, 'previous');
      assert.deepEqual(Object.keys(data),
        ['view', 'course', 'me', 'meetings', 'next_page', 'as_of', 'warnings']);
      assert.equal(data.view, 'previous');
      assert.deepEqual(data.warnings, []);
      assert.deepEqual((await rowsOf(student, meeting))[0].actions, []);
      assert.ok(!(await view(host, 'upcoming')).meetings.some(({ id }) => id === row.id));
    });

    test('one that never took place is there without a report', async () => {
      const meeting = await brought(atZoom('Nobody came', 3));
      const [row] = await shown(host, meeting, (rows) => rows.length);
      assert.equal(row.uuid, null);
      assert.deepEqual(row.actions, []);
    });

    test('a meeting without a fixed time: each time it was held, the latest first', async () => {
      const meeting = atZoom('Office hours', 0, { type: 3, start_time: undefined });
      const held = [9, 4, 6].map((days) => campus.zoom.addPast(meeting.id,
        { start: Date.now() - days * DAY, duration: 30 }));
      await brought(meeting);
      const rows = await shown(host, meeting, ({ length }) => length === 3);
      assert.deepEqual(rows.map(({ uuid }) => uuid), [held[1], held[2], held[0]].map(({ uuid }) => uuid));
      assert.deepEqual(rows.map(({ start_time: start }) => start),
        [held[1], held[2], held[0]].map(({ start }) => zoomTime(start)));
    });

    test('a series that the course got later: its dates that have passed', async () => {
      const first = Date.now() - 3 * DAY - 120 * MINUTE;
      const meeting = atZoom('Seminar', 0, {
        type: 8, start_time: zoomTime(Date.now() + 60 * MINUTE),
        recurrence: { type: 1, repeat_interval: 1, end_times: 6 },
      });
      meeting.occurrences.forEach((one, i) => { one.start_time = zoomTime(first + i * DAY); });
      const record = campus.zoom.addPast(meeting.id, { start: first + DAY - 5 * MINUTE, duration: 50 });
      await brought(meeting);
      const rows = await shown(host, meeting, (all) => all.length === 4 && all.some(({ uuid }) => uuid));
      assert.deepEqual(rows.map(({ start_time: start }) => start),
        [3, 2, 1, 0].map((i) => zoomTime(first + i * DAY)));
      assert.deepEqual(rows.map(({ uuid }) => uuid), [null, null, record.uuid, null]);
      assert.deepEqual(rows.map(({ actions }) => actions.length > 0), [false, false, true, false]);
    });

    test('a recording is among the actions of who may see it', async () => {
      const meeting = atZoom('Recorded', 5);
      const recording = campus.zoom.addRecording(
        campus.zoom.addPast(meeting.id, { start: meeting.start, duration: 50 }));
      await brought(meeting);
      await view(host, 'recordings');
      const [row] = await shown(host, meeting, (rows) => rows[0]?.uuid);
      assert.deepEqual(row.actions, ['report', 'polls', 'recording', 'publish']);
      assert.deepEqual((await rowsOf(student, meeting))[0].actions, []);
      const name = Buffer.from(recording.uuid).toString('base64url');
      const published = await change(host, 'PATCH', `recordings/${name}`, { json: { published: true } });
      assert.equal(published.status, 200, published.body);
      const [theirs] = await rowsOf(student, meeting);
      assert.deepEqual(theirs.actions, ['recording']);
      assert.equal(theirs.uuid, recording.uuid);
    });

    test('mine, and all of mine', async () => {
      const [mine, theirs] = [atZoom('Mine', 7), atZoom('Theirs', 7, {}, COLLEAGUE)];
      await brought(mine);
      await brought(theirs, colleague);
      const elsewhere = atZoom('Elsewhere', 8);
      assert.ok((await rowsOf(host, mine, '?scope=mine')).length);
      assert.equal((await rowsOf(host, theirs, '?scope=mine')).length, 0);
      assert.equal((await rowsOf(host, theirs)).length, 1);
      assert.equal((await rowsOf(host, elsewhere)).length, 0);
      const all = await until(async () => {
        const rows = await list(host, '?scope=all');
        return rows.some(({ id }) => id === String(elsewhere.id)) && rows;
      }, { what: 'my list' });
      assert.deepEqual(all.find(({ id }) => id === String(elsewhere.id)).actions, ['import']);
      assert.ok(!all.some(({ id }) => id === String(theirs.id)));
      for (const scope of ['mine', 'all']) {
        refused(await look(student, `previous?scope=${scope}`), 403, 'forbidden');
      }
      refused(await look(host, 'previous?scope=yours'), 400, 'malformed');
      refused(await look(host, 'previous?page=x'), 400, 'malformed');
    });

    test('pages to the end, each row once', async () => {
      const meeting = atZoom('Every day', 0, { type: 3, start_time: undefined });
      for (let i = 0; i < 120; i++) {
        campus.zoom.addPast(meeting.id, { start: Date.now() - (20 + i) * DAY, duration: 30 });
      }
      await brought(meeting);
      await until(async () => (await view(host, 'previous')).next_page, { what: 'a second page' });
      const seen = [];
      let page = '';
      do {
        const data = await view(host, `previous${page && `?page=${page}`}`);
        assert.ok(data.meetings.length <= 50);
        seen.push(...data.meetings);
        page = data.next_page;
      } while (page);
      const starts = seen.map(({ start_time: start }) => start);
      assert.deepEqual(starts, starts.toSorted().reverse());
      const days = seen.filter(({ id }) => id === String(meeting.id));
      assert.equal(days.length, 120);
      assert.equal(new Set(days.map(({ uuid }) => uuid)).size, 120);
    });

    test('of another course nothing; the door', async () => {
      const stranger = await visit('misaki', 'literature');
      assert.deepEqual(await list(stranger), []);
      await guardsItsDoor(host, stranger, [['GET', 'previous']]);
    });

    test('Zoom down: what is known, with a warning', async () => {
      const known = (await list(host)).length;
      await campus.zoom.down();
      const data = await until(async () => {
        const one = await view(host, 'previous');
        return one.warnings.length && one;
      }, { what: 'a warning' });
      assert.deepEqual(data.warnings.map(({ code }) => code), ['zoom_stale']);
      assert.equal(data.meetings.length, known);
      await campus.zoom.up();
      await until(async () => !(await view(host, 'previous')).warnings.length, { what: 'Zoom' });
    });

    test('Zoom found nothing to complain of', () => {
      assert.deepEqual(campus.zoom.violations, []);
    });
  });
}

for (const db of ['sqlite', 'pgsql']) {
  test(`on ${db}: what was asked a while ago is not asked again`, async () => {
    const campus = await startCampus({ db });
    try {
      const visitor = await enter({
        lms: campus.lms, person: 'amara', course: 'chemistry', browser: createBrowser(),
      });
      const meeting = campus.zoom.addMeeting(HOST, {
        topic: 'Whenever', type: 3, duration: 50, timezone: 'Europe/Berlin',
      });
      await change(visitor, 'POST', 'import', { json: { ids: [String(meeting.id)] } });
      const asked = () => campus.zoom.requests.filter(({ path, query }) => (
        query?.type === 'previous_meetings' || path.includes('/past_meetings/'))).length;
      await view(visitor, 'previous');
      assert.equal(asked(), 2);
      for (let i = 0; i < 5; i += 1) await view(visitor, 'previous');
      assert.equal(asked(), 2);
    } finally {
      await campus.stop();
    }
  });
}
