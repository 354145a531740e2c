// SPDX-License-Identifier: Apache-2.0
// Times in words: the reader's locale and clock, in a zone that the caller names.
// An instant is milliseconds since 1970; a day is "2026-11-30" as a wall calendar shows it.

import { hourCycle, locale, t } from './i18n.js';
import { wallTime } from './zone.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map();

// Making a formatter costs more than using it a hundred times.
function format(zone, options) {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }));
  }
  return formats.get(key);
}

// True where times carry a word ("10:15 AM"), so that a column of them must be wider.
export const clockHasWords = () => hourCycle === 'h12' || hourCycle === 'h11';

const clock = (zone) => format(zone, {
  hour: clockHasWords() ? 'numeric' : '2-digit', minute: '2-digit', hourCycle,
});

// A meeting's start and end; null where it has no fixed time.
export function spanOf({ start_time, duration }) {
  const start = start_time ? Date.parse(start_time) : NaN;
  return Number.isNaN(start) ? null : { start, end: start + (duration ?? 0) * MINUTE };
}

export const clockTime = (instant, zone) => clock(zone).format(instant);

// "10:15–11:45", or "10:15 – 11:45 AM" with the word said once.
export function clockRange({ start, end }, zone) {
  if (end === start) {
    return clockTime(start, zone);
  }
  if (clockHasWords() && dayOf(start, zone) === dayOf(end, zone)) {
    return clock(zone).formatRange(start, end);
  }
  return t('time.range', { start: clockTime(start, zone), end: clockTime(end, zone) });
}

export const dayOf = (instant, zone) => wallTime(instant, zone).date;

// How many days a day is after another.
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

// "Monday 23 November", with the year when it is not this one.
export function dayName(day, today) {
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric';
  return format('UTC', { weekday: 'long', day: 'numeric', month: 'long', year })
    .format(Date.parse(day));
}

// "Today, Monday 23 November"
export function dayTitle(day, today) {
  const date = dayName(day, today);
  switch (daysBetween(today, day)) {
  case -1: return t('day.yesterday', { date });
  case 0: return t('day.today', { date });
  case 1: return t('day.tomorrow', { date });
  default: return date;
  }
}

// "Central European Time"
export function zoneName(zone, instant = Date.now()) {
  return format(zone, { timeZoneName: 'longGeneric' })
    .formatToParts(instant).find(({ type }) => type === 'timeZoneName').value;
}

// "GMT+1"
export function zoneOffset(zone, instant) {
  return format(zone, { timeZoneName: 'shortOffset' })
    .formatToParts(instant).find(({ type }) => type === 'timeZoneName').value;
}

// "2 h 40 min"
export function lengthInWords(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) {
    return t('length.minutes', { minutes });
  }
  return rest ? t('length.both', { hours, minutes: rest }) : t('length.hours', { hours });
}

// A length as people say it of a lesson: in minutes up to two hours.
export const lessonLength = (minutes) =>
  minutes <= 120 ? t('length.minutes', { minutes }) : lengthInWords(minutes);

// "in 2 h 40 min" for a start that is near enough to wait for; "" when it is further or has passed
export function countdown(start, now) {
  const minutes = Math.ceil((start - now) / MINUTE);
  return minutes > 0 && minutes < 12 * 60
    ? t('countdown', { span: lengthInWords(minutes) }) : '';
}

// "Mon 30 Nov", with the year when it is not this one
export function shortDay(day, today) {
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric';
  return format('UTC', { weekday: 'short', day: 'numeric', month: 'short', year })
    .format(Date.parse(day));
}

// "November 2026" of "2026-11"
export const monthName = (month) =>
  format('UTC', { month: 'long', year: 'numeric' }).format(Date.parse(`${month}-01`));

// "Monday 30 November, 10:15"
export const dayAndTime = (instant, zone, now) => t('when.day', {
  day: dayName(dayOf(instant, zone), dayOf(now, zone)), time: clockTime(instant, zone),
});

// 1 January 2023 was a Sunday; Zoom counts from 1.
const dayOfWeek = (weekday) => Date.UTC(2023, 0, Number(weekday));

// "Monday" of Zoom's 2, and "Mon"
export const weekdayName = (weekday, length = 'long') =>
  format('UTC', { weekday: length }).format(dayOfWeek(weekday));

// Zoom's numbers of the weekdays, 1 to 7, as the reader's week begins.
export function weekdays() {
  const own = new Intl.Locale(locale);
  const { firstDay } = own.getWeekInfo?.() ?? own.weekInfo ?? { firstDay: 1 };
  const first = firstDay % 7; // given as 1 Monday to 7 Sunday
  return Array.from({ length: 7 }, (_, index) => (first + index) % 7 + 1);
}

// "Monday and Wednesday"
export const listOf = (words) => new Intl.ListFormat(locale).format(words);

// "Germany" of Zoom's code of a data centre
export function regionName(code) {
  const own = { LA: 'region.la', TY: 'region.ty' }[code];
  try {
    return own ? t(own) : new Intl.DisplayNames(locale, { type: 'region' }).of(code);
  } catch {
    return code;
  }
}
