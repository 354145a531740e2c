// SPDX-License-Identifier: Apache-2.0
// The operations below /report.

import { noSuchMeeting, refusedField } from './errors.js';
import { peopleIn } from './instances.js';
import { pageOf } from './paging.js';
import { pollsOf, recentRecord, stayRow, summaryOf } from './past-meetings.js';
import { formatTime, withinAMonth } from './time.js';
import { requireUser } from './users.js';

const DAY = 86_400_000;
const HALF_YEAR = 184 * DAY;

/** Operation: GET /report/meetings/{meetingId}. */
export function getReport(zoom, { params }) {
  const record = recentRecord(zoom, params.meetingId);
  return {
    status: 200,
    body: { ...summaryOf(zoom, record), tracking_fields: record.tracking_fields ?? [] },
  };
}

/** Operation: GET /report/meetings/{meetingId}/participants, of meetings of two or more. */
export function listReportParticipants(zoom, call) {
  const record = recentRecord(zoom, call.params.meetingId);
  if (peopleIn(record) < 2) throw noSuchMeeting(call.params.meetingId);
  const withRegistrants = call.query.include_fields === 'registrant_id';
  const body = pageOf(zoom, call, 'participants', () => record.participants.map((stay) => {
    const { registrant_id, ...row } = stayRow(stay);
    return {
      ...row,
      participant_user_id: stay.user?.id ?? '',
      ...(withRegistrants && { registrant_id: registrant_id ?? '' }),
    };
  }));
  return { status: 200, body };
}

/** Operation: GET /report/meetings/{meetingId}/polls. */
export function getReportPolls(zoom, { params }) {
  const body = pollsOf(recentRecord(zoom, params.meetingId), ({ name, anonymous }) => {
    const [first_name, ...others] = anonymous ? [''] : name.split(' ');
    return { first_name, last_name: others.join(' ') };
  });
  return { status: 200, body };
}

/** Operation: GET /report/users/{userId}/meetings: a month at most, within the last half year. */
export function listHostReports(zoom, call) {
  const user = requireUser(zoom, call.params.userId);
  const { from, to } = call.query;
  const earliest = Date.parse(from);
  const latest = Date.parse(to) + DAY;
  withinAMonth(from, to);
  if (earliest < zoom.now() - HALF_YEAR) {
    throw refusedField('from', 'The report is available for the last six months only.');
  }
  const body = pageOf(zoom, call, 'meetings', ({ type = 'past' }) => [...zoom.past.values()]
    .filter((record) => peopleIn(record) >= (type === 'pastOne' ? 1 : 2))
    .filter(({ start }) => start >= earliest && start < latest)
    .filter((record) => record.host_id === user.id
      || (type === 'pastJoined' && record.participants.some((stay) => stay.user === user)))
    .map((record) => {
      const { dept, ...row } = summaryOf(zoom, record);
      return { ...row, schedule_time: formatTime(record.start) };
    }));
  return { status: 200, body: { from, to, ...body } };
}
