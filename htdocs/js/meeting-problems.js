// SPDX-License-Identifier: Apache-2.0
// What is wrong with the values of a meeting form. No page in here.

import { datesOfValues, hasDates, hasStart, LIMITS, spanOfValues } from './meeting-form.js';
import { lacksOf } from './passcode.js';
import { DAILY, LONGEST_INTERVAL, MONTHLY, MOST_DATES, WEEKLY } from './recurrence.js';

const TYPE_OF = { daily: DAILY, weekly: WEEKLY, monthly: MONTHLY };

export const isWhole = (text, most) =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= most;

const length = (text) => [...text].length;

const problem = (wrong, field, key, values) => (wrong ? [[field, { key, values }]] : []);

function ofWhen(values, now, initial) {
  if (!hasStart(values)) {
    return [];
  }
  const { start, kind } = spanOfValues(values);
  const moved = !initial || spanOfValues(initial).start !== start;
  return [
    ...problem(Number.isNaN(start), 'start_time', 'error.start.missing'),
    ...problem(kind === 'skipped', 'start_time', 'error.start.skipped'),
    ...problem(moved && start <= now, 'start_time', 'error.start.past'),
    ...problem(!isWhole(values.duration, LIMITS.duration), 'duration', 'error.duration'),
  ];
}

function ofRepeating(values) {
  if (!hasDates(values)) {
    return [];
  }
  const { repeat, ends, endTimes, endDate, interval } = values;
  const most = LONGEST_INTERVAL[TYPE_OF[repeat]];
  const found = [
    ...problem(!isWhole(interval, most), 'recurrence.repeat_interval', 'error.interval', { most }),
    ...problem(repeat === 'weekly' && !values.weekdays.length, 'recurrence.weekly_days',
      'error.weekdays'),
    ...problem(repeat === 'monthly' && values.monthBy === 'day' && !isWhole(values.monthDay, 31),
      'recurrence.monthly_day', 'error.month_day'),
    ...problem(ends === 'times' && !isWhole(endTimes, MOST_DATES), 'recurrence.end_times',
      'error.end_times', { most: MOST_DATES }),
    ...problem(ends === 'date' && Number.isNaN(Date.parse(endDate)), 'recurrence.end_date_time',
      'error.end_date'),
  ];
  if (found.length || Number.isNaN(spanOfValues(values).start)) {
    return found;
  }
  const count = datesOfValues(values).length;
  const field = ends === 'times' ? 'recurrence.end_times' : 'recurrence.end_date_time';
  return [
    ...problem(count === 0, field, 'error.dates.none'),
    ...problem(count > MOST_DATES, field, 'error.dates.many', { most: MOST_DATES }),
  ];
}

// One that the server has said no to; one that is still asked about may be sent: the server looks.
const ofHosts = ({ hosts, hostTyped = '' }) => [
  ...problem(hosts.some(({ ok }) => ok === false), 'settings.alternative_hosts', 'error.hosts'),
  ...problem(hostTyped.trim() !== '', 'settings.alternative_hosts', 'error.hosts.typed'),
];

const ofTracking = ({ tracking }, fields = []) => fields.flatMap(({ field, required }) =>
  problem(required && !tracking[field]?.trim(), `tracking_fields.${field}`, 'error.tracking',
    { name: field }));

const ofPasscode = ({ withPasscode, password }, { password_policy: policy }, initial) =>
  problem(withPasscode && password !== initial?.password && lacksOf(password, policy).length > 0,
    'password', 'error.password');

// { field: { key of a sentence, values of it } }, fields in the order of the form, in Zoom's names.
// `initial` are the values before they were edited, where there is a meeting already; `mode` as in
// changesOf().
export function problemsOf(values, { now, options = {}, initial, mode }) {
  const one = mode === 'date';
  const topic = values.topic.trim();
  const rest = one ? [] : [
    ...problem(topic === '', 'topic', 'error.topic.empty'),
    ...problem(length(topic) > LIMITS.topic, 'topic', 'error.topic.long'),
  ];
  const all = [
    ...rest,
    ...ofWhen(values, now, initial),
    ...(one ? [] : ofRepeating(values)),
    ...problem(length(values.agenda) > LIMITS.agenda, 'agenda', 'error.agenda.long'),
    ...(one ? [] : [
      ...ofHosts(values),
      ...ofPasscode(values, options, initial),
      ...ofTracking(values, options.tracking_fields),
    ]),
  ];
  const first = {};
  for (const [field, said] of all) {
    first[field] ??= said;
  }
  return first;
}
