// SPDX-License-Identifier: Apache-2.0
// A believable term: what the teachers have scheduled in their courses. Everything goes through the
// tool itself, as it would for a teacher, since which meeting belongs to which course is known to
// the tool alone.

import { randomUUID } from 'node:crypto';
import { createBrowser, enter } from '../lib/launch.js';
import { seedPast } from './demo-past.js';
import { addTeachers } from './demo-people.js';
import { formatTime, instantOf, wallClock } from './zoom/time.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Berlin';

/**
 * `at`: [days from today, hour, minute] on the clock of ZONE, or on Monday for a weekend; 'soon',
 * 'now' or 'any time'.
 */
const MEETINGS = [
  ['chemistry', 'amara', {
    topic: 'Office hour', at: 'any time', agenda: 'Bring your questions about the problem sets.',
  }],
  ['chemistry', 'amara', {
    topic: 'Lecture 12: Pericyclic reactions', at: 'now', duration: 90,
    agenda: 'Cycloadditions and the Woodward–Hoffmann rules. Read chapter 14 before.',
  }],
  ['chemistry', 'tomas', {
    topic: 'Exercise class B', at: [1, 14, 15], duration: 45,
    agenda: 'Problem set 6: retrosynthesis.', sections: ['Exercise class B'],
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
  ['literature', 'amara', { topic: 'Term paper consultations', at: 'any time' }],
];

/**
 * Schedules the term in the campus, as the teachers, through the tool. What the tool's form does not
 * offer the teachers then do on Zoom's own pages: a meeting with no fixed time, and the start of
 * the lecture that is on now. Throws, naming the meeting, when the tool refuses.
 */
export async function seedCourses(campus) {
  const { lms, zoom, base } = campus;
  const teachers = new Map();
  const teacher = async (person, course) => {
    const key = `${course}/${person}`;
    if (!teachers.has(key)) {
      teachers.set(key, await enter({
        lms, person, course, browser: createBrowser({ ca: campus.httpd.ca }),
      }));
    }
    return teachers.get(key);
  };
  addTeachers(zoom);
  await seedPast(campus, teacher);
  for (const [course, person, meeting] of MEETINGS) {
    const { id } = await schedule(await teacher(person, course), base, meeting);
    if (meeting.at === 'any time') zoom.changeMeeting(id, { type: 3, start: undefined });
    if (meeting.at === 'now') {
      zoom.changeMeeting(id, { start: Math.floor(Date.now() / HOUR) * HOUR });
      zoom.startMeeting(id);
    }
  }
  await zoom.webhooks.settled();
  for (const { browser } of teachers.values()) browser.close();
}

async function schedule({ browser, courseUrl, data }, base, { at, ...meeting }) {
  const answer = await browser.post(`${courseUrl}/meetings`, {
    json: {
      type: 2,
      timezone: ZONE,
      settings: { waiting_room: true },
      duration: 60,
      ...meeting,
      start_time: startTime(at),
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
  return answer.json().meeting;
}

function startTime(at) {
  const now = Date.now();
  if (!Array.isArray(at)) return formatTime(Math.ceil((now + HOUR) / HOUR) * HOUR);
  const [days, hour, minute] = at;
  const midnight = Math.floor(wallClock(now, ZONE) / DAY) * DAY + days * DAY;
  const weekend = { 6: 2 * DAY, 0: DAY }[new Date(midnight).getUTCDay()] ?? 0;
  return formatTime(instantOf(midnight + weekend + hour * HOUR + minute * 60_000, ZONE));
}
