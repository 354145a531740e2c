// SPDX-License-Identifier: Apache-2.0
// The dates of a recurring meeting with fixed times, counted on the wall clock of its time zone, so
// that ten o'clock stays ten o'clock when summer time ends.

import { formatTime, instantOf, wallClock } from './time.js';

const DAY = 86_400_000;
const MOST = 50; // Zoom returns no more than this many

/**
 * `recurrence` as Zoom documents it, `start` in milliseconds: a list of {occurrence_id, start_time,
 * duration, status}.
 */
export function occurrencesOf(recurrence, start, duration, zone) {
  const wallStart = wallClock(start, zone);
  const timeOfDay = wallStart % DAY;
  const until = recurrence.end_date_time ? Date.parse(recurrence.end_date_time) : Infinity;
  const count = recurrence.end_date_time ? MOST : (recurrence.end_times ?? 1) || MOST;

  const found = [];
  for (const day of daysOf(recurrence, wallStart - timeOfDay)) {
    const at = instantOf(day + timeOfDay, zone);
    if (at > until || found.length >= Math.min(count, MOST)) break;
    found.push({
      occurrence_id: String(at), start_time: formatTime(at), duration, status: 'available',
    });
  }
  return found;
}

function daysOf(recurrence, firstDay) {
  const every = recurrence.repeat_interval ?? 1;
  if (recurrence.type === 1) return dailyFrom(firstDay, every);
  if (recurrence.type === 2) return weeklyFrom(firstDay, every, recurrence.weekly_days);
  return monthlyFrom(firstDay, every, recurrence);
}

function* dailyFrom(firstDay, every) {
  for (let day = firstDay; ; day += every * DAY) yield day;
}

function* weeklyFrom(firstDay, every, list) {
  const weekday = new Date(firstDay).getUTCDay();
  const days = (list ?? String(weekday + 1)).split(',').map((day) => Number(day) - 1).sort();
  const sunday = firstDay - weekday * DAY;
  for (let week = sunday; ; week += every * 7 * DAY) {
    for (const day of days) {
      if (week + day * DAY >= firstDay) yield week + day * DAY;
    }
  }
}

function* monthlyFrom(firstDay, every, recurrence) {
  const first = new Date(firstDay);
  // A rule that no month fulfils (a 31st every 12 months from June) must still come to an end.
  for (let month = first.getUTCMonth(), tries = 0; tries < 600; month += every, tries += 1) {
    const day = recurrence.monthly_week_day
      ? nthWeekday(first.getUTCFullYear(), month, recurrence)
      : dayOfMonth(first.getUTCFullYear(), month, recurrence.monthly_day ?? 1);
    if (day !== undefined && day >= firstDay) yield day;
  }
}

function dayOfMonth(year, month, day) {
  const at = Date.UTC(year, month, day);
  return new Date(at).getUTCDate() === day ? at : undefined;
}

function nthWeekday(year, month, { monthly_week: week = 1, monthly_week_day: weekday }) {
  if (week > 0) {
    const first = Date.UTC(year, month, 1);
    const ahead = (weekday - 1 - new Date(first).getUTCDay() + 7) % 7;
    return first + (ahead + (week - 1) * 7) * DAY;
  }
  const last = Date.UTC(year, month + 1, 0);
  return last - ((new Date(last).getUTCDay() - (weekday - 1) + 7) % 7) * DAY;
}
