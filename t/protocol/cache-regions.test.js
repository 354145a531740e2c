// SPDX-License-Identifier: Apache-2.0
// The shared memory of a busy course: what is large and serves for seconds pushes out nothing that
// should last.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { asked, listOf, made, meetingUrl } from '../lib/changes.js';
import { readJson } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';

const BYTES = 512 * 1024;

/** PATCH of the course's settings, which makes a list that was kept for a crowd useless. */
async function settle({ browser, courseUrl, data }, duration) {
  const answer = await browser.request('PATCH', `${courseUrl}/settings`, {
    json: { meeting: { duration } },
    headers: { 'x-lti-zoom-csrf': data.me.csrf, origin: new URL(courseUrl).origin },
  });
  assert.equal(answer.status, 200, answer.body);
}

test('lists of three times the memory go by; token and people are still known', async (t) => {
  const campus = await startCampus({ server: { LTIZoomCache: `shmcb:run/regions(${BYTES})` } });
  t.after(() => campus.stop());
  const visit = (person) => (
    enter({ lms: campus.lms, person, course: 'chemistry', browser: createBrowser() }));
  const host = await visit('amara');
  const student = await visit('asa');
  const series = await made(host, {
    type: 8, topic: 'Lecture '.repeat(24), recurrence: { type: 1, repeat_interval: 1, end_times: 50 },
  });
  const calls = () => ['token', 'getUser'].map((operation) => asked(campus, operation));
  const before = calls();

  let gone = 0;
  for (let round = 0; gone < 3 * BYTES; round += 1) {
    await settle(host, 45 + round % 2);
    gone += JSON.stringify(await listOf(student)).length;
  }
  const answer = await readJson(host, meetingUrl(host, series));
  assert.equal(answer.status, 200, answer.body);
  assert.deepEqual(calls(), before);
});
