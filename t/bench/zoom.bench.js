// SPDX-License-Identifier: Apache-2.0
// What calls to Zoom cost: an uncached view, and how many tokens a crowd at expiry mints.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startCampus } from '../lib/campus.js';
import { enter } from '../lib/launch.js';
import { cast } from '../lib/journey.js';
import { until } from '../lib/processes.js';
import { scheduleMeetings } from './lib/course.js';
import { median } from './lib/load.js';

const LATENCY = 100;        // ms, of each call to the simulated Zoom
const CROWD = 64;
const ROUNDS = 7;

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of one call to the simulated Zoom, connection included once. */
async function singleCall(zoom, agentUrl) {
  return timed(async () => {
    const answer = await fetch(agentUrl);
    await answer.arrayBuffer();
  });
}

async function uncachedView(report) {
  // A freshness of a second: each round waits until what is known is stale.
  const campus = await startCampus({ server: { LTIZoomFreshness: '1' } });
  try {
    const { instructor, course } = cast(campus.lms);
    const visit = await enter({ lms: campus.lms, person: instructor, course });
    await scheduleMeetings(visit, 3);
    campus.zoom.latency = LATENCY;
    const calls = [];
    const views = [];
    const lists = () => campus.zoom.requests.filter((one) => one.operation === 'listMeetings').length;
    while (views.length < ROUNDS) {
      calls.push(await singleCall(campus.zoom, `${campus.zoom.apiBase}/users/nobody`));
      const before = lists();
      const took = await timed(() => (
        visit.browser.get(visit.viewUrl, { headers: { accept: 'application/json' } })));
      if (lists() > before) views.push(took);   // else it was still fresh
    }
    report({
      measure: 'uncached upcoming',
      value: median(views) / median(calls),
      unit: 'of the slowest single call',
      goal: '<= 1.25',
      reference: `one call to a Zoom of ${LATENCY} ms, ${Math.round(median(calls))} ms in all`,
    });
  } finally {
    await campus.stop();
  }
}

async function crowdAtExpiry(report) {
  const campus = await startCampus({ httpd: { logLevel: 'warn' } });
  try {
    const { instructor, course } = cast(campus.lms);
    const visits = [];
    for (let i = 0; i < 2; i += 1) {
      visits.push(await enter({ lms: campus.lms, person: instructor, course }));
    }
    await scheduleMeetings(visits[0], 1);
    const { body } = await visits[0].browser.get(visits[0].viewUrl);
    const [{ id }] = JSON.parse(body).meetings;
    campus.zoom.latency = LATENCY;
    campus.zoom.expireTokens();
    const before = campus.zoom.requests.filter((one) => one.operation === 'token').length;
    const answers = await Promise.all(Array.from({ length: CROWD }, async (_, i) => {
      const { browser, courseUrl } = visits[i % visits.length];
      return browser.get(`${courseUrl}/meetings/${id}`, { headers: { accept: 'application/json' } });
    }));
    const failed = answers.filter((answer) => answer.status !== 200).length;
    if (failed) throw new Error(`${failed} of ${CROWD} views failed at expiry`);
    report({
      measure: `token requests for ${CROWD} simultaneous views at expiry`,
      value: campus.zoom.requests.filter((one) => one.operation === 'token').length - before,
      unit: 'requests',
      goal: '1',
      reference: 'the simulated Zoom counts',
    });
  } finally {
    await campus.stop();
  }
}

const EVENTS = 400;
const EVENTS_AT_ONCE = 8;

/** Milliseconds that httpd took for each event, sorted. */
const eventTimes = ({ httpd }) => (
  readFileSync(path.join(httpd.root, 'logs/times.log'), 'utf8').trim().split('\n')
    .filter((line) => line.includes('/webhook/'))
    .map((line) => Number(line.split(' ')[0]) / 1000)
    .sort((a, b) => a - b));

/** Events about the meetings of a course, some at once, while its list is read. */
async function eventsTaken(report) {
  const campus = await startCampus({
    webhooks: true, httpd: { logLevel: 'warn', directives: 'CustomLog logs/times.log "%D %U"' },
  });
  try {
    const { instructor, course } = cast(campus.lms);
    const visit = await enter({ lms: campus.lms, person: instructor, course });
    await scheduleMeetings(visit, EVENTS_AT_ONCE);
    const { webhooks } = campus.zoom;
    const ids = [...campus.zoom.meetings.keys()];
    await webhooks.settled();
    for (let i = 0; i < EVENTS; i += EVENTS_AT_ONCE) {
      await Promise.all([
        visit.browser.get(visit.viewUrl, { headers: { accept: 'application/json' } }),
        ...ids.map((id) => webhooks.send('meeting.updated', {
          scope: 'all', object: { id, topic: `Topic ${i}` }, old_object: {},
        })),
      ]);
    }
    const failed = webhooks.deliveries.filter(({ status }) => status !== 200).length;
    if (failed) throw new Error(`${failed} of ${webhooks.deliveries.length} events were not taken`);
    await until(() => eventTimes(campus).length >= webhooks.deliveries.length,
      { what: 'the lines of the access log' });
    const times = eventTimes(campus);
    report({
      measure: 'an event until it is answered, 99th of 100',
      value: times[Math.floor(times.length * 0.99)],
      unit: 'ms',
      goal: '<= 50',
      reference: `${EVENTS_AT_ONCE} at once on SQLite while lists are read, by httpd's own log; half`
        + ` of them within ${Number(median(times).toPrecision(2))} ms`,
    });
  } finally {
    await campus.stop();
  }
}

export async function run(report) {
  await eventsTaken(report);
  await uncachedView(report);
  await crowdAtExpiry(report);
}
