// SPDX-License-Identifier: Apache-2.0
// The demo as a newcomer runs it: it starts, shows a term of meetings, and leaves nothing behind.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { view } from '../lib/course-calls.js';
import { createBrowser, enter } from '../lib/launch.js';
import { REPO } from '../lib/paths.js';
import { startProgram, until } from '../lib/processes.js';
import { DEMO_CAMPUS } from './demo-campus.js';
import { seedCourses } from './demo-data.js';

const DAY = 24 * 3_600_000;

async function startDemo() {
  const demo = startProgram(process.execPath, [path.join(REPO, 't/sandbox/demo.js')]);
  let ended = false;
  demo.exited.then(() => { ended = true; });
  await until(() => ended || /Ctrl-C/.test(demo.output()), {
    what: 'the demo', deadline: 120_000, explain: demo.output,
  });
  const log = /log (\S+)/.exec(demo.output());
  assert.ok(log, demo.output());
  const root = path.dirname(path.dirname(log[1]));
  return {
    ...demo,
    root,
    url: /Open {2}(\S+)/.exec(demo.output())[1],
    httpd: Number(readFileSync(path.join(root, 'run/httpd.pid'), 'utf8')),
  };
}

const isAlive = (pid) => existsSync(`/proc/${pid}`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`the demo says where it is and ends all with ${signal}`, async () => {
    const demo = await startDemo();
    assert.doesNotMatch(demo.output(), /without meetings/);
    assert.match(demo.output(), /Dr\. Amara Okafor \(instructor\): Organic Chemistry II, Medieval/);
    assert.match(demo.output(), /山田 花子 \(instructor\): .*Language Centre/);
    assert.match((await createBrowser().get(demo.url)).body, /Who would you like to be/);
    assert.deepEqual(await demo.stop({ signal }), { code: 0, signal: null });
    assert.ok(!isAlive(demo.httpd), 'httpd is still there');
    assert.ok(!existsSync(demo.root), 'its directory is still there');
  });
}

test('when httpd dies the demo says so and ends', async () => {
  const demo = await startDemo();
  process.kill(demo.httpd, 'SIGKILL');
  const { code } = await demo.wait();
  assert.equal(code, 1);
  assert.match(demo.output(), /httpd/);
  assert.ok(!existsSync(demo.root), 'its directory is still there');
});

test('its courses are full, very full and empty, with recordings', async (t) => {
  const campus = await startCampus(DEMO_CAMPUS);
  t.after(() => campus.stop());
  await seedCourses(campus);
  const see = async (person, course, what) => view(
    await enter({ lms: campus.lms, person, course, browser: createBrowser() }), what);

  const { recordings } = await see('amara', 'chemistry', 'recordings');
  assert.ok(recordings.length >= 6);
  assert.ok(recordings.some(({ share }) => share === 'internally'));
  assert.ok(recordings.some(({ auto_delete_date: date }) => date));
  const theirs = (await see('asa', 'chemistry', 'recordings')).recordings;
  assert.ok(theirs.length > 0 && theirs.length < recordings.length);
  assert.ok((await see('amara', 'chemistry', 'previous')).meetings.length >= 7);

  const classes = async (person) => (await see(person, 'chemistry', 'upcoming')).meetings
    .filter(({ sections }) => sections.length).map(({ topic }) => topic);
  assert.deepEqual(await classes('tomas'), ['Exercise class B']);
  assert.deepEqual(await classes('misaki'), ['Exercise class B']);
  assert.deepEqual(await classes('asa'), []);

  const waiting = (await see('asa', 'chemistry', 'upcoming')).meetings
    .filter(({ start_time: start, status }) => start && status === 'waiting');
  const ahead = waiting.filter(({ start_time: start }) => Date.parse(start) > Date.now() + DAY);
  assert.ok(ahead.length > 2);
  for (const { topic, start_time: start, join_opens_at: opens } of ahead) {
    assert.equal(Date.parse(start) - Date.parse(opens), DAY, `when Join opens: ${topic}`);
  }

  const visitor = await enter({ lms: campus.lms, person: 'olga', course: 'languages' });
  let count = 0;
  for (let page = ''; page !== null;) {
    const { meetings, next_page: next } = await view(visitor, `upcoming${page && `?page=${page}`}`);
    count += meetings.length;
    page = next;
  }
  assert.equal(count, 300);
  assert.deepEqual((await see('tomas', 'biology', 'upcoming')).meetings, []);
  assert.deepEqual(campus.zoom.violations, []);
});
