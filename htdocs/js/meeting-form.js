// SPDX-License-Identifier: Apache-2.0
// The meeting form as data: from the server's proposal to what the inputs hold, and from there to
// the meeting in Zoom's names. No page in here.
//
// The values that the inputs hold are texts and booleans by their own names; what needs no change of
// shape stays under Zoom's names in `settings`.

import { makePasscode } from './passcode.js';
import { DAILY, datesOf, MONTHLY, WEEKLY, weekdayOfDate } from './recurrence.js';
import { instantOf, isoTime, isZone, wallTime } from './zone.js';

export const LIMITS = { topic: 200, agenda: 2000, duration: 24 * 60 };

// Types of meetings.
const ONCE = 2;
const NO_FIXED_TIME = 3;
const SERIES = 8;

const TYPE_OF = { daily: DAILY, weekly: WEEKLY, monthly: MONTHLY };
const REPEAT_OF = { [DAILY]: 'daily', [WEEKLY]: 'weekly', [MONTHLY]: 'monthly' };

const REGISTRATION_ON = 0;
const REGISTRATION_OFF = 2;

// What Zoom lets one change of one date of a series, beside agenda, start_time and duration.
const SETTINGS_OF_ONE_DATE = [
  'host_video', 'participant_video', 'join_before_host', 'mute_upon_entry', 'waiting_room',
  'auto_recording',
];

const MINUTE = 60_000;
const WEEKS_AHEAD = 12;

const daysAfter = (date, days) =>
  new Date(Date.parse(date) + days * 24 * 60 * MINUTE).toISOString().slice(0, 10);

// Whether the meeting has dates of its own.
export const hasDates = ({ repeat }) => repeat in TYPE_OF;
export const hasStart = ({ repeat }) => repeat !== 'open';

// The rule of repeating as inputs hold it; where there is none yet, what is likely for that date.
function rhythmOf({ type, recurrence }, date, zone) {
  const r = recurrence ?? {};
  const repeat = { [NO_FIXED_TIME]: 'open', [SERIES]: REPEAT_OF[r.type] }[type] ?? 'none';
  return {
    repeat,
    interval: String(r.repeat_interval ?? 1),
    weekdays: r.weekly_days ? String(r.weekly_days).split(',').sort()
      : [String(weekdayOfDate(date))],
    monthBy: r.monthly_week_day ? 'week' : 'day',
    monthDay: String(r.monthly_day ?? Number(date.slice(8))),
    monthWeek: String(r.monthly_week ?? Math.min(4, Math.ceil(Number(date.slice(8)) / 7))),
    monthWeekday: String(r.monthly_week_day ?? weekdayOfDate(date)),
    ends: r.end_times ? 'times' : 'date',
    endDate: r.end_date_time ? wallTime(Date.parse(r.end_date_time), zone).date
      : daysAfter(date, WEEKS_AHEAD * 7),
    endTimes: String(r.end_times || WEEKS_AHEAD),
  };
}

// [{ email, name }] of Zoom's "a@x;b@x". The names are the course's, where it knows them.
function hostsOf(list = '', instructors = []) {
  return list.split(/[;,]/).map((each) => each.trim()).filter(Boolean).map((email) => ({
    email, name: instructors.find((one) => one.email.toLowerCase() === email.toLowerCase())?.name,
  }));
}

// What the inputs hold at first. `form` is the server's proposal in Zoom's names, or what `meeting`
// is; `options` are what may be chosen, `zone` is the person's own.
export function initialValues({ form, meeting, options = {} }, zone) {
  const timezone = [form.timezone, meeting?.timezone].find(isZone) ?? zone;
  const start = wallTime(form.start_time ? Date.parse(form.start_time) : Date.now(), timezone);
  const { settings = {} } = form;
  const tracked = [...(options.tracking_fields ?? []), ...(form.tracking_fields ?? [])];
  return {
    topic: form.topic ?? '',
    agenda: form.agenda ?? '',
    ...start,
    duration: String(form.duration || 60),
    timezone,
    ...rhythmOf(form, start.date, timezone),
    withPasscode: meeting ? Boolean(form.password) : form.default_password !== false,
    password: form.password || makePasscode(options.password_policy),
    scheduleFor: form.schedule_for ?? '',
    hosts: hostsOf(settings.alternative_hosts, options.instructors),
    registration: settings.approval_type !== undefined &&
      settings.approval_type !== REGISTRATION_OFF,
    rooms: structuredClone(settings.breakout_room?.rooms ?? []),
    withRooms: settings.breakout_room?.enable ?? false,
    sections: form.sections ?? [],
    tracking: Object.fromEntries(tracked.map(({ field, value }) => [field, value ?? ''])),
    settings,
  };
}

// An instant and how it came about, { start, end, kind }, of what date and time hold.
export const spanOfValues = ({ date, time, duration, timezone }) => {
  const { instant, kind } = instantOf({ date, time }, timezone);
  return { start: instant, end: instant + Number(duration) * MINUTE, kind };
};

// The recurrence in Zoom's names; undefined when there is none.
export function recurrenceOf(values) {
  const type = TYPE_OF[values.repeat];
  if (!type) {
    return undefined;
  }
  const ofWeek = { weekly_days: [...values.weekdays].sort().join(',') };
  const ofMonth = values.monthBy === 'day' ? { monthly_day: Number(values.monthDay) }
    : { monthly_week: Number(values.monthWeek), monthly_week_day: Number(values.monthWeekday) };
  const lastMinute = instantOf({ date: values.endDate, time: '23:59' }, values.timezone).instant;
  return {
    type,
    repeat_interval: Number(values.interval),
    ...(type === WEEKLY && ofWeek),
    ...(type === MONTHLY && ofMonth),
    ...(values.ends === 'times' ? { end_times: Number(values.endTimes) }
      : { end_date_time: Number.isNaN(lastMinute) ? '' : isoTime(lastMinute) }),
  };
}

