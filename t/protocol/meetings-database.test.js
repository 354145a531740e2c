// SPDX-License-Identifier: Apache-2.0
// A course's meetings while the database has bad weather: locked, read-only, gone. What can be read
// is shown, what cannot be written is refused before Zoom is asked for anything.

import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { lockDatabase } from '../lib/locks.js';
import { until } from '../lib/processes.js';

const WARNED = [/LZ(0400|0401|0562|0008)/, /LZ099[01]: .*DBDParams/, /mod_dbd|dbd_module|AH006\d\d|\[dbd:/];

/** A campus with a meeting in its course: {campus, host, student, meeting, data}. */
async function courseOn(t, db) {
  const campus = await startCampus({
    db, server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: WARNED },
  });
  t.after(() => campus.stop());
  // A connection for each request: some tests restart httpd, which closes those that idle.
  const [host, student] = await Promise.all(['amara', 'asa'].map((person) => enter({
    lms: campus.lms, person, course: 'chemistry', browser: createBrowser({ keepAlive: false }),
  })));
  const made = await schedule(host);
  assert.equal(made.status, 201, made.body);
  return {
    campus, host, student, meeting: made.json().meeting, data: path.join(campus.httpd.root, 'data'),
  };
}

/** New connections to the database may only read. */
async function makeReadOnly({ campus: { httpd, postgres }, data }) {
  if (postgres) {
    await postgres.query('alter database lti_zoom set default_transaction_read_only = on');
  } else {
    for (const name of ['lti-zoom.db', 'lti-zoom.db-wal', 'lti-zoom.db-shm']) {
      chmodSync(path.join(data, name), 0o444);
    }
    chmodSync(data, 0o555);
  }
  await httpd.graceful();
}

const creations = ({ zoom }) => zoom.requests.filter(
  ({ operation }) => operation === 'createMeeting').length;

/** Nothing that writes works, and says so; Zoom is not asked. */
async function refusesToWrite({ campus, host }, kind) {
  const before = creations(campus);
  const write = await schedule(host);
  assert.equal(write.status, 503, write.body);
  assert.equal(write.json().error.kind, kind);
  assert.match(write.headers['retry-after'], /^\d+$/);
  assert.equal(creations(campus), before);
  const way = await launch({
    lms: campus.lms, person: 'layla', course: 'chemistry', browser: createBrowser(),
  });
  assert.equal(way.status, 503, way.body);
  assert.ok(!way.setCookies.some((cookie) => cookie.startsWith('lti_zoom_session')));
}

async function stillShows({ student, meeting }) {
  const list = await until(async () => {
    const answer = await readJson(student, `${student.courseUrl}/upcoming`);
    assert.equal(answer.status, 200, answer.body);
    const view = answer.json();
    return view.warnings.length && view;
  }, { what: 'a warning', every: 50 });
  assert.deepEqual(list.warnings.map(({ code }) => code), ['not_refreshed']);
  assert.ok(list.meetings.some(({ id }) => id === meeting.id));
  const join = await readJson(student, `${student.courseUrl}/meetings/${meeting.id}/join`);
  assert.equal(join.status, 302, join.body);
}

async function worksAgain({ host }) {
  await until(async () => (await schedule(host)).status === 201,
    { what: 'a database that works again', every: 100 });
}

for (const db of ['sqlite', 'pgsql']) {
  test(`${db}, locked`, async (t) => {
    const course = await courseOn(t, db);
    const release = await lockDatabase(course.campus);
    await stillShows(course);
    await refusesToWrite(course, 'database_busy');
    await release();
    await worksAgain(course);
  });

  test(`${db}, read-only`, async (t) => {
    const course = await courseOn(t, db);
    await makeReadOnly(course);
    await stillShows(course);
    await refusesToWrite(course, 'database_unavailable');
  });
}

test('pgsql, restarted: the next request has it again', async (t) => {
  const course = await courseOn(t, 'pgsql');
  await course.campus.postgres.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
  await worksAgain(course);
});

test('pgsql, gone', async (t) => {
  const course = await courseOn(t, 'pgsql');
  await course.campus.postgres.stop();
  await refusesToWrite(course, 'database_unavailable');
  const { student } = course;
  await until(async () => (
    await readJson(student, `${student.courseUrl}/upcoming`)).status === 503,
  { what: 'the end of the hot list', every: 50 });
  const page = await student.browser.get(student.viewUrl, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 503);
  assert.match(page.body, /cannot reach its database/);
});

test('sqlite, in a directory that is not there', async (t) => {
  const campus = await startCampus({
    server: { DBDParams: '/nonexistent/lti-zoom.db' }, httpd: { expectedLog: WARNED },
  });
  t.after(() => campus.stop());
  const answer = await launch({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  assert.equal(answer.status, 503, answer.body);
});
