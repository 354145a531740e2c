// SPDX-License-Identifier: Apache-2.0
// The operations on one meeting: create, get, update, delete.

import { ApiError, invalidFields, refusedField } from './errors.js';
import { occurrenceBody } from './meeting-fields.js';
import { requireMeeting } from './meeting-ids.js';
import {
  checkAlternativeHosts, checkFieldsTogether, checkRegistration, checkTrackingFields,
  hostScheduledFor, passcodeFor,
} from './meeting-rules.js';
import {
  effectiveSettings, meetingView, newMeetingId, newUuid,
} from './meeting-store.js';
import { occurrencesOf } from './occurrences.js';
import { formatTime, isZone, parseTime } from './time.js';
import { LICENSED, requireUser } from './users.js';

const UNDATED = 3;
const PMI_MEETING = 4;
const SERIES = 8;

/** Operation: POST /users/{userId}/meetings. */
export function createMeeting(zoom, { params, body }) {
  checkFieldsTogether(body);
  const caller = requireHost(zoom, params.userId);
  const host = hostScheduledFor(zoom, caller, body);
  zoom.limits.countWrite(host);
  const meeting = storeMeeting(zoom, host, body, { creation_source: 'open_api' });
  if (host !== caller) meeting.assistant_id = caller.id;
  zoom.webhooks.happened('meeting.created', { meeting });
  return { status: 201, body: meetingView(zoom, meeting) };
}

/**
 * Stores a meeting of `host` made from a create body and returns the record. `overrides` replace
 * members of the record (`id`, `uuid`, `status`, `start` in milliseconds, ...): test data may lie
 * in the past, which no API call can arrange.
 */
export function storeMeeting(zoom, host, body, overrides = {}) {
  const type = body.type ?? 2;
  const timezone = knownZone(body.timezone || host.timezone);
  checkPeopleAndLabels(zoom, host, body);
  const meeting = {
    id: overrides.id ?? newMeetingId(zoom),
    uuid: newUuid(zoom),
    host_id: host.id,
    topic: body.topic || `${host.display_name}'s Zoom Meeting`,
    agenda: body.agenda ?? '',
    type,
    status: 'waiting',
    start: type === UNDATED ? undefined : startOf(zoom, body.start_time, timezone),
    duration: body.duration ?? 60,
    timezone,
    created_at: formatTime(zoom.now()),
    password: passcodeFor(zoom, body),
    tracking_fields: body.tracking_fields,
    settings: effectiveSettings(zoom, host, body.settings),
    creation_source: 'web_portal',
    registrants: new Map(),
    ...overrides,
  };
  if (type === SERIES) repeat(meeting, body.recurrence);
  zoom.meetings.set(meeting.id, meeting);
  return meeting;
}

/** Operation: GET /meetings/{meetingId}. */
export function getMeeting(zoom, { params, query }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  const occurrence = query.occurrence_id && requireOccurrence(meeting, query.occurrence_id);
  const view = meetingView(zoom, meeting, occurrence);
  if (view.occurrences) {
    const since = query.show_previous_occurrences ? -Infinity : zoom.now();
    view.occurrences = view.occurrences.filter((one) => Date.parse(one.start_time) >= since);
  }
  return { status: 200, body: view };
}

/** Operation: PATCH /meetings/{meetingId}. */
export function updateMeeting(zoom, { params, query, body }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  const occurrence = query.occurrence_id && requireOccurrence(meeting, query.occurrence_id);
  if (occurrence) {
    const errors = occurrenceBody(body, '');
    if (errors.length) throw invalidFields(errors);
  } else {
    checkFieldsTogether(body, meeting);
  }
  zoom.limits.countWrite(zoom.users.get(meeting.host_id));
  const before = meetingView(zoom, meeting, occurrence);
  if (occurrence) updateOccurrence(zoom, meeting, occurrence, body);
  else updateWhole(zoom, meeting, body);
  zoom.webhooks.happened('meeting.updated', { meeting, before, occurrence });
  return { status: 204 };
}

/** Operation: DELETE /meetings/{meetingId}. */
export function deleteMeeting(zoom, { params, query }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  if (meeting.type === PMI_MEETING) throw new ApiError(400, 3018, 'Not allowed to delete PMI.');
  const occurrence = query.occurrence_id && requireOccurrence(meeting, query.occurrence_id);
  if (occurrence) occurrence.status = 'deleted';
  else zoom.meetings.delete(meeting.id);
  zoom.webhooks.happened('meeting.deleted', { meeting, occurrence });
  return { status: 204 };
}

