// SPDX-License-Identifier: Apache-2.0
// What the server would answer for a page, without a server: believable courses by name.

import { iso, NOW } from './samples-time.js';

export { NOW };

const MINUTE = 60_000;
const inMinutes = (minutes) => iso(NOW + minutes * MINUTE);

const INSTRUCTOR = {
  name: 'Dr. Ines Kaltenbach', role: 'instructor', permissions: ['schedule'],
  time_zone: 'Europe/Berlin', csrf: 'csrf-of-the-sample',
};
const STUDENT = {
  name: 'Jonas Becker', role: 'student', permissions: [], time_zone: 'Europe/Berlin',
  csrf: 'csrf-of-the-sample',
};

const meeting = (id, topic, minutes, duration, more = {}) => ({
  id, uuid: null, topic, duration, timezone: 'Europe/Berlin', type: 2, occurrence_id: null,
  start_time: minutes === null ? null : inMinutes(minutes), status: 'waiting',
  host: { name: INSTRUCTOR.name }, schedule_for: null, sections: [],
  actions: ['start', 'join', 'edit', 'delete', 'invitation'], ...more,
});

const OKAFOR = { host: { name: 'Dr. Amara Okafor' }, actions: ['join', 'invitation'] };

// The occurrence of Lecture 15 that comes first.
const FIRST_DATE = 2 * 1440 - 65;
export const DATE = String(NOW + FIRST_DATE * MINUTE);

// One date of Lecture 15's series.
const dateOf = (position, minutes, more = {}) =>
  meeting('91234567899', 'Lecture 15: Cycloadditions', minutes, 90, {
    type: 8, occurrence_id: String(NOW + minutes * MINUTE), series: { position, count: 12, type: 2 }, ...more,
  });

const WEEK = [
  meeting('91234567890', 'Lecture 14: Pericyclic reactions', -65, 90, { status: 'started' }),
  meeting('94511223344', 'Tutorial, group B', 160, 60, { ...OKAFOR, sections: ['Section 02'] }),
  meeting('91234567891', 'Questions before the exam', 23 * 60, 45),
  dateOf(3, FIRST_DATE, { schedule_for: 'Prof. Lindqvist' }),
  dateOf(4, 9 * 1440 - 65),
  meeting('98877665544', 'Office hours', null, 0, { type: 3 }),
];

const SCRIPTS = [
  meeting('91234567892', 'الكيمياء العضوية: المحاضرة 14', -10, 60,
    { host: { name: 'د. أمينة حسن' } }),
  meeting('91234567893', '有機化学 第14回 — 環状反応', 200, 90, { host: { name: '山田 花子' } }),
  meeting('91234567894', 'Органическая химия, семинар', 1440, 90,
    { host: { name: 'Ольга Иванова' } }),
  meeting('91234567895', 'W'.repeat(120), 1500, 600),
];

const many = Array.from({ length: 300 }, (_, index) =>
  meeting(String(92000000000 + index), `Seminar ${index + 1}`, 30 + index * 300, 60));

const forStudent = (meetings) => meetings.map((each) => ({ ...each, actions: ['join'] }));

// Students may join a quarter of an hour before the start.
const LEAD = 15 * MINUTE;
const withLead = (meetings) => forStudent(meetings).map((each) => {
  const opens = each.start_time ? Date.parse(each.start_time) - LEAD : 0;
  return opens > NOW ? { ...each, join_opens_at: iso(opens) } : each;
});

const course = (title, me, meetings, more = {}) => ({
  course: { id: 'c1', title }, me, meetings, warnings: [], ...more,
});

// Every course that the page server knows, by the key in its address.
export const COURSES = {
  instructor: course('Organic Chemistry II', INSTRUCTOR, WEEK),
  student: course('Organic Chemistry II', STUDENT, forStudent(WEEK)),
  lead: course('Organic Chemistry II', STUDENT, withLead(WEEK)),
  empty: course('Marine Biology', INSTRUCTOR, []),
  'empty-student': course('Marine Biology', STUDENT, []),
  scripts: course('الكيمياء العضوية ٢', { ...INSTRUCTOR, time_zone: 'Asia/Tokyo' }, SCRIPTS),
  many: course('Seminars', INSTRUCTOR, many),
  stale: course('Organic Chemistry II', INSTRUCTOR, [
    ...WEEK,
    meeting('91234567896', 'Taken away at Zoom', 300, 60, { status: 'gone', actions: [] }),
    meeting(null, 'Just being made', 400, 60, { actions: [] }),
  ], {
    as_of: iso(NOW - 8 * MINUTE),
    warnings: [{ code: 'zoom_stale', message: 'Zoom does not answer.' }],
  }),
  warned: course('Organic Chemistry II', INSTRUCTOR, WEEK, {
    warnings: [{ code: 'locks_unavailable', message: 'Zoom did not tell its locks.' }],
  }),
  full: course('Organic Chemistry II', INSTRUCTOR, WEEK, { full: true }),
};

