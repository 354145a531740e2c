// SPDX-License-Identifier: Apache-2.0
// A meeting while it is held: people come and go, and when it ends a record of it stays.

import { ApiError, noSuchMeeting } from './errors.js';
import { newStay, putOnRecord } from './instances.js';
import { requireMeeting } from './meeting-ids.js';
import { newUuid } from './meeting-store.js';
import { addRecording } from './recording-store.js';
import { object, oneOf } from './shape.js';

/** Begins the meeting, as its host's client would; one that is running goes on. */
export function startMeeting(zoom, meeting) {
  if (meeting.status === 'started') return;
  meeting.status = 'started';
  meeting.live = { start: zoom.now(), stays: [] };
  zoom.webhooks.happened('meeting.started', { meeting });
  const { email, display_name: name } = zoom.users.get(meeting.host_id);
  joinMeeting(zoom, meeting, { name, email });
}

/**
 * Somebody {name, email, registrant_id, status} comes in; returns the stay. `status` is in_meeting,
 * or in_waiting_room for who waits at the door.
 */
export function joinMeeting(zoom, meeting, person) {
  const stay = newStay(zoom, { ...person, join: zoom.now() });
  meeting.live.stays.push(stay);
  zoom.webhooks.happened('meeting.participant_joined', { meeting, stay });
  return stay;
}

/** The person of this stay goes. */
export function leaveMeeting(zoom, meeting, stay) {
  stay.leave = zoom.now();
  zoom.webhooks.happened('meeting.participant_left', { meeting, stay });
}

/**
 * Ends the meeting and returns its record; the next time it is held it has another UUID. What was
 * to be recorded in the cloud is there at once.
 */
export function finishMeeting(zoom, meeting) {
  const { live } = meeting;
  if (meeting.status !== 'started') return undefined;
  for (const stay of live.stays) {
    if (stay.leave === undefined) leaveMeeting(zoom, meeting, stay);
  }
  const record = putOnRecord(zoom, meeting, {
    uuid: meeting.uuid, start: live.start, end: zoom.now(), participants: live.stays, polls: [],
  });
  zoom.webhooks.happened('meeting.ended', { meeting, record });
  meeting.status = 'waiting';
  meeting.uuid = newUuid(zoom);
  delete meeting.live;
  if (meeting.settings.auto_recording === 'cloud') addRecording(zoom, record);
  return record;
}

/** The body of PUT /meetings/{meetingId}/status. */
export const statusBody = object({ action: oneOf('end', 'recover') }, ['action']);

/** Operation: PUT /meetings/{meetingId}/status: the host's client is not needed to end a meeting. */
export function setStatus(zoom, { params, body }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  if (body.action === 'recover') throw noSuchMeeting(meeting.id);
  if (!finishMeeting(zoom, meeting)) {
    throw new ApiError(400, 3000, 'The meeting is not in progress.');
  }
  return { status: 204 };
}
