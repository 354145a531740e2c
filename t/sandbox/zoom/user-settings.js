// SPDX-License-Identifier: Apache-2.0
// GET /users/{userId}/settings: what a user's meetings begin with, and what the account offers. The
// values follow from the account's defaults and locks, so that a form filled from here and a
// meeting made without any settings agree.

import { lockedFor } from './locks.js';
import { DEFAULT_SETTINGS } from './meeting-store.js';
import { LICENSED, requireUser } from './users.js';

const OFFERED_REGIONS = ['AU', 'CA', 'DE', 'HK', 'IN', 'LA', 'NL', 'TY', 'US'];

/** Operation: GET /users/{userId}/settings. */
export function getUserSettings(zoom, { params, query }) {
  const user = requireUser(zoom, params.userId);
  if (query.option) return { status: 200, body: OPTIONS[query.option](zoom, user) };
  const sections = merged(usualSections(zoom, user), user.settings);
  return { status: 200, body: only(sections, query.custom_query_fields) };
}

function merged(sections, changes) {
  const entries = Object.entries(sections);
  return Object.fromEntries(
    entries.map(([name, section]) => [name, { ...section, ...changes[name] }]));
}

function only(sections, names) {
  if (!names) return sections;
  const wanted = new Set(names.split(','));
  const kept = Object.entries(sections).map(([name, section]) => [
    name, Object.fromEntries(Object.entries(section).filter(([member]) => wanted.has(member))),
  ]);
  return Object.fromEntries(kept.filter(([, section]) => Object.keys(section).length));
}

function usualSections(zoom, user) {
  const initial = initialSettings(zoom, user);
  const paid = user.type === LICENSED;
  const { breakoutRoomSchedule, dataCenterRegions } = zoom.account;
  return {
    schedule_meeting: scheduleSection(zoom, initial),
    in_meeting: {
      waiting_room: initial.waiting_room,
      breakout_room: true,
      breakout_room_schedule: breakoutRoomSchedule,
      co_host: true,
      polling: paid,
      e2e_encryption: true,
      attention_mode_focus_mode: initial.focus_mode,
      allow_host_to_enable_focus_mode: true,
      custom_data_center_regions: true,
      data_center_regions: dataCenterRegions,
      unchecked_data_center_regions:
        OFFERED_REGIONS.filter((code) => !dataCenterRegions.includes(code)),
    },
    recording: {
      local_recording: true,
      cloud_recording: paid,
      auto_recording: initial.auto_recording,
      auto_delete_cmr: false,
    },
    feature: { meeting_capacity: paid ? 300 : 100, large_meeting: false, webinar: false },
  };
}

const OPTIONS = {
  meeting_authentication: (zoom, user) => ({
    allow_authentication_exception: true,
    meeting_authentication: initialSettings(zoom, user).meeting_authentication,
    authentication_options: zoom.account.authenticationOptions,
  }),
  recording_authentication: () => ({
    recording_authentication: false, authentication_options: [],
  }),
  meeting_security: (zoom, user) => ({
    meeting_security: {
      meeting_password: zoom.account.passcodeRequired,
      pmi_password: true,
      meeting_password_requirement: zoom.account.passcodeRequirement,
      waiting_room: initialSettings(zoom, user).waiting_room,
      encryption_type: initialSettings(zoom, user).encryption_type,
      end_to_end_encrypted_meetings: true,
      phone_password: true,
      embed_password_in_join_link: true,
      block_user_domain: false,
    },
  }),
};

const initialSettings = (zoom, user) => ({
  ...DEFAULT_SETTINGS, ...zoom.account.defaults, ...lockedFor(zoom, user),
});

const scheduleSection = (zoom, initial) => ({
  host_video: initial.host_video,
  participants_video: initial.participant_video,
  audio_type: initial.audio,
  join_before_host: initial.join_before_host,
  personal_meeting: true,
  use_pmi_for_scheduled_meetings: false,
  use_pmi_for_instant_meetings: false,
  require_password_for_scheduling_new_meetings: zoom.account.passcodeRequired,
  require_password_for_scheduled_meetings: zoom.account.passcodeRequired,
  require_password_for_pmi_meetings: 'all',
  pmi_password: '',
  embed_password_in_join_link: true,
  meeting_password_requirement: zoom.account.passcodeRequirement,
  continuous_meeting_chat: { enable: initial.continuous_meeting_chat.enable },
});
