// SPDX-License-Identifier: Apache-2.0
// A course with meetings, and people in it, ready to be measured.

import { enter } from '../../lib/launch.js';
import { change } from '../../lib/course-calls.js';
import { cast, meetingForm, schedule } from '../../lib/journey.js';

const DAY = 86_400_000;

/** Schedules `n` meetings through the tool in the course that `visit` (of enter()) is in. */
export async function scheduleMeetings(visit, n) {
  for (let i = 1; i <= n; i += 1) {
    const answer = await schedule(visit, meetingForm({ topic: `Lecture ${i}: Pericyclic` }, i));
    if (answer.status !== 201) throw new Error(`scheduling: ${answer.status}\n${answer.body}`);
  }
}

/** Enters the first course as instructor, schedules `n` meetings, and enters again as student. */
export async function courseWithMeetings(campus, n) {
  const { instructor, student, course } = cast(campus.lms);
  const host = await enter({ lms: campus.lms, person: instructor, course });
  await scheduleMeetings(host, n);
  return { host, guest: await enter({ lms: campus.lms, person: student, course }) };
}

/** Gives the course of `host` a meeting that was held and recorded `n` times, for all to see. */
export async function addPast({ zoom, lms }, host, n) {
  const { email } = lms.people[cast(lms).instructor];
  const { id } = zoom.addMeeting(email, { topic: 'Lecture on pericyclic reactions', type: 3 });
  for (let days = 1; days <= n; days += 1) {
    zoom.addRecording(zoom.addPast(id, { start: Date.now() - days * DAY, duration: 50 }));
  }
  for (const [path, json] of [
    ['import', { ids: [String(id)] }], ['recordings/publish', { published: true }],
  ]) {
    const answer = await change(host, 'POST', path, { json });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}\n${answer.body}`);
  }
}

/** What the browser of a visit would send with a request for `url`, as headers of a tool. */
export const headersOf = ({ browser }, url, accept = 'application/json') => (
  { Cookie: browser.jar.header(url), Accept: accept });
