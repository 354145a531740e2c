// SPDX-License-Identifier: Apache-2.0
// Being polite to Zoom: however many ask in however many processes, no second sees more calls than
// the share of the plan; what Zoom says about its limits is remembered.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { dayGoesOn, movableClock } from '../lib/clock.js';
import { readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { startRedis } from '../lib/redis.js';

const SECOND = 1000;
// what is told to people is logged too; and a crowd needs all of httpd's workers
const LIMITED = /LZ(0301|0312|0318)|AH00484|AH10159|AH00161/;

// LTIZoomPlan pro, half of it
const LIGHT = 15;
const CROWD = 200;
const MEETINGS = 10;

const visitOf = (campus, person, course = 'chemistry') => enter({
  lms: campus.lms, person, course, browser: createBrowser({ keepAlive: false }),
});

const asked = (zoom, operation) => zoom.requests.filter((one) => one.operation === operation);

/** The most of `times` that lie within one second, wherever it begins. */
function mostInAnySecond(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((begin, i) => (
    sorted.slice(i).filter((time) => time - begin < SECOND).length)));
}

async function scheduleMany(visitor, n) {
  const meetings = [];
  for (let i = 0; i < n; i += 1) {
    const answer = await schedule(visitor);
    assert.equal(answer.status, 201, answer.body);
    meetings.push(answer.json().meeting);
  }
  return meetings;
}

/** A crowd presses Start, each a call of its own; resolves to the answers. */
async function crowdStarts(campuses, visits, meetings) {
  const [zoom] = campuses.map((campus) => campus.zoom);
  zoom.requests.length = 0;
  zoom.latency = 100;
  const answers = await Promise.all(Array.from({ length: CROWD }, (_, i) => {
    const visit = visits[i % visits.length];
    return readJson(visit, `${visit.courseUrl}/meetings/${meetings[i % MEETINGS].id}/start`);
  }));
  zoom.latency = 0;
  return answers;
}

function assertPolite(zoom, answers) {
  const calls = asked(zoom, 'getMeeting');
  const refused = answers.filter(({ status }) => status === 503);
  const started = answers.filter(({ status }) => status === 302);
  assert.equal(refused.length + started.length, CROWD);
  assert.equal(calls.length, started.length, 'who was refused was not asked for');
  assert.deepEqual(zoom.requests.filter(({ status }) => status === 429), []);
  assert.ok(mostInAnySecond(calls.map(({ time }) => time)) <= LIGHT,
    `${mostInAnySecond(calls.map(({ time }) => time))} calls in one second`);
  assert.ok(started.length >= LIGHT);
  for (const answer of refused) {
    assert.equal(answer.json().error.kind, 'zoom_busy', answer.body);
    assert.match(answer.headers['retry-after'], /^\d+$/);
  }
}

const polite = {
  zoom: { plan: 'pro' },
  account: { LTIZoomPlan: 'pro', LTIZoomBudget: '50' },
};

for (const mpm of ['event', 'prefork']) {
  test(`${CROWD} reads at once under ${mpm}: no second has more than the share`, async (t) => {
    const campus = await startCampus({ ...polite, httpd: { mpm, expectedLog: [LIMITED] } });
    t.after(() => campus.stop());
    const visit = await visitOf(campus, 'amara');
    const meetings = await scheduleMany(visit, MEETINGS);
    const answers = await crowdStarts([campus], [visit], meetings);
    assertPolite(campus.zoom, answers);
    assert.deepEqual(campus.zoom.violations, []);
  });
}

