// SPDX-License-Identifier: Apache-2.0
// Meetings as the simulator keeps them, and the two ways they are shown: a short row in a list, the
// whole meeting when it is asked for by id.

import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { keepSecret } from '../../lib/secrets.js';
import { lockedFor } from './locks.js';
import { formatTime } from './time.js';
import { BASIC } from './users.js';

const START_LINK_LIFE = 2 * 3600 * 1000;

/** The settings of a meeting for which nobody has asked for anything. */
export const DEFAULT_SETTINGS = {
  host_video: false,
  participant_video: false,
  cn_meeting: false,
  in_meeting: false,
  join_before_host: false,
  jbh_time: 0,
  mute_upon_entry: false,
  watermark: false,
  use_pmi: false,
  approval_type: 2,
  audio: 'both',
  auto_recording: 'none',
  enforce_login: false,
  enforce_login_domains: '',
  alternative_hosts: '',
  alternative_hosts_email_notification: true,
  alternative_host_update_polls: false,
  close_registration: false,
  show_share_button: false,
  allow_multiple_devices: false,
  registrants_confirmation_email: true,
  registrants_email_notification: true,
  waiting_room: true,
  request_permission_to_unmute_participants: false,
  global_dial_in_countries: ['DE'],
  meeting_authentication: false,
  encryption_type: 'enhanced_encryption',
  approved_or_denied_countries_or_regions: { enable: false },
  breakout_room: { enable: false },
  internal_meeting: false,
  continuous_meeting_chat: { enable: false },
  participant_focused_meeting: false,
  push_change_to_calendar: false,
  resources: [],
  focus_mode: false,
  private_meeting: false,
  email_notification: true,
  host_save_video_order: false,
  device_testing: false,
};

const PREASSIGNED_ROOMS_OFF = { enable: false };

/**
 * What Zoom makes of the settings that `host`'s client asks for: the account's defaults below, the
 * locks above, no joining before the host where there is a waiting room, no breakout rooms where
 * the account has switched their pre-assignment off, no recording in the cloud for a Basic user;
 * all without a word in the answer, as the real one does.
 */
export function effectiveSettings(zoom, host, asked, before = {}) {
  const settings = {
    ...DEFAULT_SETTINGS, ...zoom.account.defaults, ...before, ...asked, ...lockedFor(zoom, host),
  };
  if (settings.waiting_room) settings.join_before_host = false;
  if (!zoom.account.breakoutRoomSchedule) settings.breakout_room = PREASSIGNED_ROOMS_OFF;
  if (host.type === BASIC && settings.auto_recording === 'cloud') settings.auto_recording = 'none';
  return settings;
}

/** An unused meeting id: eleven digits, above what 32 bits hold. */
export function newMeetingId(zoom) {
  let id;
  do id = randomInt(80_000_000_000, 99_999_999_999); while (zoom.meetings.has(id));
  return id;
}

/**
 * A new meeting UUID: base64 of 16 bytes. Three of four contain what makes UUIDs hard to put into a
 * path: a leading slash, two slashes, a plus.
 */
export function newUuid(zoom) {
  const text = randomBytes(16).toString('base64');
  const hard = ['/', '//', '+', ''][zoom.uuidCount % 4];
  zoom.uuidCount += 1;
  return hard === '/' ? `/${text.slice(1)}` : text.slice(0, 5) + hard + text.slice(5 + hard.length);
}

/** Keyed text for links: opaque, the same each time, not to be guessed. */
export function linkText(zoom, ...parts) {
  return createHmac('sha256', zoom.linkKey).update(JSON.stringify(parts.map(String))).digest('base64url');
}

export const encryptedPassword = (zoom, meeting) => (
  meeting.password ? `${linkText(zoom, 'pwd', meeting.id, meeting.password).slice(0, 32)}.1` : '');

