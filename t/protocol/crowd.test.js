// SPDX-License-Identifier: Apache-2.0
// Many at the same moment, in several processes: what one can fetch for all is fetched once.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { movableClock } from '../lib/clock.js';
import { readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const CROWD = 64;
const SECOND = 1000;

// In seconds, of httpd's clock.
const FRESHNESS = 600;
const USEFUL = 600;                     // of a token's life; it is replaced 300 s before its end
const TOKEN_LIFETIME = 300 + USEFUL;

const clock = movableClock();
let campus;
let amara;
let tomas;
let meeting;    // of amara
before(async () => {
  campus = await startCampus({
    server: { LTIZoomFreshness: String(FRESHNESS) },
    zoom: { tokenLifetime: TOKEN_LIFETIME },
    httpd: { directives: 'CustomLog logs/processes.log "%P %U"', env: clock.env },
  });
  // A connection for each request: when a crowd has gone httpd closes those that idle.
  const visit = (person) => enter({
    lms: campus.lms, person, course: 'chemistry', browser: createBrowser({ keepAlive: false }),
  });
  [amara, tomas] = [await visit('amara'), await visit('tomas')];
  meeting = await scheduled(amara);
  await scheduled(tomas);
});
after(() => campus.stop());

async function scheduled(visitor) {
  const answer = await schedule(visitor);
  assert.equal(answer.status, 201, answer.body);
  return answer.json().meeting;
}

const asked = (operation) => campus.zoom.requests.filter((one) => one.operation === operation);

const start = () => readJson(amara, `${amara.courseUrl}/meetings/${meeting.id}/start`);
const detail = () => readJson(tomas, `${tomas.courseUrl}/meetings/${meeting.id}`);
const view = (visitor) => readJson(visitor, visitor.viewUrl);

const processes = () => (
  readFileSync(path.join(campus.httpd.root, 'logs/processes.log'), 'utf8').trim().split('\n')
    .map((line) => line.split(' ')[0]));

/** Sends `n` requests at once, made in turn by `makers`; they were served by several processes. */
async function crowd(n, makers, status) {
  const before = processes().length;
  const answers = await Promise.all(
    Array.from({ length: n }, (_, i) => makers[i % makers.length]()));
  for (const answer of answers) assert.ok(status.includes(answer.status), answer.body);
  await until(() => processes().length >= before + n, { what: 'the lines of the access log' });
  assert.ok(new Set(processes().slice(before)).size >= 2, 'several processes');
  return answers;
}

beforeEach(async () => {
  campus.zoom.latency = 0;
  campus.zoom.requests.length = 0;
  assert.equal((await start()).status, 302);
  campus.zoom.requests.length = 0;
  campus.zoom.latency = 50;     // so that all are there before the first has finished
});

const endings = {
  'that Zoom has ended': () => campus.zoom.expireTokens(),
  "that has expired by Zoom's clock": () => {
    campus.zoom.clockOffset += TOKEN_LIFETIME * SECOND;
  },
  'at the end of its life': () => clock.goOn(USEFUL + 1),
};

for (const [name, end] of Object.entries(endings)) {
  test(`${CROWD} requests with a token ${name}: one token request`, async () => {
    await end();
    await crowd(CROWD, [start, start, detail, start], [302, 200]);
    assert.equal(asked('token').length, 1);
    assert.ok(asked('getMeeting').length >= CROWD);
  });
}

test('creations by many with a token that Zoom has ended: one token request', async () => {
  campus.zoom.expireTokens();
  const before = campus.zoom.meetings.size;
  await crowd(32, [() => schedule(amara), () => schedule(tomas)], [201]);
  assert.equal(asked('token').length, 1);
  assert.equal(campus.zoom.meetings.size, before + 32);
});

test(`${CROWD} views of a list that is no longer fresh: one call per host`, async () => {
  await view(amara);
  clock.goOn(FRESHNESS + 1);
  campus.zoom.requests.length = 0;
  await crowd(CROWD, [() => view(amara), () => view(tomas)], [200]);
  const calls = asked('listMeetings').map((call) => call.path);
  assert.equal(calls.length, 2, calls.join(' '));
  assert.equal(new Set(calls).size, 2);
});

test('Zoom found nothing to complain of', () => {
  assert.deepEqual(campus.zoom.violations, []);
});
