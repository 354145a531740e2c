// SPDX-License-Identifier: Apache-2.0
// What the server would answer for the views beside the list of what is ahead: previous meetings,
// recordings, the personal room, settings, calendars, privacy. The courses are those of samples.js.

import { iso, NOW } from './samples-time.js';
import { sectionsOf } from './samples.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const PAGE = 50;

const at = (days, minutes = 0) => NOW - days * DAY + minutes * MINUTE;

// Zoom's UUID of a time that a meeting was held, with the signs that addresses cannot hold.
export const uuidOf = (index) => `/aB+${String(index).padStart(18, '0')}==`;
const inAddresses = (uuid) => Buffer.from(uuid).toString('base64url');
export const nameOf = (index) => inAddresses(uuidOf(index));

const HOSTS = { instructor: ['recording', 'report', 'polls'], student: ['recording'] };

const TOPICS = ['Lecture 13: Sigmatropic shifts', 'Tutorial, group B', 'Questions before the exam',
  'Office hours'];
const IN_SCRIPTS = ['الكيمياء العضوية: المحاضرة 13', '有機化学 第13回 — 転位反応',
  'Органическая химия, семинар', 'W'.repeat(120)];

// Which topics the meetings of a course had, and how many there were.
function held({ key }) {
  const topics = key === 'scripts' ? IN_SCRIPTS : TOPICS;
  const count = { empty: 0, 'empty-student': 0, many: 300 }[key] ?? 6;
  return Array.from({ length: count }, (_, index) => ({
    topic: key === 'many' ? `Seminar ${300 - index}` : topics[index % topics.length], index,
    id: String(91234567890 + index % topics.length),
  }));
}

// What the person has had at Zoom outside of this course.
const OWN_PAST = [{
  id: '95550003333', uuid: uuidOf(900), topic: 'Last year’s colloquium', start_time: iso(at(40)),
  duration: 60, timezone: 'Europe/Berlin', type: 2, occurrence_id: null, status: 'ended',
  host: { name: 'Dr. Ines Kaltenbach' }, schedule_for: null, sections: [], actions: ['import'],
}];

export function previous(known, query, common) {
  const from = Number(query.get('page') ?? 0);
  const all = held(known).map(({ topic, index, id }) => ({
    id, uuid: uuidOf(index), topic, start_time: iso(at(1 + index * 2, -65)), duration: 90,
    timezone: 'Europe/Berlin', type: 2, occurrence_id: null, status: 'ended',
    host: { name: index % 3 === 1 ? 'Dr. Amara Okafor' : known.me.name }, schedule_for: null,
    sections: index === 1 ? ['Section 02'] : [],
    actions: index === 3 ? [] : HOSTS[known.me.role],
  }));
  const chosen = {
    mine: () => all.filter(({ host }) => host.name === known.me.name), all: () => OWN_PAST,
  }[query.get('scope')]?.() ?? all;
  return {
    ...common(known, 'previous'), meetings: chosen.slice(from, from + PAGE),
    next_page: from + PAGE < chosen.length ? String(from + PAGE) : null,
  };
}

const recordingOf = (known) => ({ topic, index, id }) => ({
  uuid: uuidOf(index), id, topic, start_time: iso(at(1 + index * 9, -65)), duration: 84,
  timezone: 'Europe/Berlin', total_size: 154_300_000 * (index % 4 + 1) ** 2, file_count: 2 + index % 3,
  ...(known.me.role === 'instructor' ? {
    published: index % 2 === 0, publish_from: null,
    sections: index === 2 ? ['Section 02'] : [], sections_chosen: false,
    meeting_sections: index === 2 ? ['Section 02'] : [],
    publish_until: index === 2 ? iso(NOW + 20 * DAY) : null,
    share: index === 4 ? 'internally' : 'publicly',
    auto_delete_date: index === 5 ? '2027-01-07' : null,
    changed_by: index % 2 ? null : known.me.name, changed_at: index % 2 ? null : iso(at(0, -200)),
    actions: ['recording', 'publish'],
  } : { actions: ['recording'] }),
});

function recordingsOf(known) {
  known.recordings ??= held(known)
    .filter(({ index }) => known.me.role === 'instructor' || index % 2 === 0)
    .map(recordingOf(known));
  return known.recordings;
}

export function recordings(known, query, common) {
  const from = Number(query.get('page') ?? 0);
  const words = (query.get('q') ?? '').toLowerCase();
  const day = ({ start_time }) => start_time.slice(0, 10);
  const chosen = recordingsOf(known).filter((one) =>
    (one.topic.toLowerCase().includes(words) || one.id.includes(words)) &&
    (!query.get('from') || day(one) >= query.get('from')) &&
    (!query.get('to') || day(one) <= query.get('to')) &&
    (!query.get('published') || String(one.published) === query.get('published')));
  return {
    ...common(known, 'recordings'), recordings: chosen.slice(from, from + PAGE),
    ...(known.me.role === 'instructor' && { publish_all: false }),
    next_page: from + PAGE < chosen.length ? String(from + PAGE) : null,
  };
}

const FILES = [
  ['MP4', 'shared_screen_with_speaker_view', 126_000_000, ['play', 'download']],
  ['M4A', 'audio_only', 40_320_000, ['play', 'download']],
  ['TRANSCRIPT', 'audio_transcript', 75_600, ['download']],
  ['CHAT', 'chat_file', 10_080, ['download']],
];

