// SPDX-License-Identifier: Apache-2.0
// Calendars: links that are a person's own and can be taken back, calendars that another program's
// parser reads as they were meant, nothing in them that opens a meeting, no call to Zoom.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { made } from '../lib/changes.js';
import { change, guardsItsDoor, look, refused, view } from '../lib/course-calls.js';
import { createBrowser } from '../lib/launch.js';
import { onEachDatabase } from '../lib/on-campus.js';
import { until } from '../lib/processes.js';
import { query } from '../lib/query.js';

const SEQUENCE_BEGIN = 1577836800;    // 2020-01-01: the sequence counts seconds from there
const MINUTE = 60_000;
const TOPICS = [
  'Lecture 16: Sigmatropic shifts',
  'Back\\slash; semi, comma: "quotes" <b>&amp;',
  '有機化学の第十六回講義：シグマトロピー転位と電子環状反応について、及びその応用と演習',
  'محاضرة ١٦: إعادة الترتيب السيغماتروبية وتطبيقاتها في التخليق العضوي الحديث وغير ذلك',
  '🎓'.repeat(40),
];

/** The events of a calendar, after another program's strict parser and the rules it does not check. */
function eventsOf(text) {
  assert.match(text, /^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
  assert.ok(!/[^\r]\n|\r[^\n]/.test(text), 'lines end with CRLF');
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75, `75 octets: ${line}`);
    assert.ok(!line.includes('\ufffd'), 'whole characters');
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
  assert.ok(calendar.getFirstPropertyValue('prodid'));
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const value = (name) => component.getFirstPropertyValue(name);
    for (const name of ['uid', 'dtstamp', 'dtstart', 'status', 'sequence', 'last-modified']) {
      assert.equal(component.getAllProperties(name).length, 1, name);
    }
    return {
      uid: value('uid'),
      start: value('dtstart').toJSDate().getTime(),
      end: value('dtend')?.toJSDate().getTime(),
      utc: value('dtstart').zone === ICAL.Timezone.utcTimezone,
      summary: value('summary'),
      description: value('description'),
      url: value('url'),
      status: value('status'),
      sequence: value('sequence'),
      categories: value('categories'),
    };
  });
  assert.equal(new Set(events.map(({ uid }) => uid)).size, events.length, 'each UID once');
  return { calendar, events };
}

