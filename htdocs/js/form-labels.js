// SPDX-License-Identifier: Apache-2.0
// The fields' labels, for the summary; another name is shown as it is.
export const LABELS = {
  topic: 'form.topic', agenda: 'form.agenda', start_time: 'form.when', duration: 'form.duration',
  timezone: 'zone.label', default_password: 'form.passcode', password: 'form.passcode',
  schedule_for: 'meeting.scheduled_for', type: 'form.repeat', recurrence: 'form.repeat',
  tracking_fields: 'form.tracking',
  'recurrence.repeat_interval': 'form.every', 'recurrence.weekly_days': 'form.weekdays',
  'recurrence.monthly_day': 'form.month', 'recurrence.monthly_week': 'form.month',
  'recurrence.monthly_week_day': 'form.month', 'recurrence.end_times': 'form.ends',
  'recurrence.end_date_time': 'form.ends',
  'settings.waiting_room': 'form.waiting_room', 'settings.join_before_host': 'form.jbh',
  'settings.jbh_time': 'form.jbh.time', 'settings.mute_upon_entry': 'form.mute',
  'settings.host_video': 'form.host_video', 'settings.participant_video': 'form.participant_video',
  'settings.audio': 'form.audio', 'settings.auto_recording': 'form.recording',
  'settings.meeting_authentication': 'form.authentication',
  'settings.authentication_option': 'form.authentication.which',
  'settings.approval_type': 'form.registration',
  'settings.registration_type': 'form.registration.which',
  'settings.alternative_hosts': 'meeting.hosts',
  'settings.additional_data_center_regions': 'meeting.regions',
  'settings.focus_mode': 'form.focus', 'settings.breakout_room': 'meeting.rooms',
};
