// SPDX-License-Identifier: Apache-2.0
// The dates that a recurring meeting makes, as Zoom counts them: on the wall clock of the meeting's
// own time zone, so that a quarter past ten stays a quarter past ten when summer time ends. No page
// in here.
//
// A recurrence is Zoom's: { type: 1 daily | 2 weekly | 3 monthly, repeat_interval, weekly_days
// ("1" Sunday to "7", a comma list), monthly_day | monthly_week (-1 last, 1 to 4) with
// monthly_week_day, end_times | end_date_time }.

import { instantOf } from './zone.js';

export const DAILY = 1;
export const WEEKLY = 2;
export const MONTHLY = 3;

// What Zoom takes: dates of one series, and the longest interval of each type.
export const MOST_DATES = 60;
export const LONGEST_INTERVAL = { [DAILY]: 99, [WEEKLY]: 50, [MONTHLY]: 10 };

// How many of a series' dates Zoom tells.
export const MOST_TOLD = 50;

// A rule that no month fulfils, such as a 31st every 12 months from June, must come to an end too.
const MOST_MONTHS = 700;

const DAY = 86_400_000;
const dayText = (day) => new Date(day).toISOString().slice(0, 10);
const weekdayOf = (day) => new Date(day).getUTCDay() + 1;

// "1" Sunday to "7" of a date as "2026-11-30", in Zoom's numbers.
export const weekdayOfDate = (date) => weekdayOf(Date.parse(date));

function* dailyFrom(first, { repeat_interval: every = 1 }) {
  for (let day = first; ; day += every * DAY) {
    yield day;
  }
}

// Weeks begin on Sunday: every second week from a Wednesday on with Mondays goes on eleven days later.
function* weeklyFrom(first, { repeat_interval: every = 1, weekly_days }) {
  const days = String(weekly_days ?? weekdayOf(first)).split(',').map(Number).sort((a, b) => a - b);
  const sunday = first - (weekdayOf(first) - 1) * DAY;
  for (let week = sunday; ; week += every * 7 * DAY) {
    for (const day of days.map((each) => week + (each - 1) * DAY)) {
      if (day >= first) {
        yield day;
      }
    }
  }
}

// Months without such a day have none.
function dayOfMonth(year, month, number) {
  const day = Date.UTC(year, month, number);
  return new Date(day).getUTCDate() === number ? day : null;
}

function weekdayOfMonth(year, month, week, weekday) {
  if (week < 0) {
    const last = Date.UTC(year, month + 1, 0);
    return last - (weekdayOf(last) - weekday + 7) % 7 * DAY;
  }
  const first = Date.UTC(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7 + (week - 1) * 7) * DAY;
}

function* monthlyFrom(first, recurrence) {
  const { repeat_interval: every = 1, monthly_day, monthly_week, monthly_week_day } = recurrence;
  const year = new Date(first).getUTCFullYear();
  let month = new Date(first).getUTCMonth();
  for (let tries = 0; tries < MOST_MONTHS; tries += 1, month += every) {
    const day = monthly_week_day
      ? weekdayOfMonth(year, month, Number(monthly_week), Number(monthly_week_day))
      : dayOfMonth(year, month, Number(monthly_day ?? 1));
    if (day !== null && day >= first) {
      yield day;
    }
  }
}

const DAYS = { [DAILY]: dailyFrom, [WEEKLY]: weeklyFrom, [MONTHLY]: monthlyFrom };

// The dates of a recurrence whose start is { date, time } on the wall of that zone: a list of
// { date, instant, kind }, `kind` as instantOf() gives it. Never more than MOST_DATES + 1: one more
// than Zoom takes says that there are too many. Empty when start or rule is no such thing.
export function datesOf(recurrence, { date, time }, zone) {
  const first = Date.parse(date);
  const days = DAYS[recurrence?.type];
  const every = Number(recurrence?.repeat_interval ?? 1);
  if (!days || Number.isNaN(first) || Number.isNaN(instantOf({ date, time }, zone).instant) ||
    !Number.isInteger(every) || every < 1) {
    return [];
  }
  const { end_times, end_date_time } = recurrence;
  const until = end_date_time ? Date.parse(end_date_time) : Infinity;
  const most = Math.min(Number(end_times) || Infinity, MOST_DATES + 1);

  const dates = [];
  for (const day of days(first, recurrence)) {
    const found = { date: dayText(day), ...instantOf({ date: dayText(day), time }, zone) };
    if (!(found.instant <= until) || dates.length >= most) {
      break;
    }
    dates.push(found);
  }
  return dates;
}

// What Zoom made of the expected dates: { missing, added }, instants. `told` are its occurrences.
export function compareDates(expected, told) {
  const made = new Set(told.filter(({ status }) => status !== 'deleted')
    .map(({ start_time }) => Date.parse(start_time)));
  const wanted = expected.slice(0, MOST_TOLD).map(({ instant }) => instant);
  return {
    missing: wanted.filter((instant) => !made.has(instant)),
    added: [...made].filter((instant) => !expected.some((each) => each.instant === instant)),
  };
}
