// SPDX-License-Identifier: Apache-2.0
// What is imported gets the course's tracking fields at Zoom: only those that differ, only from who
// may change the meeting there; the import stands when Zoom does not take them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayGoesOn } from '../lib/clock.js';
import { change } from '../lib/course-calls.js';
import { COLLEAGUE, HOST, inDays } from '../lib/form.js';
import { onEachDatabase } from '../lib/on-campus.js';
import { until } from '../lib/processes.js';
import { startRedis } from '../lib/redis.js';

const LIBRARY = 'library@example.edu';
const COURSE = { field: 'Course', value: 'CHEM 302 Winter term' };
const BUILDING = { field: 'Building', value: 'C 7' };
const MISSING = ['tracking_fields_not_written'];

// A count stands in the cache (base/quota.h). With shmcb it goes when newer entries need its place,
// and of those the account's budget makes more than a thousand here; a Redis keeps it.
const redis = await startRedis();
before(dayGoesOn);
after(() => redis.stop());

onEachDatabase({
  server: {
    LTIZoomCache: `redis:${redis.address}`,
    'LTIZoomTrackingField course': '"{course_label} Winter term"',
    'LTIZoomTrackingField Unknown': '"{course_label}"',
    'LTIZoomTrackingField Nothing': '{section}',
  },
  httpd: { modules: ['socache_redis'], expectedLog: [/LZ0(300|318|332|700)/] },
}, (campus, visit) => {
  let host;
  before(async () => {
    for (const field of ['Course', 'Building', 'Nothing']) campus.zoom.addTrackingField({ field });
    host = await visit('amara');
  });

  const meetingOf = (owner, fields = {}) => campus.zoom.addMeeting(owner, {
    topic: 'From the portal', type: 2, start_time: inDays(3), duration: 30, ...fields,
  });
  const userOf = (address) => (
    [...campus.zoom.users.values()].find(({ email }) => email === address));
  const patches = () => campus.zoom.requests.filter(
    ({ operation }) => operation === 'updateMeeting').length;

  /** [status, codes of warnings] of each. */
  async function imported(visitor, meetings) {
    const answer = await change(visitor, 'POST', 'import', {
      json: { ids: meetings.map(({ id }) => String(id)) },
    });
    assert.equal(answer.status, 200, answer.body);
    return answer.json().results.map(({ status, warnings, message }) => {
      for (const text of [message, ...warnings.map((each) => each.message)]) {
        assert.match(text, /\.$/);
      }
      return [status, warnings.map(({ code }) => code)];
    });
  }

  test('written where they differ; others stay, and so does all else', async () => {
    const bare = meetingOf(HOST, { settings: { waiting_room: false } });
    const other = meetingOf(HOST, {
      tracking_fields: [{ field: 'Course', value: 'old' }, BUILDING],
    });
    const right = meetingOf(HOST, { tracking_fields: [BUILDING, COURSE] });
    const series = meetingOf(HOST, {
      type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: 3 },
    });
    const before = patches();
    const dates = JSON.stringify(series.occurrences);
    assert.deepEqual(await imported(host, [bare, other, right, series]),
      Array(4).fill(['added', []]));
    assert.deepEqual(bare.tracking_fields, [COURSE]);
    assert.equal(bare.settings.waiting_room, false);
    assert.deepEqual(other.tracking_fields, [BUILDING, COURSE]);
    assert.deepEqual(right.tracking_fields, [BUILDING, COURSE]);
    assert.deepEqual(series.tracking_fields, [COURSE]);
    assert.equal(JSON.stringify(series.occurrences), dates);
    assert.equal(patches(), before + 3);

    assert.deepEqual(await imported(host, [bare, other, right, series]),
      Array(4).fill(['already', []]));
    assert.equal(patches(), before + 3);
  });

  test('from a file, and from the list of all my meetings', async () => {
    const [one, two] = [meetingOf(HOST), meetingOf(HOST)];
    const answer = await change(host, 'POST', 'import', {
      body: `meeting_id,section\n${one.id},Tuesday\n${two.id},\n`,
      headers: { 'content-type': 'text/csv' },
    });
    assert.deepEqual(answer.json().results.map(({ warnings }) => warnings), [[], []]);
    assert.deepEqual([one.tracking_fields, two.tracking_fields], [[COURSE], [COURSE]]);
  });

  test('an alternative host leaves them to the host; who schedules for the host does not',
    async () => {
      const shared = meetingOf(COLLEAGUE, { settings: { alternative_hosts: HOST } });
      const strange = meetingOf(COLLEAGUE);
      const library = meetingOf(LIBRARY);
      const before = patches();
      assert.deepEqual(await imported(host, [shared, strange, library]), [
        ['added', ['tracking_fields_not_yours']], ['not_allowed', []], ['not_allowed', []],
      ]);
      assert.equal(patches(), before);
      assert.equal(shared.tracking_fields, undefined);
      userOf(HOST).schedules_for = [userOf(LIBRARY).id];
      assert.deepEqual(await imported(host, [library]), [['added', []]]);
      assert.deepEqual(library.tracking_fields, [COURSE]);
      userOf(HOST).schedules_for = [];
      // Its host adds it again, and then it has them.
      assert.deepEqual(await imported(await visit('tomas'), [shared]), [['already', []]]);
      assert.deepEqual(shared.tracking_fields, [COURSE]);
    });

  test('Zoom refuses or does not answer: the import stands, and sent again it is whole',
    async () => {
      const faults = [
        { kind: 'status', status: 400, code: 300, message: 'Validation Failed.' },
        { kind: 'status', status: 503 },
        { kind: 'reset' },
      ];
      for (const fault of faults) {
        const meeting = meetingOf(HOST);
        const active = campus.zoom.faults.add({ ...fault, operation: 'updateMeeting' });
        assert.deepEqual(await imported(host, [meeting]), [['added', MISSING]], fault.kind);
        assert.deepEqual(await imported(host, [meeting]), [['already', MISSING]], fault.kind);
        active.remove();
        await until(async () => (await imported(host, [meeting]))[0][1].length === 0,
          { what: 'the fields of a meeting that was sent again', every: 200 });
        assert.deepEqual(meeting.tracking_fields, [COURSE]);
      }
    });

  test('a host whose hundred writes of the day are used up', async () => {
    const tomas = await visit('tomas');
    const meeting = meetingOf(COLLEAGUE);
    campus.zoom.limits.useUpHost(userOf(COLLEAGUE));
    assert.deepEqual(await imported(tomas, [meeting]), [['added', MISSING]]);
    assert.equal(meeting.tracking_fields, undefined);
    const mine = meetingOf(HOST);
    assert.deepEqual(await imported(host, [mine]), [['added', []]]);
  });

  test('four hundred: at most fifty writes of a host in a day, and the rest is said', async () => {
    const many = Array.from({ length: 400 }, () => meetingOf(HOST));
    const before = patches();
    for (let round = 0; round < 3; round += 1) {
      const results = await imported(host, many);
      const written = many.filter((each) => each.tracking_fields).length;
      const whole = results.filter(([status, codes]) => (
        ['added', 'already'].includes(status) && !codes.length)).length;
      assert.ok(whole <= written, `${whole} said to be whole, ${written} are`);
    }
    assert.ok(patches() - before <= 50, `${patches() - before} writes`);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
