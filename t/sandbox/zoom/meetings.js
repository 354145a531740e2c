// SPDX-License-Identifier: Apache-2.0
// The operations on one meeting: create, get, update, delete.

import { randomInt } from 'node:crypto';
import { ApiError, invalidFields, noSuchMeeting, refusedField } from './errors.js';
import { createBody, occurrenceBody, updateBody } from './meeting-fields.js';
import {
  effectiveSettings, meetingView, newMeetingId, newUuid,
} from './meeting-store.js';
import { occurrencesOf } from './occurrences.js';
import { formatTime, isZone, parseTime } from './time.js';
import { findUser, LICENSED, requireUser } from './users.js';

const PMI_MEETING = 4;

/** Operation: POST /users/{userId}/meetings. */
export function createMeeting(zoom, { params, body }) {
  demand(createBody, body);
  const caller = requireHost(zoom, params.userId);
  const host = body.schedule_for ? hostScheduledFor(zoom, caller, body) : caller;
  zoom.limits.countWrite(host);
  const meeting = storeMeeting(zoom, host, body, { creation_source: 'open_api' });
  if (host !== caller) meeting.assistant_id = caller.id;
  return { status: 201, body: meetingView(zoom, meeting) };
}

/**
 * Stores a meeting of `host` made from a create body and returns the record. `overrides` replace
 * members of the record (`id`, `uuid`, `status`, `start` in milliseconds, ...): test data may lie
 * in the past, which no API call can arrange.
 */
export function storeMeeting(zoom, host, body, overrides = {}) {
  const type = body.type ?? 2;
  const timezone = body.timezone || host.timezone;
  if (!isZone(timezone)) throw refusedField('timezone', 'Invalid time zone.');
  checkAlternativeHosts(zoom, body.settings?.alternative_hosts);
  const meeting = {
    id: overrides.id ?? newMeetingId(zoom),
    uuid: newUuid(zoom),
    host_id: host.id,
    topic: body.topic || `${host.display_name}'s Zoom Meeting`,
    agenda: body.agenda ?? '',
    type,
    status: 'waiting',
    start: type === 3 ? undefined : startOf(zoom, body.start_time, timezone),
    duration: body.duration ?? 60,
    timezone,
    created_at: formatTime(zoom.now()),
    password: passcodeFor(zoom, body),
    tracking_fields: body.tracking_fields,
    settings: effectiveSettings(zoom, body.settings),
    creation_source: 'web_portal',
    ...overrides,
  };
  if (type === 8) repeat(meeting, body.recurrence);
  zoom.meetings.set(meeting.id, meeting);
  return meeting;
}

/** Operation: GET /meetings/{meetingId}. */
export function getMeeting(zoom, { params, query }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  const view = meetingView(zoom, meeting);
  if (view.occurrences) {
    const since = query.show_previous_occurrences ? -Infinity : zoom.now();
    view.occurrences = view.occurrences.filter((one) => Date.parse(one.start_time) >= since);
  }
  if (query.occurrence_id) {
    const { start_time, duration } = requireOccurrence(meeting, query.occurrence_id);
    Object.assign(view, { start_time, duration });
  }
  return { status: 200, body: view };
}

/** Operation: PATCH /meetings/{meetingId}. */
export function updateMeeting(zoom, { params, query, body }) {
  demand(query.occurrence_id ? occurrenceBody : updateBody, body);
  const meeting = requireMeeting(zoom, params.meetingId);
  zoom.limits.countWrite(zoom.users.get(meeting.host_id));
  if (query.occurrence_id) {
    updateOccurrence(zoom, meeting, requireOccurrence(meeting, query.occurrence_id), body);
  } else {
    updateWhole(zoom, meeting, body);
  }
  return { status: 204 };
}

