// SPDX-License-Identifier: Apache-2.0
// Changing and deleting meetings as the page does, and looking at what came of it.

import assert from 'node:assert/strict';
import { meetingForm, readJson, schedule } from './journey.js';

const own = ({ courseUrl, data }, headers) => ({
  'x-lti-zoom-csrf': data.me.csrf, origin: new URL(courseUrl).origin, ...headers,
});

/** The address of a meeting, or of one date of it, in the course of `visitor` (of enter()). */
export const meetingUrl = ({ courseUrl }, { id, occurrence_id: date }) => (
  `${courseUrl}/meetings/${id}${date ? `?occurrence_id=${date}` : ''}`);

/** DELETE of a meeting ({id, occurrence_id?}); `query` is added, `headers` replace the page's. */
export function remove(visitor, meeting, query = '', headers = {}) {
  const url = meetingUrl(visitor, meeting);
  const more = query && `${url.includes('?') ? '&' : '?'}${query}`;
  return visitor.browser.request('DELETE', `${url}${more}`, { headers: own(visitor, headers) });
}

/** PATCH of a meeting ({id, occurrence_id?}) with `changes`. */
export function change(visitor, meeting, changes, headers = {}) {
  return visitor.browser.request('PATCH', meetingUrl(visitor, meeting), {
    json: changes, headers: own(visitor, headers),
  });
}

/** Schedules a meeting, `days` from now; it must work. */
export async function made(visitor, changes = {}, days = 1) {
  const answer = await schedule(visitor, meetingForm(changes, days));
  assert.equal(answer.status, 201, answer.body);
  return answer.json().meeting;
}

/** The view "upcoming"; `query` is its search string, with the "?". */
export async function listOf(visitor, query = '') {
  const answer = await readJson(visitor, `${visitor.courseUrl}/upcoming${query}`);
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

/** The rows of a meeting, on whichever page. */
export async function rowsOf(visitor, { id }) {
  const rows = [];
  let page;
  do {
    const view = await listOf(visitor, page ? `?page=${page}` : '');
    rows.push(...view.meetings);
    page = view.next_page;
  } while (page);
  return rows.filter((row) => row.id === id);
}

/** Refused with that status and kind, as every refusal is; resolves to its error. */
export function refused(answer, status, kind) {
  assert.equal(answer.status, status, answer.body);
  const { error } = answer.json();
  assert.equal(error.kind, kind, answer.body);
  assert.match(error.tag, /^LZ\d{4}$/);
  assert.ok(error.message.endsWith('.') && error.request_id, answer.body);
  return error;
}

/** Meetings of the simulated Zoom by our ids (texts). */
export const atZoom = ({ zoom }, { id }) => zoom.meetings.get(Number(id));

/** How often Zoom was asked for an operation. */
export const asked = ({ zoom }, operation) => (
  zoom.requests.filter((one) => one.operation === operation).length);
