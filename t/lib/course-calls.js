// SPDX-License-Identifier: Apache-2.0
// What a page sends on behalf of its visitor, and what every endpoint of a course owes: nothing
// changes without the CSRF header, nothing is told to who has no session of that course.

import assert from 'node:assert/strict';
import { keepSecret } from './secrets.js';

/** Headers of a change, as the page of `visitor` (of enter()) sends them. */
const pageHeaders = ({ courseUrl, data }) => ({
  accept: 'application/json',
  'x-lti-zoom-csrf': data.me.csrf,
  origin: new URL(courseUrl).origin,
});

/**
 * Sends a change to `path` below the course: `what` is {json}, {body, headers} or nothing; a header
 * that is undefined is not sent.
 */
export async function change(visitor, method, path, what = {}) {
  const headers = { ...pageHeaders(visitor), ...what.headers };
  for (const name of Object.keys(headers)) {
    if (headers[name] === undefined) delete headers[name];
  }
  const answer = await visitor.browser.request(
    method, `${visitor.courseUrl}/${path}`, { ...what, headers });
  keepSecret(/[?&]handover=([\w%.~-]+)/.exec(answer.body)?.[1], 'a link into a window of its own');
  keepSecret(/\/calendar\/([\w-]+)/.exec(answer.body)?.[1], 'a link to a calendar');
  return answer;
}

/** Reads `path` below the course as JSON. */
export const look = ({ browser, courseUrl }, path, headers = {}) => (
  browser.get(`${courseUrl}/${path}`, { headers: { accept: 'application/json', ...headers } }));

/** look() that must succeed: the answer's JSON. */
export async function view(visitor, path) {
  const answer = await look(visitor, path);
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

/** The answer is a refusal with this status and kind, in the form of the contract; its error. */
export function refused(answer, status, kind) {
  assert.equal(answer.status, status, answer.body);
  const { error, ...rest } = answer.json();
  assert.deepEqual(rest, {});
  assert.equal(error.kind, kind, answer.body);
  assert.match(error.tag, /^LZ\d{4}$/);
  assert.ok(/[.!?]$/.test(error.message) && error.request_id, answer.body);
  return error;
}

const tokenOf = ({ browser, courseUrl }) => (
  /lti_zoom_session=([^;]+)/.exec(browser.jar.header(`${courseUrl}/upcoming`))[1]);

/**
 * Every endpoint of `endpoints` ([method, path, what]) refuses who has no session, whose session is
 * of another course or altered, and, where it changes something, who cannot prove to be the page.
 * `visitor` is of the course, `stranger` has a session of another one.
 */
export async function guardsItsDoor(visitor, stranger, endpoints) {
  const { courseUrl, browser } = visitor;
  const headersOf = (authorization) => ({ accept: 'application/json', cookie: 'x=y', authorization });
  const foreign = tokenOf(stranger);
  const own = tokenOf(visitor);
  const bad = [
    ['none', undefined],
    ['of another course', `Bearer ${foreign}`],
    ['altered', `Bearer ${own.slice(0, -6)}AAAAAA`],
  ];
  for (const [method, path, what = {}] of endpoints) {
    for (const [name, authorization] of bad) {
      const headers = { ...headersOf(authorization), ...what.headers };
      if (!authorization) delete headers.authorization;
      const answer = await browser.request(method, `${courseUrl}/${path}`, { ...what, headers });
      assert.equal(answer.status, 401, `${method} ${path}, session ${name}: ${answer.body}`);
      refused(answer, 401, 'no_session');
    }
    if (method !== 'GET') {
      const without = { ...what, headers: { ...what.headers, 'x-lti-zoom-csrf': undefined } };
      refused(await change(visitor, method, path, without), 403, 'csrf');
      const elsewhere = { ...what, headers: { ...what.headers, origin: 'https://evil.example' } };
      refused(await change(visitor, method, path, elsewhere), 403, 'origin');
    }
  }
}
