// SPDX-License-Identifier: Apache-2.0
// What the cases share: people, times as Zoom writes them, and ways to name what is asked for.

import assert from 'node:assert/strict';

export const HOST = 'amara.okafor@example.edu';
export const COLLEAGUE = 'tomas.lindqvist@example.edu';
export const DAY = 86_400_000;

export const userNamed = (zoom, email) => (
  [...zoom.users.values()].find((one) => one.email === email));
export const hosts = (zoom) => (
  { host: userNamed(zoom, HOST), colleague: userNamed(zoom, COLLEAGUE) });

export const second = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');
export const date = (ms) => second(ms).slice(0, 10);

/** Without the members that have no value. */
export const defined = (object) => Object.fromEntries(
  Object.entries(object).filter(([, value]) => value !== undefined && value !== ''));

export const byNumber = ({ meeting }) => ({ first: String(meeting.id) });
export const byUuid = ({ record }) => ({ first: record.uuid });

/** Members of `answer` are those of `expected`; what that does not name may be anything. */
export function holds(answer, expected, path = 'answer') {
  for (const [name, value] of Object.entries(expected)) {
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      holds(answer[name], value, `${path}.${name}`);
    } else {
      assert.deepEqual(answer[name], value, `${path}.${name}`);
    }
  }
}

export const PEOPLE = [
  { name: 'Dr. Amara Okafor', email: HOST },
  { name: 'Wei Chen', email: 'wei@else.org', join: 5, leave: 20 },
];
const POLLS = [{ ...PEOPLE[0], answers: [{ question: 'Clear?', answer: 'Yes' }] }];

/** A meeting that was held three days ago. */
export const withHeld = (zoom) => {
  const meeting = zoom.addMeeting(HOST, { topic: 'Held', duration: 60 });
  // to the second, as Zoom tells it
  const start = Math.floor(Date.now() / 1000) * 1000 - 3 * DAY;
  const record = zoom.addPast(meeting.id, { start, participants: PEOPLE, polls: POLLS });
  return { zoom, meeting, record, ...hosts(zoom) };
};