/** The link for everybody; it carries the passcode in its encrypted form. */
export function joinUrl(zoom, meeting) {
  const pwd = encryptedPassword(zoom, meeting);
  return `${zoom.url}/j/${meeting.id}${pwd ? `?pwd=${pwd}` : ''}`;
}

/** The page where participants register. */
const registerUrl = (zoom, meeting) => `${zoom.url}/meeting/register/`
  + linkText(zoom, 'register', meeting.id).slice(0, 22);

/** The link that signs its opener in as the host, for two hours. */
export function startUrl(zoom, meeting) {
  const expires = zoom.now() + START_LINK_LIFE;
  return `${zoom.url}/s/${meeting.id}?zak=${zakFor(zoom, meeting.host_id, meeting.id, expires)}`;
}

function zakFor(zoom, hostId, meetingId, expires) {
  const claims = Buffer.from(JSON.stringify([hostId, String(meetingId), expires])).toString('base64url');
  return keepSecret(`${claims}.${linkText(zoom, 'zak', claims)}`, 'a host\'s start link');
}

/** Does this zak open this meeting as its host, now? */
export function isZakOf(zoom, meeting, zak) {
  const [claims, mac] = zak.split('.');
  if (mac !== linkText(zoom, 'zak', claims)) return false;
  const [hostId, meetingId, expires] = JSON.parse(Buffer.from(claims, 'base64url'));
  return hostId === meeting.host_id && meetingId === String(meeting.id) && expires > zoom.now();
}

const timeOrAbsent = (name, ms) => (ms === undefined ? {} : { [name]: formatTime(ms) });

/**
 * A row of a list, of one date {start, duration}: no settings, no passcode, no start link, the
 * description cut at 250.
 */
export function listRow(zoom, meeting, { start, duration }) {
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    host_id: meeting.host_id,
    topic: meeting.topic,
    type: meeting.type,
    ...timeOrAbsent('start_time', start),
    ...(meeting.type === 3 ? {} : { duration }),
    timezone: meeting.timezone,
    ...(meeting.agenda ? { agenda: [...meeting.agenda].slice(0, 250).join('') } : {}),
    created_at: meeting.created_at,
    join_url: joinUrl(zoom, meeting),
  };
}

/**
 * The whole meeting, as "get" and "create" answer; of one of its dates where `occurrence` is given.
 */
export function meetingView(zoom, meeting, occurrence) {
  const host = zoom.users.get(meeting.host_id);
  const { password, recurrence, occurrences } = meeting;
  const digits = String(parseInt(linkText(zoom, 'pstn', meeting.id).slice(0, 6), 36)).slice(0, 6);
  const start = occurrence ? Date.parse(occurrence.start_time) : meeting.start;
  const changed = meeting.changedOccurrences?.get(occurrence?.occurrence_id);
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    host_id: meeting.host_id,
    host_email: host.email,
    assistant_id: meeting.assistant_id ?? '',
    topic: meeting.topic,
    type: meeting.type,
    status: meeting.status,
    ...timeOrAbsent('start_time', start),
    ...(meeting.type === 3 ? {} : { duration: (occurrence ?? meeting).duration }),
    timezone: meeting.timezone,
    agenda: changed?.agenda ?? meeting.agenda,
    created_at: meeting.created_at,
    start_url: startUrl(zoom, meeting),
    join_url: joinUrl(zoom, meeting),
    ...(meeting.settings.approval_type === 2
      ? {} : { registration_url: registerUrl(zoom, meeting) }),
    ...(password && {
      password,
      h323_password: digits,
      pstn_password: digits,
      encrypted_password: encryptedPassword(zoom, meeting),
    }),
    ...(recurrence && { recurrence, occurrences }),
    ...(meeting.tracking_fields && { tracking_fields: meeting.tracking_fields }),
    settings: { ...meeting.settings, ...changed?.settings },
    creation_source: meeting.creation_source,
    pre_schedule: false,
  };
}
