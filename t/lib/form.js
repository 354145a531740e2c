// SPDX-License-Identifier: Apache-2.0
// What the tests of the meeting form share.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { GRANULAR_SCOPES, MASTER_SCOPES } from '../sandbox/zoom/index.js';
import { startCampus } from './campus.js';
import { refused } from './course-calls.js';
import { schedule } from './journey.js';
import { createBrowser, enter } from './launch.js';

export const HOST = 'amara.okafor@example.edu';
export const COLLEAGUE = 'tomas.lindqvist@example.edu';
export const BASIC = 'library@example.edu';

const DAY = 86_400_000;

const zoomTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Nine o'clock UTC in so many days, as Zoom writes it. */
export function inDays(days) {
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  return zoomTime(midnight + days * DAY + 9 * 3600 * 1000);
}

/**
 * Runs tests(campus, visit) on a campus of their own, since what is known of a host is remembered
 * for a quarter of an hour. `options` are those of startCampus(); the token has every scope unless
 * they say otherwise. `visit(person, course, more)` enters a course.
 */
export function onCampus(options, tests) {
  const campus = {};
  before(async () => {
    Object.assign(campus, await startCampus({
      zoom: { scopes: [...GRANULAR_SCOPES, ...MASTER_SCOPES] }, ...options,
    }));
  });
  after(() => campus.stop());
  tests(campus, (person = 'amara', course = 'chemistry', more = {}) => (
    enter({ lms: campus.lms, person, course, browser: createBrowser(), ...more })));
}

/** The answer to `form`, which must be accepted. */
export async function made(visitor, form) {
  const answer = await schedule(visitor, form);
  assert.equal(answer.status, 201, answer.body);
  return answer.json();
}

/** The names of the fields that an answer finds wrong. */
export const wrongFields = (answer) => Object.keys(refused(answer, 422, 'fields').fields).sort();
