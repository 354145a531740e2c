// SPDX-License-Identifier: Apache-2.0
// What the meeting form is filled with, against a real httpd: each source fails alone, and each is
// asked once.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { look, refused, view } from '../lib/course-calls.js';
import { COLLEAGUE, HOST, made, onCampus, wrongFields } from '../lib/form.js';
import { meetingForm, schedule } from '../lib/journey.js';
import { GRANULAR_SCOPES } from '../sandbox/zoom/index.js';

describe('each source fails alone', () => {
  const codes = ({ warnings }) => warnings.map(({ code }) => code).sort();
  const NAMED = [/LZ03\d\d: /, /LZ06\d\d: /];

  describe('Zoom tells nothing but who it is', () => onCampus({
    server: { 'LTIZoomMeetingDefault duration': '45' }, httpd: { expectedLog: NAMED },
  }, (campus, visit) => {
    test('the form has the rest, and is accepted', async () => {
      for (const path of [/\/settings/, /\/tracking_fields/, /\/schedulers/, /\/lock_settings/]) {
        campus.zoom.faults.add({ kind: 'status', status: 503, path });
      }
      const host = await visit();
      const opened = await view(host, 'schedule');
      const { form, options } = opened;
      assert.deepEqual(codes(opened), [
        'authentication_unavailable', 'locks_unavailable', 'passcode_rules_unavailable',
        'schedule_for_unavailable', 'settings_unavailable', 'tracking_fields_unavailable',
      ]);
      assert.equal(form.duration, 45);
      assert.equal(form.settings.waiting_room, true);
      for (const name of ['password_policy', 'schedule_for', 'regions', 'authentication_options',
        'tracking_fields', 'breakout', 'recording_allowed']) {
        assert.equal(options[name], undefined, name);
      }
      assert.equal(options.registration_allowed, true);
      assert.equal(options.instructors.length, 2);
      // Zoom is the judge of what could not be learnt.
      await made(host, meetingForm({
        settings: { additional_data_center_regions: ['AU'], focus_mode: true },
      }));
      // Whom one schedules for cannot be left to Zoom, which would not ask.
      refused(await schedule(host, meetingForm({ schedule_for: COLLEAGUE })), 503,
        'zoom_unavailable');
    });
  }));

  describe('the roster cannot be had', () => onCampus({ httpd: { expectedLog: NAMED } },
    (campus, visit) => {
      test('the form goes without', async () => {
        campus.lms.faults.add({ kind: 'status', status: 503, operation: 'roster' });
        const opened = await view(await visit(), 'schedule');
        assert.deepEqual(codes(opened), ['roster_unavailable']);
        assert.deepEqual(opened.options.instructors, []);
        assert.deepEqual(opened.options.breakout, { allowed: true, members: [] });
        assert.ok(opened.options.password_policy);
      });
    }));

  describe('without the scopes of a master account', () => onCampus({
    zoom: { scopes: GRANULAR_SCOPES },
  }, (campus, visit) => {
    test('the group’s locks are known, and members of the course', async () => {
      const group = campus.zoom.addGroup({ name: 'Teachers', members: [HOST] });
      group.locked = { host_video: false };
      campus.zoom.account.locked = { audio: 'voip' };
      const opened = await view(await visit(), 'schedule');
      assert.deepEqual(opened.warnings, []);
      assert.deepEqual(opened.options.locks, {
        'settings.host_video': { value: false, reason: 'zoom' },
      });
      assert.deepEqual(opened.options.breakout.members.map(({ email }) => email).sort(), [
        HOST, 'asa.andersson@example.edu', 'layla.haddad@example.edu',
        'misaki.sato@example.edu', COLLEAGUE,
      ]);
      assert.ok(!campus.zoom.requests.some(({ path }) => path.includes('/accounts/me')));
    });
  }));

  describe('a Basic user', () => onCampus({ server: { LTIZoomAdministratorsHost: 'Off' } },
    (campus, visit) => {
      test('has no registration and no recording', async () => {
        const amara = [...campus.zoom.users.values()].find(({ email }) => email === HOST);
        amara.type = 1;
        const host = await visit();
        const { options, form } = await view(host, 'schedule');
        assert.equal(options.registration_allowed, false);
        assert.equal(options.recording_allowed, false);
        assert.equal(form.settings.auto_recording, 'none');
        assert.deepEqual(wrongFields(await schedule(host, meetingForm({
          settings: { approval_type: 0, auto_recording: 'cloud' },
        }))), ['settings.approval_type', 'settings.auto_recording']);
        await made(host, meetingForm());
      });
    }));
});

describe('what is asked of Zoom', () => onCampus({}, (campus, visit) => {
  const asked = (since) => campus.zoom.requests.slice(since)
    .filter(({ operation }) => operation !== 'token').map(({ path, query }) => (
      `${path}${query?.option ? `?option=${query.option}` : ''}`));

  test('everything at once, and once for a quarter of an hour', async () => {
    const host = await visit();
    let since = campus.zoom.requests.length;
    await view(host, 'schedule');
    const first = asked(since);
    assert.equal(new Set(first).size, first.length, 'nothing twice');
    assert.ok(first.filter((path) => path.includes('settings')).length >= 3, first.join(' '));
    since = campus.zoom.requests.length;
    await view(host, 'schedule');
    await made(host, meetingForm());
    assert.deepEqual(asked(since).filter((path) => !path.includes('/meetings')), []);
  });

  test('passcodes of rooms are not kept for it', async () => {
    const amara = [...campus.zoom.users.values()].find(({ email }) => email === HOST);
    amara.settings = { schedule_meeting: { pmi_password: 'sEcret77' } };
    const tomas = await visit('tomas');
    const host = await visit();
    for (const visitor of [host, tomas]) {
      const answer = await look(visitor, 'schedule');
      assert.ok(!answer.body.includes('sEcret77'));
    }
  });
}));
