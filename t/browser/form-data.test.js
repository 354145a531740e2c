// SPDX-License-Identifier: Apache-2.0
// The meeting form as data, without a page: passcodes by the account's rules, and from the server's
// proposal to the meeting in Zoom's names, or to what of it was changed.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { lacksOf, makePasscode } from '../../htdocs/js/passcode.js';
import { changesOf, following, initialValues, meetingOf } from '../../htdocs/js/meeting-form.js';
import { problemsOf } from '../../htdocs/js/meeting-problems.js';

const BERLIN = 'Europe/Berlin';
const NOW = Date.parse('2026-11-23T10:20:00Z');

const FORM = {
  topic: 'Lecture 16', agenda: '', type: 2, start_time: '2026-11-25T09:15:00Z', duration: 90,
  timezone: BERLIN, default_password: true,
  settings: { waiting_room: true, join_before_host: false, jbh_time: 0, use_pmi: false },
};
const valuesOf = (form = {}, more = {}) =>
  initialValues({ form: { ...FORM, ...form }, ...more }, 'UTC');

test('what a passcode lacks, rule by rule', () => {
  assert.deepEqual(lacksOf('a2_B*'), []);
  assert.deepEqual(lacksOf(''), ['length']);
  assert.deepEqual(lacksOf('with blank'), ['characters']);
  assert.deepEqual(lacksOf('12345678901'), ['length']);
  const lacks = (text, policy) => lacksOf(text, policy).join();
  assert.equal(lacks('abc', { length: 6, have_number: true }), 'have_number,length');
  assert.equal(lacks('abcdef7', { length: 6, have_number: true }), '');
  assert.equal(lacks('1234567', { have_letter: true }), 'have_letter');
  assert.equal(lacks('abcdefg', { have_upper_and_lower_characters: true }),
    'have_upper_and_lower_characters');
  assert.equal(lacks('abcdEf', { have_special_character: true }), 'have_special_character');
  assert.equal(lacks('abc123', { only_allow_numeric: true }), 'only_allow_numeric');
  const runs = { consecutive_characters_length: 4 };
  assert.equal(lacks('xx1234', runs), 'consecutive_characters_length');
  assert.equal(lacks('aaaa77', runs), 'consecutive_characters_length');
  assert.equal(lacks('aaa123', runs), '');
});

test('a passcode is made that the rules take, and never the same twice', () => {
  const policies = [
    {}, { length: 10 }, { only_allow_numeric: true, length: 9, consecutive_characters_length: 4 },
    { have_special_character: true, have_number: true, have_letter: true, length: 8,
      have_upper_and_lower_characters: true, consecutive_characters_length: 4 },
  ];
  for (const policy of policies) {
    const made = Array.from({ length: 200 }, () => makePasscode(policy));
    assert.deepEqual(made.filter((each) => lacksOf(each, policy).length), [], JSON.stringify(policy));
    assert.ok(new Set(made).size > 190);
  }
  assert.match(makePasscode({ only_allow_numeric: true, have_letter: true }), /^\d+$/);
});

test('a meeting once, a series, and one without a fixed time', () => {
  assert.equal(meetingOf(valuesOf()).type, 2);
  assert.ok(!('recurrence' in meetingOf(valuesOf())));

  const weekly = meetingOf({ ...valuesOf(), repeat: 'weekly', weekdays: ['4', '2'], interval: '2',
    ends: 'date', endDate: '2027-02-10' });
  assert.equal(weekly.type, 8);
  assert.deepEqual(weekly.recurrence, { type: 2, repeat_interval: 2, weekly_days: '2,4',
    end_date_time: '2027-02-10T22:59:00Z' });

  const monthly = { ...valuesOf(), repeat: 'monthly', ends: 'times', endTimes: '5' };
  assert.deepEqual(meetingOf(monthly).recurrence,
    { type: 3, repeat_interval: 1, monthly_day: 25, end_times: 5 });
  assert.deepEqual(meetingOf({ ...monthly, monthBy: 'week' }).recurrence,
    { type: 3, repeat_interval: 1, monthly_week: 4, monthly_week_day: 4, end_times: 5 });

  const open = meetingOf({ ...valuesOf(), repeat: 'open' });
  assert.equal(open.type, 3);
  assert.ok(!('start_time' in open) && !('duration' in open) && !('recurrence' in open));
});

