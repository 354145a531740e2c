// SPDX-License-Identifier: Apache-2.0
// Events of Zoom against a real httpd, on both databases: whose are taken, what each changes in the
// lists, and that order, repetition and retries do no harm.

import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventsUrl, startCampus } from '../lib/campus.js';
import { meetingForm, schedule } from '../lib/journey.js';
import { look, refused, view } from '../lib/course-calls.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';
import { createClient } from '../sandbox/zoom/client.js';

const HOST = 'amara.okafor@example.edu';
const MINUTE = 60_000;
const zoomTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const sign = (secret, timestamp, body) => (
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`);

/** A delivery by hand, every part of which may be wrong. */
async function post(campus, changes = {}) {
  const { zoom, base } = campus;
  const body = changes.body ?? JSON.stringify({
    event: 'meeting.started',
    event_ts: zoom.now(),
    payload: { account_id: zoom.account.id, object: { id: '999', ...changes.object } },
    ...changes.envelope,
  });
  const timestamp = changes.timestamp ?? String(Math.floor(Date.now() / 1000));
  const headers = {
    'content-type': 'application/json',
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': sign(changes.secret ?? zoom.webhooks.secret, timestamp, body),
    ...changes.headers,
  };
  for (const name of Object.keys(headers)) if (headers[name] === undefined) delete headers[name];
  const response = await fetch(changes.url ?? eventsUrl(base), {
    method: changes.method ?? 'POST', headers, body: changes.method === 'GET' ? undefined : body,
  });
  const text = await response.text();
  return {
    status: response.status, body: text, json: () => JSON.parse(text), headers: response.headers,
  };
}

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    let zoom;
    let host;
    let student;
    before(async () => {
      campus = await startCampus({ db, webhooks: true });
      ({ zoom } = campus);
      host = await enter({
        lms: campus.lms, person: 'amara', course: 'chemistry', browser: createBrowser(),
      });
      student = await enter({
        lms: campus.lms, person: 'asa', course: 'chemistry', browser: createBrowser(),
      });
    });
    after(() => campus.stop());
    afterEach(async () => {
      await zoom.webhooks.settled();
      const failed = zoom.webhooks.deliveries.filter(({ status }) => status !== 200);
      assert.deepEqual(failed.map(({ event, status }) => [event, status]), []);
      assert.deepEqual(zoom.violations, []);
    });

    const made = async (changes = {}, days = 1) => {
      const answer = await schedule(host, meetingForm(changes, days));
      assert.equal(answer.status, 201, answer.body);
      await zoom.webhooks.settled();
      return answer.json().meeting;
    };
    const rowOf = async (meeting, visitor = student) => (
      (await view(visitor, 'upcoming')).meetings.find(({ id }) => id === meeting.id));
    const statusOf = async (meeting) => (await rowOf(meeting))?.status;
    const lists = () => zoom.requests.filter(({ operation }) => operation === 'listMeetings').length;
    /** What the two lists look like is known, so that a call to Zoom would be seen. */
    const known = async () => {
      await view(student, 'upcoming');
      await view(host, 'upcoming');
      return lists();
    };

    test('an event that is signed is taken, one that is not is refused', async () => {
      const ok = await post(campus);
      assert.deepEqual([ok.status, ok.body], [200, '']);
      const refusals = [
        [{ secret: 'guessed' }, 401, 'webhook_signature'],
        [{ headers: { 'x-zm-signature': undefined } }, 401, 'webhook_signature'],
        [{ headers: { 'x-zm-signature': 'v0=' } }, 401, 'webhook_signature'],
        [{ headers: { 'x-zm-request-timestamp': undefined } }, 401, 'webhook_signature'],
        [{ headers: { 'x-zm-request-timestamp': String(Math.floor(Date.now() / 1000) - 1) } },
          401, 'webhook_signature'],
      ];
      for (const [changes, status, kind] of refusals) {
        refused(await post(campus, changes), status, kind);
      }
      assert.equal((await post(campus)).status, 200);
    });

    test('signed too long ago or ahead is refused, in seconds and in milliseconds', async () => {
      const stamp = (seconds, unit) => (
        { timestamp: String(Math.floor((Date.now() / 1000 + seconds) * unit)) });
      for (const unit of [1, 1000]) {
        for (const seconds of [-290, 0, 290]) {
          assert.equal((await post(campus, stamp(seconds, unit))).status, 200);
        }
        for (const seconds of [-310, 310]) {
          refused(await post(campus, stamp(seconds, unit)), 401, 'webhook_time');
        }
      }
    });

    test('the address proves that it knows the secret', async () => {
      assert.equal(await zoom.webhooks.validate(eventsUrl(campus.base)), true);
      const plainToken = randomBytes(16).toString('base64url');
      const proof = await post(campus, {
        envelope: { event: 'endpoint.url_validation', payload: { plainToken } },
      });
      assert.equal(proof.status, 200);
      assert.deepEqual(proof.json(), {
        plainToken,
        encryptedToken: createHmac('sha256', zoom.webhooks.secret).update(plainToken).digest('hex'),
      });
      const unsigned = await post(campus, {
        envelope: { event: 'endpoint.url_validation', payload: { plainToken } }, secret: 'guessed',
      });
      refused(unsigned, 401, 'webhook_signature');
      assert.ok(!unsigned.body.includes('encryptedToken'));
    });

    test('only of the account, and only where there is one', async () => {
      refused(await post(campus, { url: `${campus.base}/webhook/other` }), 404, 'webhook_nowhere');
      refused(await post(campus, { url: `${campus.base}/webhook/` }), 404, 'not_found');
      const foreign = { payload: { account_id: 'another', object: { id: '1' } } };
      refused(await post(campus, { envelope: foreign }), 403, 'webhook_account');
      refused(await post(campus, { method: 'GET' }), 405, 'method_not_allowed');
    });

    test('what is no event is refused in words', async () => {
      refused(await post(campus, { headers: { 'content-type': 'text/plain' } }), 415,
        'content_type');
      refused(await post(campus, { headers: { 'content-type': undefined } }), 415, 'content_type');
      for (const body of ['{', '[]', 'null', '{"event":"meeting.started"}',
        '{"event":"a","event":"b","payload":{}}']) {
        refused(await post(campus, { body }), 400, 'malformed');
      }
      refused(await post(campus, { body: '' }), 400, 'malformed');
      const large = JSON.stringify({ event: 'x', payload: {}, more: 'x'.repeat(300 * 1024) });
      refused(await post(campus, { body: large }), 413, 'body_too_large');
      const charset = { 'content-type': 'application/json; charset=utf-8' };
      assert.equal((await post(campus, { headers: charset })).status, 200);
    });

    test('a body is proved before it is read: bytes that are no JSON need a signature', async () => {
      refused(await post(campus, { body: '{"a":', secret: 'guessed' }), 401, 'webhook_signature');
    });

    test('events of no interest are answered and change nothing', async () => {
      for (const event of ['phone.ringing', 'meeting.participant_left', 'webinar.started']) {
        assert.equal((await post(campus, { envelope: { event } })).status, 200);
      }
    });

    test('what starts and ends at Zoom shows at once, without a call', async () => {
      const meeting = await made();
      const before = await known();
      assert.equal(await statusOf(meeting), 'waiting');
      zoom.startMeeting(meeting.id);
      await zoom.webhooks.settled();
      const row = await rowOf(meeting);
      assert.equal(row.status, 'started');
      assert.equal(row.uuid, zoom.meetings.get(Number(meeting.id)).uuid);
      zoom.endMeeting(meeting.id);
      await zoom.webhooks.settled();
      assert.equal(await statusOf(meeting), 'waiting');
      assert.equal(lists(), before);
    });

    test('in whatever order the events come, the last one counts', async () => {
      const meeting = await made();
      const before = await known();
      zoom.webhooks.hold();
      zoom.startMeeting(meeting.id);
      await until(() => zoom.now() > zoom.meetings.get(Number(meeting.id)).live.start + 10,
        { what: 'another millisecond' });
      zoom.endMeeting(meeting.id);
      await zoom.webhooks.release('backward');
      assert.equal(await statusOf(meeting), 'waiting');
      zoom.startMeeting(meeting.id);
      await zoom.webhooks.settled();
      assert.equal(await statusOf(meeting), 'started');
      zoom.endMeeting(meeting.id);
      await zoom.webhooks.settled();
      assert.equal(lists(), before);
    });

    test('the same delivery three times is one', async () => {
      const meeting = await made();
      await known();
      const object = { id: Number(meeting.id), topic: 'Told thrice' };
      const at = zoom.now();
      await zoom.webhooks.send('meeting.updated', { scope: 'all', object }, { at, times: 3 });
      assert.equal((await rowOf(meeting)).topic, 'Told thrice');
      const client = await createClient(zoom);
      await client.call('PATCH', `/meetings/${meeting.id}`, { json: { topic: 'Told after that' } });
      await zoom.webhooks.settled();
      const last = await zoom.webhooks.send('meeting.updated', { scope: 'all', object }, { at });
      assert.equal(last.status, 200);
      assert.equal((await rowOf(meeting)).topic, 'Told after that');
    });

    test('a change at Zoom shows at once, without a call when the event says all', async () => {
      const meeting = await made();
      const before = await known();
      const client = await createClient(zoom);
      const start_time = zoomTime(Date.now() + 3000 * MINUTE);
      const json = { topic: 'Moved by the host', start_time, duration: 30 };
      const { status } = await client.call('PATCH', `/meetings/${meeting.id}`, { json });
      assert.equal(status, 204);
      await zoom.webhooks.settled();
      const row = await rowOf(meeting);
      assert.deepEqual([row.topic, row.start_time, row.duration],
        ['Moved by the host', start_time, 30]);
      assert.equal(lists(), before);

      // A passcode is never told to us, but it is in the link: one call.
      await client.call('PATCH', `/meetings/${meeting.id}`, { json: { password: 'n3wPass' } });
      await zoom.webhooks.settled();
      await known();
      const join = await look(student, `meetings/${meeting.id}/join`);
      const link = (await client.call('GET', `/meetings/${meeting.id}`)).body.join_url;
      assert.equal(join.location, link);
      assert.notEqual(link, meeting.join_url);
    });

    test('of a series one date runs, goes, or moves', async () => {
      const series = await made({
        type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: 4 },
      });
      const rows = async () => (
        (await view(student, 'upcoming')).meetings.filter(({ id }) => id === series.id));
      const looks = () => zoom.requests.filter(({ operation }) => operation === 'getMeeting').length;
      const calls = () => lists() + looks();
      await known();
      const before = calls();
      const first = await rows();
      assert.equal(first.length, 4);
      zoom.startMeeting(series.id);
      await zoom.webhooks.settled();
      assert.deepEqual((await rows()).map(({ status }) => status),
        ['started', 'waiting', 'waiting', 'waiting']);
      assert.equal((await rows())[0].uuid, zoom.meetings.get(Number(series.id)).uuid);
      zoom.endMeeting(series.id);
      await zoom.webhooks.settled();
      assert.deepEqual((await rows()).map(({ status }) => status),
        ['waiting', 'waiting', 'waiting', 'waiting']);

      const client = await createClient(zoom);
      const date = (i) => ({ query: { occurrence_id: first[i].occurrence_id } });
      await client.call('DELETE', `/meetings/${series.id}`, date(1));
      await zoom.webhooks.settled();
      assert.deepEqual((await rows()).map(({ occurrence_id: id }) => id),
        [0, 2, 3].map((i) => first[i].occurrence_id));
      assert.equal(calls(), before, 'none of this is asked for');

      const start_time = zoomTime(Date.parse(first[3].start_time) + 90 * MINUTE);
      await client.call('PATCH', `/meetings/${series.id}`, { ...date(3), json: { start_time } });
      await zoom.webhooks.settled();
      assert.ok((await rows()).some((row) => row.start_time === start_time));
      assert.equal((await rows()).length, 3);
      assert.ok(calls() > before);
    });

    test('what is deleted at Zoom is gone at once, and back when it is recovered', async () => {
      const meeting = await made();
      const before = await known();
      const record = zoom.meetings.get(Number(meeting.id));
      const client = await createClient(zoom);
      await client.call('DELETE', `/meetings/${meeting.id}`);
      await zoom.webhooks.settled();
      const row = await rowOf(meeting);
      assert.equal(row.status, 'gone');
      assert.deepEqual(row.actions.filter((one) => one === 'join' || one === 'start'), []);
      assert.equal(lists(), before);
      zoom.meetings.set(record.id, record);
      await zoom.webhooks.send('meeting.recovered', { meeting: record });
      assert.equal(await statusOf(meeting), 'waiting');
    });

    test('a meeting that the host makes at Zoom is among all their meetings at once', async () => {
      const own = async () => (await view(host, 'upcoming?scope=all')).meetings.map(({ id }) => id);
      await own();
      const { id } = zoom.addMeeting(HOST, {
        topic: 'Made in the portal', type: 2, start_time: zoomTime(Date.now() + 60 * MINUTE),
        duration: 30, timezone: 'UTC',
      });
      await zoom.webhooks.settled();
      assert.ok((await own()).includes(String(id)));
      assert.equal(await rowOf({ id: String(id) }), undefined, 'and in no course');
    });

    test('who is deactivated at Zoom may not schedule any more, at once', async () => {
      const permissions = async () => (await view(host, 'upcoming')).me.permissions;
      assert.deepEqual(await permissions(), ['schedule']);
      zoom.changeUser(HOST, { status: 'inactive' });
      await zoom.webhooks.settled();
      const shown = await view(host, 'upcoming');
      assert.deepEqual(shown.me.permissions, []);
      assert.deepEqual(shown.warnings.map(({ code }) => code), ['zoom_user_inactive']);
      zoom.changeUser(HOST, { status: 'active' });
      await zoom.webhooks.settled();
      assert.deepEqual(await permissions(), ['schedule']);
    });

    test('participants and registrants leave no trace in the database', async () => {
      const meeting = await made();
      await known();
      zoom.startMeeting(meeting.id);
      const stay = zoom.joinMeeting(meeting.id, {
        name: 'Trace Less', email: 'traceless@elsewhere.org',
      });
      zoom.leaveMeeting(meeting.id, stay);
      zoom.endMeeting(meeting.id);
      await zoom.webhooks.settled();
      await until(async () => await statusOf(meeting) === 'waiting', { what: 'its end' });
      assert.equal(zoom.webhooks.deliveries.filter(({ body }) => body.includes('Trace')).length, 2);
      assert.doesNotMatch(campus.httpd.errorLog(), /Trace Less|traceless/);
      assert.doesNotMatch(await dump(campus), /Trace Less|traceless/);
    });
  });
}

/** All rows of all tables as text. */
async function dump({ httpd, postgres }) {
  if (!postgres) {
    const { readFileSync, readdirSync } = await import('node:fs');
    return readdirSync(`${httpd.root}/data`)
      .map((name) => readFileSync(`${httpd.root}/data/${name}`, 'latin1')).join('\n');
  }
  const names = await postgres.query(
    "select tablename from pg_tables where schemaname = 'public' order by 1");
  const rows = [];
  for (const name of names.trim().split('\n')) {
    rows.push(await postgres.query(`select * from ${name}`));
  }
  return rows.join('\n');
}
