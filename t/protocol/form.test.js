// SPDX-License-Identifier: Apache-2.0
// The meeting form whole, against a real httpd: each kind of meeting made and read back from Zoom,
// all that is wrong at once, and what the account, the university and Zoom itself have fixed.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { change, look, refused, view } from '../lib/course-calls.js';
import { COLLEAGUE, HOST, inDays, made, onCampus, wrongFields } from '../lib/form.js';
import { meetingForm, schedule } from '../lib/journey.js';

describe('every kind of meeting', () => onCampus({}, (campus, visit) => {
  const atZoom = (meeting) => campus.zoom.meetings.get(Number(meeting.id));

  before(() => campus.zoom.addTrackingField({ field: 'Course' }));

  test('everything that a form can say is made, and comes back', async () => {
    const { zoom } = campus;
    const host = await visit();
    const option = zoom.account.authenticationOptions[0].id;
    const form = meetingForm({
      duration: 1440,
      tracking_fields: [{ field: 'Course', value: 'CHEM 302' }],
      settings: {
        host_video: true, participant_video: true, audio: 'voip', join_before_host: true,
        jbh_time: 10, mute_upon_entry: false, waiting_room: false, use_pmi: false,
        approval_type: 0, alternative_hosts: COLLEAGUE.toUpperCase(),
        alternative_hosts_email_notification: false, auto_recording: 'cloud',
        meeting_authentication: true, authentication_option: option,
        additional_data_center_regions: ['AU', 'CA'], focus_mode: true,
        breakout_room: {
          enable: true,
          rooms: [{ name: 'North', participants: ['asa.andersson@example.edu'] },
            { name: 'South', participants: [] }],
        },
      },
    });
    const { meeting, warnings } = await made(host, form);
    assert.deepEqual(warnings, []);
    const stored = atZoom(meeting);
    for (const [name, value] of Object.entries(form.settings)) {
      const expected = name === 'alternative_hosts' ? COLLEAGUE : value;
      assert.deepEqual(stored.settings[name], expected, name);
      assert.deepEqual(meeting.settings[name], expected, name);
    }
    assert.deepEqual(stored.tracking_fields, form.tracking_fields);
    assert.equal(stored.duration, 1440);
    assert.equal(stored.password, form.password);

    const { form: edited, options } = await view(host, `meetings/${meeting.id}/edit`);
    assert.equal(edited.settings.alternative_hosts, COLLEAGUE);
    assert.deepEqual(edited.settings.breakout_room, form.settings.breakout_room);
    assert.deepEqual(edited.tracking_fields, form.tracking_fields);
    assert.equal(edited.password, form.password);
    assert.equal(edited.default_password, undefined);
    assert.ok(options.regions.includes('AU'));
  });

  const series = [
    ['daily', { type: 1, repeat_interval: 2, end_times: 3 }, 3],
    ['weekly', { type: 2, repeat_interval: 1, weekly_days: '2,4', end_times: 10 }, 10],
    ['monthly by day', { type: 3, repeat_interval: 1, monthly_day: 15, end_times: 4 }, 4],
    ['monthly by weekday',
      { type: 3, repeat_interval: 2, monthly_week: -1, monthly_week_day: 6, end_times: 5 }, 5],
    ['until a date', { type: 1, repeat_interval: 1, end_date_time: inDays(12) }, 11],
  ];
  for (const [name, recurrence, count] of series) {
    test(`a series ${name} has the dates that it was asked for`, async () => {
      const host = await visit();
      const { meeting, warnings } = await made(host, meetingForm({
        type: 8, start_time: inDays(2), recurrence, timezone: 'UTC',
      }));
      assert.deepEqual(warnings, []);
      assert.deepEqual(meeting.recurrence, recurrence);
      assert.equal(meeting.occurrences.length, count);
      assert.equal(atZoom(meeting).type, 8);
    });
  }

  test('a series across the end of summer time', async () => {
    const host = await visit();
    const { warnings, meeting } = await made(host, meetingForm({
      type: 8, start_time: inDays(3), timezone: 'Europe/Berlin',
      recurrence: { type: 2, repeat_interval: 8, weekly_days: '1,2,3,4,5,6,7', end_times: 50 },
    }));
    assert.deepEqual(warnings, []);
    const hours = new Set(meeting.occurrences.map(({ start_time: at }) => at.slice(11, 13)));
    assert.equal(hours.size, 2, 'the clocks change within a year');
  });

  test('registration of a series', async () => {
    const host = await visit();
    const { meeting } = await made(host, meetingForm({
      type: 8, start_time: inDays(2), recurrence: { type: 1, end_times: 2 },
      settings: { approval_type: 0, registration_type: 2 },
    }));
    assert.equal(atZoom(meeting).settings.registration_type, 2);
  });

  test('recurring with no fixed time', async () => {
    const host = await visit();
    const { start_time: _, ...form } = meetingForm({ type: 3, settings: { use_pmi: true } });
    const { meeting } = await made(host, form);
    assert.equal(atZoom(meeting).type, 3);
    assert.equal(atZoom(meeting).settings.use_pmi, true);
  });

  test('one date of a series has a form of its own', async () => {
    const host = await visit();
    const { meeting } = await made(host, meetingForm({
      type: 8, start_time: inDays(2), recurrence: { type: 1, end_times: 3 }, timezone: 'UTC',
    }));
    const { occurrence_id: id, start_time: at } = meeting.occurrences[1];
    const { form, meeting: date } = await view(
      host, `meetings/${meeting.id}/edit?occurrence_id=${id}`);
    assert.equal(form.start_time, at);
    assert.equal(date.occurrence_id, id);
    for (const name of ['topic', 'recurrence', 'password', 'type']) {
      assert.equal(form[name], undefined, name);
    }
    assert.equal(form.settings.audio, undefined);
    assert.equal(form.settings.waiting_room, true);
    refused(await look(host, `meetings/${meeting.id}/edit?occurrence_id=1`), 404, 'no_such_date');
  });

  test('all that is wrong at once, each with its sentence, and Zoom is not asked', async () => {
    const host = await visit();
    const before = campus.zoom.meetings.size;
    const error = refused(await schedule(host, {
      topic: 'x'.repeat(201), type: 8, start_time: inDays(2), duration: 1441,
      recurrence: { type: 2, repeat_interval: 51, end_times: 61, end_date_time: inDays(30) },
      tracking_fields: [{ field: 'Building', value: '7' }],
      settings: {
        waiting_room: true, join_before_host: true, jbh_time: 7, audio: 'thirdParty',
        auto_recording: 'local', use_pmi: true, approval_type: 1, registration_type: 4,
        alternative_hosts: `${HOST};x`, additional_data_center_regions: ['CN'],
        meeting_authentication: true, authentication_option: 'signIn_nowhere',
        breakout_room: { enable: true, rooms: [{ name: 'A' }, { name: 'A' }] },
      },
    }), 422, 'fields');
    assert.deepEqual(Object.keys(error.fields).sort(), [
      'duration', 'recurrence.end_times', 'recurrence.repeat_interval', 'recurrence.weekly_days',
      'settings.additional_data_center_regions', 'settings.alternative_hosts',
      'settings.approval_type', 'settings.audio', 'settings.authentication_option',
      'settings.auto_recording', 'settings.breakout_room.rooms', 'settings.jbh_time',
      'settings.join_before_host', 'settings.registration_type', 'settings.use_pmi', 'topic',
      'tracking_fields.Building',
    ]);
    for (const message of Object.values(error.fields)) assert.match(message, /[.*]$/);
    assert.equal(campus.zoom.meetings.size, before);
  });

  test('more dates than Zoom makes', async () => {
    const host = await visit();
    const form = (days) => meetingForm({
      type: 8, start_time: inDays(2), timezone: 'UTC',
      recurrence: { type: 1, end_date_time: inDays(days) },
    });
    assert.deepEqual(wrongFields(await schedule(host, form(62))), ['recurrence.end_date_time']);
    // Sixty may be asked for; the simulated Zoom tells fifty.
    const { warnings } = await made(host, form(61));
    assert.deepEqual(warnings.map(({ field }) => field), ['recurrence']);
    const [{ asked, made: dates, message }] = warnings;
    assert.deepEqual([asked.count, dates.count], [60, 50]);
    assert.equal(asked.first, dates.first);
    assert.equal(asked.last, inDays(61));
    assert.equal(dates.last, inDays(51));
    assert.match(message, /50 dates; you asked for 60\./);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
}));

describe('what the account allows', () => onCampus({
  server: {
    'LTIZoomMeetingDefault duration': '50',
    'LTIZoomMeetingDefault host_video': 'on',
    'LTIZoomMeetingLock mute_upon_entry': 'off',
  },
}, (campus, visit) => {
  let host;
  before(async () => {
    const { account } = campus.zoom;
    account.locked = { audio: 'voip', auto_recording: 'none', waiting_room: false };
    account.defaults = { participant_video: true };
    account.passcodeRequirement = {
      ...account.passcodeRequirement, length: 8, have_number: true, have_letter: true,
    };
    account.breakoutRoomSchedule = false;
    const group = campus.zoom.addGroup({ name: 'Teachers', members: [HOST] });
    group.locked = { meeting_authentication: true };
    host = await visit();
  });

  test('the form is filled with the host’s settings, the admin’s defaults and what is fixed',
    async () => {
      const { form, options, warnings } = await view(host, 'schedule');
      assert.deepEqual(warnings, []);
      assert.equal(form.duration, 50);
      assert.equal(form.settings.host_video, true);
      assert.equal(form.settings.participant_video, true);
      assert.equal(form.settings.audio, 'voip');
      assert.equal(form.settings.waiting_room, false);
      assert.deepEqual(options.locks, {
        'settings.mute_upon_entry': { value: false, reason: 'university' },
        'settings.audio': { value: 'voip', reason: 'zoom' },
        'settings.waiting_room': { value: false, reason: 'zoom' },
        'settings.auto_recording': { value: 'none', reason: 'zoom' },
        'settings.meeting_authentication': { value: true, reason: 'zoom' },
      });
      const { required, length, have_number: digit } = options.password_policy;
      assert.deepEqual([required, length, digit], [true, 8, true]);
      assert.deepEqual(options.breakout, { allowed: false });
      assert.equal(options.registration_allowed, true);
      assert.equal(options.recording_allowed, true);
      assert.equal(options.focus_mode_allowed, true);
      assert.equal(options.pmi, String([...campus.zoom.users.values()][0].pmi));
      assert.deepEqual(options.regions, ['AU', 'CA', 'HK', 'IN', 'LA', 'TY']);
      assert.deepEqual(options.authentication_options, [{
        id: campus.zoom.account.authenticationOptions[0].id,
        name: 'Signed-in users in my account',
      }]);
      assert.deepEqual(options.tracking_fields, []);
      assert.deepEqual(options.schedule_for, []);
      assert.deepEqual(options.instructors, [
        { name: 'Dr. Amara Okafor', email: HOST },
        { name: 'Tomáš Lindqvist', email: COLLEAGUE },
      ]);
    });

  test('what is fixed is used, whatever was sent, and that is said', async () => {
    const { meeting, warnings } = await made(host, meetingForm({
      settings: { mute_upon_entry: true, waiting_room: true, audio: 'voip' },
    }));
    assert.deepEqual(warnings.map(({ code, field }) => [code, field]), [
      ['locked', 'settings.mute_upon_entry'], ['locked', 'settings.waiting_room'],
    ]);
    const { settings } = campus.zoom.meetings.get(Number(meeting.id));
    assert.equal(settings.mute_upon_entry, false);
    assert.equal(settings.waiting_room, false);
    assert.equal(settings.meeting_authentication, true);

    const changed = await change(host, 'PATCH', `meetings/${meeting.id}`, {
      json: { topic: 'Moved', settings: { mute_upon_entry: true } },
    });
    assert.equal(changed.status, 200, changed.body);
    assert.ok(changed.json().warnings.some(
      ({ code, field }) => code === 'locked' && field === 'settings.mute_upon_entry'));
    assert.equal(campus.zoom.meetings.get(Number(meeting.id)).settings.mute_upon_entry, false);
  });

  test('the passcode follows the account’s rules', async () => {
    const error = refused(await schedule(host, meetingForm({ password: 'short1' })), 422, 'fields');
    assert.match(error.fields.password, /at least 8 characters/);
    await made(host, meetingForm({ password: 'longenoug1' }));
  });

  test('rooms cannot be prepared', async () => {
    assert.deepEqual(wrongFields(await schedule(host, meetingForm({
      settings: { breakout_room: { enable: true, rooms: [{ name: 'A', participants: [] }] } },
    }))), ['settings.breakout_room']);
  });

  test('what Zoom drops without a word is said', async () => {
    campus.zoom.account.locked = { ...campus.zoom.account.locked, focus_mode: false };
    const { warnings } = await made(host, meetingForm({ settings: { focus_mode: true } }));
    campus.zoom.account.locked = { audio: 'voip', auto_recording: 'none', waiting_room: false };
    assert.deepEqual(warnings.map(({ code, field }) => [code, field]),
      [['changed_by_zoom', 'settings.focus_mode']]);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
}));

