// SPDX-License-Identifier: Apache-2.0
// Tests on a campus of their own.

import { after, before, describe } from 'node:test';
import { startCampus } from './campus.js';
import { createBrowser, enter } from './launch.js';

/**
 * Runs tests(campus, visit) on a campus that is started before them and stopped after. `options`
 * are those of startCampus(); `visit(person, course, more)` enters a course.
 */
export function onCampus(options, tests) {
  const campus = {};
  before(async () => { Object.assign(campus, await startCampus(options)); });
  after(() => campus.stop());
  tests(campus, (person = 'amara', course = 'chemistry', more = {}) => (
    enter({ lms: campus.lms, person, course, browser: createBrowser(), ...more })));
}

/** The same on each database, with tests(campus, visit, db). */
export function onEachDatabase(options, tests) {
  for (const db of ['sqlite', 'pgsql']) {
    describe(`on ${db}`, () => onCampus(
      { db, ...options }, (campus, visit) => tests(campus, visit, db)));
  }
}

/** An instant in the form of Zoom's times. */
export const zoomTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
