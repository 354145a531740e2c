// SPDX-License-Identifier: Apache-2.0
// What the tests of the meeting form share.

import assert from 'node:assert/strict';
import { GRANULAR_SCOPES, MASTER_SCOPES } from '../sandbox/zoom/index.js';
import { refused } from './course-calls.js';
import { schedule } from './journey.js';
import { onCampus as onOwnCampus, zoomTime } from './on-campus.js';

export const HOST = 'amara.okafor@example.edu';
export const COLLEAGUE = 'tomas.lindqvist@example.edu';
export const BASIC = 'library@example.edu';

const DAY = 86_400_000;

/** Nine o'clock UTC in so many days, as Zoom writes it. */
export function inDays(days) {
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  return zoomTime(midnight + days * DAY + 9 * 3600 * 1000);
}

/**
 * Runs tests(campus, visit) on a campus of their own, since what is known of a host is remembered
 * for a quarter of an hour: as on-campus.js does, with a token of every scope unless `options` say
 * otherwise.
 */
export const onCampus = (options, tests) => onOwnCampus(
  { zoom: { scopes: [...GRANULAR_SCOPES, ...MASTER_SCOPES] }, ...options }, tests);

/** The answer to `form`, which must be accepted. */
export async function made(visitor, form) {
  const answer = await schedule(visitor, form);
  assert.equal(answer.status, 201, answer.body);
  return answer.json();
}

/** The names of the fields that an answer finds wrong. */
export const wrongFields = (answer) => Object.keys(refused(answer, 422, 'fields').fields).sort();
