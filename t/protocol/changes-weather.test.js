// SPDX-License-Identifier: Apache-2.0
// Changing and deleting meetings in bad weather: Zoom late, lost or gone, a database that stops
// taking notes, a browser that leaves, a process that is killed in the middle. In the end the lists
// say what Zoom has, and nobody is told that nothing happened when something did.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { asked, atZoom, change, made, refused, remove, rowsOf } from '../lib/changes.js';
import { createBrowser, enter } from '../lib/launch.js';
import { lockDatabase } from '../lib/locks.js';
import { childrenOf, until } from '../lib/processes.js';
import { rawRequest, sendRaw } from '../lib/raw-http.js';

const DAILY = { type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: 3 } };
/** A campus with a host and a student; a connection for each request, since processes end. */
async function startCourse(options = {}) {
  const campus = await startCampus({
    ...options,
    server: { LTIZoomTimeout: '4', LTIZoomFreshness: '1', ...options.server },
    httpd: { expectedLog: [/LZ(03\d\d|0008|0455|0456|0740|0400|0401|0562)/, /mod_dbd|\[dbd:/] },
  });
  const visit = (person) => enter({
    lms: campus.lms, person, course: 'chemistry', browser: createBrowser({ keepAlive: false }),
  });
  return { campus, host: await visit('amara'), student: await visit('asa') };
}

// What Zoom does to a write, what is answered, and whether the write takes effect in the end.
const UNCERTAIN = [504, 'zoom_uncertain'];
const DONE = [];
const weathers = {
  'answers nothing for long': [{ kind: 'hang' }, UNCERTAIN, false],
  'answers nothing, and does it late': [{ kind: 'hang' }, UNCERTAIN, true],
  'does it, and answers too late': [{ kind: 'delay', ms: 6000, after: true }, DONE, true],
  'does it, and the answer is lost': [{ kind: 'reset', after: true }, DONE, true],
  'does it, and sends half an answer': [{ kind: 'half' }, DONE, true],
  'asks to wait': [
    { kind: 'status', status: 429, code: 429, headers: { 'retry-after': '30' } },
    [503, 'zoom_busy'], false],
  'has an error once': [{ kind: 'status', status: 500, times: 1 }, DONE, true],
  'has an error': [{ kind: 'status', status: 500 }, UNCERTAIN, false],
  'refuses the token': [{ kind: 'status', status: 401, code: 124 }, [502, 'zoom_credentials'],
    false],
  'sends a web page': [{ kind: 'html' }, UNCERTAIN, false],
};

const writes = {
  'a change': {
    operation: 'updateMeeting',
    body: {},
    write: (visitor, meeting) => change(visitor, meeting, { topic: 'Changed' }),
    success: 200,
    isDone: (campus, meeting) => atZoom(campus, meeting).topic === 'Changed',
    doLate: (campus, meeting) => { atZoom(campus, meeting).topic = 'Changed'; },
    shows: (rows, done) => rows[0]?.topic === (done ? 'Changed' : 'Before'),
  },
  'a deletion': {
    operation: 'deleteMeeting',
    body: {},
    write: (visitor, meeting) => remove(visitor, meeting),
    success: 204,
    isDone: (campus, meeting) => !atZoom(campus, meeting),
    doLate: ({ zoom }, { id }) => { zoom.meetings.delete(Number(id)); },
    shows: (rows, done) => (done ? rows.every(({ status }) => status === 'gone')
      : rows[0]?.status === 'waiting'),
  },
  'a change of one date': {
    operation: 'updateMeeting',
    body: DAILY,
    write: (visitor, [, date]) => change(visitor, date, { duration: 25 }),
    success: 200,
    isDone: (campus, [row]) => atZoom(campus, row).occurrences[1].duration === 25,
    doLate: (campus, [row]) => { atZoom(campus, row).occurrences[1].duration = 25; },
    shows: (rows, done) => rows[1]?.duration === (done ? 25 : 90),
  },
  'a deletion of one date': {
    operation: 'deleteMeeting',
    body: DAILY,
    write: (visitor, [, date]) => remove(visitor, date),
    success: 204,
    isDone: (campus, [row]) => atZoom(campus, row).occurrences[1].status === 'deleted',
    doLate: (campus, [row]) => { atZoom(campus, row).occurrences[1].status = 'deleted'; },
    shows: (rows, done) => rows.length === (done ? 2 : 3),
  },
};

/** What to write about: the meeting, or the rows of a series. */
async function subject(host, { body }) {
  const meeting = await made(host, { topic: 'Before', ...body });
  return body.type ? rowsOf(host, meeting) : meeting;
}

const idOf = (target) => target[0] ?? target;

const listShows = (visitor, target, { shows }, done) => until(
  async () => shows(await rowsOf(visitor, idOf(target)), done),
  { what: `a list in which it is ${done ? 'done' : 'not done'}`, every: 100 });

describe('while Zoom', () => {
  let course;
  before(async () => { course = await startCourse(); });
  after(() => course.campus.stop());
  afterEach(() => course.campus.zoom.faults.clear());

  for (const [weather, [fault, outcome, done]] of Object.entries(weathers)) {
    for (const [name, write] of Object.entries(writes)) {
      test(`${weather}: ${name}`, async () => {
        const { campus, host, student } = course;
        const target = await subject(host, write);
        campus.zoom.faults.add({ ...fault, operation: write.operation });
        const answer = await write.write(host, target);
        if (outcome === DONE) assert.equal(answer.status, write.success, answer.body);
        else refused(answer, ...outcome);
        if (done && !write.isDone(campus, target)) {
          await listShows(student, target, write, false);
          write.doLate(campus, target);
        }
        assert.equal(write.isDone(campus, target), done);
        await listShows(student, target, write, done);

        campus.zoom.faults.clear();
        const again = await until(async () => {
          const now = await write.write(host, target);
          return now.status !== 503 && now;       // Zoom is left alone for a while after trouble
        }, { what: 'the same again', every: 200 });
        assert.equal(again.status, write.success, again.body);
        assert.equal(write.isDone(campus, target), true);
        await listShows(student, target, write, true);
      });
    }
  }
});

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, { concurrency: 3 }, () => {
    for (const [name, write] of Object.entries(writes)) {
      test(`a process is killed after Zoom has done it: ${name}`, async (t) => {
        const { campus, host, student } = await startCourse({
          db, server: { LTIZoomFreshness: '300', LTIZoomTimeout: '8' },
        });
        t.after(() => campus.stop());
        const target = await subject(host, write);
        await rowsOf(student, idOf(target));
        campus.zoom.faults.add({ kind: 'delay', ms: 1500, after: true, times: 1,
          operation: write.operation });
        const going = assert.rejects(write.write(host, target), { code: 'ECONNRESET' });
        await until(() => write.isDone(campus, target), { what: 'the effect' });
        for (const pid of childrenOf(campus.httpd)) process.kill(pid, 'SIGKILL');
        await going;
        await listShows(student, target, write, true);
        const again = await write.write(host, target);
        assert.equal(again.status, write.success, again.body);
        await listShows(student, target, write, true);
      });

      test(`a process is killed while Zoom is asked again: ${name}`, async (t) => {
        const { campus, host, student } = await startCourse({
          db, server: { LTIZoomFreshness: '300', LTIZoomTimeout: '8' },
        });
        t.after(() => campus.stop());
        const target = await subject(host, write);
        await rowsOf(student, idOf(target));
        campus.zoom.faults.add({ kind: 'reset', after: true, operation: write.operation });
        const looks = asked(campus, 'getMeeting');
        const going = assert.rejects(write.write(host, target), { code: 'ECONNRESET' });
        await until(() => asked(campus, write.operation) > 0, { what: 'the write' });
        campus.zoom.faults.add({ kind: 'delay', ms: 1500, operation: 'getMeeting' });
        await until(() => write.isDone(campus, target) && asked(campus, 'getMeeting') > looks,
          { what: 'the second look' });
        for (const pid of childrenOf(campus.httpd)) process.kill(pid, 'SIGKILL');
        await going;
        campus.zoom.faults.clear();
        await listShows(student, target, write, true);
      });

      test(`a process is killed before Zoom does it: ${name}`, async (t) => {
        const { campus, host, student } = await startCourse({
          db, server: { LTIZoomFreshness: '300', LTIZoomTimeout: '8' },
        });
        t.after(() => campus.stop());
        const target = await subject(host, write);
        campus.zoom.faults.add({ kind: 'hang', operation: write.operation, times: 1 });
        const going = assert.rejects(write.write(host, target), { code: 'ECONNRESET' });
        await until(() => asked(campus, write.operation) === 1, { what: 'the call' });
        for (const pid of childrenOf(campus.httpd)) process.kill(pid, 'SIGKILL');
        await going;
        await listShows(student, target, write, false);
        assert.equal((await write.write(host, target)).status, write.success);
        await listShows(student, target, write, true);
      });

      test(`the database takes no notes afterwards: ${name}`, async (t) => {
        const { campus, host, student } = await startCourse({ db, server: { LTIZoomTimeout: '8' } });
        t.after(() => campus.stop());
        const target = await subject(host, write);
        campus.zoom.faults.add({ kind: 'delay', ms: 1000, operation: write.operation, times: 1 });
        const going = write.write(host, target);
        await until(() => asked(campus, write.operation) === 1, { what: 'the call' });
        const release = await lockDatabase(campus);
        const answer = await going;
        await release();
        assert.equal(answer.status, write.success, answer.body);
        await listShows(student, target, write, true);
      });

      test(`the database is locked from the start: ${name}`, async (t) => {
        const { campus, host } = await startCourse({ db, server: { LTIZoomTimeout: '8' } });
        t.after(() => campus.stop());
        const target = await subject(host, write);
        const release = await lockDatabase(campus);
        refused(await write.write(host, target), 503, 'database_busy');
        await release();
        assert.equal(asked(campus, write.operation), 0);
        assert.equal((await write.write(host, target)).status, write.success);
      });
    }
  });
}

