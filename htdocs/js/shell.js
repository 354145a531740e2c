// SPDX-License-Identifier: Apache-2.0
// What the server wrote into the HTML shell: where we are, and the data of the first view.

const { assets, base, course, locale, session } = document.body.dataset;

// Where the files of this version lie, the locale that the launch asked for ("" when none), and the
// sealed session of a launch whose cookies did not come back.
export const shell = { assets, locale, session };

// The course's own part of the site; every address of a page begins with it.
const coursePath = `${base}/c/${encodeURIComponent(course)}/`;

// The name under which the browser keeps something for this course.
export const courseStorageKey = (what) => `lti-zoom/${course}/${what}`;

// The data of the view that the page was opened with, as its address would answer it in JSON; null
// when the page came without a session and so without data.
export function firstView() {
  const block = document.getElementById('view-data');
  return block && JSON.parse(block.textContent);
}

export const isCoursePath = (path) => path.startsWith(coursePath);

// "meetings/1/edit" of an address of this course, "" of any other.
export const pathBelowCourse = (path) => isCoursePath(path) ? path.slice(coursePath.length) : '';

const WAYS =
  /^(meetings\/[^/]+\/(join|start)|room\/start|recordings\/[^/]+\/files\/[^/]+\/(play|download))$/;

// "meetings/1/join" for a link that leads into Zoom, else null.
export function wayBelowCourse({ origin, pathname }) {
  const way = isCoursePath(pathname) ? pathname.slice(coursePath.length) : '';
  return origin === location.origin && WAYS.test(way) ? way : null;
}

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value);
  return given.length ? `?${new URLSearchParams(given)}` : '';
};

const meetingPath = ({ id }, rest = '') =>
  `${coursePath}meetings/${encodeURIComponent(id)}${rest}`;

// A time that a meeting was held has the name of Zoom's UUID in addresses: base64url, unpadded.
const heldName = (uuid) =>
  btoa(uuid).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const recordingPath = ({ uuid }, rest = '') => `${coursePath}recordings/${heldName(uuid)}${rest}`;

// `occurrence_id` is given where only one date of a series is meant.
export const paths = {
  upcoming: (values = {}) => `${coursePath}upcoming${query(values)}`,
  previous: (values = {}) => `${coursePath}previous${query(values)}`,
  recordings: (values = {}) => `${coursePath}recordings${query(values)}`,
  recording: (recording) => recordingPath(recording),
  publication: () => `${coursePath}recordings/publish`,
  room: () => `${coursePath}room`,
  roomStart: () => `${coursePath}room/start`,
  settings: () => `${coursePath}settings`,
  calendars: () => `${coursePath}calendar`,
  calendar: ({ kind }) => `${coursePath}calendar/${kind}`,
  privacy: () => `${coursePath}privacy`,
  export: () => `${coursePath}privacy/export`,
  erasure: () => `${coursePath}privacy/erase`,
  schedule: () => `${coursePath}schedule`,
  meetings: () => `${coursePath}meetings`,
  select: () => `${coursePath}select`,
  handover: () => `${coursePath}handover`,
  import: () => `${coursePath}import`,
  host: (email) => `${coursePath}hosts${query({ email })}`,
  meeting: ({ id, occurrence_id }) => meetingPath({ id }, query({ occurrence_id })),
  edit: ({ id, occurrence_id }) => meetingPath({ id }, `/edit${query({ occurrence_id })}`),
  removal: ({ id }, values = {}) => meetingPath({ id }, query(values)),
  event: (meeting) => meetingPath(meeting, '/event.ics'),
  // What came of a time that it was held.
  recordingOf: (meeting) => recordingPath(meeting),
  report: ({ uuid }) => `${coursePath}reports/${heldName(uuid)}`,
  polls: ({ uuid }) => `${coursePath}polls/${heldName(uuid)}`,
  // These answer with a redirect to Zoom, made at the moment of the click.
  play: (recording, { id }) => recordingPath(recording, `/files/${encodeURIComponent(id)}/play`),
  download: (recording, { id }) =>
    recordingPath(recording, `/files/${encodeURIComponent(id)}/download`),
  join: (meeting) => meetingPath(meeting, '/join'),
  start: (meeting) => meetingPath(meeting, '/start'),
};
