// SPDX-License-Identifier: Apache-2.0
// A course with meetings, and a session in it, ready to be measured.

import { randomUUID } from 'node:crypto';
import { enter } from '../../lib/launch.js';

const DAY = 24 * 3600 * 1000;

/** Schedules `n` meetings through the tool in the course that `visit` (of enter()) is in. */
export async function scheduleMeetings({ browser, courseUrl, data }, n) {
  for (let i = 0; i < n; i += 1) {
    const answer = await browser.post(`${courseUrl}/meetings`, {
      headers: {
        'x-lti-zoom-csrf': data.me.csrf,
        'idempotency-key': randomUUID(),
        origin: new URL(courseUrl).origin,
      },
      json: {
        topic: `Lecture ${i + 1}: Pericyclic reactions and what they are good for`,
        type: 2,
        start_time: `${new Date(Date.now() + (i + 1) * DAY).toISOString().slice(0, 19)}Z`,
        duration: 90,
        timezone: 'Europe/Berlin',
        settings: { waiting_room: true },
      },
    });
    if (answer.status !== 201) throw new Error(`scheduling: ${answer.status}\n${answer.body}`);
  }
}

/** The keys of an instructor, a student and a course of `lms`. */
export function cast(lms) {
  const person = (role) => Object.keys(lms.people).find((key) => lms.people[key].role === role);
  return {
    instructor: person('instructor'), student: person('student'), course: Object.keys(lms.courses)[0],
  };
}

/** Enters the first course as instructor, schedules `n` meetings, and enters again as student. */
export async function courseWithMeetings(campus, n) {
  const { instructor, student, course } = cast(campus.lms);
  const host = await enter({ lms: campus.lms, person: instructor, course });
  await scheduleMeetings(host, n);
  return { host, guest: await enter({ lms: campus.lms, person: student, course }) };
}

/** What the browser of a visit would send with a request for `url`, as headers of a tool. */
export const headersOf = ({ browser }, url, accept = 'application/json') => (
  { Cookie: browser.jar.header(url), Accept: accept });
