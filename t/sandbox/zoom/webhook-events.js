// SPDX-License-Identifier: Apache-2.0
// What each event tells. A meeting's id is a number where it was made or changed, and a text where
// it is held.

import { joinUrl, meetingView } from './meeting-store.js';
import { stayRow } from './past-meetings.js';
import { playPasscode, recordingView } from './recording-store.js';
import { joinLink } from './registrants.js';
import { formatTime } from './time.js';

/**
 * Event to a function (zoom, details) that gives {payload, ...members beside it}. The details are
 * the simulator's own records: {meeting}, {meeting, before, occurrence}, {meeting, stay}, {meeting,
 * record}, {meeting, registrant}, {recording}, {recording, before}, {recordings}, {user, action},
 * {user, before}, {user, settings}, {group, users}.
 */
export const EVENTS = {
  'meeting.created': (zoom, { meeting }) => byOperator(zoom, {
    object: {
      ...meetingObject(meeting),
      duration: meeting.duration,
      join_url: joinUrl(zoom, meeting),
      ...(meeting.password ? { password: meeting.password } : {}),
      creation_source: meeting.creation_source,
      ...seriesOf(meeting),
      settings: pick(meeting.settings, ['use_pmi', 'alternative_hosts', 'join_before_host',
        'jbh_time', 'meeting_invitees']),
    },
  }),
  'meeting.updated': (zoom, { meeting, before, occurrence }) => {
    const [object, old_object] = changesOf(before, meetingView(zoom, meeting, occurrence));
    const which = {
      id: meeting.id,
      ...(occurrence ? { occurrences: [pick(occurrence, OCCURRENCE)] } : {}),
    };
    return byOperator(zoom, {
      scope: occurrence ? 'single' : 'all',
      object: { ...object, ...which },
      old_object: { ...old_object, ...which },
      time_stamp: zoom.now(),
    });
  },
  'meeting.deleted': meetingGone,
  'meeting.recovered': meetingGone,
  'meeting.permanently_deleted': meetingGone,
  'meeting.registration_created': (zoom, { meeting, registrant }) => ({
    payload: {
      object: {
        ...meetingObject(meeting),
        start_time: formatTime(meeting.start ?? zoom.now()),
        duration: meeting.duration,
        registrant: {
          ...pick(registrant, ['id', 'first_name', 'last_name', 'email', 'status']),
          join_url: joinLink(zoom, meeting, registrant),
        },
      },
    },
  }),
  'meeting.started': (zoom, { meeting }) => ({
    payload: {
      object: { ...heldObject(meeting), host_email: zoom.users.get(meeting.host_id).email },
    },
  }),
  'meeting.ended': (zoom, { meeting, record }) => ({
    payload: {
      object: {
        ...heldObject(meeting),
        host_email: zoom.users.get(meeting.host_id).email,
        end_time: formatTime(record.end),
      },
    },
  }),
  'meeting.participant_joined': (zoom, { meeting, stay }) => ({
    payload: {
      object: {
        ...heldObject(meeting),
        participant: { ...participantOf(stay), join_time: formatTime(stay.join) },
      },
    },
  }),
  'meeting.participant_left': (zoom, { meeting, stay }) => ({
    payload: {
      object: {
        ...heldObject(meeting),
        participant: {
          ...participantOf(stay),
          leave_time: formatTime(stay.leave),
          leave_reason: `left the meeting. Reason: ${stay.name} left the meeting.`,
        },
      },
    },
  }),
  'recording.completed': (zoom, { recording }) => ({
    download_token: `sandbox.${recording.uuid}`,
    payload: {
      object: {
        ...withoutTranscript(recordingObject(zoom, recording, false)),
        host_email: zoom.users.get(recording.host_id).email,
        password: recording.settings.password,
        recording_play_passcode: playPasscode(zoom, recording),
      },
    },
  }),
  'recording.transcript_completed': (zoom, { recording }) => ({
    payload: {
      object: {
        ...recordingObject(zoom, recording, false),
        host_email: zoom.users.get(recording.host_id).email,
      },
    },
  }),
  'recording.renamed': (zoom, { recording, before }) => byOperator(zoom, {
    object: nameOf({ ...recording, topic: recording.settings.topic }),
    old_object: nameOf({ ...recording, topic: before }),
    time_stamp: zoom.now(),
  }),
  'recording.batch_trashed': (zoom, { recordings }) => byOperator(zoom, {
    operation: 'trash_user_recordings',
    object: { meeting_uuids: recordings.map(({ uuid }) => uuid) },
  }),
  'recording.batch_deleted': (zoom, { recordings }) => byOperator(zoom, {
    object: { meetings: recordings.map(({ uuid }) => ({ meeting_uuid: uuid })) },
  }),
  'recording.batch_recovered': (zoom, { recordings }) => byOperator(zoom, {
    object: { meetings: recordings.map(({ uuid }) => ({ meeting_uuid: uuid })) },
  }),
  'recording.trashed': (zoom, { recording }) => byOperator(zoom, {
    object: recordingObject(zoom, recording, true),
  }),
  'recording.deleted': (zoom, { recording }) => byOperator(zoom, {
    object: recordingObject(zoom, recording, true),
  }),
  'recording.recovered': (zoom, { recording }) => byOperator(zoom, {
    object: recordingObject(zoom, recording, false),
  }),
  'user.created': (zoom, { user, action }) => byOperator(zoom, {
    creation_type: action,
    object: pick(user, ['id', 'first_name', 'last_name', 'display_name', 'email', 'type']),
  }),
  'user.updated': (zoom, { user, before }) => byOperator(zoom, {
    object: { id: user.id, ...changedOf(user, before) },
    old_object: { id: user.id, ...changedOf(before, user) },
    time_stamp: zoom.now(),
  }),
  'user.settings_updated': (zoom, { user, settings }) => byOperator(zoom, {
    object: { id: user.id, settings }, time_stamp: zoom.now(),
  }),
  'user.invitation_accepted': (zoom, { user }) => ({
    payload: { object: pick(user, ['id', 'first_name', 'last_name', 'email', 'type']) },
  }),
  'user.activated': userChanged,
  'user.deactivated': userChanged,
  'user.disassociated': userChanged,
  'user.deleted': userChanged,
  'group.member_added': (zoom, { group, users }) => byOperator(zoom, {
    object: { id: group.id, members: users.map((user) => pick(user, ['id', 'email'])) },
  }),
};

