// SPDX-License-Identifier: Apache-2.0
// Time zones with nothing but Intl, and the windows of dates that Zoom allows.

import { brokenRule } from './errors.js';

const formats = new Map();

function formatOf(zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
      hour: 'numeric', minute: 'numeric', second: 'numeric',
    }));
  }
  return formats.get(zone);
}

/** Is this the name of a time zone (IANA, or UTC)? */
export function isZone(zone) {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock in `zone` at `ms`, as the milliseconds of the same clock reading in UTC. */
export function wallClock(ms, zone) {
  const parts = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) parts[type] = Number(value);
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/**
 * The instant at which the clock of `zone` shows `wall` (see wallClock). In an hour that a change
 * of the clock skips or repeats, a neighbouring or either reading.
 */
export function instantOf(wall, zone) {
  const first = wall - (wallClock(wall, zone) - wall);
  return first - (wallClock(first, zone) - wall);
}

/** `yyyy-MM-ddTHH:mm:ssZ` or local time in `zone` to milliseconds; NaN when it is no date. */
export function parseTime(text, zone) {
  if (text.endsWith('Z')) return Date.parse(text);
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? NaN : instantOf(wall, zone);
}

/** Milliseconds to `yyyy-MM-ddTHH:mm:ssZ`. */
export function formatTime(ms) {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Refuses two dates `yyyy-MM-dd` in the wrong order, or further apart than a month. */
export function withinAMonth(from, to) {
  const [year, month, day] = from.split('-').map(Number);
  const daysOfNext = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const end = Date.UTC(year, month, Math.min(day, daysOfNext));
  if (Date.parse(to) < Date.parse(from)) {
    throw brokenRule('date window', 'from', 'The from date is after the to date.');
  }
  if (Date.parse(to) > end) {
    throw brokenRule('date window', 'to', 'The range is longer than one month.');
  }
}