/** The user, when allowed to host meetings. */
export function requireHost(zoom, idOrEmail) {
  const user = requireUser(zoom, idOrEmail);
  if (user.status !== 'active' || user.mayNotHost || user.type > LICENSED) {
    throw new ApiError(400, 3161,
      'Your user account is not allowed meeting hosting and scheduling capabilities.');
  }
  return user;
}

function requireOccurrence(meeting, id) {
  const found = meeting.occurrences?.find((one) => one.occurrence_id === id);
  if (!found || found.status === 'deleted') {
    throw new ApiError(400, 300, 'Invalid parameter: occurrence_id.');
  }
  return found;
}

function knownZone(timezone) {
  if (!isZone(timezone)) throw refusedField('timezone', 'Invalid time zone.');
  return timezone;
}

function checkPeopleAndLabels(zoom, host, body) {
  checkAlternativeHosts(zoom, body.settings?.alternative_hosts);
  checkRegistration(host, body);
  checkTrackingFields(zoom, body.tracking_fields);
}

// Zoom takes an absent or a past start for "now".
function startOf(zoom, text, timezone) {
  const start = text ? parsedStart(text, timezone) : zoom.now();
  const now = zoom.now();
  return start < now ? now - (now % 1000) : start;
}

function parsedStart(text, timezone) {
  const start = parseTime(text, timezone);
  if (Number.isNaN(start)) throw refusedField('start_time', 'There is no such date.');
  return start;
}

function repeat(meeting, recurrence) {
  if (!recurrence) throw refusedField('recurrence', 'A meeting of type 8 needs it.');
  meeting.recurrence = { repeat_interval: 1, ...recurrence };
  meeting.occurrences = occurrencesOf(
    recurrence, meeting.start, meeting.duration, meeting.timezone);
  delete meeting.changedOccurrences;
}

const timesOf = ({ start, duration, timezone }) => JSON.stringify([start, duration, timezone]);

function updateWhole(zoom, meeting, body) {
  const timezone = knownZone(body.timezone || meeting.timezone);
  const caller = zoom.users.get(meeting.host_id);
  const host = hostScheduledFor(zoom, caller, { ...body, type: body.type ?? meeting.type });
  if (body.password) passcodeFor(zoom, body);
  checkPeopleAndLabels(zoom, host, body);
  const times = timesOf(meeting);
  moveTo(zoom, meeting, body.start_time, timezone);
  for (const name of ['topic', 'agenda', 'type', 'duration', 'password', 'tracking_fields']) {
    if (name in body) meeting[name] = body[name];
  }
  meeting.host_id = host.id;
  meeting.timezone = timezone;
  meeting.settings = effectiveSettings(zoom, host, body.settings, meeting.settings);
  meeting.start = meeting.type === UNDATED ? undefined : meeting.start ?? zoom.now();
  if (meeting.type !== SERIES) {
    for (const name of ['recurrence', 'occurrences', 'changedOccurrences']) delete meeting[name];
  } else if (body.recurrence || !meeting.occurrences || timesOf(meeting) !== times) {
    repeat(meeting, body.recurrence ?? meeting.recurrence);
  }
}

// An update that moves a meeting into the past is answered with success and does nothing.
function moveTo(zoom, meeting, text, timezone) {
  if (!text) return;
  const start = parsedStart(text, timezone);
  if (start >= zoom.now()) meeting.start = start;
}

// One date keeps its own description and settings; a change of the series takes them back.
function updateOccurrence(zoom, meeting, occurrence, body) {
  const { agenda, settings, duration, start_time: text } = body;
  const start = text ? parsedStart(text, meeting.timezone) : 0;
  if (start >= zoom.now()) occurrence.start_time = formatTime(start);
  if (duration) occurrence.duration = duration;

  const host = zoom.users.get(meeting.host_id);
  meeting.changedOccurrences ??= new Map();
  const changed = meeting.changedOccurrences.get(occurrence.occurrence_id);
  const before = { ...meeting.settings, ...changed?.settings };
  meeting.changedOccurrences.set(occurrence.occurrence_id, {
    agenda: agenda ?? changed?.agenda,
    settings: effectiveSettings(zoom, host, settings, before),
  });
}