function meetingGone(zoom, { meeting, occurrence }) {
  return byOperator(zoom, {
    operation: occurrence ? 'single' : 'all',
    object: {
      ...meetingObject(meeting),
      duration: meeting.duration,
      ...(occurrence ? { occurrences: [pick(occurrence, ['occurrence_id', 'start_time'])] } : {}),
    },
  });
}

function userChanged(zoom, { user }) {
  return byOperator(zoom, {
    object: pick(user, ['id', 'first_name', 'last_name', 'email', 'type']),
  });
}

const USER = ['first_name', 'last_name', 'display_name', 'email', 'type', 'timezone'];

// What one has otherwise than the other.
const changedOf = (one, other) => pick(one, USER.filter((name) => one[name] !== other[name]));

const nameOf = ({ uuid, id, topic, host_id, type = 2 }) => ({
  uuid, id, topic, type: Number(type), host_id,
});

const OCCURRENCE = ['occurrence_id', 'start_time', 'duration', 'status'];

const pick = (record, names) => Object.fromEntries(
  names.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]));

// A Server-to-Server app acts as the owner of the account.
function byOperator({ account }, payload) {
  return { payload: { operator: account.owner.email, operator_id: account.owner.id, ...payload } };
}

const meetingObject = (meeting) => ({
  uuid: meeting.uuid,
  id: meeting.id,
  host_id: meeting.host_id,
  topic: meeting.topic,
  type: meeting.type,
  ...(meeting.start === undefined ? {} : { start_time: formatTime(meeting.start) }),
  timezone: meeting.timezone,
});

const seriesOf = ({ recurrence, occurrences }) => (recurrence ? {
  recurrence, occurrences: occurrences.map((one) => pick(one, OCCURRENCE)),
} : {});

// The duration is the one that was planned, whatever became of it.
const heldObject = (meeting) => ({
  ...meetingObject(meeting),
  id: String(meeting.id),
  start_time: formatTime(meeting.live.start),
  duration: meeting.type === 3 ? 0 : meeting.duration,
});

function participantOf(stay) {
  const row = stayRow({ ...stay, leave: stay.leave ?? stay.join });
  const { id, user_email: email, registrant_id } = row;
  return {
    user_id: stay.user_id,
    user_name: stay.name,
    id,
    participant_user_id: id,
    participant_uuid: `${stay.user_id}-sandbox`,
    email,
    ...(registrant_id ? { registrant_id } : {}),
  };
}

const CHANGES = ['topic', 'agenda', 'type', 'start_time', 'duration', 'timezone', 'password',
  'join_url', 'recurrence', 'occurrences', 'tracking_fields'];
const CHANGED_SETTINGS = ['host_video', 'participant_video', 'join_before_host', 'jbh_time',
  'mute_upon_entry', 'audio', 'auto_recording', 'use_pmi', 'waiting_room', 'watermark',
  'approval_type', 'registration_type', 'alternative_hosts', 'meeting_authentication',
  'authentication_option'];

// Only what differs: [now, before].
function changesOf(before, now) {
  const differing = (names, one, other) => names.filter((name) => (
    JSON.stringify(one[name]) !== JSON.stringify(other[name])));
  const names = differing(CHANGES, before, now);
  const settings = differing(CHANGED_SETTINGS, before.settings, now.settings);
  return [now, before].map((view) => ({
    ...pick(view, names),
    ...(settings.length ? { settings: pick(view.settings, settings) } : {}),
  }));
}

function recordingObject(zoom, recording, trashed) {
  const { auto_delete, auto_delete_date, ...view } = recordingView(zoom, recording, trashed);
  return {
    ...view,
    type: Number(view.type),
    timezone: recording.timezone,
    share_url: `${zoom.url}/rec/share/${encodeURIComponent(recording.uuid)}`,
    recording_files: view.recording_files.map(({ deleted_time, ...file }) => file),
  };
}

// A transcript is made later, and has an event of its own.
const withoutTranscript = ({ recording_files, ...object }) => ({
  ...object,
  recording_files: recording_files.filter((file) => file.recording_type !== 'audio_transcript'),
});