describe('the browser leaves', { concurrency: 3 }, () => {
  for (const [name, write] of Object.entries(writes)) {
    test(`${name} is finished`, async (t) => {
      const { campus, host, student } = await startCourse();
      t.after(() => campus.stop());
      const target = await subject(host, write);
      campus.zoom.faults.add({ kind: 'delay', ms: 300, operation: write.operation });
      const sent = [];
      const spy = { ...host, browser: { request: (method, url, { headers, json }) => {
        sent.push({ method, url, headers, body: json ? JSON.stringify(json) : '' });
        return { status: 0 };
      } } };
      await write.write(spy, target);
      const [{ method, url, headers, body }] = sent;
      const { pathname, search } = new URL(url);
      await sendRaw(campus.httpd.port, rawRequest(`${method} ${pathname}${search} HTTP/1.1`, [
        ['cookie', host.browser.jar.header(host.viewUrl)],
        ['x-lti-zoom-csrf', headers['x-lti-zoom-csrf']],
        ...(body ? [['content-type', 'application/json'],
          ['content-length', Buffer.byteLength(body)]] : []),
      ], body), { leave: true });
      await until(() => write.isDone(campus, target), { what: 'the effect' });
      await listShows(student, target, write, true);
      assert.equal(asked(campus, write.operation), 1);
    });
  }
});
