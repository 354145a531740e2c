// SPDX-License-Identifier: Apache-2.0
// A recurrence in words, and its dates.

import { t } from './i18n.js';
import { DAILY, MONTHLY, WEEKLY } from './recurrence.js';
import { dayName, listOf, shortDay, weekdayName } from './time.js';
import { isZone, wallTime } from './zone.js';

const EVERY = {
  [DAILY]: 'repeats.daily', [WEEKLY]: 'repeats.weekly', [MONTHLY]: 'repeats.monthly',
};

const WEEKS = {
  1: 'repeats.week.first', 2: 'repeats.week.second', 3: 'repeats.week.third',
  4: 'repeats.week.fourth', '-1': 'repeats.week.last',
};

export const weekOfMonth = (week, weekday) =>
  t(WEEKS[week] ?? WEEKS[1], { weekday: weekdayName(weekday) });

function which(recurrence) {
  const { type, weekly_days, monthly_day, monthly_week, monthly_week_day } = recurrence;
  if (type === WEEKLY && weekly_days) {
    return listOf(String(weekly_days).split(',').map((day) => weekdayName(day)));
  }
  if (type === MONTHLY) {
    return monthly_week_day ? weekOfMonth(monthly_week, monthly_week_day)
      : t('repeats.day', { day: Number(monthly_day ?? 1) });
  }
  return '';
}

function end({ end_times, end_date_time }, zone) {
  if (end_date_time) {
    const { date } = wallTime(Date.parse(end_date_time), isZone(zone) ? zone : 'UTC');
    return t('repeats.until', { day: dayName(date, '') });
  }
  return end_times ? t('repeats.times', { count: Number(end_times) }) : '';
}

// "Every 2 weeks: Monday and Wednesday, until 10 February 2027"
export function recurrenceInWords(recurrence, zone) {
  const every = t(EVERY[recurrence.type] ?? EVERY[DAILY],
    { count: Number(recurrence.repeat_interval ?? 1) });
  const days = which(recurrence);
  const said = days ? t('repeats.on', { every, days }) : every;
  const until = end(recurrence, zone);
  return until ? t('repeats.with_end', { said, end: until }) : said;
}

// "Mon 30 Nov, Wed 2 Dec, Mon 7 Dec … Wed 10 Feb" for days as "2026-11-30".
export function daysInWords(days, today) {
  const names = days.map((day) => shortDay(day, today));
  return names.length <= 5 ? names.join(t('list.comma'))
    : t('repeats.span', {
      first: names.slice(0, 3).join(t('list.comma')), last: names.at(-1),
    });
}

// Where a date stands in its series: "Weekly, 3 of 12", or what of it is known.
export function placeInSeries({ series }) {
  if (!series?.position || !series.count) {
    return '';
  }
  const rhythm = {
    [DAILY]: 'series.daily', [WEEKLY]: 'series.weekly', [MONTHLY]: 'series.monthly',
  }[series.type] ?? 'series.plain';
  return t(rhythm, { position: series.position, count: series.count });
}
