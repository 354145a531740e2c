// SPDX-License-Identifier: Apache-2.0
// A course's meetings while Zoom has bad weather: a view shows what is known, a write says what
// became of it, and nothing is made twice.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { meetingForm, readJson, schedule } from '../lib/journey.js';
import { enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const WARNED = /LZ(03\d\d|0008|0700)/;

/** A campus with a meeting in its course: {campus, host, student, meeting}. */
async function startCourse() {
  const campus = await startCampus({
    server: { LTIZoomFreshness: '1', LTIZoomTimeout: '4', LTIZoomBackground: 'Off' },
    httpd: { expectedLog: [WARNED] },
  });
  const [host, student] = await Promise.all(['amara', 'asa'].map(
    (person) => enter({ lms: campus.lms, person, course: 'chemistry' })));
  const made = await schedule(host);
  assert.equal(made.status, 201, made.body);
  return { campus, host, student, meeting: made.json().meeting };
}

async function viewOf(visitor) {
  const answer = await readJson(visitor, `${visitor.courseUrl}/upcoming`);
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

function refused(answer, status, kind) {
  assert.equal(answer.status, status, answer.body);
  assert.equal(answer.json().error.kind, kind, answer.body);
}

const codes = ({ warnings }) => warnings.map(({ code }) => code);

/** The list becomes stale and says so, and Join works. */
async function listStands({ student, host, meeting }) {
  const view = await until(async () => {
    const now = await viewOf(student);
    return codes(now).length && now;
  }, { what: 'a warning', every: 50 });
  assert.deepEqual(codes(view), ['zoom_stale']);
  for (const { meetings } of [view, await viewOf(host)]) {
    assert.ok(meetings.some(({ id }) => id === meeting.id), 'the rows are there');
  }
  const join = await readJson(student, `${student.courseUrl}/meetings/${meeting.id}/join`);
  assert.equal(join.status, 302);
  assert.equal(join.location, meeting.join_url);
}

const UNCERTAIN = [504, 'zoom_uncertain'];

// What Zoom does, and what a write that meets it is answered.
const weathers = {
  'answers nothing for long': [{ kind: 'hang' }, UNCERTAIN],
  'is slow': [{ kind: 'delay', ms: 10_000 }, UNCERTAIN],
  'refuses the token': [{ kind: 'status', status: 401, code: 124 }, [502, 'zoom_credentials']],
  'asks to wait': [
    { kind: 'status', status: 429, code: 429, headers: { 'retry-after': '30' } },
    [503, 'zoom_busy']],
  'has an error': [{ kind: 'status', status: 500 }, UNCERTAIN],
  'sends half an answer': [{ kind: 'half' }, UNCERTAIN],
  'sends no JSON': [{ kind: 'notjson' }, UNCERTAIN],
  'sends a web page': [{ kind: 'html' }, UNCERTAIN],
  'cuts the connection': [{ kind: 'reset' }, UNCERTAIN],
};

describe('a list while Zoom', () => {
  for (const [name, [fault]] of Object.entries(weathers)) {
    test(name, async (t) => {
      const course = await startCourse();
      t.after(() => course.campus.stop());
      course.campus.zoom.faults.add({ ...fault, path: '/v2/' });
      await listStands(course);
    });
  }

  test('is down, and after', async (t) => {
    const course = await startCourse();
    const { campus, host, student, meeting } = course;
    t.after(() => campus.stop());
    await campus.zoom.down();
    await listStands(course);
    const detail = (await readJson(host, `${host.courseUrl}/meetings/${meeting.id}`)).json();
    assert.deepEqual(codes(detail), ['zoom_stale']);
    assert.equal(detail.meeting.topic, meeting.topic);
    assert.equal(detail.meeting.password, undefined);
    refused(await schedule(host), 503, 'zoom_unavailable');
    refused(await readJson(host, `${host.courseUrl}/meetings/${meeting.id}/start`), 503,
      'zoom_unavailable');

    await campus.zoom.up();
    await until(async () => codes(await viewOf(student)).length === 0,
      { what: 'a list without warnings', every: 100 });
    assert.equal((await schedule(host)).status, 201);
  });
});

describe('a write while Zoom', () => {
  let campus;
  let host;
  let student;
  before(async () => {
    ({ campus, host, student } = await startCourse());
  });
  after(() => campus.stop());
  afterEach(() => campus.zoom.faults.clear());

  const creations = () => campus.zoom.requests.filter(
    ({ operation }) => operation === 'createMeeting').length;
  const madeAtZoom = (topic) => (
    [...campus.zoom.meetings.values()].filter((one) => one.topic === topic).length);

  // The same wish again: found where it was made; where it was not, not sent before it is certain.
  const wishAgain = async (form, key) => {
    const before = creations();
    const made = madeAtZoom(form.topic);
    const answer = await schedule(host, form, key);
    assert.equal(creations(), before);
    if (made) {
      assert.equal(answer.status, 201, answer.body);
      return;
    }
    refused(answer, ...UNCERTAIN);
    const rowOf = async (visitor) => (
      await viewOf(visitor)).meetings.find((one) => one.topic === form.topic);
    const { id, actions } = await rowOf(host);
    assert.deepEqual([id, actions], ['', []]);
    assert.equal(await rowOf(student), undefined);
  };

  for (const [name, [fault, outcome]] of Object.entries(weathers)) {
    test(name, async () => {
      const key = { 'idempotency-key': randomUUID() };
      const form = meetingForm({ topic: `Wished while Zoom ${name}` });
      campus.zoom.faults.add({ ...fault, operation: 'createMeeting' });
      const answer = await schedule(host, form, key);
      refused(answer, ...outcome);
      campus.zoom.faults.clear();
      if (outcome === UNCERTAIN) {
        assert.match(answer.headers['retry-after'], /^\d+$/);
        await wishAgain(form, key);
      } else {
        assert.equal(madeAtZoom(form.topic), 0);
        assert.equal((await schedule(host, form, key)).status, 201);
      }
      assert.ok(madeAtZoom(form.topic) <= 1);
    });
  }

  test('loses the answer: the same wish finds the meeting', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const form = meetingForm({ topic: 'Lost and found' });
    campus.zoom.faults.add({ kind: 'reset', operation: 'createMeeting', after: true, times: 1 });
    const before = creations();
    refused(await schedule(host, form, key), ...UNCERTAIN);
    const found = await schedule(host, form, key);
    assert.equal(found.status, 201, found.body);
    assert.equal(madeAtZoom('Lost and found'), 1);
    assert.equal(creations(), before + 1);
    const again = await schedule(host, form, key);
    assert.equal(again.headers['idempotent-replay'], 'true');
    assert.equal(again.json().meeting.id, found.json().meeting.id);
  });

  test('has ended all tokens: nobody notices', async () => {
    campus.zoom.expireTokens();
    assert.equal((await schedule(host)).status, 201);
    assert.deepEqual(codes(await viewOf(host)), []);
  });
});
