// SPDX-License-Identifier: Apache-2.0
// Cloud recordings as the simulator keeps them: one for each time a meeting was held, with its
// files, its sharing, and a trash that is emptied after thirty days.

import { randomBytes, randomInt } from 'node:crypto';
import { ApiError } from './errors.js';
import { recordsOf } from './instances.js';
import { linkText } from './meeting-store.js';
import { formatTime } from './time.js';

const MINUTE = 60_000;
const TRASH_LIFE = 30 * 1440 * MINUTE;

/** Kind of file to [file_type, file_extension, bytes in a minute]. */
const KINDS = {
  shared_screen_with_speaker_view: ['MP4', 'MP4', 1_500_000],
  audio_only: ['M4A', 'M4A', 480_000],
  audio_transcript: ['TRANSCRIPT', 'VTT', 900],
  chat_file: ['CHAT', 'TXT', 120],
  timeline: ['SUMMARY', 'JSON', 300],
};

/**
 * Records `held` (see instances.js) in the cloud and returns the recording. `kinds` names its
 * files, `settings` replace members of its sharing settings, `readyIn` are the ms that Zoom needs
 * to process it: until then nobody is told of it.
 */
export function addRecording(zoom, held, { kinds, settings, readyIn = 0 } = {}) {
  const recording = {
    uuid: held.uuid,
    id: held.id,
    host_id: held.host_id,
    type: held.type,
    start: held.start,
    end: held.end,
    timezone: held.timezone,
    ready: zoom.now() + readyIn,
    files: (kinds ?? ['shared_screen_with_speaker_view', 'audio_only'])
      .map((kind) => newFile(kind, held)),
    settings: {
      topic: held.topic,
      share_recording: 'publicly',
      viewer_download: true,
      password: linkText(zoom, 'recording', held.uuid).slice(0, 8),
      recording_authentication: false,
      on_demand: false,
      approval_type: 2,
      send_email_to_host: false,
      show_social_share_buttons: false,
      auto_delete: false,
      ...settings,
    },
  };
  zoom.recordings.set(recording.uuid, recording);
  zoom.webhooks.happened('recording.completed', { recording });
  return recording;
}

function newFile(kind, { start, end }) {
  if (!KINDS[kind]) throw new Error(`no such kind of recording: ${kind}`);
  const [file_type, file_extension, perMinute] = KINDS[kind];
  return {
    id: randomBytes(16).toString('base64url'),
    recording_type: kind,
    file_type,
    file_extension,
    file_size: Math.ceil((perMinute * (end - start)) / MINUTE) + randomInt(1000),
    trashed: undefined,
  };
}

const isGone = (zoom, file) => file.trashed !== undefined
  && file.trashed < zoom.now() - TRASH_LIFE;

/** The files of a recording that are in the trash, or those that are not. */
export function filesOf(zoom, recording, trashed = false) {
  if (recording.ready > zoom.now()) return [];
  return recording.files
    .filter((file) => !isGone(zoom, file) && (file.trashed !== undefined) === trashed);
}

/** The recording of a reference {id} (the latest) or {uuid}, with files in or not in the trash. */
export function requireRecording(zoom, { id, uuid }, trashed = false) {
  const uuids = uuid ? [uuid] : recordsOf(zoom, id).map((record) => record.uuid);
  const found = uuids.map((one) => zoom.recordings.get(one))
    .find((recording) => recording && filesOf(zoom, recording, trashed).length);
  if (!found) throw new ApiError(404, 3301, 'There is no recording for this meeting.');
  return found;
}

/** A recording as lists and "get" show it, with the files that are, or are not, in the trash. */
export function recordingView(zoom, recording, trashed = false) {
  const files = filesOf(zoom, recording, trashed).map((file) => fileView(zoom, recording, file));
  const { auto_delete, auto_delete_date } = recording.settings;
  return {
    uuid: recording.uuid,
    id: recording.id,
    account_id: zoom.account.id,
    host_id: recording.host_id,
    topic: recording.settings.topic,
    type: String(recording.type),
    start_time: formatTime(recording.start),
    duration: Math.round((recording.end - recording.start) / MINUTE),
    total_size: files.reduce((sum, file) => sum + file.file_size, 0),
    recording_count: files.length,
    auto_delete,
    ...(auto_delete ? { auto_delete_date } : {}),
    recording_files: files,
  };
}

function fileView(zoom, recording, { trashed, ...file }) {
  const key = linkText(zoom, 'file', file.id);
  return {
    ...file,
    meeting_id: recording.uuid,
    recording_start: formatTime(recording.start),
    recording_end: formatTime(recording.end),
    play_url: `${zoom.url}/rec/play/${key}`,
    download_url: `${zoom.url}/rec/download/${key}`,
    status: 'completed',
    ...(trashed === undefined ? {} : { deleted_time: formatTime(trashed) }),
  };
}

/** What opens a play link without typing: the passcode in its encrypted form. */
export const playPasscode = (zoom, recording) => (
  linkText(zoom, 'play', recording.uuid, recording.settings.password));

/** The token of "include_fields=download_access_token" for `seconds`. */
export function downloadToken(zoom, recording, seconds) {
  const expires = zoom.now() + seconds * 1000;
  return `${expires}.${linkText(zoom, 'download', recording.uuid, expires)}`;
}

/** Does this token open the files of this recording, now? */
export function isDownloadToken(zoom, recording, token) {
  const expires = Number(token.split('.')[0]);
  return expires > zoom.now()
    && token === `${expires}.${linkText(zoom, 'download', recording.uuid, expires)}`;
}

/** The {recording, file} behind the last part of a play or download link, or undefined. */
export function fileOfLink(zoom, key) {
  for (const recording of zoom.recordings.values()) {
    const file = filesOf(zoom, recording).find(({ id }) => key === linkText(zoom, 'file', id));
    if (file) return { recording, file };
  }
  return undefined;
}
