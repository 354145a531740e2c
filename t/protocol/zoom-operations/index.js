// SPDX-License-Identifier: Apache-2.0
// Every operation of the data map, what must be there for it, and what must come of it. Tests run
// the table in different circumstances; t/guards/data-map.test.js sees that none is left out.
//
// A case is {operation, prepare(zoom), options(context), answer(context), effect(zoom, context)}:
// prepare puts things into the simulated Zoom and returns the context, options are those of the
// probe's call, answer is what is kept of Zoom's answer to the letter (absent: nothing, Zoom
// answers without a body), effect asserts what the operation did.

import assert from 'node:assert/strict';
import { ACCOUNT } from './account.js';
import { MEETINGS } from './meetings.js';
import { PAST } from './past.js';
import { RECORDINGS } from './recordings.js';
import { USERS } from './users.js';

export { COLLEAGUE, HOST, PEOPLE, withHeld } from './common.js';

const CASES = [...USERS, ...ACCOUNT, ...MEETINGS, ...PAST, ...RECORDINGS];

/** Every case, with its number where an operation has several: `title`. */
export const OPERATION_CASES = CASES.map((one, at) => {
  const before = CASES.slice(0, at).filter(({ operation }) => operation === one.operation).length;
  return { ...one, title: before ? `${one.operation} (${before + 1})` : one.operation };
});

/** Prepares a case in an empty `zoom`, runs it by `probe`, and asserts what is to come of it. */
export async function runCase(one, zoom, probe) {
  const context = { zoom, ...one.prepare?.(zoom) };
  const { answer, problem } = await probe.call(one.operation, one.options?.(context));
  assert.deepEqual(problem, null);
  const expected = one.answer ? one.answer(context, answer) : null;
  assert.deepEqual(answer, expected && JSON.parse(JSON.stringify(expected)));
  await one.effect?.(zoom, context, probe);
}

/** Runs it against a `zoom` whose token does not allow it: nothing may be sent. */
export async function refuseCase(one, zoom, probe) {
  const context = { zoom, ...one.prepare?.(zoom) };
  const before = zoom.requests.length;
  const { answer, problem } = await probe.call(one.operation, one.options?.(context));
  assert.deepEqual([answer, problem?.kind], [null, 'zoom_scope']);
  assert.deepEqual(zoom.requests.slice(before).map(({ operation }) => operation)
    .filter((name) => name !== 'token'), []);
  return problem;
}
