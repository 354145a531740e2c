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

// "meetings/1/join" for a link that leads into Zoom, else null.
export function wayBelowCourse({ origin, pathname }) {
  const way = isCoursePath(pathname) ? pathname.slice(coursePath.length) : '';
  return origin === location.origin && /^meetings\/[^/]+\/(join|start)$/.test(way) ? way : null;
}

export const paths = {
  upcoming: () => `${coursePath}upcoming`,
  schedule: () => `${coursePath}schedule`,
  meetings: () => `${coursePath}meetings`,
  select: () => `${coursePath}select`,
  handover: () => `${coursePath}handover`,
  meeting: ({ id, occurrence_id }) =>
    `${coursePath}meetings/${encodeURIComponent(id)}${
      occurrence_id ? `?occurrence_id=${encodeURIComponent(occurrence_id)}` : ''}`,
  // Both answer with a redirect to Zoom, made at the moment of the click.
  join: ({ id }) => `${coursePath}meetings/${encodeURIComponent(id)}/join`,
  start: ({ id }) => `${coursePath}meetings/${encodeURIComponent(id)}/start`,
};