// One recording with its files; null when this course has it not, or not for this person.
export function recording(known, name, common) {
  const found = recordingsOf(known).find(({ uuid }) => inAddresses(uuid) === name);
  if (!found) {
    return null;
  }
  const hosts = known.me.role === 'instructor';
  const files = known.warnings.length ? [] : FILES.slice(0, hosts ? 4 : 3).map(
    ([file_type, recording_type, file_size, actions], index) => ({
      id: `file-${index}`, file_type, recording_type, file_size, recording_start: found.start_time,
      recording_end: iso(Date.parse(found.start_time) + 84 * MINUTE),
      actions: hosts || index !== 1 ? actions : ['play'],
    }));
  const blocked = found.published && found.share !== 'publicly';
  return {
    ...common(known, 'recording'),
    recording: { ...found, viewer_download: true, ...(hosts && { password: 'aB3dE6gH' }), files },
    ...(hosts && { sections: sectionsOf(known) }),
    warnings: [...known.warnings, ...(blocked ? [{
      code: 'share_blocks', field: 'share', message: 'Zoom shares this recording only inside.',
    }] : [])],
  };
}

// What a change of a recording comes to; keeps it for this run.
export function changeRecording(known, name, { share, sections, ...change }) {
  const found = recordingsOf(known).find(({ uuid }) => inAddresses(uuid) === name);
  Object.assign(found, change, share && { share }, sections !== undefined && {
    sections: sections ?? found.meeting_sections, sections_chosen: sections !== null,
  });
  return { recording: found, warnings: [] };
}

export function publishAll(known, { published }) {
  recordingsOf(known).forEach((one) => { one.published = published; });
  return { published, recordings: recordingsOf(known).length };
}

const ROOM_SETTINGS = {
  host_video: false, participant_video: false, audio: 'both', join_before_host: true, jbh_time: 0,
  mute_upon_entry: true, waiting_room: false, auto_recording: 'none', meeting_authentication: false,
};

export function room(known, common) {
  known.room ??= {
    id: '5551234567', topic: `${known.me.name}’s personal meeting room`,
    join_url: 'https://example.zoom.us/j/5551234567?pwd=qW8eR7tY6uI5oP4a.1', password: 'Zx4Cv7Bn',
    settings: ROOM_SETTINGS, actions: ['start', 'edit', 'invitation'],
  };
  const view = common(known, 'room');
  return known.key.startsWith('empty') ? {
    ...view, room: null,
    warnings: [{ code: 'zoom_no_user', message: 'Zoom has no user with your e-mail address.' }],
  } : { ...view, room: known.warnings.length ? null : known.room };
}

export function settings(known, common) {
  known.settings ??= {
    publish_all: false,
    meeting: {
      duration: 60, default_password: true, sections: [],
      settings: { ...ROOM_SETTINGS, join_before_host: false, waiting_room: true, focus_mode: false },
    },
  };
  return {
    ...common(known, 'settings'), settings: known.settings, sections: sectionsOf(known),
    locks: {
      'settings.meeting_authentication': { value: true, reason: 'university' },
      'settings.auto_recording': { value: 'none', reason: 'zoom' },
    },
  };
}

export function changeSettings(known, { publish_all, meeting = {} }) {
  const { settings: inner, ...fields } = meeting;
  const old = known.settings.meeting;
  known.settings = {
    publish_all: publish_all ?? known.settings.publish_all,
    meeting: { ...old, ...fields, settings: { ...old.settings, ...inner } },
  };
  return { settings: known.settings };
}

const FEED = 'https://tools.example.edu/zoom/calendar/';
const feedsOf = (known) => {
  known.feeds ??= [
    { kind: 'mine', url: `${FEED}pT3n8YwqXJ1vB6kLr0sZcF5mH2dA9eGu.ics` }, { kind: 'course', url: null },
  ];
  return known.feeds;
};

export const calendar = (known, common) =>
  ({ ...common(known, 'calendar'), feeds: feedsOf(known) });

let made = 0;
export function makeFeed(known, kind) {
  const feed = feedsOf(known).find((one) => one.kind === kind);
  made += 1;
  feed.url = `${FEED}made-${kind}-${made}.ics`;
  return { feed };
}

export function revokeFeed(known, kind) {
  feedsOf(known).find((one) => one.kind === kind).url = null;
}

const operation = (name, feature, scope, fields) => ({
  name, feature, scope_granular: scope, scope_classic: scope && scope.split(':')[0] + ':read:admin',
  fields: fields.map(([path, purpose]) => ({ path, purpose })),
});

export const privacy = (known, common) => ({
  ...common(known, 'privacy'),
  operations: [
    operation('user.meetings', 'keeping the lists of meetings true',
      'meeting:read:list_meetings:admin', [
        ['meetings[].id', 'recognise a meeting'],
        ['meetings[].topic', 'show the upcoming and the previous meetings'],
        ['meetings[].start_time', 'show the upcoming and the previous meetings'],
      ]),
    operation('meeting.delete', 'deleting a meeting', 'meeting:delete:meeting:admin', []),
    operation('recording.list', 'listing the recordings of the course',
      'cloud_recording:read:list_user_recordings:admin', [
        ['meetings[].uuid', 'recognise a recording'], ['meetings[].total_size', 'show its size'],
      ]),
    operation('meeting.started', 'knowing at once what has changed at Zoom', null,
      [['payload.object.id', 'recognise a meeting']]),
  ],
  kept: [
    { what: 'Your name, e-mail address and identifier, as your learning platform sends them',
      where: 'database of this server', how_long: 'until you erase it' },
    { what: 'Lists of meetings as they are shown', where: 'memory of this server',
      how_long: '15 minutes or less' },
  ],
});
