// SPDX-License-Identifier: Apache-2.0
// A course with meetings, and people in it, ready to be measured.

import { enter } from '../../lib/launch.js';
import { cast, meetingForm, schedule } from '../../lib/journey.js';

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

/** What the browser of a visit would send with a request for `url`, as headers of a tool. */
export const headersOf = ({ browser }, url, accept = 'application/json') => (
  { Cookie: browser.jar.header(url), Accept: accept });
