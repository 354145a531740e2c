// SPDX-License-Identifier: Apache-2.0
// A browser that leaves before its answer: reads of Zoom are given up at once, with HTTP/1.1 and
// HTTP/2, and whoever waits for the same thing fetches it instead; a write that was sent is finished.

import assert from 'node:assert/strict';
import http2 from 'node:http2';
import net from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { meetingForm, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

// So long that nothing here can be due to it.
const TIMEOUT = 60;
const LEFT = /LZ0333/;

/** A campus with a meeting in its course: {campus, amara, tomas, meeting}. */
async function startCourse(httpd, server) {
  const campus = await startCampus({
    server: { LTIZoomTimeout: String(TIMEOUT), LTIZoomFreshness: '1', ...server },
    httpd: { expectedLog: [LEFT], ...httpd },
  });
  const go = (person) => enter({
    lms: campus.lms,
    person,
    course: 'chemistry',
    browser: createBrowser({ keepAlive: false, ca: campus.httpd.ca }),
  });
  const [amara, tomas] = [await go('amara'), await go('tomas')];
  const made = await schedule(amara);
  assert.equal(made.status, 201, made.body);
  return { campus, amara, tomas, meeting: made.json().meeting };
}

/** Begins to read `url` and resolves to a function that leaves. */
function begin({ browser }, url) {
  const leave = new AbortController();
  const reading = browser.get(url, {
    headers: { accept: 'application/json' }, signal: leave.signal,
  });
  return async () => {
    leave.abort();
    await assert.rejects(reading, { name: 'AbortError' });
  };
}

/** The same with HTTP/2, where the connection stays. */
function beginStream({ browser }, url, ca) {
  const { origin, pathname, search } = new URL(url);
  const session = http2.connect(origin, { ca });
  const stream = session.request({
    ':path': pathname + search, accept: 'application/json', cookie: browser.jar.header(url),
  });
  stream.on('error', () => {});
  return async () => {
    const closed = new Promise((resolve) => { stream.on('close', resolve); });
    stream.close(http2.constants.NGHTTP2_CANCEL);
    await closed;
    return () => session.destroy();
  };
}

const of = ({ zoom }, operation) => zoom.requests.filter((one) => one.operation === operation);

for (const mpm of ['event', 'prefork']) {
  describe(`HTTP/1.1 under ${mpm}`, () => {
    let course;
    before(async () => { course = await startCourse({ mpm }); });
    after(() => course.campus.stop());
    beforeEach(() => {
      course.campus.zoom.faults.clear();
      course.campus.zoom.requests.length = 0;
    });

    test('a read that hangs is given up', async () => {
      const { campus, amara, meeting } = course;
      campus.zoom.faults.add({ kind: 'hang', operation: 'getMeeting' });
      const leave = begin(amara, `${amara.courseUrl}/meetings/${meeting.id}/start`);
      const [call] = await until(() => of(campus, 'getMeeting').length && of(campus, 'getMeeting'),
        { what: 'the call' });
      assert.equal(call.ended, null);
      await leave();
      await until(() => call.ended, { what: 'the end of the call' });
    });

    test('what the browser sends beforehand is neither taken for leaving nor lost', async () => {
      const { campus, amara, meeting } = course;
      campus.zoom.latency = 700;    // long enough for some looks at the connection
      const url = new URL(`${amara.courseUrl}/meetings/${meeting.id}/start`);
      const request = `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n`
        + `Cookie: ${amara.browser.jar.header(url.href)}\r\n`;
      const socket = net.connect(Number(url.port), '127.0.0.1');
      let text = '';
      socket.on('data', (part) => { text += part; });
      socket.write(`${request}\r\n`);
      await until(() => of(campus, 'getMeeting').length, { what: 'the call' });
      socket.write(`${request}Connection: close\r\n\r\n`);
      await new Promise((resolve) => { socket.on('close', resolve); });
      campus.zoom.latency = 0;
      assert.equal(text.match(/^HTTP\/1\.1 302 /gm)?.length, 2, text);
    });

    test('whoever waits for the same list fetches it', async () => {
      const { campus, amara, tomas } = course;
      // the fetcher's call hangs, the next one does not
      campus.zoom.faults.add({ kind: 'hang', operation: 'listMeetings', times: 1 });
      const stale = Date.now() + 1100;
      await until(() => Date.now() > stale, { what: 'a list that is no longer fresh' });
      const leave = begin(amara, amara.viewUrl);
      await until(() => of(campus, 'listMeetings').length, { what: 'the call' });
      const waiting = readJson(tomas, tomas.viewUrl);
      await leave();
      const answer = await waiting;
      assert.equal(answer.status, 200, answer.body);
      assert.deepEqual(answer.json().warnings, []);
      assert.equal(of(campus, 'listMeetings').length, 2);
      assert.ok(of(campus, 'listMeetings')[0].ended, 'the first call was given up for it');
    });

    test('a write that was sent is finished', async () => {
      const { campus, amara, tomas } = course;
      campus.zoom.faults.add({ kind: 'delay', ms: 1500, operation: 'createMeeting' });
      const leave = new AbortController();
      const topic = `Left alone under ${mpm}`;
      const writing = amara.browser.post(`${amara.courseUrl}/meetings`, {
        json: meetingForm({ topic }),
        headers: { 'x-lti-zoom-csrf': amara.data.me.csrf, 'idempotency-key': topic },
        signal: leave.signal,
      });
      await until(() => of(campus, 'createMeeting').length, { what: 'the call' });
      leave.abort();
      await assert.rejects(writing, { name: 'AbortError' });
      const row = await until(async () => (
        (await readJson(tomas, tomas.viewUrl)).json().meetings.find((one) => (
          one.topic === topic && one.id))), { what: 'the meeting', every: 100 });
      assert.equal(campus.zoom.meetings.get(Number(row.id)).topic, topic);
      assert.equal(of(campus, 'createMeeting').length, 1);
    });
  });
}

test('HTTP/2: a stream that is cancelled ends its reads', async (t) => {
  const { campus, amara, meeting } = await startCourse({ tls: true, http2: true });
  t.after(() => campus.stop());
  campus.zoom.faults.add({ kind: 'hang', operation: 'getMeeting' });
  campus.zoom.requests.length = 0;
  const url = `${amara.courseUrl}/meetings/${meeting.id}/start`;
  const leave = beginStream(amara, url, campus.httpd.ca);
  const [call] = await until(() => of(campus, 'getMeeting').length && of(campus, 'getMeeting'),
    { what: 'the call' });
  assert.equal(call.ended, null);
  const end = await leave();
  await until(() => call.ended, { what: 'the end of the call' });
  end();
});

test('HTTP/1.1 with TLS: a browser that closes ends its reads', async (t) => {
  const { campus, amara, meeting } = await startCourse({ tls: true });
  t.after(() => campus.stop());
  campus.zoom.faults.add({ kind: 'hang', operation: 'getMeeting' });
  campus.zoom.requests.length = 0;
  const leave = begin(amara, `${amara.courseUrl}/meetings/${meeting.id}/start`);
  const [call] = await until(() => of(campus, 'getMeeting').length && of(campus, 'getMeeting'),
    { what: 'the call' });
  await leave();
  await until(() => call.ended, { what: 'the end of the call' });
});
