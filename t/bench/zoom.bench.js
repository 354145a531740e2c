// SPDX-License-Identifier: Apache-2.0
// What calls to Zoom cost: uncached views, how many tokens a crowd at expiry mints, and what a Zoom
// that hangs costs those who do not need it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter } from '../lib/launch.js';
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

const HOSTS = 5;

/** `n` people who host a meeting each in the first course; resolves to the first one's visit. */
async function courseWithHosts({ lms, zoom }, n) {
  const { course } = cast(lms);
  const visits = [];
  for (const person of Object.keys(lms.courses[course].members).slice(0, n)) {
    const { email } = lms.people[person];
    lms.courses[course].members[person] = 'instructor';
    if (![...zoom.users.values()].some((user) => user.email === email)) {
      zoom.addUser({ email, first_name: person, last_name: 'Host', type: 2 });
    }
    visits.push(await enter({ lms, person, course }));
    await scheduleMeetings(visits.at(-1), 1);
  }
  if (visits.length < n) throw new Error(`the course has ${visits.length} people`);
  return visits[0];
}

/** A view that needs a call for each of `hosts`, all at once, against one call alone. */
async function uncachedView(report, hosts, measure) {
  // A freshness of a second: each round waits until what is known is stale.
  const campus = await startCampus({ server: { LTIZoomFreshness: '1' } });
  try {
    const visit = await courseWithHosts(campus, hosts);
    campus.zoom.latency = LATENCY;
    const calls = [];
    const views = [];
    const lists = () => campus.zoom.requests.filter((one) => one.operation === 'listMeetings').length;
    while (views.length < ROUNDS) {
      calls.push(await singleCall(campus.zoom, `${campus.zoom.apiBase}/users/nobody`));
      const before = lists();
      const took = await timed(() => (
        visit.browser.get(visit.viewUrl, { headers: { accept: 'application/json' } })));
      if (lists() === before + hosts) views.push(took);   // else some were still fresh
    }
    report({
      measure,
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

const WORKERS = 200;
const LOOKS = 400;
const THINKING = 2000;      // ms between two pages of a visitor

const WORKERS_OF = {
  event: 'ServerLimit 8\nMaxRequestWorkers 200\nStartServers 8\nMaxSpareThreads 200',
  prefork: 'ServerLimit 200\nMaxRequestWorkers 200\nStartServers 60\nMinSpareServers 20\n'
    + 'MaxSpareServers 200',
};

const pauseOf = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** The 99th of 100 times that a cached view takes, one after the other, in ms. */
async function p99(visit) {
  const times = [];
  for (let i = 0; i < LOOKS; i += 1) {
    times.push(await timed(async () => {
      const answer = await visit.browser.get(visit.viewUrl, {
        headers: { accept: 'application/json' },
      });
      if (answer.status !== 200) throw new Error(`a cached view: ${answer.status}`);
    }));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)];
}

/** Visitors who open page after page; resolves to a function that ends them. */
function visitors(n, url, browser) {
  let open = true;
  const late = [];
  const loops = Array.from({ length: n }, async (_, i) => {
    await pauseOf(i * (THINKING / n));
    while (open) {
      const took = await timed(async () => {
        const answer = await browser.get(url, { headers: { accept: 'application/json' } });
        if (answer.status !== 200) throw new Error(`a page beside a hang: ${answer.status}`);
      });
      if (took > 8000) late.push(took);
      await pauseOf(THINKING);
    }
  });
  return async () => {
    open = false;
    await Promise.all(loops);
    if (late.length) throw new Error(`${late.length} pages came after the deadline`);
  };
}

/** Other courses' cached views while a crowd opens pages that Zoom, which hangs, should answer. */
async function besideAHang(report, mpm) {
  const campus = await startCampus({
    server: { LTIZoomFreshness: '10m' },
    httpd: {
      mpm, prepare: () => ({ global: WORKERS_OF[mpm] }), expectedLog: [/LZ|AH/],
    },
  });
  try {
    const { instructor } = cast(campus.lms);
    const [course, other] = Object.keys(campus.lms.courses);
    // a kept connection would hold one of prefork's processes while its visitor thinks
    const go = (which) => enter({
      lms: campus.lms,
      person: instructor,
      course: which,
      browser: createBrowser({ keepAlive: false }),
    });
    const visit = await go(course);
    await scheduleMeetings(visit, 1);
    const { body } = await visit.browser.get(visit.viewUrl, {
      headers: { accept: 'application/json' },
    });
    const cached = await go(other);
    const detail = `${visit.courseUrl}/meetings/${JSON.parse(body).meetings[0].id}`;
    // The same crowd looks while Zoom answers: what is compared is the hang, not the crowd.
    const end = visitors(WORKERS, detail, visit.browser);
    await pauseOf(2 * THINKING);
    const idle = await p99(cached);
    campus.zoom.faults.add({ kind: 'hang', path: '/v2/' });
    const hanging = await p99(cached);
    await end();
    report({
      measure: `p99 of cached views beside ${WORKERS} visitors of a Zoom that hangs, ${mpm}`,
      value: hanging / idle,
      unit: 'of that while Zoom answers',
      goal: '< 2',
      reference: `${LOOKS} views each, ${idle.toFixed(1)} ms while Zoom answers`,
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
  await uncachedView(report, 1, 'uncached upcoming');
  await uncachedView(report, HOSTS, `uncached upcoming of ${HOSTS} hosts, a call for each`);
  await besideAHang(report, 'event');
  await besideAHang(report, 'prefork');
  await crowdAtExpiry(report);
}
