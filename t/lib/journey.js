// SPDX-License-Identifier: Apache-2.0
// The way through the whole product, as two people go it, without a browser.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createBrowser, enter } from './launch.js';
import { keepSecret } from './secrets.js';

const DAY = 24 * 3600 * 1000;

/** The keys of the first course of `lms`, and of an instructor and a student of it. */
export function cast(lms) {
  const [course, { members }] = Object.entries(lms.courses)[0];
  const person = (role) => Object.keys(members).find((key) => members[key] === role);
  return { instructor: person('instructor'), student: person('student'), course };
}

/** What a host may do with a meeting that is ahead, in the order in which rows say it. */
export const HOST_ACTIONS = ['join', 'start', 'edit', 'delete', 'invitation'];

/** A meeting as the page would send it, `days` from now. */
export const meetingForm = (changes = {}, days = 1) => ({
  topic: 'Lecture 16: Sigmatropic shifts',
  agenda: 'Bring the worksheet.',
  type: 2,
  start_time: `${new Date(Date.now() + days * DAY).toISOString().slice(0, 19)}Z`,
  duration: 90,
  timezone: 'Europe/Berlin',
  password: 'k7Yp2Qx9',
  settings: { waiting_room: true },
  ...changes,
});

/** Posts `form` as a new meeting in the course of `visit` (of enter()). */
export function schedule({ browser, courseUrl, data }, form = meetingForm(), headers = {}) {
  keepSecret(form?.password, 'a passcode');
  keepSecret(data.me.csrf, 'a CSRF token');
  return browser.post(`${courseUrl}/meetings`, {
    json: form,
    headers: {
      'x-lti-zoom-csrf': data.me.csrf,
      'idempotency-key': randomUUID(),
      origin: new URL(courseUrl).origin,
      ...headers,
    },
  });
}

const asJson = { headers: { accept: 'application/json' } };

export const readJson = ({ browser }, url) => browser.get(url, asJson);

/**
 * An instructor schedules a meeting, looks at it and starts it; a student sees it and joins.
 * Throws where the product does not do what it should. Resolves to {host, guest, meeting}. The
 * options are those of createBrowser().
 */
export async function journey(campus, browserOptions = {}) {
  const { instructor, student, course } = cast(campus.lms);
  const goes = (person) => enter({
    lms: campus.lms, person, course, browser: createBrowser({ ca: campus.httpd.ca, ...browserOptions }),
  });
  const host = await goes(instructor);
  assert.equal(host.data.me.role, 'instructor');
  assert.equal((await readJson(host, `${host.courseUrl}/schedule`)).status, 200);

  const made = await schedule(host);
  assert.equal(made.status, 201, made.body);
  const { meeting } = made.json();
  assert.equal(meeting.topic, meetingForm().topic);

  const detail = await readJson(host, `${host.courseUrl}/meetings/${meeting.id}`);
  assert.equal(detail.status, 200, detail.body);
  assert.match(detail.json().meeting.join_url, new RegExp(meeting.id));

  const start = await readJson(host, `${host.courseUrl}/meetings/${meeting.id}/start`);
  assert.equal(start.status, 302, start.body);
  assert.match(start.location, /\/s\/\d+\?/);

  const guest = await goes(student);
  const row = guest.data.meetings.find((one) => one.id === meeting.id);
  assert.ok(row, 'the student sees the meeting');
  assert.deepEqual(row.actions, ['join']);
  const join = await readJson(guest, `${guest.courseUrl}/meetings/${meeting.id}/join`);
  assert.equal(join.status, 302, join.body);
  assert.match(join.location, /\/j\/\d+/);
  const refused = await readJson(guest, `${guest.courseUrl}/meetings/${meeting.id}/start`);
  assert.equal(refused.status, 403, refused.body);
  return { host, guest, meeting };
}
