// SPDX-License-Identifier: Apache-2.0
// GET /users/{userId}/meetings: which meetings are in which list.

import { requireHost } from './meetings.js';
import { listRow } from './meeting-store.js';
import { pageOf } from './paging.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const HALF_YEAR = 183 * DAY;

/** Operation: GET /users/{userId}/meetings. */
export function listMeetings(zoom, call) {
  const host = requireHost(zoom, call.params.userId);
  const body = pageOf(zoom, call, 'meetings', (filter) => rowsOf(zoom, host, filter));
  return { status: 200, body };
}

function rowsOf(zoom, host, { type = 'scheduled', from, to }) {
  const inType = LISTS[type];
  const earliest = from ? Date.parse(from) : -Infinity;
  const latest = to ? Date.parse(to) + DAY : Infinity;
  // Zoom promises no order, so none is kept here: by id is as good as shuffled.
  return [...zoom.meetings.values()]
    .filter((meeting) => meeting.host_id === host.id && [2, 3, 8].includes(meeting.type))
    .sort((a, b) => a.id - b.id)
    .flatMap((meeting) => datesOf(meeting)
      .filter((date) => inType(zoom.now(), meeting, date))
      .filter(({ start }) => start === undefined || (start >= earliest && start < latest))
      .map((date) => listRow(zoom, meeting, date)));
}

// A series counts once for each of its dates.
function datesOf(meeting) {
  const dated = (start, duration) => ({ start, duration, end: start + duration * MINUTE });
  if (!meeting.occurrences) return [dated(meeting.start, meeting.duration)];
  return meeting.occurrences
    .filter((one) => one.status === 'available')
    .map((one) => dated(Date.parse(one.start_time), one.duration));
}

const isLive = (now, meeting, { start, end }) => (
  meeting.status === 'started' && (!meeting.occurrences || (start <= now && now < end)));

function isUpcoming(now, meeting, date) {
  if (date.start === undefined) return true;
  return isLive(now, meeting, date) || (date.end > now && date.start < now + HALF_YEAR);
}

const isPrevious = (now, meeting, { start, end }) => (
  start !== undefined && end <= now && start > now - HALF_YEAR);

// Zoom forgets a single meeting 30 days after its date.
const isKept = (now, meeting, { start }) => start === undefined || start > now - 30 * DAY;

const LISTS = {
  scheduled: isKept,
  live: isLive,
  upcoming: isUpcoming,
  upcoming_meetings: isUpcoming,
  previous_meetings: isPrevious,
};
