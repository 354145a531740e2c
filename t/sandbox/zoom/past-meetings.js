// SPDX-License-Identifier: Apache-2.0
// The operations below /past_meetings, and the rows that reports show too.

import { ApiError, noSuchMeeting, refusedField } from './errors.js';
import { peopleIn, recordsOf, requireRecord } from './instances.js';
import { meetingNumber, meetingReference, requireMeeting } from './meeting-ids.js';
import { pageOf } from './paging.js';
import { formatTime } from './time.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const YEAR = 365 * DAY;
const FIFTEEN_MONTHS = 457 * DAY;

/** Operation: GET /past_meetings/{meetingId}. */
export function getPastMeeting(zoom, { params }) {
  const record = recentRecord(zoom, params.meetingId);
  return { status: 200, body: { ...summaryOf(zoom, record), has_meeting_summary: false } };
}

/** Operation: GET /past_meetings/{meetingId}/instances, by number only. */
export function listPastInstances(zoom, { params, query }) {
  const id = meetingNumber(params.meetingId);
  const records = recordsOf(zoom, id);
  if (!records.length) requireMeeting(zoom, params.meetingId);
  const earliest = query.from ? Date.parse(query.from) : -Infinity;
  const latest = query.to ? Date.parse(query.to) + DAY : Infinity;
  if (earliest > latest) throw refusedField('from', 'Is after to.');
  const meetings = records
    .filter(({ start }) => start > zoom.now() - FIFTEEN_MONTHS)
    .filter(({ start }) => start >= earliest && start < latest)
    .map(({ uuid, start }) => ({ uuid, start_time: formatTime(start) }));
  return { status: 200, body: { meetings } };
}

/** Operation: GET /past_meetings/{meetingId}/participants. Of one person alone nothing is told. */
export function listPastParticipants(zoom, call) {
  const record = recentRecord(zoom, call.params.meetingId, FIFTEEN_MONTHS);
  if (peopleIn(record) < 2) throw noSuchMeeting(call.params.meetingId);
  const body = pageOf(zoom, call, 'participants', () => (
    record.participants.map((stay) => ({ ...stayRow(stay), internal_user: Boolean(stay.user) }))));
  return { status: 200, body };
}

/** Operation: GET /past_meetings/{meetingId}/polls. */
export function getPastPolls(zoom, { params }) {
  return { status: 200, body: pollsOf(recentRecord(zoom, params.meetingId)) };
}

/** The record that a path names, not older than `oldest`. */
export function recentRecord(zoom, text, oldest = YEAR) {
  const record = requireRecord(zoom, meetingReference(text));
  if (record.end < zoom.now() - oldest) {
    throw new ApiError(400, 12702, 'Can not access a meeting a year ago.');
  }
  return record;
}

/** What both kinds of answer tell of a meeting as a whole. */
export function summaryOf(zoom, record) {
  const host = zoom.users.get(record.host_id);
  const stayed = record.participants.reduce((sum, { join, leave }) => sum + leave - join, 0);
  return {
    uuid: record.uuid,
    id: record.id,
    type: record.type,
    topic: record.topic,
    user_name: host.display_name,
    user_email: host.email,
    start_time: formatTime(record.start),
    end_time: formatTime(record.end),
    duration: Math.round((record.end - record.start) / MINUTE),
    total_minutes: Math.round(stayed / MINUTE),
    participants_count: peopleIn(record),
    dept: host.dept,
  };
}

/** A stay as a row; the address of who is not of the account, and has not registered, is empty. */
export function stayRow(stay) {
  return {
    id: stay.user?.id ?? '',
    user_id: stay.user_id,
    name: stay.name,
    user_email: stay.user || stay.registrant_id ? stay.email : '',
    join_time: formatTime(stay.join),
    leave_time: formatTime(stay.leave),
    duration: Math.round((stay.leave - stay.join) / 1000),
    status: stay.status,
    failover: false,
    ...(stay.registrant_id ? { registrant_id: stay.registrant_id } : {}),
  };
}

const ANONYMOUS = { name: 'Anonymous Attendee', email: '' };

/** The answers to the polls of a meeting; `more(answerer)` adds members to each person. */
export function pollsOf(record, more = () => ({})) {
  const asked = formatTime(record.start + MINUTE);
  return {
    id: record.id,
    uuid: record.uuid,
    start_time: formatTime(record.start),
    questions: record.polls.map((answerer) => ({
      name: answerer.name,
      email: answerer.email ?? '',
      ...more(answerer),
      ...(answerer.anonymous && ANONYMOUS),
      question_details: answerer.answers.map(({ question, answer }, at) => ({
        question, answer, polling_id: `QalIoKWLTJehBJ8e1xRr${at}`, date_time: asked,
      })),
    })),
  };
}
