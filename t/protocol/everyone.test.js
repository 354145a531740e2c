// SPDX-License-Identifier: Apache-2.0
// Every endpoint of a course, as the module's own table names them, with every role, with the ids
// of another course and of nothing, without a session, with a stale one and with another course's:
// who may not is refused, and no refusal tells whether a thing exists.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { made } from '../lib/changes.js';
import { meetingForm } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { REPO } from '../lib/paths.js';

/** [{method, pattern}] of the table, those within a course. */
function endpoints() {
  const source = readFileSync(path.join(REPO, 'mod_lti_zoom/mod_lti_zoom.c'), 'utf8');
  const rows = source.matchAll(/\{ "(\/c\/\{course\}\/[^"]*)",\s*((?:LZ_[A-Z]+(?: \| )?)+),\s*LZ_WHO/g);
  return [...rows].flatMap(([, pattern, methods]) => (
    methods.split(' | ').map((method) => ({ pattern, method: method.slice(3) }))));
}

const ENDPOINTS = endpoints();
const CHANGES = ENDPOINTS.filter(({ method }) => method !== 'GET');
const OF_A_MEETING = ENDPOINTS.filter(({ pattern }) => pattern.includes('/meetings/{id}'));
const OF_A_RECORDING = ENDPOINTS.filter(({ pattern }) => pattern.includes('{uuid}'));

// What students use. All else is for those who host.
const FOR_ALL = new Set(['GET upcoming', 'GET previous', 'GET meetings/{id}',
  'GET meetings/{id}/join', 'GET meetings/{id}/event.ics', 'GET calendar', 'POST calendar',
  'DELETE calendar/{kind}', 'GET recordings', 'GET recordings/{uuid}',
  'GET recordings/{uuid}/files/{id}/play', 'GET recordings/{uuid}/files/{id}/download',
  'GET privacy', 'GET privacy/export', 'POST privacy/erase', 'POST handover', 'POST signout',
  // these refuse by what is asked for, not by the role
  'GET select', 'POST select']);

const BODIES = {
  'POST meetings': meetingForm(),
  'POST import': { ids: ['91234567890'] },
  'POST calendar': { kind: 'mine' },
  'POST handover': { path: 'meetings/1/join' },
  'POST recordings/publish': { published: true },
  'PATCH recordings/{uuid}': { published: true },
  'PATCH meetings/{id}': { topic: 'Changed by somebody' },
};

const short = ({ method, pattern }) => `${method} ${pattern.slice('/c/{course}/'.length)}`;

