// SPDX-License-Identifier: Apache-2.0
// GET /users/{userId}/meetings: which meetings are in which list, and the pages of a list.

import { randomBytes } from 'node:crypto';
import { ApiError } from './errors.js';
import { requireHost } from './meetings.js';
import { listRow } from './meeting-store.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const HALF_YEAR = 183 * DAY;
const PAGE_TOKEN_LIFE = 15 * MINUTE;
const MAX_PAGE_TOKENS = 1000;

/** Operation: GET /users/{userId}/meetings. */
export function listMeetings(zoom, { params, query }) {
  const host = requireHost(zoom, params.userId);
  const { next_page_token, page_size = 30, ...filter } = query;
  const request = JSON.stringify([params.userId, page_size, Object.entries(filter).sort()]);
  const { rows, offset } = next_page_token
    ? continued(zoom, next_page_token, request)
    : { rows: rowsOf(zoom, host, filter), offset: 0 };

  const end = offset + page_size;
  const more = end < rows.length;
  return {
    status: 200,
    body: {
      page_size,
      total_records: rows.length,
      next_page_token: more ? issuePageToken(zoom, { request, rows, offset: end }) : '',
      meetings: rows.slice(offset, end),
    },
  };
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
      .map(({ start }) => listRow(zoom, meeting, start)));
}

// A series counts once for each of its dates.
function datesOf(meeting) {
  if (!meeting.occurrences) {
    return [{ start: meeting.start, end: meeting.start + meeting.duration * MINUTE }];
  }
  return meeting.occurrences
    .filter((one) => one.status === 'available')
    .map((one) => Date.parse(one.start_time))
    .map((start) => ({ start, end: start + meeting.duration * MINUTE }));
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

function issuePageToken(zoom, page) {
  const token = randomBytes(24).toString('base64url');
  zoom.pageTokens.set(token, { ...page, expires: zoom.now() + PAGE_TOKEN_LIFE });
  if (zoom.pageTokens.size > MAX_PAGE_TOKENS) {
    zoom.pageTokens.delete(zoom.pageTokens.keys().next().value);
  }
  return token;
}

function continued(zoom, token, request) {
  const page = zoom.pageTokens.get(token);
  if (!page || page.expires <= zoom.now()) {
    throw new ApiError(400, 300, 'The next page token is invalid or expired.');
  }
  if (page.request !== request) {
    throw new ApiError(400, 300, 'The next page token is invalid or expired.',
      { rule: 'next page with other parameters' });
  }
  return page;
}