for (const [key, known] of Object.entries(COURSES)) {
  known.key = key;
}

const PAGE = 50;
export const common = ({ course, me, warnings, as_of }, view) =>
  ({ view, course, me, as_of: as_of ?? iso(NOW), warnings });

// What a person has at Zoom, in all courses and in none.
const ALL = [
  meeting('91234567890', 'Lecture 14: Pericyclic reactions', -65, 90, { actions: [] }),
  meeting('95550001111', 'Thesis colloquium', 300, 60, { actions: ['import'] }),
  ...[1, 2].map((week) => meeting('95550002222', 'Journal club', week * 7 * 1440, 60, {
    type: 8, occurrence_id: String(week), series: { position: week, count: 2 },
    actions: ['import'],
  })),
];

export function upcoming(known, query) {
  const from = Number(query.get('page') ?? 0);
  const scope = query.get('scope') ?? 'course';
  const own = scope === 'all' ? ALL : known.meetings;
  const chosen = scope === 'mine' ? own.filter(({ host }) => host.name === known.me.name) : own;
  return {
    ...common(known, 'upcoming'),
    meetings: chosen.slice(from, from + PAGE),
    next_page: from + PAGE < chosen.length ? String(from + PAGE) : null,
  };
}

const SETTINGS = {
  host_video: false, participant_video: false, audio: 'both', join_before_host: false, jbh_time: 0,
  mute_upon_entry: true, waiting_room: true, use_pmi: false, approval_type: 2,
  alternative_hosts: '', alternative_hosts_email_notification: true, auto_recording: 'none',
  meeting_authentication: false, authentication_option: 'signIn_abc',
  additional_data_center_regions: [], focus_mode: false,
  breakout_room: { enable: false, rooms: [] },
};

const SETTINGS_OF_ONE_DATE = {
  host_video: false, participant_video: false, join_before_host: false, mute_upon_entry: true,
  waiting_room: true, auto_recording: 'none',
};

const MEMBERS = ['Tolu Adeyemi', 'Åsa Andersson', 'Jonas Becker', '山田 花子', 'أمينة حسن'].map(
  (name, index) => ({ name, email: `student${index + 1}@example.edu` }));

const OPTIONS = {
  locks: {
    'settings.meeting_authentication': { value: true, reason: 'university' },
    'settings.auto_recording': { value: 'none', reason: 'zoom' },
  },
  password_policy: { required: false, length: 6, have_number: true },
  schedule_for: [{ email: 'lindqvist@example.edu', name: 'Prof. Lindqvist' }],
  instructors: [{ name: INSTRUCTOR.name, email: 'kaltenbach@example.edu' },
    { name: 'Dr. Amara Okafor', email: 'okafor@example.edu' },
    { name: '山田 花子', email: 'yamada@example.edu' }],
  regions: ['EU', 'US', 'TY'],
  authentication_options: [
    { id: 'signIn_abc', name: 'Sign in to Zoom' }, { id: 'signIn_uni', name: 'University only' }],
  tracking_fields: [
    { field: 'Course', required: true, value: 'CHEM-202', recommended_values: [] },
    { field: 'Purpose', required: true, recommended_values: ['Lecture', 'Exam'] },
    { field: 'Cost centre', required: false, recommended_values: [] },
  ],
  breakout: { allowed: true, members: MEMBERS },
  registration_allowed: true, recording_allowed: true, focus_mode_allowed: true,
  pmi: '5551234567',
};

// What meetings can be limited to; the course called "full" is at an LMS that tells no sections.
export const sectionsOf = (known) => ({
  choices: known.full ? [] : ['Section 01', 'Section 02', '火曜日の演習'], told: !known.full, own: false,
});

// The course called "full" has everything that an account can offer; the others have what is usual.
const optionsOf = (known) => ({ ...(known.full && OPTIONS), sections: sectionsOf(known) });

