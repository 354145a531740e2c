// SPDX-License-Identifier: Apache-2.0
// A believable term: what the teachers have scheduled in their courses. Everything goes through the
// tool itself, as it would for a teacher, since which meeting belongs to which course is known to
// the tool alone.

import { randomUUID } from 'node:crypto';
import { enter } from '../lib/launch.js';
import { formatTime, instantOf, wallClock } from './zoom/time.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Berlin';

/** `at`: [days from today, hour, minute] on the clock of ZONE, 'now', 'soon', or no fixed time. */
const MEETINGS = [
  ['chemistry', 'amara', {
    topic: 'Office hour', agenda: 'Bring your questions about the problem sets.', type: 3,
  }],
  ['chemistry', 'amara', {
    topic: 'Lecture 12: Pericyclic reactions', at: 'now', duration: 90,
    agenda: 'Cycloadditions and the Woodward–Hoffmann rules. Read chapter 14 before.',
  }],
  ['chemistry', 'tomas', {
    topic: 'Exercise class B', at: [1, 14, 15], duration: 45,
    agenda: 'Problem set 6: retrosynthesis.',
  }],
  ['chemistry', 'amara', {
    topic: 'Lecture 13: Organometallic catalysis', at: [2, 10, 15], duration: 90,
  }],
  ['chemistry', 'amara', {
    topic: 'Laboratory safety briefing', at: [6, 9, 0], duration: 30,
    agenda: 'Attendance is required before the first laboratory day.',
  }],
  ['chemistry', 'amara', {
    topic: 'Lecture 14: Natural product synthesis', at: [9, 10, 15], duration: 90,
  }],
  ['chemistry', 'amara', { topic: 'Mock examination', at: [20, 13, 0], duration: 120 }],
  ['literature', 'amara', {
    topic: '源氏物語 – The Tale of Genji, chapters 5–9', at: 'soon', duration: 90,
    agenda: 'Close reading of the Wakamurasaki chapter. Please have Tyler’s translation at hand.',
  }],
  ['literature', 'amara', {
    topic: 'Guest lecture: Women writers at the Heian court', at: [3, 18, 0], duration: 75,
  }],
  ['literature', 'amara', {
    topic: 'Reading group: 枕草子 The Pillow Book', at: [7, 16, 30], duration: 60,
  }],
  ['literature', 'amara', { topic: 'Term paper consultations', type: 3 }],
];

/** The topic whose host has started it when the demo begins. */
const LIVE = 'Lecture 12: Pericyclic reactions';

/**
 * Schedules the term in the campus, as the teachers, through the tool; then starts the lecture that
 * is on now. Throws, naming the request, when the tool refuses.
 */
export async function seedCourses({ lms, zoom, base }) {
  const teachers = new Map();
  for (const [course, person, meeting] of MEETINGS) {
    const key = `${course}/${person}`;
    if (!teachers.has(key)) teachers.set(key, await enter({ lms, person, course }));
    await schedule(teachers.get(key), base, meeting);
  }
  for (const { browser } of teachers.values()) browser.close();

  // The API cannot make a meeting that has begun: the lecture is moved on Zoom's side.
  const live = [...zoom.meetings.values()].find(({ topic }) => topic === LIVE);
  live.start = Math.floor(Date.now() / HOUR) * HOUR;
  zoom.startMeeting(live.id);
}

async function schedule({ browser, courseUrl, data }, base, { at, ...meeting }) {
  const answer = await browser.post(`${courseUrl}/meetings`, {
    json: {
      type: 2,
      timezone: ZONE,
      settings: { waiting_room: true },
      ...meeting,
      ...(at && { start_time: startTime(at) }),
    },
    headers: {
      accept: 'application/json',
      origin: new URL(base).origin,
      'x-lti-zoom-csrf': data.me.csrf,
      'idempotency-key': randomUUID(),
    },
  });
  if (answer.status !== 201) {
    throw new Error(`"${meeting.topic}" was not scheduled: ${answer.status}\n${answer.body}`);
  }
}

function startTime(at) {
  const now = Date.now();
  if (at === 'now') return formatTime(now + 60_000);
  if (at === 'soon') return formatTime(Math.ceil((now + HOUR) / HOUR) * HOUR);
  const [days, hour, minute] = at;
  const midnight = Math.floor(wallClock(now, ZONE) / DAY) * DAY;
  return formatTime(instantOf(midnight + days * DAY + hour * HOUR + minute * 60_000, ZONE));
}
