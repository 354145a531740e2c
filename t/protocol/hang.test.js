// SPDX-License-Identifier: Apache-2.0
// A Zoom that accepts calls and never answers: pages show what is stored, few wait, other pages are
// not held up, and after some calls in a row Zoom is left alone until one of them is answered.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const CROWD = 200;
const TIMEOUT = 20;     // seconds of LTIZoomTimeout: longer than the views of other pages take

// a crowd needs all of httpd's workers, and what Zoom does is logged
const EXPECTED = /LZ(03\d\d|0008|0700|0701)|AH00484|AH10159|AH00161/;

const codes = (answer) => answer.json().warnings.map(({ code }) => code);

async function startCourses(t, mpm) {
  const campus = await startCampus({
    server: { LTIZoomTimeout: String(TIMEOUT), LTIZoomFreshness: '10m' },
    httpd: { mpm, expectedLog: [EXPECTED] },
  });
  t.after(() => campus.stop());
  const go = (person, course) => enter({
    lms: campus.lms, person, course, browser: createBrowser({ keepAlive: false }),
  });
  const courses = Object.entries(campus.lms.courses);
  const teaches = (person) => courses.filter(([, { members }]) => members[person] === 'instructor');
  const person = Object.keys(campus.lms.people).find((key) => teaches(key).length >= 2)
    ?? Object.keys(campus.lms.people).find((key) => teaches(key).length);
  const [[course]] = teaches(person);
  const host = await go(person, course);
  const made = await schedule(host);
  assert.equal(made.status, 201, made.body);
  const student = Object.entries(campus.lms.courses[course].members)
    .find(([, role]) => role !== 'instructor')[0];
  const guest = await go(student, course);
  return { campus, host, guest, meeting: made.json().meeting };
}

for (const mpm of ['event', 'prefork']) {
  describe(`under ${mpm}`, () => {
    test(`${CROWD} want from a hanging Zoom what is stored, and get it`, async (t) => {
      const { campus, host, guest, meeting } = await startCourses(t, mpm);
      const { zoom } = campus;
      const detailUrl = `${host.courseUrl}/meetings/${meeting.id}`;
      const detail = () => readJson(host, detailUrl);
      assert.deepEqual(codes(await detail()), []);
      assert.equal((await readJson(guest, guest.viewUrl)).status, 200);

      const hang = zoom.faults.add({ kind: 'hang', path: '/v2/' });
      zoom.requests.length = 0;
      let waiting = CROWD;
      const crowd = Array.from({ length: CROWD }, async () => {
        const answer = await detail();
        waiting -= 1;
        return answer;
      });
      // pages that need no Zoom are answered while others wait for it
      await until(() => hang.hits > 0, { what: 'a call that hangs' });
      for (let i = 0; i < 20; i += 1) {
        const view = await readJson(guest, guest.viewUrl);
        assert.equal(view.status, 200, view.body);
        assert.deepEqual(codes(view), []);
      }
      assert.ok(waiting > 0, 'somebody still waits');

      for (const answer of await Promise.all(crowd)) {
        assert.equal(answer.status, 200, answer.body);
        assert.deepEqual(codes(answer), ['zoom_stale']);
        assert.equal(answer.json().meeting.topic, meeting.topic);
      }
      // few were sent at all; the others were answered at once, or after Zoom had been given up
      assert.ok(hang.hits <= CROWD / 2, `${hang.hits} calls`);

      const left = hang.hits;
      assert.deepEqual(codes(await detail()), ['zoom_stale']);
      assert.ok(hang.hits <= left + 1, 'it is left alone');
      const start = await readJson(host, `${detailUrl}/start`);
      assert.equal(start.status, 503, start.body);
      assert.equal(start.json().error.kind, 'zoom_unavailable');

      hang.remove();
      await until(async () => codes(await detail()).length === 0,
        { what: 'a page that Zoom has answered for', every: 250, deadline: 120_000 });
      const log = campus.httpd.errorLog();
      assert.ok(/LZ0700.*left 5 calls in a row/.test(log), 'it was told');
      assert.ok(/LZ0701.*answers again/.test(log), 'and its end');
      assert.deepEqual(zoom.violations, []);
    });
  });
}
