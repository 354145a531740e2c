// SPDX-License-Identifier: Apache-2.0
// Settings of a course: its instructors', kept for the course, within what is locked.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, guardsItsDoor, look, refused, view } from '../lib/course-calls.js';
import { createBrowser, enter } from '../lib/launch.js';

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    before(async () => {
      campus = await startCampus({ db });
    });
    after(() => campus.stop());

    const visit = (person, course = 'chemistry') => (
      enter({ lms: campus.lms, person, course, browser: createBrowser() }));

    async function set(visitor, json) {
      const answer = await change(visitor, 'PATCH', 'settings', { json });
      assert.equal(answer.status, 200, answer.body);
      const { settings, ...rest } = answer.json();
      assert.deepEqual(rest, {});
      return settings;
    }

    test('a course begins with what everybody has', async () => {
      const { settings, locks, ...rest } = await view(await visit('amara'), 'settings');
      assert.deepEqual(Object.keys(rest), ['view', 'course', 'me', 'sections', 'warnings']);
      assert.equal(settings.publish_all, false);
      assert.equal(typeof locks, 'object');
      assert.equal(settings.meeting.duration, 60);
      assert.equal(settings.meeting.settings.waiting_room, true);
      assert.ok(!('topic' in settings.meeting) && !('start_time' in settings.meeting));
    });

    test('what one instructor sets holds for all of them, in this course', async () => {
      const [host, colleague] = [await visit('amara'), await visit('tomas')];
      const elsewhere = await visit('amara', 'literature');
      const changed = await set(host, {
        publish_all: true, meeting: { duration: 45, settings: { waiting_room: false, audio: 'voip' } },
      });
      assert.equal(changed.publish_all, true);
      assert.equal(changed.meeting.duration, 45);
      const seen = (await view(colleague, 'settings')).settings;
      assert.deepEqual(seen, changed);
      assert.equal(seen.meeting.settings.audio, 'voip');
      assert.equal(seen.meeting.settings.mute_upon_entry, true);
      assert.equal((await view(elsewhere, 'settings')).settings.publish_all, false);

      // Only what is sent changes; null is no longer set.
      const again = await set(colleague, { meeting: { duration: null, settings: { audio: null } } });
      assert.equal(again.publish_all, true);
      assert.equal(again.meeting.duration, 60);
      assert.equal(again.meeting.settings.audio, 'both');
      assert.equal(again.meeting.settings.waiting_room, false);
      assert.deepEqual(await set(host, {}), again);
      await set(host, { publish_all: false, meeting: { settings: { waiting_room: null } } });
    });

    test('changes at the same time do not undo each other', async () => {
      const hosts = [await visit('amara'), await visit('tomas')];
      await Promise.all([
        set(hosts[0], { meeting: { duration: 75 } }),
        set(hosts[1], { meeting: { settings: { focus_mode: true } } }),
        set(hosts[0], { meeting: { settings: { host_video: true } } }),
        set(hosts[1], { publish_all: true }),
      ]);
      const { settings } = await view(hosts[0], 'settings');
      assert.equal(settings.publish_all, true);
      assert.equal(settings.meeting.duration, 75);
      assert.equal(settings.meeting.settings.focus_mode, true);
      assert.equal(settings.meeting.settings.host_video, true);
    });

    test('all wrong fields at once, and nothing is changed', async () => {
      const host = await visit('amara');
      const before = (await view(host, 'settings')).settings;
      const error = refused(await change(host, 'PATCH', 'settings', {
        json: {
          publish_all: 'yes',
          theme: 'dark',
          meeting: {
            topic: 'All lectures', duration: 0, default_password: 1,
            settings: { waiting_room: 'on', audio: 'loud', jbh_time: 7, alternative_hosts: 'a@b.c' },
          },
        },
      }), 422, 'fields');
      assert.deepEqual(Object.keys(error.fields).sort(), ['default_password', 'duration',
        'publish_all', 'settings.alternative_hosts', 'settings.audio', 'settings.jbh_time',
        'settings.waiting_room', 'theme', 'topic']);
      for (const json of [{ meeting: [] }, { meeting: { settings: 1 } }, { ['x'.repeat(5000)]: 1 },
        { meeting: null }]) {
        refused(await change(host, 'PATCH', 'settings', { json }), 422, 'fields');
      }
      assert.deepEqual((await view(host, 'settings')).settings, before);
    });

    test('students see no settings and change none; the door', async () => {
      const [host, student] = [await visit('amara'), await visit('asa')];
      refused(await look(student, 'settings'), 403, 'forbidden');
      refused(await change(student, 'PATCH', 'settings', { json: { publish_all: true } }), 403,
        'forbidden');
      await guardsItsDoor(host, await visit('misaki', 'literature'), [
        ['GET', 'settings'], ['PATCH', 'settings', { json: { publish_all: true } }],
      ]);
    });

    test('Zoom found nothing to complain of', () => {
      assert.deepEqual(campus.zoom.violations, []);
    });
  });
}

test('what the admin or Zoom has locked is shown so, and cannot be set', async (t) => {
  const campus = await startCampus({
    directives: 'LTIZoomMeetingLock waiting_room on\nLTIZoomMeetingDefault duration 40',
  });
  t.after(() => campus.stop());
  const host = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  const { settings, locks } = await view(host, 'settings');
  assert.deepEqual(locks['settings.waiting_room'], { value: true, reason: 'university' });
  assert.equal(settings.meeting.settings.waiting_room, true);
  assert.equal(settings.meeting.duration, 40);
  const error = refused(await change(host, 'PATCH', 'settings', {
    json: { meeting: { duration: 90, settings: { waiting_room: false } } },
  }), 422, 'fields');
  assert.deepEqual(Object.keys(error.fields), ['settings.waiting_room']);
  assert.equal((await view(host, 'settings')).settings.meeting.duration, 40);

  const set = await change(host, 'PATCH', 'settings', { json: { meeting: { duration: 90 } } });
  assert.equal(set.status, 200, set.body);
  assert.equal((await view(host, 'schedule')).form.duration, 90, 'new meetings begin with it');
});

test('the view asks for settings and locks, and about nobody but who looks', async (t) => {
  const campus = await startCampus({ server: { LTIZoomAlternativeHosts: 'instructors' } });
  t.after(() => campus.stop());
  const host = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  const roster = campus.lms.faults.add({ kind: 'delay', ms: 0, operation: 'roster' });
  const before = campus.zoom.requests.length;
  const { settings, warnings } = await view(host, 'settings');
  assert.equal(settings.meeting.settings.mute_upon_entry, true);
  assert.deepEqual(warnings, []);
  const set = await change(host, 'PATCH', 'settings', { json: { meeting: { duration: 90 } } });
  assert.equal(set.json().settings.meeting.duration, 90);
  const again = await change(host, 'PATCH', 'settings', { json: { meeting: { duration: null } } });
  assert.equal(again.json().settings.meeting.duration, 60, 'what is no longer set is as proposed');
  const asked = new Set(campus.zoom.requests.slice(before).map(({ operation }) => operation));
  assert.ok(asked.size > 0);
  for (const operation of ['listTrackingFields', 'listSchedulers']) {
    assert.ok(!asked.has(operation), operation);
  }
  const others = campus.zoom.requests.slice(before)
    .filter(({ path }) => /tomas/.test(decodeURIComponent(path)));
  assert.deepEqual(others, []);
  assert.equal(roster.hits, 0);

  // The form itself asks for all of that.
  await view(host, 'schedule');
  assert.ok(roster.hits > 0);
  assert.ok(campus.zoom.requests.some(({ operation }) => operation === 'listSchedulers'));
});
