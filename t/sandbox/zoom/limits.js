// SPDX-License-Identifier: Apache-2.0
// Zoom's rate limits: per account and label in each second and each UTC day, and per host a hundred
// creations and updates of meetings a day. Off unless a plan is named.

import { ApiError } from './errors.js';
import { formatTime } from './time.js';

const DAY = 86_400_000;

/** Calls per second and per day (null: no limit) by plan and label. */
const PLANS = {
  free: { light: [4, 6000], medium: [2, 2000], heavy: [1, 1000] },
  pro: { light: [30, null], medium: [20, null], heavy: [10, 30_000] },
  business: { light: [80, null], medium: [60, null], heavy: [40, 60_000] },
};

const WRITES_PER_HOST = 100;

const PER_SECOND = 'You have reached the maximum per-second rate limit for this API. '
  + 'Try again later.';
const PER_DAY = 'You have reached the maximum daily rate limit for this API. '
  + 'Refer to the response header for details on when you can make another request.';
const HOST_PER_DAY = `You have exceeded the daily rate limit (${WRITES_PER_HOST}) of Meeting `
  + 'Create/Update API requests permitted for this particular user. '
  + 'You may resume these requests at GMT 00:00:00.';

/**
 * Counters for `plan` (undefined: nothing is limited) on the clock `now`. `countCall(label)` and
 * `countWrite(host)` throw Zoom's 429 once a limit is passed; `headers(label)` are the headers that
 * go with each answer.
 */
export function createLimits(plan, now) {
  if (plan && !PLANS[plan]) throw new Error(`no such plan: ${plan}`);
  const counters = new Map();
  const count = (name, period) => {
    const window = Math.floor(now() / period);
    const before = counters.get(name);
    const calls = before?.window === window ? before.calls + 1 : 1;
    counters.set(name, { window, calls });
    return calls;
  };
  const nextDay = () => formatTime((Math.floor(now() / DAY) + 1) * DAY);

  return {
    countCall(label) {
      if (!plan) return;
      const [perSecond, perDay] = PLANS[plan][label];
      const category = { 'X-RateLimit-Category': label[0].toUpperCase() + label.slice(1) };
      if (count(`${label}/s`, 1000) > perSecond) {
        throw new ApiError(429, 429, PER_SECOND,
          { headers: { ...category, 'X-RateLimit-Type': 'QPS', 'X-RateLimit-Remaining': '0' } });
      }
      if (perDay && count(`${label}/d`, DAY) > perDay) {
        throw new ApiError(429, 429, PER_DAY, {
          headers: { ...category, 'X-RateLimit-Type': 'Daily-limit', 'Retry-After': nextDay() },
        });
      }
    },
    countWrite(host) {
      if (plan && count(`writes/${host.id}`, DAY) > WRITES_PER_HOST) {
        throw new ApiError(429, 429, HOST_PER_DAY);
      }
    },
    headers(label) {
      return plan ? { 'X-RateLimit-Category': label[0].toUpperCase() + label.slice(1) } : {};
    },
  };
}
