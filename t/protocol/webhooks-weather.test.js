// SPDX-License-Identifier: Apache-2.0
// Events in bad weather: many at once while people look and httpd restarts, a database that is
// busy, a Zoom that is down; and that with events the lists cost Zoom nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsUrl, startCampus } from '../lib/campus.js';
import { view } from '../lib/course-calls.js';
import { meetingForm, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { lockDatabase } from '../lib/locks.js';
import { until } from '../lib/processes.js';
import { createClient } from '../sandbox/zoom/client.js';

const visit = (campus, person, course = 'chemistry') => (
  enter({ lms: campus.lms, person, course, browser: createBrowser({ keepAlive: false }) }));

async function made(visitor, changes, days) {
  const answer = await schedule(visitor, meetingForm(changes, days));
  assert.equal(answer.status, 201, answer.body);
  return answer.json().meeting;
}

const lists = ({ zoom }) => zoom.requests.filter(
  ({ operation }) => operation === 'listMeetings').length;

/** Zoom comes again with what found no open door, until all is delivered. */
async function deliveredAll({ webhooks }) {
  await webhooks.settled();
  await until(async () => (await webhooks.redeliver()).length === 0,
    { what: 'the end of the retries', every: 50 });
  const lost = webhooks.deliveries.filter(({ status, repeated }) => status !== 200 && !repeated);
  assert.deepEqual(lost.map(({ event, status }) => [event, status]), []);
}

const MEETINGS = 6;
const CHANGES = 20;      // of each
const WATCHERS = 4;

for (const db of ['sqlite', 'pgsql']) {
  test(`${db}: a storm of events, out of order, while people look and httpd restarts`, async (t) => {
    const campus = await startCampus({ db, webhooks: true });
    t.after(() => campus.stop());
    const { zoom } = campus;
    const [host, student] = [await visit(campus, 'amara'), await visit(campus, 'asa')];
    const meetings = [];
    for (let i = 0; i < MEETINGS; i += 1) meetings.push(await made(host, { topic: `M${i}` }, i + 1));
    await zoom.webhooks.settled();
    await view(student, 'upcoming');

    let over = false;
    let views = 0;
    const watch = async (visitor) => {
      while (!over) {
        const answer = await readJson(visitor, visitor.viewUrl);
        assert.equal(answer.status, 200, answer.body);
        assert.equal(answer.json().meetings.length, MEETINGS);
        views += 1;
      }
    };
    const watchers = Promise.all(Array.from({ length: WATCHERS }, (_, i) => (
      watch(i % 2 ? host : student))));

    const began = zoom.now();
    zoom.webhooks.hold();
    meetings.forEach(({ id }, i) => {
      for (let n = 1; n <= CHANGES; n += 1) {
        const topic = `M${i}, change ${n}`;
        zoom.meetings.get(Number(id)).topic = topic;
        zoom.webhooks.happened('meeting.updated', {
          scope: 'all', object: { id: Number(id), topic }, old_object: {},
        }, { at: began + i * CHANGES + n });
      }
      zoom.startMeeting(id);
    });
    // Neighbours change places, so that half of all changes come late.
    const sending = zoom.webhooks.release((jobs) => jobs.map((_, i) => jobs[i ^ 1] ?? jobs[i]));
    for (let i = 0; i < 2; i += 1) {
      const before = views;
      await campus.httpd.graceful();
      await until(() => views > before, { what: 'a view after the restart' });
    }
    await sending;
    await deliveredAll(zoom);
    over = true;
    await watchers;

    const now = (await view(student, 'upcoming')).meetings;
    assert.deepEqual(now.map(({ topic, status }) => [topic, status]),
      meetings.map((_, i) => [`M${i}, change ${CHANGES}`, 'started']));
    assert.deepEqual(zoom.violations, []);
  });

  test(`${db}: an event that finds the database busy comes again, and counts`, async (t) => {
    const campus = await startCampus({
      db, webhooks: true, httpd: { expectedLog: [/LZ(0400|0401|0562|0008)/] },
    });
    t.after(() => campus.stop());
    const { zoom } = campus;
    const [host, student] = [await visit(campus, 'amara'), await visit(campus, 'asa')];
    const { id } = await made(host);
    await zoom.webhooks.settled();
    const statusOf = async () => (await view(student, 'upcoming')).meetings[0].status;
    assert.equal(await statusOf(), 'waiting');
    const release = await lockDatabase(campus, ['event']);
    zoom.startMeeting(id);
    await zoom.webhooks.settled();
    const first = zoom.webhooks.deliveries.find(({ event }) => event === 'meeting.started');
    assert.equal(first.status, 503);
    assert.equal(await statusOf(), 'waiting');
    await release();
    await deliveredAll(zoom);
    assert.equal(await statusOf(), 'started');
  });
}

test('while Zoom is down its events still show, and the list says how old it is', async (t) => {
  const campus = await startCampus({
    webhooks: true, server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: [/LZ03\d\d|LZ0700/] },
  });
  t.after(() => campus.stop());
  const { zoom } = campus;
  const [host, student] = [await visit(campus, 'amara'), await visit(campus, 'asa')];
  const { id } = await made(host);
  await zoom.webhooks.settled();
  const fresh = await view(student, 'upcoming');
  assert.deepEqual(fresh.warnings, []);

  zoom.faults.add({ kind: 'status', status: 503, path: '/v2/' });
  const stale = await until(async () => {
    const now = await view(student, 'upcoming');
    return now.warnings.length && now;
  }, { what: 'a warning', every: 50 });
  assert.deepEqual(stale.warnings.map(({ code }) => code), ['zoom_stale']);
  const age = Date.parse(stale.as_of);
  assert.ok(age >= Date.parse(fresh.as_of) && age <= Date.now(), stale.as_of);

  zoom.startMeeting(id);
  await zoom.webhooks.settled();
  const live = await view(student, 'upcoming');
  assert.equal(live.meetings[0].status, 'started');
  assert.equal(live.as_of, stale.as_of, 'what one event says is no news of the rest');
  assert.deepEqual(live.warnings.map(({ code }) => code), ['zoom_stale']);

  zoom.faults.clear();
  const again = await until(async () => {
    const now = await view(student, 'upcoming');
    return !now.warnings.length && now;
  }, { what: 'a list without a warning', every: 100 });
  assert.ok(Date.parse(again.as_of) > age);
});

