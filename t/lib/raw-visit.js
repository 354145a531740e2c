// SPDX-License-Identifier: Apache-2.0
// An instructor in a course who sends whatever bytes a test likes, and the form of every refusal.

import assert from 'node:assert/strict';
import { cast } from './journey.js';
import { enter } from './launch.js';
import { rawRequest, sendRaw } from './raw-http.js';

/** Makes the server end the connection after its answer. */
export const CLOSE = ['connection', 'close'];

/**
 * Launches into the first course of `campus` and resolves to
 *
 *   visit             as of enter()
 *   session           "lti_zoom_session=..."
 *   coursePath        "/zoom/c/..."
 *   assets            the path of the pages' files, "/zoom/assets/..."
 *   get(path, headers, method)   the bytes of a request with the session
 *   send(bytes, options)         sendRaw() to this campus
 *   refused(bytes, status, tag, phrase)   see below
 *
 * refused() sends the bytes twice, for JSON and for a page, and throws unless both are refused
 * alike, each as the contract says and with a line in the error log under its own request id that
 * has the tag and, the first, `phrase`. Resolves to the answer in JSON.
 */
export async function rawVisit(campus) {
  const { instructor, course } = cast(campus.lms);
  const visit = await enter({ lms: campus.lms, person: instructor, course });
  const [session] = /lti_zoom_session=[\w-]+/.exec(visit.browser.jar.header(visit.viewUrl));
  const send = (bytes, options) => sendRaw(campus.httpd.port, bytes, options);
  const logLine = (id) => (
    campus.httpd.errorLog().split('\n').find((one) => one.includes(`request ${id}]`)));

  return {
    visit,
    session,
    coursePath: new URL(visit.courseUrl).pathname,
    assets: /data-assets="([^"]+)"/.exec(visit.page.body)[1],
    send,
    get: (path, headers = [], method = 'GET') => (
      rawRequest(`${method} ${path} HTTP/1.1`, [CLOSE, ['cookie', session], ...headers])),
    async refused(bytes, status, tag, phrase = '') {
      const data = await send(withAccept(bytes, 'application/json'));
      const error = refusalAsJson(data, status, tag);
      const line = logLine(error.request_id);
      assert.ok(line?.includes(`${tag}: ${error.kind}: `) && line.includes(phrase), line);

      const page = await send(withAccept(bytes, 'text/html'));
      const id = refusalAsPage(page, status, error);
      assert.notEqual(id, error.request_id);
      assert.ok(logLine(id)?.includes(tag), id);
      return data;
    },
  };
}

/** One test per row [name, () => bytes, status, tag, phrase]; `current` gives the rawVisit(). */
export function refusals(test, current, title, rows) {
  for (const [name, bytes, status, tag, phrase] of rows) {
    test(`${title}: ${name}`, () => current().refused(bytes(), status, tag, phrase));
  }
}

function withAccept(bytes, type) {
  const end = bytes.indexOf('\r\n') + 2;
  return Buffer.concat([
    bytes.subarray(0, end), Buffer.from(`accept: ${type}\r\n`), bytes.subarray(end)]);
}

function assertHeaders({ headers }, type) {
  assert.match(headers['content-type'], type);
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['content-security-policy'], /frame-ancestors/);
}

function refusalAsJson(answer, status, tag) {
  assert.equal(answer.status, status, answer.text);
  assertHeaders(answer, /^application\/json/);
  const { error, ...rest } = JSON.parse(answer.body);
  assert.deepEqual(rest, {});
  assert.equal(error.tag, tag, answer.text);
  assert.match(error.kind, /^[a-z_]+$/);
  assert.match(error.message, /^[A-Z].*\.$/);
  return error;
}

function refusalAsPage(answer, status, { tag, message }) {
  assert.equal(answer.status, status, answer.text);
  assertHeaders(answer, /^text\/html/);
  assert.ok(answer.body.includes(`<p>${message.replaceAll("'", '&#39;')}</p>`), answer.body);
  const [, shown, id] = /<p class="help">(LZ\d+) · ([\w-]+)<\/p>/.exec(answer.body);
  assert.equal(shown, tag);
  return id;
}
