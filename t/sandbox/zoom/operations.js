// SPDX-License-Identifier: Apache-2.0
// The one table of what this Zoom can do. Routing, scope checks, query checks, rate limits and the
// request log all read it, so a further operation is a row here and a handler in a file.
//
//   classic, granular   the scopes of a Server-to-Server app, either of which suffices
//   label               the rate limit it counts against
//   query               the parameters it knows, each with its parser; all others are refused.
//                       Parameters that Zoom documents but this simulator does not act on are left
//                       out, so that nobody comes to rely on them.
//   json                it takes a JSON body

import { listMeetings } from './meeting-lists.js';
import { createMeeting, deleteMeeting, getMeeting, updateMeeting } from './meetings.js';
import { query } from './shape.js';
import { getUser } from './users.js';

export const OPERATIONS = [
  {
    name: 'getUser', method: 'GET', path: '/users/{userId}', handler: getUser,
    classic: 'user:read:admin', granular: 'user:read:user:admin', label: 'light',
    query: { search_by_unique_id: query.flag },
  },
  {
    name: 'listMeetings', method: 'GET', path: '/users/{userId}/meetings', handler: listMeetings,
    classic: 'meeting:read:admin', granular: 'meeting:read:list_meetings:admin', label: 'medium',
    query: {
      type: query.oneOf('scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'),
      page_size: query.integer(1, 300),
      next_page_token: query.text,
      from: query.date,
      to: query.date,
    },
  },
  {
    name: 'createMeeting', method: 'POST', path: '/users/{userId}/meetings', json: true,
    handler: createMeeting,
    classic: 'meeting:write:admin', granular: 'meeting:write:meeting:admin', label: 'medium',
    query: {},
  },
  {
    name: 'getMeeting', method: 'GET', path: '/meetings/{meetingId}', handler: getMeeting,
    classic: 'meeting:read:admin', granular: 'meeting:read:meeting:admin', label: 'light',
    query: { occurrence_id: query.text, show_previous_occurrences: query.flag },
  },
  {
    name: 'updateMeeting', method: 'PATCH', path: '/meetings/{meetingId}', json: true,
    handler: updateMeeting,
    classic: 'meeting:write:admin', granular: 'meeting:update:meeting:admin', label: 'light',
    query: { occurrence_id: query.text },
  },
  {
    name: 'deleteMeeting', method: 'DELETE', path: '/meetings/{meetingId}', handler: deleteMeeting,
    classic: 'meeting:write:admin', granular: 'meeting:delete:meeting:admin', label: 'light',
    query: {
      occurrence_id: query.text,
      schedule_for_reminder: query.flag,
      cancel_meeting_reminder: query.flag,
    },
  },
];

/** Every scope of the table in the granular and in the classic form. */
export const GRANULAR_SCOPES = [...new Set(OPERATIONS.map((operation) => operation.granular))];
export const CLASSIC_SCOPES = [...new Set(OPERATIONS.map((operation) => operation.classic))];

const routes = OPERATIONS.map((operation) => ({
  operation,
  expression: new RegExp(`^/v2${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** The operation of a method and a raw path as `{operation, params}` (decoded), or undefined. */
export function findOperation(method, path) {
  for (const { operation, expression } of routes) {
    const match = operation.method === method && expression.exec(path);
    if (match) return { operation, params: decoded(match.groups) };
  }
  return undefined;
}

function decoded(groups) {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => {
    try {
      return [name, decodeURIComponent(value)];
    } catch {
      return [name, value];
    }
  }));
}