test('what the server proposed comes back as it was', () => {
  for (const recurrence of [
    { type: 1, repeat_interval: 3, end_times: 7 },
    { type: 2, repeat_interval: 1, weekly_days: '2,4', end_date_time: '2027-02-10T22:59:00Z' },
    { type: 3, repeat_interval: 1, monthly_day: 31, end_times: 4 },
    { type: 3, repeat_interval: 2, monthly_week: -1, monthly_week_day: 6, end_times: 4 },
  ]) {
    assert.deepEqual(meetingOf(valuesOf({ type: 8, recurrence })).recurrence, recurrence);
  }
});

test('settings that exclude each other are not sent together', () => {
  const settingsOf = (settings, more) => meetingOf({
    ...valuesOf(), settings: { ...FORM.settings, ...settings }, ...more,
  }).settings;
  const early = { waiting_room: false, join_before_host: true, jbh_time: 5 };
  assert.equal(settingsOf(early).jbh_time, 5);
  assert.deepEqual([settingsOf({ ...early, waiting_room: true })].map(
    ({ join_before_host, jbh_time }) => [join_before_host, jbh_time]), [[false, undefined]]);
  assert.equal(settingsOf({ use_pmi: true }).use_pmi, true);
  assert.equal(settingsOf({ use_pmi: true }, { repeat: 'weekly' }).use_pmi, false);

  const registering = { registration: true };
  assert.deepEqual([settingsOf({ registration_type: 2 }, registering)].map(
    ({ approval_type, registration_type }) => [approval_type, registration_type]), [[0, undefined]]);
  assert.equal(settingsOf({ registration_type: 2 }, { ...registering, repeat: 'daily' })
    .registration_type, 2);
  assert.equal(settingsOf({ approval_type: 0 }, { registration: false }).approval_type, 2);
});

test('hosts, rooms and tracking fields in Zoom\'s names', () => {
  const values = {
    ...valuesOf(), hosts: [{ email: 'a@x.edu' }, { email: 'b@x.edu' }], withRooms: true,
    rooms: [{ name: 'Room 1', participants: ['c@x.edu'] }, { name: ' ', participants: [] }],
    tracking: { Course: ' CHEM-202 ' }, scheduleFor: 'd@x.edu',
  };
  const { settings, tracking_fields, schedule_for } = meetingOf(values);
  assert.equal(settings.alternative_hosts, 'a@x.edu;b@x.edu');
  assert.deepEqual(settings.breakout_room,
    { enable: true, rooms: [{ name: 'Room 1', participants: ['c@x.edu'] }] });
  assert.deepEqual(tracking_fields, [{ field: 'Course', value: 'CHEM-202' }]);
  assert.equal(schedule_for, 'd@x.edu');
});

const meeting = { id: '1', type: 2 };

test('a change holds what differs and nothing else', () => {
  const initial = valuesOf({ password: 'old1' }, { meeting });
  const before = meetingOf(initial);
  const changes = (more, mode = 'once') => changesOf(before, meetingOf({ ...initial, ...more }), mode);
  assert.deepEqual(changes({}), {});
  assert.deepEqual(changes({ topic: 'Other' }), { topic: 'Other' });
  assert.deepEqual(changes({ settings: { ...FORM.settings, waiting_room: false } }),
    { settings: { waiting_room: false } });
  assert.deepEqual(changes({ withPasscode: false }), { password: '' });
  assert.deepEqual(changes({ time: '11:15' }), { start_time: '2026-11-25T10:15:00Z' });
});

test('a meeting without a passcode keeps none', () => {
  const initial = valuesOf({}, { meeting });
  assert.equal(initial.withPasscode, false);
  assert.deepEqual(changesOf(meetingOf(initial), meetingOf({ ...initial, topic: 'New' }), 'once'),
    { topic: 'New' });
});