export const schedule = (known) => ({
  ...common(known, 'schedule'),
  form: {
    topic: known.course.title, agenda: '', type: 2, start_time: inMinutes(40), duration: 60,
    timezone: 'Europe/Berlin', default_password: true, password: '', sections: [],
    settings: known.full ? SETTINGS : { waiting_room: true },
  },
  options: optionsOf(known),
});

// The form of a meeting that is there, or of one date of it; null when it is not of this course.
export function edit(known, id, occurrence) {
  const found = find(known, id, occurrence);
  if (!found) {
    return null;
  }
  const { topic, type, start_time, duration, timezone, sections } = found;
  const agenda = 'Chapters 12 and 13.';
  const recurrence = type === 8 ? {
    type: 2, repeat_interval: 1, weekly_days: '4', end_times: 12,
  } : undefined;
  return {
    ...common(known, 'edit'),
    meeting: { id, topic, type, timezone, host: found.host },
    form: occurrence ? { agenda, start_time, duration, settings: SETTINGS_OF_ONE_DATE } : {
      topic, type, start_time, duration, timezone, recurrence, password: 'Kp7mXw4q', agenda,
      sections, settings: SETTINGS,
    },
    options: optionsOf(known),
  };
}

// The offer of a selection page; a student can choose nothing, and a course without meetings is at an
// LMS that takes one link at a time.
export function select(known, sealed) {
  const hosts = known.me.role === 'instructor';
  const offered = known.meetings.filter(({ id, status }) => id && status !== 'gone')
    .map(({ id, topic: title, type, start_time, duration, timezone, status }) => ({
      kind: type === 8 || type === 3 ? 'series' : 'meeting', id, title, start_time, duration,
      timezone, status,
    }));
  return {
    ...common(known, 'select'),
    request: {
      sealed, accept_multiple: known.meetings.length > 0, targets: ['iframe', 'window'],
    },
    items: hosts ? [{ kind: 'tool', title: 'Zoom' }, ...offered] : [],
    obstacle: hosts ? null : { kind: 'select_not_accepted', message: 'No links are taken here.' },
    answer: hosts ? null : { action: '/problem', fields: { JWT: 'token.of.nothing' } },
  };
}

const INVITATION = (topic, id) => `Dr. Ines Kaltenbach is inviting you to a scheduled Zoom meeting.

Topic: ${topic}
Time: Nov 23, 2026 10:15 AM Amsterdam, Berlin, Rome

Join Zoom Meeting
https://example.zoom.us/j/${id}?pwd=aB3dE6gH9jK2mN5p.1

Meeting ID: ${id}
Passcode: Kp7mXw4q`;

const find = (known, id, occurrence) => known.meetings.find((each) =>
  each.id === id && (!occurrence || each.occurrence_id === occurrence));

// What a series adds to the view of its meeting.
const seriesOf = (known, { id, type }) => (type === 8 ? {
  recurrence: { type: 2, repeat_interval: 1, weekly_days: '4', end_times: 12 },
  occurrences: known.meetings.filter((each) => each.id === id).map(
    ({ occurrence_id, start_time, duration }) =>
      ({ occurrence_id, start_time, duration, status: 'available' })),
} : {});

// The JSON of a meeting's own view, or null when it is not of this course.
export function detail(known, id, occurrence) {
  const found = find(known, id, occurrence);
  if (!found) {
    return null;
  }
  const { topic, type, start_time, duration, timezone, status, host, actions, series, sections,
    join_opens_at } = found;
  const everyone = {
    id, topic, type, start_time, duration, timezone, status, actions, series, join_opens_at,
    agenda: 'Chapters 12 and 13.\nBring the handout from last week.',
  };
  const hosts = known.me.role === 'instructor' ? {
    host, sections, password: 'Kp7mXw4q', join_url: `https://example.zoom.us/j/${id}?pwd=aB3dE6gH9jK2mN5p.1`,
    invitation: INVITATION(topic, id),
    settings: { ...SETTINGS, alternative_hosts: 'okafor@example.edu;yamada@example.edu' },
    tracking_fields: [{ field: 'Course', value: 'CHEM-202' }],
    ...seriesOf(known, found),
  } : {};
  return {
    ...common(known, 'meeting'), meeting: { ...everyone, ...hosts },
    ...(known.me.role === 'instructor' && { courses: 1, sections: sectionsOf(known) }),
  };
}
