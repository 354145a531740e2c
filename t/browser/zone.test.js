// SPDX-License-Identifier: Apache-2.0
// Wall clocks and instants across the changes of the clocks.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { instantOf, isZone, isoTime, wallTime } from '../../htdocs/js/zone.js';

const at = (date, time, zone) => {
  const { instant, kind } = instantOf({ date, time }, zone);
  return `${Number.isNaN(instant) ? 'none' : isoTime(instant)} ${kind}`;
};

test('an ordinary time has one instant', () => {
  assert.equal(at('2026-11-30', '10:15', 'Europe/Berlin'), '2026-11-30T09:15:00Z exact');
  assert.equal(at('2026-07-01', '10:15', 'Europe/Berlin'), '2026-07-01T08:15:00Z exact');
  assert.equal(at('2026-11-30', '10:15', 'UTC'), '2026-11-30T10:15:00Z exact');
  assert.equal(at('2026-11-30', '10:15', 'Asia/Kathmandu'), '2026-11-30T04:30:00Z exact');
  assert.equal(at('2026-11-30', '00:05', 'Pacific/Kiritimati'), '2026-11-29T10:05:00Z exact');
  assert.equal(at('2026-11-30', '23:55', 'Pacific/Pago_Pago'), '2026-12-01T10:55:00Z exact');
});

test('a time that the clocks skip is taken as far after the change', () => {
  assert.equal(at('2026-03-29', '02:30', 'Europe/Berlin'), '2026-03-29T01:30:00Z skipped');
  assert.equal(at('2026-03-29', '01:59', 'Europe/Berlin'), '2026-03-29T00:59:00Z exact');
  assert.equal(at('2026-03-29', '03:00', 'Europe/Berlin'), '2026-03-29T01:00:00Z exact');
  assert.equal(at('2026-03-08', '02:00', 'America/New_York'), '2026-03-08T07:00:00Z skipped');
  // Half an hour only.
  assert.equal(at('2026-10-04', '02:15', 'Australia/Lord_Howe'), '2026-10-03T15:45:00Z skipped');
  assert.equal(at('2026-10-04', '02:30', 'Australia/Lord_Howe'), '2026-10-03T15:30:00Z exact');
});

test('a time that comes twice is the first of the two', () => {
  assert.equal(at('2026-10-25', '02:30', 'Europe/Berlin'), '2026-10-25T00:30:00Z twice');
  assert.equal(at('2026-10-25', '02:00', 'Europe/Berlin'), '2026-10-25T00:00:00Z twice');
  assert.equal(at('2026-10-25', '03:00', 'Europe/Berlin'), '2026-10-25T02:00:00Z exact');
  assert.equal(at('2026-11-01', '01:30', 'America/New_York'), '2026-11-01T05:30:00Z twice');
  assert.equal(at('2026-04-05', '01:45', 'Australia/Lord_Howe'), '2026-04-04T14:45:00Z twice');
});

test('a whole day can be skipped', () => {
  assert.equal(at('2011-12-30', '12:00', 'Pacific/Apia'), '2011-12-30T22:00:00Z skipped');
});

test('what is not a date or a time has no instant', () => {
  for (const [date, time] of [['', '10:15'], ['2026-11-30', ''], ['2026-13-01', '10:15']]) {
    assert.equal(at(date, time, 'Europe/Berlin'), 'none exact');
  }
});

test('a wall time goes to an instant and back, every half hour of a year, wherever it exists', () => {
  for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tehran']) {
    const year = Date.UTC(2026, 0, 1);
    for (let half = 0; half < 2 * 24 * 365; half += 1) {
      const instant = year + half * 30 * 60_000;
      const found = instantOf(wallTime(instant, zone), zone);
      assert.notEqual(found.kind, 'skipped', `${isoTime(instant)} ${zone}`);
      if (found.kind === 'exact') {
        assert.equal(found.instant, instant, `${isoTime(instant)} ${zone}`);
      } else {
        assert.ok(instant - found.instant <= 60 * 60_000 && instant >= found.instant);
      }
    }
  }
});

test('midnight is 00:00, never 24:00', () => {
  assert.deepEqual(wallTime(Date.UTC(2026, 10, 29, 23), 'Europe/Berlin'),
    { date: '2026-11-30', time: '00:00' });
});

test('a zone is one that the browser knows', () => {
  assert.ok(isZone('Europe/Berlin') && isZone('UTC'));
  assert.ok(!isZone('Europe/Atlantis') && !isZone('') && !isZone(undefined));
});
