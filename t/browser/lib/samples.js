// SPDX-License-Identifier: Apache-2.0
// What the server would answer for a page, without a server: believable courses by name. All times
// hang on one moment, at which the tests stop the clock.

export const NOW = Date.parse('2026-11-23T10:20:00Z');

const MINUTE = 60_000;
const iso = (instant) => new Date(instant).toISOString().replace('.000Z', 'Z');
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
  actions: ['start', 'join'], ...more,
});

const OKAFOR = { host: { name: 'Dr. Amara Okafor' }, actions: ['join'] };

const WEEK = [
  meeting('91234567890', 'Lecture 14: Pericyclic reactions', -65, 90, { status: 'started' }),
  meeting('94511223344', 'Tutorial, group B', 160, 60, { ...OKAFOR, sections: ['Section 02'] }),
  meeting('91234567891', 'Questions before the exam', 23 * 60, 45),
  meeting('91234567890', 'Lecture 15: Cycloadditions', 2 * 1440 - 65, 90,
    { type: 8, occurrence_id: '1764061200000', schedule_for: 'Prof. Lindqvist' }),
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

const course = (title, me, meetings, more = {}) => ({
  course: { id: 'c1', title }, me, meetings, warnings: [], ...more,
});

// Every course that the page server knows, by the key in its address.
export const COURSES = {
  instructor: course('Organic Chemistry II', INSTRUCTOR, WEEK),
  student: course('Organic Chemistry II', STUDENT, forStudent(WEEK)),
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
  // Its server refuses every new meeting, each time in another way: see page-server.js.
  refusing: course('Organic Chemistry II', INSTRUCTOR, WEEK),
};

const PAGE = 50;
const common = ({ course, me, warnings, as_of }, view) =>
  ({ view, course, me, as_of: as_of ?? iso(NOW), warnings });

export function upcoming(known, page) {
  const from = Number(page ?? 0);
  return {
    ...common(known, 'upcoming'),
    meetings: known.meetings.slice(from, from + PAGE),
    next_page: from + PAGE < known.meetings.length ? String(from + PAGE) : null,
  };
}

export const schedule = (known) => ({
  ...common(known, 'schedule'),
  form: {
    topic: known.course.title, agenda: '', type: 2, start_time: inMinutes(40), duration: 60,
    timezone: 'Europe/Berlin', default_password: true, password: '',
    settings: { waiting_room: true },
  },
});

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

// The JSON of a meeting's own view, or null when it is not of this course.
export function detail(known, id, occurrence) {
  const found = known.meetings.find((each) =>
    each.id === id && (!occurrence || each.occurrence_id === occurrence));
  if (!found) {
    return null;
  }
  const { topic, type, start_time, duration, timezone, status, host, actions } = found;
  const everyone = {
    id, topic, type, start_time, duration, timezone, status, actions,
    agenda: 'Chapters 12 and 13.\nBring the handout from last week.',
  };
  const hosts = known.me.role === 'instructor' ? {
    host, password: 'Kp7mXw4q', join_url: `https://example.zoom.us/j/${id}?pwd=aB3dE6gH9jK2mN5p.1`,
    invitation: INVITATION(topic, id),
    settings: {
      waiting_room: true, join_before_host: false, mute_upon_entry: true, host_video: false,
      participant_video: false, audio: 'both', auto_recording: 'none',
      meeting_authentication: false,
    },
  } : {};
  return { ...common(known, 'meeting'), meeting: { ...everyone, ...hosts } };
}
