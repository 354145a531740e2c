// SPDX-License-Identifier: Apache-2.0
// Who wants a meeting and does not give up.

import assert from 'node:assert/strict';
import { schedule } from './journey.js';
import { until } from './processes.js';

/**
 * Sends the wish again and again, through broken connections and "still at it", until it is granted
 * (201) or nobody can know (504). Resolves to that answer; `key` are its headers.
 */
export const insisted = (visitor, form, key, deadline = 30_000) => until(async () => {
  const now = await schedule(visitor, form, key).catch((error) => {
    if (!['ECONNRESET', 'ECONNREFUSED'].includes(error.code)) throw error;
  });
  assert.ok(!now || [201, 409, 503, 504].includes(now.status), now?.body);
  return [201, 504].includes(now?.status) && now;
}, { what: 'an answer to the wish', every: 200, deadline });