describe('two nodes with one Redis', () => {
  /** Starts {nodes (two), redis}; `options` are those of the first, `clock` is that of both. */
  async function startNodes(t, { clock, ...options }) {
    const redis = await startRedis();
    const stops = [() => redis.stop()];     // the last that was started first
    t.after(async () => {
      for (const stop of stops) await stop();
    });
    const start = async (changes) => {
      const campus = await startCampus({
        ...options,
        ...changes,
        server: { ...options.server, LTIZoomCache: `redis:${redis.address}`, ...changes?.server },
        httpd: { modules: ['socache_redis'], expectedLog: [LIMITED], env: clock?.env },
      });
      stops.unshift(() => campus.stop());
      return campus;
    };
    const first = await start();
    const { httpd, zoom, postgres } = first;
    const second = await start({
      zoom,
      db: undefined,
      server: {
        LTIZoomSecret: `file:${httpd.root}/secret`,   // nodes open each other's entries
        ...(postgres && { DBDriver: 'pgsql', DBDParams: `"${postgres.dbdParams}"` }),
      },
    });
    return { nodes: [first, second], redis };
  }

  test('share one budget', async (t) => {
    const { nodes } = await startNodes(t, polite);
    const [{ zoom }] = nodes;
    const visits = [];
    const meetings = [];
    for (const node of nodes) {
      visits.push(await visitOf(node, 'amara'));
      meetings.push(await scheduleMany(visits.at(-1), MEETINGS));
    }
    zoom.requests.length = 0;
    zoom.latency = 100;
    const answers = await Promise.all(Array.from({ length: CROWD }, (_, i) => {
      const visit = visits[i % 2];
      const { id } = meetings[i % 2][i % MEETINGS];
      return readJson(visit, `${visit.courseUrl}/meetings/${id}/start`);
    }));
    assertPolite(zoom, answers);
  });

  test('ask once what both want', async (t) => {
    const clock = movableClock();
    const { nodes, redis } = await startNodes(t, {
      db: 'pgsql', zoom: {}, server: { LTIZoomFreshness: '2m' }, clock,
    });
    const [{ zoom }] = nodes;
    const visit = await visitOf(nodes[0], 'amara');
    await scheduleMany(visit, 1);
    const urls = nodes.map(({ httpd }) => visit.viewUrl.replace(/:\d+/, `:${httpd.port}`));
    const rounds = 5;
    zoom.latency = 100;
    for (let i = 0; i < rounds; i += 1) {
      zoom.requests.length = 0;
      clock.goOn(121);
      await redis.age(121);
      const answers = await Promise.all(Array.from({ length: 16 }, (_, k) => (
        readJson(visit, urls[k % 2]))));
      for (const answer of answers) assert.equal(answer.status, 200, answer.body);
      assert.equal(asked(zoom, 'listMeetings').length, 1);
    }
  });
});

describe('a limit of the day', () => {
  let campus;
  let amara;
  let tomas;
  let meeting;    // of amara
  let midnight;   // seconds until the day ends, at most
  before(dayGoesOn);
  before(async () => {
    campus = await startCampus({
      server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: [LIMITED] },
    });
    [amara, tomas] = [await visitOf(campus, 'amara'), await visitOf(campus, 'tomas')];
    [meeting] = await scheduleMany(amara, 1);
    midnight = 24 * 3600;
  });
  after(() => campus.stop());

  const hostOf = (email) => [...campus.zoom.users.values()].find((one) => one.email === email);

  const limited = (answer, kind) => {
    assert.equal(answer.status, 503, answer.body);
    const { error } = answer.json();
    assert.equal(error.kind, kind, answer.body);
    assert.match(error.message, /00:00 UTC/);
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.ok(Number(answer.headers['retry-after']) <= midnight);
  };

  test("of a host's writes is told, and that host is not asked for again", async () => {
    campus.zoom.limits.useUpHost(hostOf(amara.data.me.email ?? campus.lms.people.amara.email));
    limited(await schedule(amara), 'zoom_host_limit');
    const before = asked(campus.zoom, 'createMeeting').length;
    limited(await schedule(amara), 'zoom_host_limit');
    limited(await amara.browser.request('PATCH', `${amara.courseUrl}/meetings/${meeting.id}`, {
      json: { topic: 'Another' },
      headers: { 'x-lti-zoom-csrf': amara.data.me.csrf },
    }), 'zoom_host_limit');
    assert.equal(asked(campus.zoom, 'createMeeting').length, before);
    assert.equal(asked(campus.zoom, 'updateMeeting').length, 0);
    const other = await schedule(tomas);
    assert.equal(other.status, 201, other.body);
  });

  test('of a label is remembered for all; what is stored is shown', async () => {
    campus.zoom.limits.useUp('medium');
    const start = Date.now();
    let view;
    do {    // until the list is no longer fresh
      view = (await readJson(amara, amara.viewUrl)).json();
    } while (!view.warnings.length);
    assert.ok(Date.now() - start < 60 * SECOND);
    assert.deepEqual(view.warnings.map(({ code }) => code), ['zoom_stale']);
    assert.equal(view.meetings.length, 2);
    const refused = () => campus.zoom.requests.filter(({ status }) => status === 429).length;
    const before = refused();
    limited(await schedule(tomas), 'zoom_daily_limit');
    limited(await schedule(tomas), 'zoom_daily_limit');
    assert.equal((await readJson(tomas, `${tomas.courseUrl}/upcoming?scope=mine`)).status, 200);
    assert.equal(refused(), before);
  });
});
