// SPDX-License-Identifier: Apache-2.0
// The dates of a series, counted on the wall clock of its own time zone.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { occurrencesOf } from '../sandbox/zoom/occurrences.js';
import { compareDates, datesOf, MOST_DATES } from '../../htdocs/js/recurrence.js';
import { isoTime } from '../../htdocs/js/zone.js';

const BERLIN = 'Europe/Berlin';

const days = (recurrence, date, { time = '10:15', zone = BERLIN } = {}) =>
  datesOf(recurrence, { date, time }, zone).map((each) => each.date);

const instants = (recurrence, date, { time = '10:15', zone = BERLIN } = {}) =>
  datesOf(recurrence, { date, time }, zone).map(({ instant }) => isoTime(instant));

test('daily, and every so many days', () => {
  assert.deepEqual(days({ type: 1, repeat_interval: 1, end_times: 3 }, '2026-12-30'),
    ['2026-12-30', '2026-12-31', '2027-01-01']);
  assert.deepEqual(days({ type: 1, repeat_interval: 3, end_times: 3 }, '2028-02-27'),
    ['2028-02-27', '2028-03-01', '2028-03-04']);
});

test('weekly on several days, from the first of them on or after the start', () => {
  // A Wednesday; Mondays and Wednesdays.
  assert.deepEqual(days({ type: 2, repeat_interval: 1, weekly_days: '2,4', end_times: 4 },
    '2026-11-25'), ['2026-11-25', '2026-11-30', '2026-12-02', '2026-12-07']);
  // A Tuesday, when there is none on Tuesdays.
  assert.deepEqual(days({ type: 2, repeat_interval: 1, weekly_days: '4', end_times: 2 },
    '2026-11-24'), ['2026-11-25', '2026-12-02']);
});

test('every second week counts weeks from Sunday', () => {
  assert.deepEqual(days({ type: 2, repeat_interval: 2, weekly_days: '1,7', end_times: 4 },
    '2026-11-28'), ['2026-11-28', '2026-12-06', '2026-12-12', '2026-12-20']);
});

test('without days a week has the day of the start', () => {
  assert.deepEqual(days({ type: 2, end_times: 2 }, '2026-11-25'), ['2026-11-25', '2026-12-02']);
});

test('monthly on a day leaves out months that have none such', () => {
  assert.deepEqual(days({ type: 3, repeat_interval: 1, monthly_day: 31, end_times: 4 },
    '2026-12-31'), ['2026-12-31', '2027-01-31', '2027-03-31', '2027-05-31']);
  assert.deepEqual(days({ type: 3, repeat_interval: 2, monthly_day: 5, end_times: 2 },
    '2026-11-25'), ['2027-01-05', '2027-03-05']);
  assert.deepEqual(days({ type: 3, repeat_interval: 1, monthly_day: 29, end_times: 2 },
    '2028-02-01'), ['2028-02-29', '2028-03-29']);
});

test('monthly on the nth weekday, and the last', () => {
  const nth = (monthly_week, monthly_week_day) =>
    ({ type: 3, repeat_interval: 1, monthly_week, monthly_week_day, end_times: 3 });
  assert.deepEqual(days(nth(2, 3), '2026-11-25'), ['2026-12-08', '2027-01-12', '2027-02-09']);
  assert.deepEqual(days(nth(-1, 6), '2026-11-25'), ['2026-11-27', '2026-12-25', '2027-01-29']);
  assert.deepEqual(days(nth(1, 1), '2026-11-01'), ['2026-11-01', '2026-12-06', '2027-01-03']);
});

test('a quarter past ten stays a quarter past ten when the clocks change', () => {
  assert.deepEqual(instants({ type: 2, weekly_days: '4', end_times: 2 }, '2026-10-21'),
    ['2026-10-21T08:15:00Z', '2026-10-28T09:15:00Z']);
  assert.deepEqual(
    instants({ type: 2, weekly_days: '7', end_times: 2 }, '2026-03-07', { zone: 'America/New_York' }),
    ['2026-03-07T15:15:00Z', '2026-03-14T14:15:00Z']);
  // By day and zone, not by UTC: Monday morning in Auckland is Sunday evening in UTC.
  assert.deepEqual(
    instants({ type: 2, weekly_days: '2', end_times: 2 }, '2026-11-23',
      { time: '09:00', zone: 'Pacific/Auckland' }),
    ['2026-11-22T20:00:00Z', '2026-11-29T20:00:00Z']);
});

