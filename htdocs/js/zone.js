// SPDX-License-Identifier: Apache-2.0
// Wall clocks and instants. A wall time is { date: "2026-11-30", time: "10:15" } in a time zone, by
// its IANA name, as native inputs give it; an instant is milliseconds since 1970 in UTC.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const readers = new Map();

function readerOf(zone) {
  if (!readers.has(zone)) {
    readers.set(zone, new Intl.DateTimeFormat('en-US', {
      timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    }));
  }
  return readers.get(zone);
}

export function isZone(zone) {
  try {
    return Boolean(zone && readerOf(zone));
  } catch {
    return false;
  }
}

export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

// What a clock on the wall in that zone shows at that instant.
export function wallTime(instant, zone) {
  const part = Object.fromEntries(
    readerOf(zone).formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    date: `${part.year.padStart(4, '0')}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}`,
  };
}

// The wall time read as if it were UTC.
const asUtc = ({ date, time }) => Date.parse(`${date}T${time}:00Z`);

// How far the zone's clocks are ahead of UTC at that instant, to the minute.
function offset(instant, zone) {
  const whole = Math.floor(instant / MINUTE) * MINUTE;
  return asUtc(wallTime(whole, zone)) - whole;
}

// The instant of a wall time, { instant, kind }, where kind is
//   "exact"   there is one such instant;
//   "twice"   the clocks go back and show it twice: the first is given;
//   "skipped" the clocks go forward over it: given is the instant that is as far after the change.
// { instant: NaN } when date or time is not one.
export function instantOf(wall, zone) {
  const guess = asUtc(wall);
  if (Number.isNaN(guess)) {
    return { instant: NaN, kind: 'exact' };
  }

  // Clocks change at most once within a day around it: one offset holds before, one after.
  const before = offset(guess - DAY, zone);
  const after = offset(guess + DAY, zone);
  const fitting = [...new Set([before, after])]
    .filter((each) => offset(guess - each, zone) === each)
    .map((each) => guess - each)
    .sort((a, b) => a - b);

  if (!fitting.length) {
    return { instant: guess - before, kind: 'skipped' };
  }
  return { instant: fitting[0], kind: fitting.length > 1 ? 'twice' : 'exact' };
}

// Zoom's and our own form of an instant: UTC, whole seconds, with Z.
export const isoTime = (instant) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