test('a series that starts at another time is counted anew; one date takes what Zoom lets it', () => {
  const recurrence = { type: 2, repeat_interval: 1, weekly_days: '4', end_times: 12 };
  const initial = valuesOf({ type: 8, recurrence, password: 'old1' }, { meeting });
  const before = meetingOf(initial);
  const later = meetingOf({ ...initial, time: '11:15' });
  assert.deepEqual(changesOf(before, later, 'series'),
    { type: 8, start_time: '2026-11-25T10:15:00Z', recurrence });
  assert.deepEqual(changesOf(before, meetingOf({ ...initial, topic: 'Other' }), 'series'),
    { topic: 'Other' });

  const much = meetingOf({ ...initial, time: '11:15', topic: 'Other', agenda: 'New',
    settings: { ...FORM.settings, waiting_room: false, use_pmi: true } });
  assert.deepEqual(changesOf(before, much, 'date'), {
    agenda: 'New', start_time: '2026-11-25T10:15:00Z', settings: { waiting_room: false },
  });
});

test('one date is in its series\' time zone, which its form does not have', () => {
  const { timezone, time } = valuesOf({ timezone: undefined },
    { meeting: { ...meeting, timezone: BERLIN } });
  assert.deepEqual([timezone, time], [BERLIN, '10:15']);
});

const wrong = (more, options = {}, rest = {}) => Object.keys(problemsOf(
  { ...valuesOf(), ...more }, { now: NOW, options, mode: 'new', ...rest }));

test('what is wrong is found all at once, by Zoom\'s names', () => {
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ topic: ' ', date: '2026-11-20', duration: '0', password: 'ä' }),
    ['topic', 'start_time', 'duration', 'password']);
  assert.deepEqual(wrong({ repeat: 'weekly', weekdays: [], interval: '51' }),
    ['recurrence.repeat_interval', 'recurrence.weekly_days']);
  assert.deepEqual(wrong({ repeat: 'monthly', monthDay: '32' }), ['recurrence.monthly_day']);
  assert.deepEqual(wrong({ repeat: 'daily', ends: 'times', endTimes: '61' }),
    ['recurrence.end_times']);
  assert.deepEqual(wrong({ repeat: 'daily', ends: 'date', endDate: '2027-11-25' }),
    ['recurrence.end_date_time'], 'too many');
  assert.deepEqual(wrong({ repeat: 'weekly', ends: 'date', endDate: '2026-11-24' }),
    ['recurrence.end_date_time'], 'none');
  assert.deepEqual(wrong({ hosts: [{ email: 'a@x', ok: false }] }),
    ['settings.alternative_hosts']);
  assert.deepEqual(wrong({ hosts: [{ email: 'a@x', ok: true }, { email: 'b@x' }] }), []);
  assert.deepEqual(wrong({ hostTyped: 'half' }), ['settings.alternative_hosts']);
  const fields = { tracking_fields: [{ field: 'Course', required: true }, { field: 'Other' }] };
  assert.deepEqual(wrong({ tracking: { Course: ' ' } }, fields), ['tracking_fields.Course']);
  assert.deepEqual(wrong({ tracking: { Course: 'x' } }, fields), []);
  assert.deepEqual(wrong({ repeat: 'open', date: '', duration: '' }), []);
});

test('a start that has passed is wrong only when it was moved there', () => {
  const initial = valuesOf({ start_time: '2026-11-20T09:15:00Z', password: 'old1' }, { meeting });
  const options = { now: NOW, mode: 'series', initial };
  assert.deepEqual(problemsOf(initial, options), {});
  assert.deepEqual(Object.keys(problemsOf({ ...initial, time: '12:00' }, options)), ['start_time']);
});

test('who chose no day of their own has that of the date', () => {
  const values = valuesOf();
  const moved = following(values, { date: '2026-12-01' });
  assert.deepEqual([moved.weekdays, moved.monthDay, moved.monthWeekday, moved.monthWeek],
    [['3'], '1', '3', '1']);
  assert.equal(moved.endDate, '2027-02-23');
  const own = { ...values, weekdays: ['2', '4'], endDate: '2027-01-01' };
  const kept = following(own, { date: '2026-12-01' });
  assert.ok(!('weekdays' in kept) && !('endDate' in kept));
  assert.deepEqual(following(values, { topic: 'x' }), { topic: 'x' });
});
