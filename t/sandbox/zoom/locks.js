// SPDX-License-Identifier: Apache-2.0
// What an administrator has fixed for everybody. In the simulator a lock is a value for a setting
// of meetings, `locked: {waiting_room: true}` of the account or of a group; Zoom shows where there
// are locks under other names, in sections.

/** Setting of a meeting to where its lock is shown: [section, name]. */
const PLACES = {
  host_video: ['schedule_meeting', 'host_video'],
  participant_video: ['schedule_meeting', 'participant_video'],
  join_before_host: ['schedule_meeting', 'join_before_host'],
  audio: ['schedule_meeting', 'audio_type'],
  meeting_authentication: ['schedule_meeting', 'meeting_authentication'],
  continuous_meeting_chat: ['schedule_meeting', 'continuous_meeting_chat'],
  breakout_room: ['in_meeting', 'breakout_room'],
  request_permission_to_unmute_participants:
    ['in_meeting', 'request_permission_to_unmute_participants'],
  auto_recording: ['recording', 'auto_recording'],
  waiting_room: ['meeting_security', 'waiting_room'],
};

// Each is in one of Zoom's two answers only.
const PLACES_OF_GROUPS = { ...PLACES, mute_upon_entry: ['schedule_meeting', 'mute_upon_entry'] };
const PLACES_OF_ACCOUNT = {
  ...PLACES,
  encryption_type: ['meeting_security', 'encryption_type'],
  focus_mode: ['in_meeting', 'attention_mode_focus_mode'],
};

/** The settings that are fixed for the meetings of `host`: the group's, the account's above. */
export function lockedFor(zoom, host) {
  const group = zoom.groups.get(host?.group_ids[0]);
  return { ...group?.locked, ...zoom.account.locked };
}

/** The answer to a question for locks: sections with a flag for each setting. */
export const accountLocks = (locked, option) => shown(PLACES_OF_ACCOUNT, locked, option);
export const groupLocks = (locked, option) => shown(PLACES_OF_GROUPS, locked, option);

function shown(places, locked, option) {
  const sections = {};
  for (const [setting, [section, name]] of Object.entries(places)) {
    if ((section === 'meeting_security') === (option === 'meeting_security')) {
      sections[section] ??= {};
      sections[section][name] = setting in locked;
    }
  }
  return sections;
}
