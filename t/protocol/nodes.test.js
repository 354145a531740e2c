// SPDX-License-Identifier: Apache-2.0
// Two nodes, one PostgreSQL, one Redis, a balancer without stickiness: what one begins the other
// goes on with, what one has fetched the other has, and whatever happens to one of them, to the
// cache or to the database, a wish is carried out once or not at all.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { movableClock } from '../lib/clock.js';
import { insisted } from '../lib/insist.js';
import { journey, meetingForm, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { startNodes } from '../lib/nodes.js';
import { childrenOf, until } from '../lib/processes.js';

const HOUR = 3600;

/** Two nodes for one test, and visit(person): a connection for each request, so any node gets it. */
async function startCourse(t, options) {
  const cluster = await startNodes({
    ...options, server: { LTIZoomTimeout: '20', ...options?.server },   // unless one is to be met
  });
  t.after(() => cluster.stop());
  const visit = (person) => enter({
    lms: cluster.campus.lms, person, course: 'chemistry',
    browser: createBrowser({ keepAlive: false }),
  });
  return { ...cluster, zoom: cluster.campus.zoom, visit };
}

const asked = (zoom, operation) => (
  zoom.requests.filter((one) => one.operation === operation).length);

const made = (zoom, topic) => (
  [...zoom.meetings.values()].filter((one) => one.topic === topic).length);

async function listOf(visitor) {
  const answer = await readJson(visitor, `${visitor.courseUrl}/upcoming`);
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

async function scheduled(visitor, form, key) {
  const answer = await schedule(visitor, form, key);
  assert.equal(answer.status, 201, answer.body);
  return answer.json().meeting;
}

const kill = (node) => childrenOf(node).forEach((pid) => process.kill(pid, 'SIGKILL'));

/** The meeting that was wished for, or undefined where nobody can know. */
async function insist(zoom, visitor, form, key) {
  const answer = await insisted(zoom, visitor, form, key);
  return answer.status === 201 ? answer.json().meeting : undefined;
}

describe('two nodes as one', { concurrency: 2 }, () => {
  test('the whole way, each request to the next node', async (t) => {
    const { campus, zoom } = await startCourse(t);
    await journey(campus, { keepAlive: false });
    assert.deepEqual(zoom.violations, []);
    assert.equal(asked(zoom, 'token'), 1);
  });

  test('a login of one node is launched at the other; a replay is refused by either', async (t) => {
    const { campus, on } = await startCourse(t);
    const way = await launch({ lms: campus.lms, person: 'asa', course: 'chemistry' });
    assert.equal(way.status, 303, way.body);
    const again = async (i) => on(i, async () => {
      let posted;
      const first = await launch({
        lms: campus.lms, person: 'asa', course: 'chemistry', form: (fields) => { posted = fields; },
      });
      assert.equal(first.status, 303, first.body);
      return { posted, browser: first.browser };
    });
    const { posted, browser } = await again(0);
    const replay = await on(1, () => browser.post(`${campus.base}/launch`, { form: posted }));
    assert.ok([401].includes(replay.status), replay.body);
  });

  test('64 views at both nodes, token and list no longer good: one of each', async (t) => {
    const clock = movableClock();
    const { zoom, redis, visit } = await startCourse(t, {
      clocks: [clock, clock], server: { LTIZoomFreshness: '10m' },
    });
    const host = await visit('amara');
    await scheduled(host, meetingForm());
    await listOf(host);
    clock.goOn(601);
    await redis.age(601);
    zoom.expireTokens();
    zoom.requests.length = 0;
    const views = await Promise.all(Array.from({ length: 64 }, () => listOf(host)));
    // Those who find too many waiting for Zoom show what is stored, and say so.
    const said = views.flatMap(({ warnings }) => warnings.map(({ code }) => code));
    assert.ok(said.every((code) => code === 'zoom_stale'), said.join());
    assert.equal(asked(zoom, 'token'), 1);
    const lists = zoom.requests.filter(({ operation }) => operation === 'listMeetings');
    assert.deepEqual(lists.map(({ status }) => status), [401, 200]);
  });

  test('the same wish at both nodes at once makes one meeting', async (t) => {
    const { zoom, visit, on } = await startCourse(t);
    const host = await visit('amara');
    zoom.latency = 100;
    const form = meetingForm({ topic: 'Both' });
    const key = { 'idempotency-key': randomUUID() };
    const granted = await Promise.all(Array.from({ length: 8 }, () => insist(zoom, host, form, key)));
    assert.equal(new Set(granted.map(({ id }) => id)).size, 1);
    assert.equal(made(zoom, 'Both'), 1);
    assert.equal((await on(1, () => listOf(host))).meetings.length, 1);
  });

  test('who signs out at one node is signed out at the other', async (t) => {
    const { visit, on } = await startCourse(t);
    const host = await visit('amara');
    const out = await on(0, () => host.browser.post(`${host.courseUrl}/signout`, {
      json: {}, headers: { 'x-lti-zoom-csrf': host.data.me.csrf },
    }));
    assert.ok(out.status < 300, out.body);
    const after = await on(1, () => readJson(host, `${host.courseUrl}/upcoming`));
    assert.equal(after.status, 401, after.body);
  });
});

describe('one of two nodes in bad weather', { concurrency: 2 }, () => {
  const fates = {
    'killed after Zoom has made the meeting': [{ kind: 'delay', ms: 1500, after: true }, 1],
    'killed while Zoom never makes it': [{ kind: 'hang' }, 0],
  };
  for (const [name, [fault, times]] of Object.entries(fates)) {
    test(`${name}: the other goes on with the wish`, async (t) => {
      const { zoom, nodes, visit, on } = await startCourse(t, {
        server: { LTIZoomTimeout: '4' }, httpd: { expectedLog: [/LZ0311/] },
      });
      const host = await visit('amara');
      const key = { 'idempotency-key': randomUUID() };
      const form = meetingForm({ topic: name });
      zoom.faults.add({ ...fault, operation: 'createMeeting', times: 1 });
      const going = on(0, () => assert.rejects(schedule(host, form, key), { code: 'ECONNRESET' }));
      await until(() => asked(zoom, 'createMeeting') === 1, { what: 'the call' });
      kill(nodes[0]);
      await going;
      const meeting = await on(1, () => insist(zoom, host, form, key));
      assert.equal(made(zoom, name), times);
      assert.equal(meeting !== undefined, times === 1);
    });
  }

  const losses = {
    'the answer is lost': { kind: 'half' },
    'Zoom answers after the deadline': { kind: 'delay', ms: 6000, after: true },
  };
  for (const [name, fault] of Object.entries(losses)) {
    test(`${name}: the other node finds what was made`, async (t) => {
      const { zoom, visit, on } = await startCourse(t, {
        server: { LTIZoomTimeout: '4' }, httpd: { expectedLog: [/LZ0311|LZ0310/] },
      });
      const host = await visit('amara');
      const key = { 'idempotency-key': randomUUID() };
      const form = meetingForm({ topic: name });
      zoom.faults.add({ ...fault, operation: 'createMeeting', times: 1 });
      const lost = await on(0, () => schedule(host, form, key));
      assert.equal(lost.status, 504, lost.body);
      assert.equal(lost.json().error.kind, 'zoom_uncertain');
      const meeting = await on(1, () => insist(zoom, host, form, key));
      assert.ok(meeting, 'it is found');
      assert.equal(made(zoom, name), 1);
      assert.equal(asked(zoom, 'createMeeting'), 1);
    });
  }

  test('the database goes between intent and result: nothing is made twice, nothing lost', async (t) => {
    const { campus, zoom, visit } = await startCourse(t, {
      httpd: {
        expectedLog: [/LZ(0400|0401|0454|0562|0008|0311)/, /mod_dbd|dbd_module|AH006\d\d|\[dbd:/],
      },
    });
    const host = await visit('amara');
    const key = { 'idempotency-key': randomUUID() };
    const form = meetingForm({ topic: 'Between' });
    zoom.faults.add({ kind: 'delay', ms: 1500, operation: 'createMeeting', times: 1 });
    const going = schedule(host, form, key);
    await until(() => asked(zoom, 'createMeeting') === 1, { what: 'the call' });
    await campus.postgres.down();
    const unsaved = await going;
    assert.equal(unsaved.status, 503, unsaved.body);
    assert.equal(unsaved.json().error.kind, 'scheduled_unsaved');
    assert.equal(made(zoom, 'Between'), 1);
    await campus.postgres.up();
    // Each connection that was cut is noticed by the request that is given it.
    const granted = await until(async () => {
      const again = await schedule(host, form, key);
      assert.ok([201, 409, 503, 504].includes(again.status), again.body);
      return again.status === 201 && again.json().meeting;
    }, { what: 'the meeting', every: 200 });
    assert.equal(made(zoom, 'Between'), 1);
    const list = await until(async () => {
      const answer = await readJson(host, `${host.courseUrl}/upcoming`);
      return answer.status === 200 && answer.json();
    }, { what: 'the list', every: 100 });
    assert.deepEqual(list.meetings.map(({ id }) => id), [granted.id]);
  });

  test('the cache is emptied again and again in a storm of wishes and views', async (t) => {
    const { zoom, redis, visit } = await startCourse(t, { server: { LTIZoomFreshness: '1' } });
    const host = await visit('amara');
    const student = await visit('asa');
    let over = false;
    const emptying = (async () => {
      while (!over) await redis.flush();
    })();
    const wishes = Array.from({ length: 12 }, (_, i) => meetingForm({ topic: `Storm ${i}` }));
    const granted = await Promise.all(wishes.map(async (form) => {
      const meeting = await insist(zoom, host, form, { 'idempotency-key': randomUUID() });
      await listOf(student);
      return meeting;
    }));
    over = true;
    await emptying;
    assert.equal(new Set(granted.map(({ id }) => id)).size, 12);
    for (const { topic } of wishes) assert.equal(made(zoom, topic), 1, topic);
    assert.equal((await listOf(student)).meetings.length, 12);
  });

  test('the cache is gone: everything works, only slower', async (t) => {
    const { campus, redis, zoom } = await startCourse(t, {
      httpd: { expectedLog: [/socache_redis|LZ0702|AH034\d\d/] },
    });
    await redis.stop();
    await journey(campus, { keepAlive: false });
    assert.deepEqual(zoom.violations, []);
  });

  test('the clock of one node jumps, ahead and back: nobody hangs, nothing is made twice', async (t) => {
    const clocks = [movableClock(), movableClock()];
    const { campus, zoom, visit, on } = await startCourse(t, {
      clocks,
      httpd: { expectedLog: [/LZ(0008|0300|0311)/] },
    });
    const host = await visit('amara');
    const form = meetingForm({ topic: 'Jump' }, 2);
    const key = { 'idempotency-key': randomUUID() };
    zoom.faults.add({ kind: 'delay', ms: 1000, operation: 'createMeeting', times: 1 });
    const going = on(0, () => insist(zoom, host, form, key));
    await until(() => asked(zoom, 'createMeeting') === 1, { what: 'the call' });
    clocks[0].setOff(-HOUR);
    const meeting = await going;
    assert.ok(meeting);
    assert.equal(made(zoom, 'Jump'), 1);

    clocks[0].setOff(2 * HOUR);
    const idle = await on(0, () => readJson(host, `${host.courseUrl}/upcoming`));
    assert.equal(idle.status, 401, 'a session that was idle for two hours by this clock');
    const early = await on(0, () => launch({ lms: campus.lms, person: 'asa', course: 'chemistry' }));
    assert.equal(early.status, 401, 'a token that ended two hours ago by this clock');
    const right = await on(1, () => launch({ lms: campus.lms, person: 'asa', course: 'chemistry' }));
    assert.equal(right.status, 303, right.body);
    clocks[0].setOff(0);
    const back = await on(0, () => launch({ lms: campus.lms, person: 'asa', course: 'chemistry' }));
    assert.equal(back.status, 303, back.body);
    assert.equal((await on(0, () => listOf(host))).meetings.length, 1);
  });
});