// The dates that the values make, as datesOf() gives them; [] without a recurrence.
export const datesOfValues = (values) =>
  datesOf(recurrenceOf(values), { date: values.date, time: values.time }, values.timezone);

const breakoutOf = ({ withRooms, rooms }) => ({
  enable: withRooms,
  rooms: withRooms ? rooms.filter(({ name }) => name.trim()) : [],
});

function settingsOf(values) {
  const { settings, registration, hosts } = values;
  const meant = { ...settings };
  if ('alternative_hosts' in settings || hosts.length) {
    meant.alternative_hosts = hosts.map(({ email }) => email).join(';');
  }
  if ('approval_type' in settings || registration) {
    meant.approval_type = registration ? REGISTRATION_ON : REGISTRATION_OFF;
  }
  if ('breakout_room' in settings || values.withRooms) {
    meant.breakout_room = breakoutOf(values);
  }
  // Zoom takes each of these only together with another.
  if (!registration || !hasDates(values)) {
    delete meant.registration_type;
  }
  if (!meant.meeting_authentication) {
    delete meant.authentication_option;
  }
  if (meant.waiting_room && meant.join_before_host) {
    meant.join_before_host = false;
  }
  if (!meant.join_before_host) {
    delete meant.jbh_time;
  }
  if (hasDates(values) && meant.use_pmi) {
    meant.use_pmi = false;
  }
  return meant;
}

// The meeting in Zoom's names. Only for values without problems.
export function meetingOf(values) {
  const tracking = Object.entries(values.tracking)
    .map(([field, value]) => ({ field, value: value.trim() }));
  return {
    topic: values.topic.trim(),
    agenda: values.agenda,
    type: hasDates(values) ? SERIES : hasStart(values) ? ONCE : NO_FIXED_TIME,
    ...(hasStart(values) && {
      start_time: isoTime(spanOfValues(values).start), duration: Number(values.duration),
    }),
    timezone: values.timezone,
    ...(values.withPasscode ? { password: values.password } : { default_password: false }),
    ...(values.scheduleFor && { schedule_for: values.scheduleFor }),
    ...(hasDates(values) && { recurrence: recurrenceOf(values) }),
    ...(tracking.length && { tracking_fields: tracking }),
    sections: values.sections,
    settings: settingsOf(values),
  };
}

const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

const changed = (before, after) => Object.fromEntries(
  Object.entries(after).filter(([name, value]) => differs(value, before[name])));

// Of a meeting in Zoom's names, what is sent to change it: the fields that differ. Each of `mode`:
//   "once", "series"  the whole meeting;
//   "date"            one date of a series, of which less can be changed.
export function changesOf(before, after, mode) {
  const { settings, ...fields } = changed(
    { ...before, settings: null }, { ...after, settings: after.settings });
  const changes = { ...fields, settings: changed(before.settings, settings) };
  if (mode === 'date') {
    const { agenda, start_time, duration } = changes;
    return withoutEmpty({
      agenda, start_time, duration,
      settings: Object.fromEntries(Object.entries(changes.settings)
        .filter(([name]) => SETTINGS_OF_ONE_DATE.includes(name))),
    });
  }
  // A passcode is taken away by an empty one; making none is for new meetings.
  if ('default_password' in changes) {
    delete changes.default_password;
    changes.password = '';
  }
  // Zoom counts a series' dates anew from its start.
  if (after.recurrence && ('start_time' in changes || 'recurrence' in changes)) {
    Object.assign(changes, {
      type: after.type, start_time: after.start_time, recurrence: after.recurrence,
    });
  }
  return withoutEmpty(changes);
}

function withoutEmpty({ settings, ...fields }) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given), ...(Object.keys(settings).length && { settings }),
  };
}

// What the form had shown of these changes; `form` is the server's, as it was seen.
export function seenOf({ settings = {}, ...fields }, form) {
  const shown = (changes, seen = {}) => Object.fromEntries(
    Object.keys(changes).filter((name) => name in seen).map((name) => [name, seen[name]]));
  return withoutEmpty({ ...shown(fields, form), settings: shown(settings, form.settings) });
}

// Whether one date's form has this field of the settings.
export const isOfOneDate = (name) => SETTINGS_OF_ONE_DATE.includes(name);

// What follows from a change of a value for others: who chose no weekday of their own has that of
// the date.
export function following(values, change) {
  const { date } = change;
  if (!date || Number.isNaN(Date.parse(date)) || !values.date) {
    return change;
  }
  const before = String(weekdayOfDate(values.date));
  const after = String(weekdayOfDate(date));
  return {
    ...change,
    ...(values.weekdays.join() === before && { weekdays: [after] }),
    ...(values.monthDay === String(Number(values.date.slice(8))) &&
      { monthDay: String(Number(date.slice(8))) }),
    ...(values.monthWeekday === before && {
      monthWeekday: after, monthWeek: String(Math.min(4, Math.ceil(Number(date.slice(8)) / 7))),
    }),
    ...(values.endDate === daysAfter(values.date, WEEKS_AHEAD * 7) &&
      { endDate: daysAfter(date, WEEKS_AHEAD * 7) }),
  };
}