onEachDatabase({ server: { LTIZoomFreshness: '1' } }, (campus, visit) => {
  const program = createBrowser({ cookies: false }); // a calendar program: no cookie, no session

  async function linkOf(visitor, kind) {
    const answer = await change(visitor, 'POST', 'calendar', { json: { kind } });
    assert.equal(answer.status, 201, answer.body);
    const { feed, ...rest } = answer.json();
    assert.deepEqual(rest, {});
    assert.equal(feed.kind, kind);
    return feed.url;
  }

  async function read(url) {
    const answer = await program.get(url);
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.headers['content-type'], 'text/calendar; charset=utf-8');
    return eventsOf(answer.body);
  }

  const gone = async (url) => refused(await program.get(url), 404, 'no_such_calendar');

  test('a calendar says what the course has', async () => {
    const host = await visit('amara');
    const meetings = [];
    for (const topic of TOPICS) {
      meetings.push(await made(host, { topic, agenda: `${topic}\nBring; the, worksheet\\.` }));
    }
    const { calendar, events } = await read(await linkOf(await visit('asa'), 'course'));
    assert.equal(calendar.getFirstPropertyValue('x-wr-calname'), 'Organic Chemistry II');
    for (const [i, { id, start_time: start }] of meetings.entries()) {
      const event = events.find(({ url }) => url.endsWith(`/meetings/${id}`));
      assert.equal(event.summary, TOPICS[i]);
      assert.equal(event.description, `${TOPICS[i]}\nBring; the, worksheet\\.`);
      assert.equal(event.start, Date.parse(start));
      assert.equal(event.end, Date.parse(start) + 90 * MINUTE);
      assert.ok(event.utc);
      assert.equal(event.status, 'CONFIRMED');
      assert.equal(event.categories, 'Organic Chemistry II');
      assert.equal(event.url, `${host.courseUrl}/meetings/${id}`);
    }
  });

  test('nothing in it opens a meeting, and Zoom is not asked', async () => {
    const host = await visit('amara');
    const meeting = await made(host);
    const urls = [await linkOf(host, 'mine'), await linkOf(host, 'course')];
    const before = campus.zoom.requests.length;
    for (const url of urls) {
      const { body } = await program.get(url);
      for (const secret of ['/j/', 'pwd=', 'zak=', meeting.password, 'okafor@', meeting.join_url]) {
        assert.ok(!body.includes(secret), secret);
      }
    }
    assert.equal(campus.zoom.requests.length, before);
  });

  test('one for the course, one for all courses, each person their own', async () => {
    const [chemist, reader] = [await visit('amara'), await visit('amara', 'literature')];
    const here = await made(chemist, { topic: 'here' });
    const there = await made(reader, { topic: 'there' });
    const leadTo = ({ events }, { id }) => events.some(({ url }) => url.endsWith(`/${id}`));

    const student = await visit('asa');          // of both courses
    await visit('asa', 'literature');
    const outsider = await visit('layla');       // of chemistry alone
    const [course, mine] = [await linkOf(student, 'course'), await linkOf(student, 'mine')];
    assert.ok(leadTo(await read(course), here) && !leadTo(await read(course), there));
    assert.ok(leadTo(await read(mine), here) && leadTo(await read(mine), there));
    const theirs = await linkOf(outsider, 'mine');
    assert.ok(leadTo(await read(theirs), here) && !leadTo(await read(theirs), there));
    assert.equal(new Set([course, mine, theirs]).size, 3);

    // The same meeting in both courses is one event.
    const added = await change(reader, 'POST', 'import', { json: { ids: [here.id] } });
    assert.equal(added.json().results[0].status, 'added');
    assert.equal((await read(mine)).events.filter(({ summary }) => summary === 'here').length, 1);
  });

  test('a link is shown again, renewed and taken back', async () => {
    const visitor = await visit('misaki');
    const other = await visit('misaki', 'literature');
    const links = async (who) => Object.fromEntries(
      (await view(who, 'calendar')).feeds.map(({ kind, url }) => [kind, url]));
    assert.deepEqual(await links(visitor), { mine: null, course: null });
    const course = await linkOf(visitor, 'course');
    const mine = await linkOf(visitor, 'mine');
    assert.match(course, /\/zoom\/calendar\/[\w-]{43}\.ics$/);
    assert.deepEqual(await links(visitor), { mine, course });
    assert.deepEqual(await links(other), { mine, course: null });

    const renewed = await linkOf(visitor, 'course');
    assert.notEqual(renewed, course);
    await gone(course);
    await read(renewed);
    for (let i = 0; i < 2; i++) {
      assert.equal((await change(visitor, 'DELETE', 'calendar/course')).status, 204);
    }
    await gone(renewed);
    await read(mine);
    assert.equal((await change(other, 'DELETE', 'calendar/mine')).status, 204);
    await gone(mine);
    assert.deepEqual(await links(visitor), { mine: null, course: null });
  });

  test('the database keeps no token, the log neither', async () => {
    const url = await linkOf(await visit('asa'), 'course');
    const [, token] = /calendar\/([\w-]+)/.exec(url);
    const data = path.join(campus.httpd.root, 'data');
    const kept = campus.postgres
      ? await campus.postgres.query('select * from lti_zoom_feed')
      : readdirSync(data).map((name) => readFileSync(path.join(data, name), 'latin1')).join('');
    assert.ok(kept.includes('course') && !kept.includes(token));
    await gone(url.replace(token, token.split('').reverse().join('')));
    const log = campus.httpd.errorLog();
    assert.ok(log.includes('no_such_calendar'));
    assert.ok(!log.includes(token) && !log.includes(token.split('').reverse().join('')));
  });

  test('what is no name of a calendar is answered like one that was taken back', async () => {
    for (const name of ['x', 'x.ics', `${'A'.repeat(43)}`, `${'A'.repeat(43)}.ics`,
      `${'A'.repeat(44)}.ics`, `${'A'.repeat(43)}.icsx`, '%27or%271.ics', '..%252f.ics']) {
      await gone(`${campus.base}/calendar/${name}`);
    }
    assert.equal((await program.get(`${campus.base}/calendar/`)).status, 404);
    assert.equal((await program.post(`${campus.base}/calendar/x.ics`)).status, 405);
  });

  test('what did not change is not sent again; a change is a higher sequence', async () => {
    const host = await visit('amara', 'literature');
    const meeting = await made(host, { topic: 'before' }, 3);
    const url = await linkOf(host, 'course');
    const first = await program.get(url);
    assert.match(first.headers['cache-control'], /^private, max-age=\d+$/);
    const again = await program.get(url, { headers: { 'if-none-match': first.headers.etag } });
    assert.equal(again.status, 304);
    assert.equal(again.body, '');

    const eventOf = ({ events }) => events.find(({ url: one }) => one.endsWith(`/${meeting.id}`));
    const old = eventOf(eventsOf(first.body));
    const second = () => Math.floor(Date.now() / 1000) - SEQUENCE_BEGIN;
    await until(() => second() > old.sequence, { what: 'another second' });
    const atZoom = campus.zoom.meetings.get(Number(meeting.id));
    atZoom.topic = 'after';
    const changed = await until(async () => {
      await view(host, 'upcoming');
      const event = eventOf(await read(url));
      return event.summary === 'after' && event;
    }, { what: 'the new topic' });
    assert.equal(changed.uid, old.uid);
    assert.ok(changed.sequence > old.sequence);

    campus.zoom.meetings.delete(Number(meeting.id));
    const cancelled = await until(async () => {
      await view(host, 'upcoming');
      const event = eventOf(await read(url));
      return event.status === 'CANCELLED' && event;
    }, { what: 'the cancellation' });
    assert.equal(cancelled.uid, old.uid);
  });

  test('a single meeting as a file', async () => {
    const host = await visit('amara');
    const student = await visit('asa');
    const meeting = await made(host, { topic: TOPICS[2] });
    const answer = await look(student, `meetings/${meeting.id}/event.ics`);
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.headers['content-disposition'],
      `attachment; filename="meeting-${meeting.id}.ics"`);
    const { events } = eventsOf(answer.body);
    assert.deepEqual(events.map(({ summary }) => summary), [TOPICS[2]]);
    for (const secret of ['/j/', 'pwd=', meeting.password]) {
      assert.ok(!answer.body.includes(secret), secret);
    }
    const elsewhere = await made(await visit('amara', 'literature'));
    for (const id of [elsewhere.id, '99999999999', 'x', '%22']) {
      refused(await look(student, `meetings/${id}/event.ics`), 404, 'no_such_meeting');
    }
  });

  test('each date of a series is an event, and stays the same one when another goes', async () => {
    const host = await visit('amara', 'literature');
    const first = Date.now() + 2 * 24 * 60 * MINUTE;
    const meeting = await made(host, {
      topic: 'Reading group',
      type: 8,
      start_time: `${new Date(first).toISOString().slice(0, 19)}Z`,
      timezone: 'UTC',      // where all days are as long
      recurrence: { type: 1, repeat_interval: 1, end_times: 4 },
    });
    const url = await linkOf(host, 'course');
    const datesOf = async () => (await read(url)).events
      .filter(({ summary }) => summary === 'Reading group');
    const dates = await datesOf();
    assert.equal(dates.length, 4);
    assert.deepEqual(dates.map(({ end, start }) => end - start), Array(4).fill(90 * MINUTE));
    assert.equal(dates[3].start - dates[0].start, 3 * 24 * 60 * MINUTE);

    const atZoom = campus.zoom.meetings.get(Number(meeting.id));
    atZoom.occurrences[1].status = 'deleted';
    const left = await until(async () => {
      await view(host, `meetings/${meeting.id}`);
      const now = await datesOf();
      return now.filter(({ status }) => status === 'CONFIRMED').length === 3 && now;
    }, { what: 'the date to go' });
    const cancelled = left.filter(({ status }) => status === 'CANCELLED');
    assert.ok(cancelled.every(({ uid }) => uid === dates[1].uid));
    assert.deepEqual(left.filter(({ status }) => status === 'CONFIRMED').map(({ uid }) => uid),
      [0, 2, 3].map((i) => dates[i].uid));

    const file = await look(host, `meetings/${meeting.id}/event.ics`);
    assert.deepEqual(eventsOf(file.body).events.map(({ uid }) => uid),
      [0, 2, 3].map((i) => dates[i].uid));
  });

  test('a meeting without a fixed time has no date to put down', async () => {
    const host = await visit('amara');
    const { id } = campus.zoom.addMeeting('amara.okafor@example.edu',
      { topic: 'Whenever', type: 3 });
    const added = await change(host, 'POST', 'import', { json: { ids: [String(id)] } });
    assert.equal(added.json().results[0].status, 'added', added.body);
    refused(await look(host, `meetings/${id}/event.ics`), 409, 'no_fixed_time');
    const { events } = await read(await linkOf(host, 'course'));
    assert.ok(!events.some(({ summary }) => summary === 'Whenever'));
  });

  test('what is hidden from a person takes no place in their calendar', async () => {
    const host = await visit('amara');
    const series = await made(host, {
      topic: 'For one section', type: 8, recurrence: { type: 1, end_times: 2, repeat_interval: 1 },
      sections: ['Exercise class A'],
    });
    const late = await made(host, { topic: 'For all, and late' }, 60);
    const links = [await linkOf(await visit('layla'), 'course'), await linkOf(host, 'course')];
    // More dates than a calendar has, one a minute.
    await query(campus, `insert into lti_zoom_occurrence
      (account, meeting_id, occurrence_id, uuid, starts_at, ends_at, duration, status)
      with recursive numbers(n) as (
        select cast(1 as bigint) union all select n + 1 from numbers where n < 2001)
      select account, meeting_id, 'more-' || n, '', ends_at + n * 60000000,
        ends_at + (n + 60) * 60000000, 60, 'waiting'
      from lti_zoom_meeting, numbers where meeting_id = '${series.id}'`);
    const [ofNoSection, ofTheHost] = await Promise.all(links.map(async (link) => (
      (await read(link)).events.map(({ summary }) => summary))));
    assert.ok(ofNoSection.includes(late.topic));
    assert.ok(!ofNoSection.includes(series.topic));
    assert.equal(ofTheHost.length, 2000);
    assert.ok(!ofTheHost.includes(late.topic));
  });

  test('the door', async () => {
    const [visitor, stranger] = [await visit('asa'), await visit('misaki', 'literature')];
    const host = await visit('amara');
    const meeting = await made(host);
    await guardsItsDoor(visitor, stranger, [
      ['GET', 'calendar'],
      ['POST', 'calendar', { json: { kind: 'mine' } }],
      ['DELETE', 'calendar/mine'],
      ['GET', `meetings/${meeting.id}/event.ics`],
    ]);
    for (const json of [{}, { kind: 'all' }, { kind: 1 }, { kind: null }]) {
      const error = refused(await change(visitor, 'POST', 'calendar', { json }), 422, 'fields');
      assert.deepEqual(Object.keys(error.fields), ['kind']);
    }
    refused(await change(visitor, 'DELETE', 'calendar/all'), 404, 'not_found');
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
