// SPDX-License-Identifier: Apache-2.0
// The operations on cloud recordings.

import { ApiError, brokenRule, refusedField } from './errors.js';
import { meetingReference } from './meeting-ids.js';
import { requireHost } from './meetings.js';
import { pageOf } from './paging.js';
import {
  downloadToken, filesOf, playPasscode, recordingView, requireRecording,
} from './recording-store.js';
import { flag, object, oneOf, pattern, text } from './shape.js';
import { withinAMonth } from './time.js';

const DAY = 86_400_000;
const TOKEN_LIFE = 86_400;

const dateOf = (ms) => new Date(ms).toISOString().slice(0, 10);

/** Operation: GET /users/{userId}/recordings, in windows of a month. */
export function listRecordings(zoom, call) {
  const host = requireHost(zoom, call.params.userId);
  const { trash = false, trash_type, from = dateOf(zoom.now()) } = call.query;
  const { to = dateOf(Date.parse(from) + DAY) } = call.query;
  if (trash && (call.query.from || call.query.to)) {
    throw brokenRule('date window', 'from', 'The trash has no dates.');
  }
  withinAMonth(from, to);
  const body = pageOf(zoom, call, 'meetings', () => [...zoom.recordings.values()]
    .filter((recording) => recording.host_id === host.id)
    .filter((recording) => filesOf(zoom, recording, trash).length)
    .filter((recording) => !trash || isInTrash(zoom, recording, trash_type))
    .filter(({ start }) => trash
      || (start >= Date.parse(from) && start < Date.parse(to) + DAY))
    .map((recording) => recordingView(zoom, recording, trash)));
  return { status: 200, body: { from, to, ...body } };
}

// Whole recordings and single files are in two lists.
function isInTrash(zoom, recording, type = 'meeting_recordings') {
  const whole = !filesOf(zoom, recording).length;
  return whole === (type === 'meeting_recordings');
}

/** Operation: GET /meetings/{meetingId}/recordings. */
export function getRecording(zoom, { params, query }) {
  const recording = requireRecording(zoom, meetingReference(params.meetingId));
  const token = query.include_fields && {
    download_access_token: downloadToken(zoom, recording, query.ttl ?? TOKEN_LIFE),
  };
  return {
    status: 200,
    body: {
      ...recordingView(zoom, recording),
      password: recording.settings.password,
      recording_play_passcode: playPasscode(zoom, recording),
      ...token,
    },
  };
}

/** Operation: DELETE /meetings/{meetingId}/recordings: into the trash, or for good. */
export function deleteRecording(zoom, { params, query }) {
  const recording = requireRecording(zoom, meetingReference(params.meetingId));
  remove(zoom, recording, filesOf(zoom, recording), query.action);
  const event = query.action === 'delete' ? 'recording.deleted' : 'recording.trashed';
  zoom.webhooks.happened(event, { recording });
  return { status: 204 };
}

/** Operation: DELETE /meetings/{meetingId}/recordings/{recordingId}. */
export function deleteRecordingFile(zoom, { params, query }) {
  const recording = requireRecording(zoom, meetingReference(params.meetingId));
  const file = requireFile(zoom, recording, params.recordingId, false);
  remove(zoom, recording, [file], query.action);
  return { status: 204 };
}

function remove(zoom, recording, files, action = 'trash') {
  for (const file of files) file.trashed = action === 'trash' ? zoom.now() : -Infinity;
}

function requireFile(zoom, recording, id, trashed) {
  const file = filesOf(zoom, recording, trashed).find((one) => one.id === id);
  if (!file) throw new ApiError(404, 3301, 'There is no recording for this meeting.');
  return file;
}

/** The body of the two operations that bring recordings back. */
export const recoverBody = object({ action: oneOf('recover') }, ['action']);

/** Operation: PUT /meetings/{meetingUUID}/recordings/status. */
export function recoverRecording(zoom, { params }) {
  const reference = meetingReference(params.meetingUUID);
  if (!reference.uuid) throw brokenRule('meeting id', 'meetingUUID', 'Must be a UUID.');
  const recording = requireRecording(zoom, reference, true);
  for (const file of filesOf(zoom, recording, true)) file.trashed = undefined;
  zoom.webhooks.happened('recording.recovered', { recording });
  return { status: 200 };
}

/** Operation: PUT /meetings/{meetingId}/recordings/{recordingId}/status. */
export function recoverRecordingFile(zoom, { params }) {
  const recording = requireRecording(zoom, meetingReference(params.meetingId), true);
  requireFile(zoom, recording, params.recordingId, true).trashed = undefined;
  return { status: 204 };
}

/** Operation: GET /meetings/{meetingId}/recordings/settings. */
export function getRecordingSettings(zoom, { params }) {
  const recording = requireRecording(zoom, meetingReference(params.meetingId));
  return { status: 200, body: recording.settings };
}

/** The body of PATCH /meetings/{meetingId}/recordings/settings. */
export const recordingSettingsBody = object({
  share_recording: oneOf('publicly', 'internally', 'none'),
  password: pattern(/^[\x21-\x7e]{0,10}$/, 'At most 10 characters.'),
  viewer_download: flag,
  recording_authentication: flag,
  authentication_option: text(),
  authentication_domains: text(),
  on_demand: flag,
  approval_type: oneOf(0, 1, 2),
  send_email_to_host: flag,
  show_social_share_buttons: flag,
  topic: text(),
  auto_delete: flag,
});

/** Operation: PATCH /meetings/{meetingId}/recordings/settings. */
export function updateRecordingSettings(zoom, { params, body }) {
  const recording = requireRecording(zoom, meetingReference(params.meetingId));
  if (body.password && body.password.length < 8) {
    throw refusedField('password', 'Must have 8 to 10 characters.');
  }
  Object.assign(recording.settings, body);
  if (body.auto_delete) {
    recording.settings.auto_delete_date ??= dateOf(zoom.now() + 30 * DAY);
  }
  return { status: 204 };
}
