// SPDX-License-Identifier: Apache-2.0
// The dates of a series as rows, however Zoom lists it; which of them runs; and when Join opens.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { asked, atZoom, change, listOf, made, meetingUrl, refused, rowsOf } from '../lib/changes.js';
import { readJson } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const HOST = 'amara.okafor@example.edu';
const zoomTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const daily = (n) => ({ type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: n } });

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    let host;
    let student;
    before(async () => {
      campus = await startCampus({
        db, server: { LTIZoomFreshness: '1', LTIZoomJoinLead: undefined, LTIZoomJoinEarly: 'Off' },
      });
      const visit = (person) => (
        enter({ lms: campus.lms, person, course: 'chemistry', browser: createBrowser() }));
      host = await visit('amara');
      student = await visit('asa');
    });
    after(() => campus.stop());

    const join = (visitor, row) => readJson(visitor,
      meetingUrl(visitor, row).replace(/(\?|$)/, '/join$1'));

    test('each date is a row with its own times; the series is one meeting', async () => {
      const series = await made(host, daily(3));
      const rows = await rowsOf(student, series);
      const { occurrences } = atZoom(campus, series);
      assert.deepEqual(rows.map((row) => [row.id, row.occurrence_id, row.start_time, row.duration,
        row.type, row.uuid, row.status, row.series]),
      occurrences.map((one, i) => [series.id, one.occurrence_id, one.start_time, one.duration,
        8, null, 'waiting', { position: i + 1, count: 3, type: 1 }]));
      const detail = (await readJson(student, meetingUrl(student, rows[1]))).json().meeting;
      assert.deepEqual([detail.start_time, detail.occurrence_id, detail.series],
        [rows[1].start_time, rows[1].occurrence_id, { position: 2, count: 3, type: 1 }]);
      assert.equal('join_url' in detail, false);
      const whole = (await readJson(host, meetingUrl(host, series))).json().meeting;
      assert.equal(whole.occurrences.length, 3);
      assert.match(whole.invitation, new RegExp(whole.topic));
      assert.equal(whole.occurrence_id, null);
    });

    test('a row says how often its series is where one word says it, and no longer when not', async () => {
      const rhythms = async (series) => (
        (await rowsOf(student, series)).map((row) => row.series.type));
      const weekly = { type: 2, repeat_interval: 1, weekly_days: '3', end_times: 2 };
      const series = await made(host, { type: 8, recurrence: weekly });
      assert.deepEqual(await rhythms(series), [2, 2]);
      const other = await made(host, { type: 8, recurrence: { ...weekly, repeat_interval: 2 } });
      assert.deepEqual(await rhythms(other), [undefined, undefined]);
      const answer = await change(host, series, { recurrence: { ...weekly, repeat_interval: 3 } });
      assert.equal(answer.status, 200, answer.body);
      assert.deepEqual(await rhythms(series), [undefined, undefined]);
    });

    test('a date is changed or deleted in the portal: the rows follow', async () => {
      const series = await made(host, daily(4));
      const stored = atZoom(campus, series);
      const [, second, third] = stored.occurrences;
      second.start_time = zoomTime(Date.parse(second.start_time) + 3600_000);
      third.status = 'deleted';
      const rows = await until(async () => {
        const now = await rowsOf(student, series);
        return now.length === 3 && now;
      }, { what: 'three rows', every: 100 });
      assert.deepEqual(rows.map((row) => row.start_time),
        stored.occurrences.filter((one) => one !== third).map((one) => one.start_time));
    });

    test('dates that are as they were cost no look at the series', async () => {
      const series = await made(host, daily(3));
      await rowsOf(host, series);
      const looks = () => campus.zoom.requests.filter(({ operation, path }) => (
        operation === 'getMeeting' && path.endsWith(series.id))).length;
      const before = looks();
      const lists = asked(campus, 'listMeetings');
      await until(async () => {
        await rowsOf(student, series);
        return asked(campus, 'listMeetings') > lists + 1;
      }, { what: 'two more lists', every: 100 });
      assert.equal(looks(), before);
    });

    test('the date that runs is the one that is shown as running', async () => {
      const series = await made(host, daily(2));
      const stored = atZoom(campus, series);
      const [first] = stored.occurrences;
      first.start_time = zoomTime(Date.now() - 10 * MINUTE);
      campus.zoom.startMeeting(stored.id);
      const rows = await until(async () => {
        const now = await rowsOf(student, series);
        return now[0]?.status === 'started' && now;
      }, { what: 'a date that runs', every: 100 });
      assert.deepEqual(rows.map(({ status }) => status), ['started', 'waiting']);
      assert.deepEqual(rows.map(({ uuid }) => uuid), [stored.uuid, null]);
      assert.ok(rows[0].actions.includes('join'));
      assert.equal((await join(student, rows[0])).status, 302);
    });

    test('kept out until Join opens: those who come; hosts never', async () => {
      const later = await made(host, {}, 1);
      const soon = await made(host, { start_time: zoomTime(Date.now() + 10 * MINUTE) });
      const undated = await made(host, { type: 3, start_time: undefined });
      const rowOf = async (visitor, meeting) => (await rowsOf(visitor, meeting))[0];
      const waits = await rowOf(student, later);
      assert.deepEqual(waits.actions, []);
      assert.equal(Date.parse(waits.start_time) - Date.parse(waits.join_opens_at), 15 * MINUTE);
      const error = refused(await join(student, later), 409, 'too_early');
      assert.equal(error.tag, 'LZ0211');
      const detail = (await readJson(student, meetingUrl(student, later))).json().meeting;
      assert.deepEqual([detail.actions, detail.join_opens_at], [[], waits.join_opens_at]);

      for (const meeting of [soon, undated]) {
        const row = await rowOf(student, meeting);
        assert.deepEqual([row.actions, row.join_opens_at], [['join'], undefined]);
        assert.equal((await join(student, meeting)).status, 302);
      }
      assert.ok((await rowOf(host, later)).actions.includes('join'));
      assert.equal((await join(host, later)).status, 302);

      campus.zoom.startMeeting(Number(later.id));
      const url = meetingUrl(host, later);
      await readJson(host, url);      // looks at it
      assert.deepEqual((await rowOf(student, later)).actions, ['join']);
      assert.equal((await join(student, later)).status, 302);
    });

    test('of a series each date opens by itself', async () => {
      const series = await made(host, {
        ...daily(2), start_time: zoomTime(Date.now() + 5 * MINUTE),
      });
      const [first, second] = await rowsOf(student, series);
      assert.deepEqual([first.actions, second.actions], [['join'], []]);
      assert.equal((await join(student, first)).status, 302);
      refused(await join(student, second), 409, 'too_early');
      assert.equal((await join(student, series)).status, 302, 'the whole: by its next date');
    });

    test('pages of dates: nothing twice, nothing lost', async () => {
      const all = [];
      for (let i = 0; i < 3; i += 1) all.push(await made(host, daily(30)));
      const seen = [];
      let page;
      do {
        const view = await listOf(student, page ? `?page=${page}` : '');
        assert.ok(view.meetings.length <= 50);
        seen.push(...view.meetings.map((row) => `${row.id}/${row.occurrence_id}`));
        page = view.next_page;
      } while (page);
      assert.equal(new Set(seen).size, seen.length);
      for (const { id } of all) {
        assert.equal(seen.filter((key) => key.startsWith(`${id}/`)).length, 30);
      }
    });

    test('all my meetings: what is not of the course can be added, dates have their rows', async () => {
      const series = await made(host, daily(2));
      const foreign = campus.zoom.addMeeting(HOST, {
        topic: 'Elsewhere', type: 2, start_time: zoomTime(Date.now() + DAY), duration: 30,
      });
      const rows = [];
      let page = '';
      do {
        const view = await listOf(host, `?scope=all${page && `&page=${page}`}`);
        rows.push(...view.meetings);
        page = view.next_page;
      } while (page);
      const mine = rows.filter(({ id }) => id === series.id);
      assert.deepEqual(mine.map((row) => row.occurrence_id),
        atZoom(campus, series).occurrences.map((one) => one.occurrence_id));
      assert.ok(mine.every(({ actions }) => actions.includes('edit')));
      assert.deepEqual(rows.find(({ id }) => id === String(foreign.id)).actions, ['import']);
    });

    test('Zoom found nothing to complain of', () => {
      assert.deepEqual(campus.zoom.violations, []);
    });
  });
}

test('as it is by itself: the pages are told when Join opens, and a link works before', async (t) => {
  const campus = await startCampus({ server: { LTIZoomJoinLead: undefined } });
  t.after(() => campus.stop());
  const visit = (person) => enter({ lms: campus.lms, person, course: 'chemistry' });
  const [host, student] = [await visit('amara'), await visit('asa')];
  const later = await made(host, {}, 1);
  const [row] = await rowsOf(student, later);
  assert.deepEqual(row.actions, ['join']);
  assert.equal(Date.parse(row.start_time) - Date.parse(row.join_opens_at), 15 * MINUTE);
  const join = await readJson(student, `${meetingUrl(student, later)}/join`);
  assert.equal(join.status, 302, join.body);
  const [own] = await rowsOf(host, later);
  assert.equal(own.join_opens_at, undefined, 'who hosts does not wait');
});
