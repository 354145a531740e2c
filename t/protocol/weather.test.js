// SPDX-License-Identifier: Apache-2.0
// Bad weather around a request: Zoom slow or without tokens, a browser that leaves, a process that
// is killed, a cache that keeps nothing. What was wished for is made once or not at all.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { insisted } from '../lib/insist.js';
import { HOST_ACTIONS, journey, meetingForm, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { childrenOf, until } from '../lib/processes.js';
import { rawRequest, sendRaw } from '../lib/raw-http.js';

const ZOOM_TAKES = 60_000;
const LATEST = 30_000;          // an answer: LTIZoomTimeout, by itself 8 s, on a very busy machine
const TOKEN_FAILURE = 2000;     // ms for which nobody asks again after a token was not to be had

/** A campus for one test, and its people in one course. */
async function startCourse(t, options) {
  const campus = await startCampus(options);
  t.after(() => campus.stop());
  // A connection for each request: some tests end processes, and their connections with them.
  const visit = (person) => enter({
    lms: campus.lms, person, course: 'chemistry', browser: createBrowser({ keepAlive: false }),
  });
  return { campus, visit };
}

async function scheduled(visitor, changes, headers) {
  const answer = await schedule(visitor, meetingForm(changes), headers);
  assert.equal(answer.status, 201, answer.body);
  return answer.json().meeting;
}

async function listOf(visitor) {
  const answer = await readJson(visitor, `${visitor.courseUrl}/upcoming`);
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

function assertRefused(answer, status, kind) {
  assert.equal(answer.status, status, answer.body);
  assert.equal(answer.json().error.kind, kind, answer.body);
}

function timeIsOver(ms) {
  const end = Date.now() + ms + 100;
  return until(() => Date.now() > end, { what: 'time' });
}

const madeAtZoom = (campus, topic) => (
  [...campus.zoom.meetings.values()].filter((one) => one.topic === topic).length);

const asked = (campus, operation) => (
  campus.zoom.requests.filter((one) => one.operation === operation).length);

/** The meeting that was wished for, or undefined where nobody can know. */
async function insist({ zoom }, visitor, form, key) {
  const answer = await insisted(zoom, visitor, form, key);
  if (answer.status === 201) return answer.json().meeting;
  assertRefused(answer, 504, 'zoom_uncertain');
  return undefined;
}

describe('Zoom within the deadline', { concurrency: 3 }, () => {
  test('Zoom takes a minute: a view shows what is stored, a write says so', async (t) => {
    const { campus, visit } = await startCourse(t, {
      server: { LTIZoomFreshness: '1', LTIZoomBackground: 'Off' },
      httpd: { expectedLog: [/LZ0300|LZ0311|LZ0008/] },
    });
    const [host, student] = [await visit('amara'), await visit('asa')];
    const meeting = await scheduled(host);
    campus.zoom.faults.add({ kind: 'delay', ms: ZOOM_TAKES, path: '/v2/' });

    const started = Date.now();
    const view = await until(async () => {
      const now = await listOf(student);
      return now.warnings.length && now;
    }, { what: 'a list that is no longer fresh' });
    assert.deepEqual(view.warnings.map(({ code }) => code), ['zoom_stale']);
    assert.ok(view.meetings.some(({ id }) => id === meeting.id));
    assert.ok(Date.now() - started < LATEST, `${Date.now() - started} ms`);

    const before = Date.now();
    assertRefused(await schedule(host, meetingForm({ topic: 'Late' })), 504, 'zoom_uncertain');
    assert.ok(Date.now() - before < LATEST, `${Date.now() - before} ms`);
    assert.match(campus.httpd.errorLog(), /LZ0311: .*the deadline came/);
    const row = (await listOf(host)).meetings.find(({ topic }) => topic === 'Late');
    assert.equal(row.id, '');
  });

  const refusals = {
    'refuses the registration': [{ kind: 'status', status: 401 }, 502, 'zoom_credentials'],
    'has an error': [{ kind: 'status', status: 500 }, 503, 'zoom_unavailable'],
    'never answers': [{ kind: 'hang' }, 503, 'zoom_unavailable'],
    'sends half an answer': [{ kind: 'half' }, 502, 'zoom_answer'],
    'sends no JSON': [{ kind: 'notjson' }, 502, 'zoom_answer'],
  };
  for (const [name, [fault, status, kind]] of Object.entries(refusals)) {
    test(`no token, since Zoom's OAuth ${name}: nothing is made, and later it is`, async (t) => {
      const { campus, visit } = await startCourse(t, {
        // Whom Zoom answers at once is not to meet the deadline, however busy the machine is.
        server: { LTIZoomTimeout: fault.kind === 'hang' ? '10' : '60', LTIZoomBackground: 'Off' },
        httpd: { expectedLog: [/LZ0300|LZ0302|LZ0310|LZ0008/] },
      });
      const weather = campus.zoom.faults.add({ ...fault, operation: 'token' });
      const host = await visit('amara');
      assert.equal(host.data.warnings.length, 1, JSON.stringify(host.data.warnings));
      assertRefused(await schedule(host), status, kind);
      assert.equal(asked(campus, 'createMeeting'), 0);

      weather.remove();
      await timeIsOver(TOKEN_FAILURE);
      const colleague = await visit('tomas');   // that amara could not be looked up lasts longer
      await scheduled(colleague, { topic: name });
      assert.equal(madeAtZoom(campus, name), 1);
    });
  }

  test('Zoom is down before the first token', async (t) => {
    const { campus, visit } = await startCourse(t, {
      server: { LTIZoomBackground: 'Off' },
      httpd: { expectedLog: [/LZ0300/] },
    });
    await campus.zoom.down();
    const host = await visit('amara');
    assert.equal(host.data.warnings.length, 1);
    assertRefused(await schedule(host), 503, 'zoom_unavailable');
    await campus.zoom.up();
    await timeIsOver(TOKEN_FAILURE);
    await scheduled(await visit('tomas'));
  });
});

/** The bytes of a wish as the page sends it, and of a view. */
const wishOf = (visitor, form, key) => {
  const body = JSON.stringify(form);
  return rawRequest(`POST ${new URL(visitor.courseUrl).pathname}/meetings HTTP/1.1`, [
    ['cookie', visitor.browser.jar.header(visitor.viewUrl)],
    ['x-lti-zoom-csrf', visitor.data.me.csrf],
    ['content-type', 'application/json'],
    ['content-length', Buffer.byteLength(body)],
    ...Object.entries(key),
  ], body);
};

const viewOf = (visitor) => rawRequest(`GET ${new URL(visitor.viewUrl).pathname} HTTP/1.1`, [
  ['cookie', visitor.browser.jar.header(visitor.viewUrl)],
]);

describe('somebody leaves', { concurrency: true }, () => {
  test('the browser, its wish on the way: the meeting is made and listed', async (t) => {
    const { campus, visit } = await startCourse(t);
    const host = await visit('amara');
    const key = { 'idempotency-key': randomUUID() };
    const form = meetingForm({ topic: 'Left behind' });
    campus.zoom.faults.add({ kind: 'delay', ms: 300, operation: 'createMeeting' });
    await sendRaw(campus.httpd.port, wishOf(host, form, key), { leave: true });

    const row = await until(async () => (
      (await listOf(host)).meetings.find((one) => one.topic === form.topic && one.id)),
    { what: 'the row' });
    assert.deepEqual(row.actions, HOST_ACTIONS);
    const again = await schedule(host, form, key);
    assert.equal(again.headers['idempotent-replay'], 'true');
    assert.equal(again.json().meeting.id, row.id);
    assert.equal(asked(campus, 'createMeeting'), 1);
  });

  test('browsers, their views on the way: others see what came of them', async (t) => {
    const { campus, visit } = await startCourse(t, { server: { LTIZoomFreshness: '1' } });
    const host = await visit('amara');
    const meeting = await scheduled(host);
    campus.zoom.meetings.get(Number(meeting.id)).topic = 'Moved';
    campus.zoom.faults.add({ kind: 'delay', ms: 300, operation: 'listMeetings' });
    const before = asked(campus, 'listMeetings');
    await until(async () => {
      await sendRaw(campus.httpd.port, viewOf(host), { leave: true });
      return asked(campus, 'listMeetings') > before;
    }, { what: 'a list that is asked for' });
    await Promise.all(Array.from({ length: 20 }, () => (
      sendRaw(campus.httpd.port, viewOf(host), { leave: true }))));
    // Until the last of them is known to have left, few more may wait for Zoom.
    const { meetings } = await until(async () => {
      const view = await listOf(host);
      return view.warnings.length === 0 && view;
    }, { what: 'a view without a warning' });
    assert.equal(meetings[0].topic, 'Moved');
  });

  test('the processes, by a graceful restart: the wish is granted', async (t) => {
    const { campus, visit } = await startCourse(t);
    const host = await visit('amara');
    campus.zoom.faults.add({ kind: 'delay', ms: 1000, operation: 'createMeeting', times: 1 });
    const going = scheduled(host, { topic: 'Across' });
    await until(() => asked(campus, 'createMeeting') === 1, { what: 'the call' });
    const tokens = asked(campus, 'token');
    await campus.httpd.graceful();
    const between = await scheduled(host, { topic: 'Meanwhile' });
    const meeting = await going;
    assert.deepEqual((await listOf(host)).meetings.map(({ id }) => id).sort(),
      [meeting.id, between.id].sort());
    assert.equal(asked(campus, 'token'), tokens + 1);
    assert.equal(campus.zoom.meetings.size, 2);
  });
});

describe('a process is killed', { concurrency: true }, () => {
  const fates = {
    'after Zoom has made the meeting': { kind: 'delay', ms: 1500, after: true },
    'and Zoom never makes it': { kind: 'hang' },
  };
  for (const [name, fault] of Object.entries(fates)) {
    test(`${name}: the same wish makes no second one`, async (t) => {
      const { campus, visit } = await startCourse(t, {
        server: { LTIZoomTimeout: '4', LTIZoomBackground: 'Off' },
        httpd: { expectedLog: [/LZ0311/] },
      });
      const host = await visit('amara');
      const key = { 'idempotency-key': randomUUID() };
      const form = meetingForm({ topic: name });
      campus.zoom.faults.add({ ...fault, operation: 'createMeeting', times: 1 });
      const going = assert.rejects(schedule(host, form, key), { code: 'ECONNRESET' });
      await until(() => asked(campus, 'createMeeting') === 1, { what: 'the call' });
      for (const pid of childrenOf(campus.httpd)) process.kill(pid, 'SIGKILL');
      await going;

      const meeting = await insist(campus, host, form, key);
      assert.equal(asked(campus, 'createMeeting'), 1);
      const made = madeAtZoom(campus, name);
      assert.equal(made, fault.kind === 'hang' ? 0 : 1);
      // What Zoom does not have is looked for, and not sent again for a minute.
      assert.equal(meeting !== undefined, made === 1);
      assert.deepEqual((await listOf(host)).meetings.map(({ id }) => id), [meeting?.id ?? '']);
    });
  }

  test('in a storm of wishes: none makes two, and the others go on', async (t) => {
    const { campus, visit } = await startCourse(t, {
      server: { LTIZoomTimeout: '4', LTIZoomBackground: 'Off' },
      httpd: { expectedLog: [/LZ0311/] },
    });
    const host = await visit('amara');
    const wishes = Array.from({ length: 24 }, (_, i) => (
      [meetingForm({ topic: `Wish ${i}` }), { 'idempotency-key': randomUUID() }]));
    campus.zoom.latency = 20;
    // Six at a time: with a process go the wishes that it carries out, and none of the others.
    const granted = [];
    const left = [...wishes.entries()];
    const wisher = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [i, [form, key]] = next;
        granted[i] = await insist(campus, host, form, key);
      }
    };
    const wishing = Promise.all(Array.from({ length: 6 }, wisher));
    for (const made of [4, 12]) {
      await until(() => campus.zoom.meetings.size >= made, { what: 'some meetings', every: 1 });
      process.kill(childrenOf(campus.httpd)[0], 'SIGKILL');
    }
    await wishing;
    const meetings = granted;
    const ids = meetings.filter((one) => one).map(({ id }) => id);
    assert.ok(ids.length >= 12 && new Set(ids).size === ids.length, `${ids.length} granted`);
    wishes.forEach(([{ topic }], i) => {
      assert.equal(madeAtZoom(campus, topic), meetings[i] ? 1 : 0, topic);
    });
    assert.deepEqual((await listOf(host)).meetings.map(({ id }) => id).sort(),
      meetings.map((one) => one?.id ?? '').sort());
  });
});

describe('a cache that keeps next to nothing', { concurrency: true }, () => {
  test('the smallest that httpd accepts: everything works, only slower', async (t) => {
    const { campus, visit } = await startCourse(t, {
      server: { LTIZoomCache: 'shmcb:run/small(8192)', LTIZoomFreshness: '1' },
    });
    const { host, guest, meeting } = await journey(campus, { keepAlive: false });
    const people = [host, guest, await visit('tomas'), await visit('misaki')];
    const views = await Promise.all(Array.from({ length: 48 }, (_, i) => listOf(people[i % 4])));
    for (const { meetings, warnings } of views) {
      // Nothing is shared here, and only so many may wait for Zoom at a time.
      assert.ok(warnings.every(({ code }) => code === 'zoom_stale'), JSON.stringify(warnings));
      assert.ok(meetings.some(({ id }) => id === meeting.id));
    }
    const made = await Promise.all(Array.from({ length: 8 }, (_, i) => (
      scheduled(people[i % 2 ? 0 : 2], { topic: `Small ${i}` }))));
    assert.equal(new Set(made.map(({ id }) => id)).size, 8);
    assert.equal((await listOf(guest)).meetings.length, 9);
  });
});