describe('every endpoint of a course', () => {
  let campus;
  let host;
  let colleague;
  let student;
  let there;
  let ours;
  let theirs;
  const visit = (person, course = 'chemistry') => (
    enter({ lms: campus.lms, person, course, browser: createBrowser() }));
  before(async () => {
    campus = await startCampus({ httpd: { expectedLog: [/LZ0\d\d\d/] } });
    [host, colleague, student, there] = await Promise.all([
      visit('amara'), visit('tomas'), visit('asa'), visit('amara', 'literature')]);
    ours = await made(host);
    theirs = await made(there);
  });
  after(() => campus.stop());

  const urlOf = ({ courseUrl }, { pattern }, values) => courseUrl + pattern
    .slice('/c/{course}'.length)
    .replace(/\{(\w+)\}/g, (all, name) => values[name] ?? 'x');

  const send = ({ browser, courseUrl, data }, endpoint, values, headers = {}) => (
    browser.request(endpoint.method, urlOf({ courseUrl }, endpoint, values), {
      ...(['POST', 'PATCH'].includes(endpoint.method) && { json: BODIES[short(endpoint)] ?? {} }),
      headers: {
        accept: 'application/json',
        'x-lti-zoom-csrf': data.me.csrf,
        'idempotency-key': randomUUID(),
        origin: new URL(courseUrl).origin,
        ...headers,
      },
    }));

  const errorOf = (answer) => {
    const { request_id: id, ...error } = answer.json().error;
    assert.ok(id);
    return { status: answer.status, ...error };
  };

  test('the table is found', () => {
    assert.ok(ENDPOINTS.length > 20, `${ENDPOINTS.length} endpoints`);
    for (const one of ['GET upcoming', 'PATCH meetings/{id}', 'DELETE meetings/{id}']) {
      assert.ok(ENDPOINTS.some((endpoint) => short(endpoint) === one), one);
    }
  });

  test('no session, a broken one, one of another course: 401, whatever is asked for', async () => {
    const cookies = [
      '', 'lti_zoom_session=', 'lti_zoom_session=AAAA',
      there.browser.jar.header(there.viewUrl),
    ];
    for (const endpoint of ENDPOINTS) {
      for (const cookie of cookies) {
        for (const id of [ours.id, theirs.id, '99999999999']) {
          const answer = await send(host, endpoint, { id }, { cookie: cookie || 'other=1' });
          assert.equal(answer.status, 401, `${short(endpoint)} with '${cookie}': ${answer.body}`);
          assert.equal(errorOf(answer).kind, 'no_session');
        }
      }
    }
  });

  test('what changes something comes from our own page', async () => {
    for (const endpoint of CHANGES) {
      for (const headers of [{ 'x-lti-zoom-csrf': 'x' }, { 'x-lti-zoom-csrf': student.data.me.csrf },
        { origin: 'https://evil.test' }, { origin: 'null' }]) {
        const answer = await send(host, endpoint, { id: ours.id }, headers);
        assert.equal(answer.status, 403, `${short(endpoint)}: ${answer.body}`);
      }
    }
  });

  test('a meeting of another course is as none at all, to everybody', async () => {
    for (const endpoint of OF_A_MEETING) {
      for (const visitor of [host, colleague, student]) {
        const none = errorOf(await send(visitor, endpoint, { id: '99999999999' }));
        assert.equal(none.status, 404, `${short(endpoint)}: ${JSON.stringify(none)}`);
        for (const id of [theirs.id, 'x', '-1', '0', `${ours.id}0`, '%20', "1'--"]) {
          const answer = await send(visitor, endpoint, { id });
          assert.deepEqual(errorOf(answer), none, `${short(endpoint)} of ${id}`);
        }
      }
    }
    assert.equal(campus.zoom.meetings.get(Number(theirs.id)).topic, theirs.topic);
  });

  test('a recording that is none answers alike, to everybody', async () => {
    for (const endpoint of OF_A_RECORDING) {
      for (const visitor of [host, colleague, student]) {
        const answers = [];
        for (const uuid of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', 'L2FiYw', '%20']) {
          const answer = await send(visitor, endpoint, { uuid, id: 'x' });
          assert.ok([403, 404].includes(answer.status), `${short(endpoint)}: ${answer.body}`);
          answers.push(errorOf(answer));
        }
        for (const answer of answers) assert.deepEqual(answer, answers[0], short(endpoint));
      }
    }
  });

  test('students do what is for all, and are refused the rest', async () => {
    for (const endpoint of ENDPOINTS.filter((one) => !/signout|erase/.test(one.pattern))) {
      const answer = await send(student, endpoint, { id: ours.id, uuid: 'AAAA', kind: 'mine' });
      const what = `${short(endpoint)}: ${answer.status} ${answer.body.slice(0, 300)}`;
      assert.ok(answer.status < 500, what);
      if (!FOR_ALL.has(short(endpoint))) {
        assert.ok([403, 404].includes(answer.status), what);
      }
      for (const secret of [ours.password, 'zak=', `/j/${ours.id}`]) {
        assert.ok(!answer.body.includes(secret), what);
      }
    }
    for (const scope of ['mine', 'all']) {
      const { status } = await student.browser.get(`${student.courseUrl}/upcoming?scope=${scope}`,
        { headers: { accept: 'application/json' } });
      assert.equal(status, 403);
    }
    assert.equal(campus.zoom.meetings.get(Number(ours.id)).topic, ours.topic);
  });

  test('a colleague sees what the course has, and changes nothing of others', async () => {
    for (const endpoint of OF_A_MEETING) {
      const answer = await send(colleague, endpoint, { id: ours.id });
      const own = ['PATCH meetings/{id}', 'DELETE meetings/{id}', 'GET meetings/{id}/start',
        'GET meetings/{id}/edit'].includes(short(endpoint));
      assert.equal(answer.status >= 400, own, `${short(endpoint)}: ${answer.status}`);
      if (own) assert.equal(answer.status, 403, answer.body);
    }
    assert.equal(campus.zoom.meetings.get(Number(ours.id)).topic, ours.topic);
  });

  test('a person who has signed out has no session any more', async () => {
    const gone = await visit('misaki');
    const cookie = gone.browser.jar.header(gone.viewUrl);
    assert.equal((await send(gone, { method: 'POST', pattern: '/c/{course}/signout' }, {})).status,
      204);
    for (const endpoint of ENDPOINTS) {
      const answer = await send(gone, endpoint, { id: ours.id }, { cookie });
      assert.equal(answer.status, 401, `${short(endpoint)}: ${answer.body}`);
      assert.equal(errorOf(answer).kind, 'signed_out');
    }
  });
});