const COURSES = 20;
const VIEWS = 1000;

test(`with events ${VIEWS} student views of ${COURSES} courses cost no list call`, async (t) => {
  const courses = Object.fromEntries(Array.from({ length: COURSES }, (_, i) => {
    const key = `course${i}`;
    const members = { amara: 'instructor', asa: 'student' };
    return [key, { key, id: String(100 + i), title: `Course ${i}`, label: key, term: '', members }];
  }));
  const campus = await startCampus({ webhooks: true, lms: { courses } });
  t.after(() => campus.stop());
  const students = [];
  for (const key of Object.keys(courses)) {
    const host = await visit(campus, 'amara', key);
    await made(host, { topic: `Lecture of ${key}` });
    host.browser.close();
    students.push(await visit(campus, 'asa', key));
  }
  await campus.zoom.webhooks.settled();
  for (const student of students) await view(student, 'upcoming');
  const before = lists(campus);
  const client = await createClient(campus.zoom);
  for (let i = 0; i < VIEWS; i += COURSES) {
    // Now and then something happens at Zoom, as it does.
    if (i === VIEWS / 2) {
      for (const { id } of campus.zoom.meetings.values()) campus.zoom.startMeeting(id);
      const [first] = campus.zoom.meetings.keys();
      await client.call('PATCH', `/meetings/${first}`, { json: { topic: 'Another topic' } });
      await campus.zoom.webhooks.settled();
    }
    const answers = await Promise.all(students.map((one) => readJson(one, one.viewUrl)));
    for (const answer of answers) {
      assert.equal(answer.status, 200, answer.body);
      const [row] = answer.json().meetings;
      assert.equal(row.status, i < VIEWS / 2 ? 'waiting' : 'started');
    }
  }
  assert.equal(lists(campus), before);
  assert.equal(before, 1, 'the host was listed once, for all courses');
  assert.deepEqual(campus.zoom.violations, []);
});

test('without LTIZoomWebhookSecret there is no address for events', async (t) => {
  const campus = await startCampus();
  t.after(() => campus.stop());
  assert.equal(await campus.zoom.webhooks.validate(eventsUrl(campus.base)), false);
  const answer = await fetch(eventsUrl(campus.base), {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}',
  });
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).error.kind, 'webhook_nowhere');
});