test('a date whose start the clocks skip says so, and comes as much later', () => {
  const found = datesOf({ type: 1, end_times: 3 }, { date: '2026-03-28', time: '02:30' }, BERLIN);
  assert.deepEqual(found.map(({ date, kind, instant }) => [date, kind, isoTime(instant)]), [
    ['2026-03-28', 'exact', '2026-03-28T01:30:00Z'],
    ['2026-03-29', 'skipped', '2026-03-29T01:30:00Z'],
    ['2026-03-30', 'exact', '2026-03-30T00:30:00Z'],
  ]);
});

test('the end is a date that still counts, or a number', () => {
  const until = (end_date_time) => days({ type: 1, end_date_time }, '2026-11-25');
  assert.deepEqual(until('2026-11-27T09:15:00Z'), ['2026-11-25', '2026-11-26', '2026-11-27']);
  assert.deepEqual(until('2026-11-27T09:14:59Z'), ['2026-11-25', '2026-11-26']);
  assert.deepEqual(until('2026-11-20T09:15:00Z'), []);
});

test('more than Zoom takes is one too many, and no rule goes on for ever', () => {
  assert.equal(days({ type: 1, end_times: 60 }, '2026-11-25').length, MOST_DATES);
  assert.equal(days({ type: 1, end_times: 90 }, '2026-11-25').length, MOST_DATES + 1);
  assert.equal(days({ type: 1, end_date_time: '2030-01-01T00:00:00Z' }, '2026-11-25').length,
    MOST_DATES + 1);
  assert.deepEqual(days({ type: 3, repeat_interval: 12, monthly_day: 31 }, '2026-06-01'), []);
});

test('what is no rule or no start has no dates', () => {
  assert.deepEqual(days(undefined, '2026-11-25'), []);
  assert.deepEqual(days({ type: 4 }, '2026-11-25'), []);
  assert.deepEqual(days({ type: 1, repeat_interval: 0 }, '2026-11-25'), []);
  assert.deepEqual(days({ type: 1, end_times: 2 }, ''), []);
  assert.deepEqual(days({ type: 1, end_times: 2 }, '2026-11-25', { time: '' }), []);
});

test('the simulated Zoom makes the same dates, of many rules, starts and zones', () => {
  const rules = [
    ...[1, 2, 9].map((repeat_interval) => ({ type: 1, repeat_interval })),
    ...['1', '2,4', '1,3,7', '6'].flatMap((weekly_days) => [1, 2, 3].map((repeat_interval) =>
      ({ type: 2, repeat_interval, weekly_days }))),
    ...[1, 15, 29, 31].map((monthly_day) => ({ type: 3, repeat_interval: 1, monthly_day })),
    ...[[1, 1], [2, 3], [4, 7], [-1, 6]].map(([monthly_week, monthly_week_day]) =>
      ({ type: 3, repeat_interval: 2, monthly_week, monthly_week_day })),
  ];
  let compared = 0;
  for (const zone of [BERLIN, 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu', 'UTC']) {
    for (const start of ['2026-02-25', '2026-10-20', '2027-12-31']) {
      for (const rule of rules) {
        const recurrence = { ...rule, end_times: 20 };
        const ours = instants(recurrence, start, { zone });
        const first = datesOf({ type: 1, end_times: 1 }, { date: start, time: '10:15' }, zone);
        const theirs = occurrencesOf(recurrence, first[0].instant, 60, zone)
          .map(({ start_time }) => start_time);
        assert.deepEqual(ours, theirs, `${zone} ${start} ${JSON.stringify(rule)}`);
        compared += 1;
      }
    }
  }
  assert.ok(compared > 300);
});

test('what Zoom made is compared with what was expected', () => {
  const expected = datesOf({ type: 1, end_times: 3 }, { date: '2026-11-25', time: '10:15' }, BERLIN);
  const told = expected.map(({ instant }) => ({ start_time: isoTime(instant), status: 'available' }));
  assert.deepEqual(compareDates(expected, told), { missing: [], added: [] });

  const other = { start_time: '2026-12-24T09:15:00Z', status: 'available' };
  const gone = { ...told[1], status: 'deleted' };
  assert.deepEqual(compareDates(expected, [told[0], gone, told[2], other]), {
    missing: [expected[1].instant], added: [Date.parse(other.start_time)],
  });

  // Of more than fifty Zoom tells fifty.
  const long = datesOf({ type: 1, end_times: 60 }, { date: '2026-11-25', time: '10:15' }, BERLIN);
  const fifty = long.slice(0, 50).map(({ instant }) => ({ start_time: isoTime(instant) }));
  assert.deepEqual(compareDates(long, fifty), { missing: [], added: [] });
});
