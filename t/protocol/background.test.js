// SPDX-License-Identifier: Apache-2.0
// The background task in a real httpd: a token when it starts, missing scopes by name, a meeting of
// uncertain fate found without anybody's help, with and without mod_watchdog, in one process.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { journey, meetingForm, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { childrenOf, until } from '../lib/processes.js';

async function start(t, options) {
  const campus = await startCampus(options);
  t.after(() => campus.stop());
  return campus;
}

const asked = (campus, operation) => (
  campus.zoom.requests.filter((one) => one.operation === operation).length);

const lines = (campus, tag) => (
  campus.httpd.errorLog().split('\n').filter((line) => line.includes(`${tag}:`)));

const enterAs = (campus, person) => enter({
  lms: campus.lms, person, course: 'chemistry', browser: createBrowser({ keepAlive: false }),
});

async function listOf(visitor) {
  const answer = await readJson(visitor, `${visitor.courseUrl}/upcoming`);
  assert.equal(answer.status, 200, answer.body);
  return answer.json().meetings;
}

describe('when httpd starts', { concurrency: true }, () => {
  for (const mpm of ['event', 'worker', 'prefork']) {
    test(`${mpm}: one process gets the token, which all use`, async (t) => {
      const campus = await start(t, { httpd: { mpm } });
      assert.equal(asked(campus, 'token'), 1);
      assert.equal(lines(campus, 'LZ0721').length, 1, 'one process');
      assert.match(lines(campus, 'LZ0724')[0], /account main: there is a token/);
      await journey(campus, { keepAlive: false });
      assert.equal(asked(campus, 'token'), 1);
    });
  }

  test('the scopes that the app lacks are named, and the rest works', async (t) => {
    const campus = await start(t, {
      zoom: {
        scopes: ['user:read:user:admin', 'user:read:settings:admin', 'user:read:list_schedulers:admin',
          'user:read:list_assistants:admin', 'meeting:read:list_meetings:admin',
          'meeting:read:invitation:admin', 'meeting:write:meeting:admin',
          'meeting:update:meeting:admin', 'meeting:delete:meeting:admin'],
      },
      httpd: { expectedLog: [/LZ058[234]|LZ0303/] },
    });
    const named = ['LZ0582', 'LZ0583', 'LZ0584'].flatMap((tag) => lines(campus, tag)).join('\n');
    assert.match(named, /account main/);
    assert.match(named, /meeting:read:meeting:admin \(no [^)]*showing and starting a meeting/);
    assert.match(named, /cloud_recording:read:list_user_recordings:admin/);
    assert.doesNotMatch(named, /meeting:write:meeting:admin/);
    const status = await createBrowser().get(`${campus.base}/status`);
    const [{ scopes_missing: missing }] = status.json().accounts;
    assert.deepEqual(missing.filter(({ need }) => need === 'core').map(({ scope }) => scope),
      ['meeting:read:meeting:admin']);
    assert.ok(status.json().attention.some((one) => /meeting:read:meeting:admin/.test(one)));
    assert.deepEqual(await listOf(await enterAs(campus, 'amara')), []);
  });

  test('Zoom does not answer: httpd serves, and stops, without waiting for it', async (t) => {
    const campus = await startCampus({
      zoom: { tokenLifetime: 600 }, server: { LTIZoomBackground: 'Off' },
    });
    t.after(() => campus.stop());
    // The same httpd again, now with the task, and Zoom's OAuth hanging from the beginning.
    campus.zoom.faults.add({ kind: 'hang', operation: 'token' });
    const second = await startCampus({
      zoom: campus.zoom, httpd: { logLevel: 'warn', expectedLog: [/LZ0300/] },
    });
    try {
      await until(() => asked(campus, 'token') > 0, { what: 'a token request' });
      const keys = await createBrowser().get(`${second.base}/keys`);
      assert.equal(keys.status, 200);
    } finally {
      await second.stop();
    }
  });

  test('wrong credentials: said once, and not again every few seconds', async (t) => {
    const campus = await start(t, {
      account: { LTIZoomClientID: 'somebody-else' }, httpd: { expectedLog: [/LZ0302/] },
    });
    const before = asked(campus, 'token');
    assert.equal(before, 1);
    const page = await createBrowser().get(`${campus.base}/status`, {
      headers: { accept: 'text/html' },
    });
    assert.match(page.body, /There is no Zoom token for account main/);
    assert.equal(lines(campus, 'LZ0302').length, 1);
  });

  test('Off: nothing is asked before somebody comes', async (t) => {
    const campus = await start(t, { server: { LTIZoomBackground: 'Off' } });
    await createBrowser().get(`${campus.base}/keys`);
    assert.equal(asked(campus, 'token'), 0);
    assert.deepEqual(lines(campus, 'LZ0721'), []);
    await journey(campus);
    assert.equal(asked(campus, 'token'), 1);
  });
});

describe('a meeting of which Zoom did not say whether it was made', { concurrency: true }, () => {
  for (const db of ['sqlite', 'pgsql']) {
    test(`${db}: is in the list, without anybody asking for it again`, async (t) => {
      const campus = await start(t, { db, httpd: { expectedLog: [/LZ0311/] } });
      const host = await enterAs(campus, 'amara');
      campus.zoom.faults.add({ kind: 'reset', operation: 'createMeeting', after: true, times: 1 });
      const answer = await schedule(host, meetingForm({ topic: 'Lost answer' }));
      assert.equal(answer.status, 504, answer.body);
      const rows = (await listOf(host)).filter(({ topic }) => topic === 'Lost answer');
      assert.equal(rows.length, 1);

      await until(() => lines(campus, 'LZ0725').length === 1, {
        what: 'the meeting to be found', deadline: 60_000,
      });
      const [row, ...more] = (await listOf(host)).filter(({ topic }) => topic === 'Lost answer');
      assert.deepEqual(more, []);
      assert.match(row.id, /^\d+$/);
      assert.equal(row.host.name, host.data.me.name);
      assert.equal(asked(campus, 'createMeeting'), 1);
      assert.ok((await listOf(await enterAs(campus, 'asa'))).some(({ id }) => id === row.id));
    });
  }

  test('by the next process, when the one that sent it was killed', async (t) => {
    const campus = await start(t, {
      server: { LTIZoomTimeout: '4' }, httpd: { expectedLog: [/LZ0311/] },
    });
    const host = await enterAs(campus, 'amara');
    campus.zoom.faults.add({ kind: 'delay', ms: 1000, operation: 'createMeeting', after: true, times: 1 });
    const going = assert.rejects(schedule(host, meetingForm({ topic: 'Orphan' })), { code: 'ECONNRESET' });
    await until(() => asked(campus, 'createMeeting') === 1, { what: 'the call' });
    for (const pid of childrenOf(campus.httpd)) process.kill(pid, 'SIGKILL');
    await going;
    await until(async () => (
      (await listOf(host)).some(({ topic, id }) => topic === 'Orphan' && /^\d+$/.test(id))
    ), { what: 'the meeting in the list', every: 500, deadline: 60_000 });
    assert.equal(asked(campus, 'createMeeting'), 1);
  });
});

test('a graceful restart: the task goes on in the new processes', async (t) => {
  const campus = await start(t);
  await campus.httpd.graceful();
  await until(() => lines(campus, 'LZ0721').length === 2, { what: 'a round after the restart' });
  assert.ok(asked(campus, 'token') <= 2);
  await journey(campus, { keepAlive: false });
});