/** Operation: DELETE /meetings/{meetingId}. */
export function deleteMeeting(zoom, { params, query }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  if (meeting.type === PMI_MEETING) throw new ApiError(400, 3018, 'Not allowed to delete PMI.');
  if (query.occurrence_id) {
    requireOccurrence(meeting, query.occurrence_id).status = 'deleted';
  } else {
    zoom.meetings.delete(meeting.id);
  }
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

function demand(shape, body) {
  const errors = shape(body, '');
  if (errors.length) throw invalidFields(errors);
}

function requireMeeting(zoom, id) {
  if (!/^\d{9,15}$/.test(id)) {
    throw new ApiError(400, 300, 'Invalid meeting id.', { rule: 'meeting id' });
  }
  const meeting = zoom.meetings.get(Number(id));
  if (!meeting) throw noSuchMeeting(id);
  return meeting;
}

function requireOccurrence(meeting, id) {
  const found = meeting.occurrences?.find((one) => one.occurrence_id === id);
  if (!found || found.status === 'deleted') {
    throw new ApiError(400, 300, 'Invalid parameter: occurrence_id.');
  }
  return found;
}

function hostScheduledFor(zoom, caller, body) {
  const host = findUser(zoom, body.schedule_for);
  if (body.type === 1) {
    throw new ApiError(400, 3000, 'Instant meetings do not support the schedule_for parameter, '
      + "and you can't schedule an instant meeting for another user.");
  }
  if (!host) throw refusedField('schedule_for', 'The value is invalid.');
  if (host !== caller && !caller.schedules_for.includes(host.id)) {
    throw new ApiError(400, 3000, `You cannot schedule a meeting for ${body.schedule_for}`);
  }
  return host;
}

function checkAlternativeHosts(zoom, list = '') {
  for (const one of list.split(/[;,]/).map((part) => part.trim()).filter(Boolean)) {
    const user = findUser(zoom, one);
    if (!user || user.foreign || user.type !== LICENSED) {
      throw refusedField('settings.alternative_hosts', `Not a licensed user here: ${one}`);
    }
  }
}

// Zoom takes an absent or a past start for "now".
function startOf(zoom, text, timezone) {
  const start = text ? parseTime(text, timezone) : zoom.now();
  if (Number.isNaN(start)) throw refusedField('start_time', 'There is no such date.');
  const now = zoom.now();
  return start < now ? now - (now % 1000) : start;
}

function passcodeFor(zoom, body) {
  if (body.password) {
    if (!zoom.account.passcodeRule.test(body.password)) {
      throw refusedField('password', 'Does not meet the passcode requirements of the account.');
    }
    return body.password;
  }
  const wanted = body.default_password !== false && zoom.account.passcodeRequired;
  return wanted ? String(randomInt(100_000, 999_999)) : '';
}

function repeat(meeting, recurrence) {
  if (!recurrence) throw refusedField('recurrence', 'A meeting of type 8 needs it.');
  meeting.recurrence = { repeat_interval: 1, ...recurrence };
  meeting.occurrences = occurrencesOf(
    recurrence, meeting.start, meeting.duration, meeting.timezone);
}

function updateWhole(zoom, meeting, body) {
  const timezone = body.timezone || meeting.timezone;
  if (!isZone(timezone)) throw refusedField('timezone', 'Invalid time zone.');
  if (body.password) passcodeFor(zoom, body);
  checkAlternativeHosts(zoom, body.settings?.alternative_hosts);
  moveTo(zoom, meeting, body.start_time, timezone);
  for (const name of ['topic', 'agenda', 'type', 'duration', 'password', 'tracking_fields']) {
    if (name in body) meeting[name] = body[name];
  }
  meeting.timezone = timezone;
  meeting.settings = effectiveSettings(zoom, body.settings, meeting.settings);
  meeting.start = meeting.type === 3 ? undefined : meeting.start ?? zoom.now();
  if (meeting.type !== 8) {
    delete meeting.recurrence;
    delete meeting.occurrences;
  } else if (body.recurrence || !meeting.occurrences) {
    repeat(meeting, body.recurrence ?? meeting.recurrence);
  }
}

// An update that moves a meeting into the past is answered with success and does nothing.
function moveTo(zoom, meeting, text, timezone) {
  if (!text) return;
  const start = parseTime(text, timezone);
  if (Number.isNaN(start)) throw refusedField('start_time', 'There is no such date.');
  if (start >= zoom.now()) meeting.start = start;
}

function updateOccurrence(zoom, meeting, occurrence, body) {
  if (body.agenda !== undefined) meeting.agenda = body.agenda;
  if (body.duration) occurrence.duration = body.duration;
  const start = body.start_time ? parseTime(body.start_time, meeting.timezone) : 0;
  if (start >= zoom.now()) occurrence.start_time = formatTime(start);
  meeting.settings = effectiveSettings(zoom, body.settings, meeting.settings);
}
