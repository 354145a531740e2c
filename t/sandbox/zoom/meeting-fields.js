// SPDX-License-Identifier: Apache-2.0
// What Zoom documents for the bodies of "create a meeting" and "update a meeting": names, types and
// limits. Left out on purpose are type 10 and the members that Zoom calls deprecated: a tool of
// today has no business with them, so sending one counts as a mistake.

import { email, flag, integer, list, object, oneOf, pattern, text } from './shape.js';

const START = pattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/, 'Must be yyyy-MM-ddTHH:mm:ss[Z].');
const UTC = pattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'Must be yyyy-MM-ddTHH:mm:ssZ.');

const recurrence = object({
  type: oneOf(1, 2, 3),
  repeat_interval: integer(1, 99),
  weekly_days: pattern(/^[1-7](,[1-7]){0,6}$/, 'Must list days from 1 (Sunday) to 7.'),
  monthly_day: integer(1, 31),
  monthly_week: oneOf(-1, 1, 2, 3, 4),
  monthly_week_day: integer(1, 7),
  end_times: integer(0, 60),
  end_date_time: UTC,
}, ['type']);

const flags = (...names) => Object.fromEntries(names.map((name) => [name, flag]));

const interpreters = (languages) => object({
  enable: flag,
  interpreters: list(object({ email, ...languages }), 20),
});

const commonSettings = {
  ...flags(
    'allow_multiple_devices', 'alternative_hosts_email_notification',
    'alternative_host_update_polls', 'alternative_host_manage_meeting_summary',
    'alternative_host_manage_cloud_recording', 'host_pause_stop_recording', 'close_registration',
    'email_notification', 'focus_mode', 'host_video', 'join_before_host', 'meeting_authentication',
    'mute_upon_entry', 'participant_video', 'private_meeting', 'registrants_confirmation_email',
    'registrants_email_notification', 'show_share_button', 'use_pmi', 'waiting_room', 'watermark',
    'host_save_video_order', 'internal_meeting', 'participant_focused_meeting',
    'push_change_to_calendar', 'auto_start_meeting_summary', 'auto_start_ai_companion_questions',
    'device_testing', 'request_permission_to_unmute_participants',
    'allow_host_control_participant_mute_state', 'disable_participant_video',
    'email_in_attendee_report', 'auto_start_deepfake_detection',
  ),
  alternative_hosts: text(),
  approval_type: oneOf(0, 1, 2),
  approved_or_denied_countries_or_regions: object({
    enable: flag,
    method: oneOf('approve', 'deny'),
    approved_list: list(text(2)),
    denied_list: list(text(2)),
  }),
  audio: oneOf('both', 'telephony', 'voip', 'thirdParty'),
  audio_conference_info: text(2048),
  authentication_domains: text(),
  authentication_exception: list(object({ name: text(), email })),
  authentication_option: text(),
  auto_recording: oneOf('local', 'cloud', 'none'),
  auto_add_recording_to_video_management: object({
    enable: flag,
    channels: list(object({ channel_id: text(), name: text() }, ['channel_id']), 5),
  }, ['enable']),
  breakout_room: object({
    enable: flag,
    rooms: list(object({ name: text(), participants: list(text()) })),
  }),
  calendar_type: oneOf(1, 2),
  contact_email: text(),
  contact_name: text(),
  encryption_type: oneOf('enhanced_encryption', 'e2ee'),
  global_dial_in_countries: list(text(2)),
  jbh_time: oneOf(0, 5, 10, 15),
  question_and_answer: object({
    ...flags('enable', 'allow_submit_questions', 'allow_anonymous_questions',
      'attendees_can_comment', 'attendees_can_upvote'),
    question_visibility: oneOf('answered', 'all'),
  }),
  language_interpretation: interpreters({ languages: text(), interpreter_languages: text() }),
  sign_language_interpretation: interpreters({ sign_language: text() }),
  meeting_invitees: list(object({ email })),
  registration_type: oneOf(1, 2, 3),
  waiting_room_options: object({
    mode: oneOf('follow_setting', 'custom'),
    who_goes_to_waiting_room: oneOf('everyone', 'users_not_in_account', 'users_not_on_invite',
      'users_not_in_account_or_whitelisted_domains', 'users_not_in_org'),
  }, ['mode']),
  continuous_meeting_chat: object(flags('enable', 'auto_add_invited_external_users',
    'auto_add_meeting_participants')),
  resources: list(object({
    resource_type: oneOf('whiteboard'),
    resource_id: text(),
    permission_level: oneOf('editor', 'commenter', 'viewer'),
  })),
  who_will_receive_summary: integer(1, 4),
  who_can_ask_questions: integer(1, 5),
  summary_template_id: text(),
};

const commonMembers = {
  agenda: text(2000),
  duration: integer(1, 1440),
  pre_schedule: flag,
  recurrence,
  schedule_for: text(),
  sensitivity_label_id: text(),
  start_time: START,
  template_id: text(),
  timezone: text(),
  topic: text(200),
  tracking_fields: list(object({ field: text(), value: text() }, ['field'])),
  type: oneOf(1, 2, 3, 8),
};

/** The body of POST /users/{userId}/meetings. */
export const createBody = object({
  ...commonMembers,
  default_password: flag,
  password: text(10),
  settings: object({
    ...commonSettings,
    additional_data_center_regions: list(text(2)),
    show_join_info: flag,
  }),
});

/** The body of PATCH /meetings/{meetingId}. */
export const updateBody = object({
  ...commonMembers,
  password: pattern(/^[A-Za-z0-9@_*-]{0,10}$/, 'At most 10 letters, digits, @ - _ *.'),
  settings: object({
    ...commonSettings,
    authentication_name: text(),
    custom_keys: list(object({ key: text(64), value: text(256) }), 10),
  }),
});

const OCCURRENCE_SETTINGS = ['host_video', 'participant_video', 'join_before_host',
  'mute_upon_entry', 'waiting_room', 'watermark', 'auto_recording'];

/** The body of PATCH /meetings/{meetingId}?occurrence_id=, which may change much less. */
export const occurrenceBody = object({
  agenda: commonMembers.agenda,
  start_time: START,
  duration: commonMembers.duration,
  settings: object(Object.fromEntries(
    OCCURRENCE_SETTINGS.map((name) => [name, commonSettings[name]]))),
});
