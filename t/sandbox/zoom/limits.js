// SPDX-License-Identifier: Apache-2.0
// Zoom's rate limits: per account and label in each second and each UTC day; per host a hundred
// creations and updates of meetings a day; caps of their own for invitations and registrations. Off
// unless a plan is named.

import { ApiError } from './errors.js';
import { formatTime } from './time.js';

const SECOND = 1000;
const DAY = 86_400_000;

/** Calls per second and per day (Infinity: no limit) by plan and label, invitations per day. */
const PLANS = {
  free: { light: [4, 6000], medium: [2, 2000], heavy: [1, 1000], invitations: 50 },
  pro: { light: [30, Infinity], medium: [20, Infinity], heavy: [10, 30_000], invitations: 1500 },
  business: {
    light: [80, Infinity], medium: [60, Infinity], heavy: [40, 60_000], invitations: 10_000,
  },
};

const WRITES_PER_HOST = 100;
const REGISTRATIONS = 3;
const REGISTRANT_CHANGES = 10;

const PER_SECOND = 'You have reached the maximum per-second rate limit for this API. '
  + 'Try again later.';
const PER_DAY = 'You have reached the maximum daily rate limit for this API. '
  + 'Refer to the response header for details on when you can make another request.';
const HOST_PER_DAY = `You have exceeded the daily rate limit (${WRITES_PER_HOST}) of Meeting `
  + 'Create/Update API requests permitted for this particular user. '
  + 'You may resume these requests at GMT 00:00:00.';
const OTHERS_PER_DAY = 'You have exceeded the daily rate limit of this API request permitted for '
  + 'this particular user. You may resume these requests at GMT 00:00:00.';

const isOver = (calls, most) => calls > most || calls === Infinity;

/**
 * Counters for `plan` (undefined: nothing is limited) on the clock `now`:
 *
 *   countCall(label)            one more call; throws Zoom's 429 once a limit is passed, as do
 *   countWrite(host), countInvitation(), countRegistration(meeting, email),
 *   countRegistrantStatus(meeting, registrant)
 *   headers(label)              the headers that go with each answer
 *   useUp(label), useUpHost(host)   as if today's calls of the label, or the host's writes, had all
 *                               been made; they limit where no plan is named too
 *   retryAfter                  how a daily 429 says when it ends: 'date' (as Zoom does), 'seconds'
 *                               or 'none'
 */
export function createLimits(plan, now) {
  if (plan && !PLANS[plan]) throw new Error(`no such plan: ${plan}`);
  const counters = new Map();
  const callsIn = (name, period) => {
    const counter = counters.get(name);
    return counter?.window === Math.floor(now() / period) ? counter.calls : 0;
  };
  const setCalls = (name, period, calls) => {
    counters.set(name, { window: Math.floor(now() / period), calls });
    return calls;
  };
  const count = (name, period) => setCalls(name, period, callsIn(name, period) + 1);
  const perDay = (name, most, headers, message = OTHERS_PER_DAY) => {
    if (isOver(count(name, DAY), plan ? most : Infinity)) {
      throw new ApiError(429, 429, message, { headers });
    }
  };
  const nextDay = () => (Math.floor(now() / DAY) + 1) * DAY;
  const whenOver = () => ({
    date: { 'Retry-After': formatTime(nextDay()) },
    seconds: { 'Retry-After': String(Math.ceil((nextDay() - now()) / SECOND)) },
    none: {},
  })[limits.retryAfter];
  const remaining = (label) => {
    const most = plan ? PLANS[plan][label][1] : Infinity;
    return most === Infinity ? {} : {
      'X-RateLimit-Limit': String(most),
      'X-RateLimit-Remaining': String(Math.max(0, most - callsIn(`${label}/d`, DAY))),
    };
  };
  const category = (label) => ({ 'X-RateLimit-Category': label[0].toUpperCase() + label.slice(1) });

  const limits = {
    retryAfter: 'date',
    countCall(label) {
      const [mostPerSecond, mostPerDay] = plan ? PLANS[plan][label] : [Infinity, Infinity];
      if (isOver(count(`${label}/s`, SECOND), mostPerSecond)) {
        throw new ApiError(429, 429, PER_SECOND, {
          headers: {
            ...category(label), 'X-RateLimit-Type': 'QPS', 'X-RateLimit-Remaining': '0',
          },
        });
      }
      if (isOver(count(`${label}/d`, DAY), mostPerDay)) {
        throw new ApiError(429, 429, PER_DAY, {
          headers: { ...category(label), 'X-RateLimit-Type': 'Daily-limit', ...whenOver() },
        });
      }
    },
    countWrite(host) {
      // Recognised by its text alone: neither a type nor the end of the limit is in the headers.
      perDay(`writes/${host.id}`, WRITES_PER_HOST,
        { ...category('light'), ...remaining('light') }, HOST_PER_DAY);
    },
    countInvitation() { perDay('invitations', plan && PLANS[plan].invitations); },
    countRegistration(meeting, email) {
      perDay(`registration/${meeting.id}/${email.toLowerCase()}`, REGISTRATIONS);
    },
    countRegistrantStatus(meeting, registrant) {
      perDay(`registrant/${meeting.id}/${registrant.id}`, REGISTRANT_CHANGES);
    },
    headers: (label) => (plan ? { ...category(label), ...remaining(label) } : {}),
    useUp(label) { setCalls(`${label}/d`, DAY, Infinity); },
    useUpHost(host) { setCalls(`writes/${host.id}`, DAY, Infinity); },
  };
  return limits;
}
