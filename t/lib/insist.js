// SPDX-License-Identifier: Apache-2.0
// Who wants a meeting and does not give up.

import assert from 'node:assert/strict';
import { schedule } from './journey.js';
import { until } from './processes.js';

/**
 * Sends the wish again and again, through broken connections and "still at it", until it is granted
 * (201) or nobody can know (504) and the simulated `zoom` has no such meeting: what it has is found,
 * however long a busy machine takes. Resolves to the answer; `key` are headers of the wish.
 */
export const insisted = (zoom, visitor, form, key) => until(async () => {
  const now = await schedule(visitor, form, key).catch((error) => {
    if (!['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(error.code)) throw error;
  });
  assert.ok(!now || [201, 409, 503, 504].includes(now.status), now?.body);
  const isMade = [...zoom.meetings.values()].some(({ topic }) => topic === form.topic);
  return (now?.status === 201 || (now?.status === 504 && !isMade)) && now;
}, { what: 'an answer to the wish', every: 200, deadline: 120_000 });
