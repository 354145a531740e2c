// SPDX-License-Identifier: Apache-2.0
// /zoom/status and /zoom/metrics: who may see them, what they say, and that they count exactly what
// was done, in several processes, through a killed child and a graceful restart.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { dayGoesOn } from '../lib/clock.js';
import { cast, journey, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';
import { readMetrics } from '../lib/prometheus.js';

const browser = createBrowser({ keepAlive: false });
const HTML = { accept: 'text/html' };

async function start(t, options) {
  const campus = await startCampus(options);
  t.after(() => campus.stop());
  return campus;
}

const get = (campus, what, headers = {}) => browser.get(`${campus.base}/${what}`, { headers });

async function statusOf(campus) {
  const answer = await get(campus, 'status');
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

async function metricsOf(campus) {
  const answer = await get(campus, 'metrics');
  assert.equal(answer.status, 200, answer.body);
  assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  return readMetrics(answer.body);
}

/** What must not be in any answer: secrets, tokens, people, courses, meetings. */
function assertDiscreet(campus, body, more = []) {
  const secret = (name) => readFileSync(path.join(campus.httpd.root, name), 'utf8').trim();
  const { zoom, lms } = campus;
  const words = [
    secret('secret'), secret('zoom-secret'), zoom.account.clientId, zoom.account.id,
    ...zoom.tokens.keys(), ...Object.values(lms.people ?? {}).flatMap(({ email, name }) => (
      [email, name])), ...more,
  ].filter(Boolean);
  assert.ok(words.length > 5);
  for (const word of words) assert.ok(!body.includes(word), `${word} is in the answer`);
}

describe('who may see it', { concurrency: true }, () => {
  test('local: this machine, and nobody whom a proxy here speaks for', async (t) => {
    const campus = await start(t);
    for (const what of ['status', 'metrics']) {
      assert.equal((await get(campus, what)).status, 200);
      for (const header of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via']) {
        const answer = await get(campus, what, { [header]: '203.0.113.9' });
        assert.equal(answer.status, 403, header);
        assert.equal(answer.json().error.kind, 'status_local');
        assert.equal(answer.json().error.tag, 'LZ0350');
      }
    }
    const page = await get(campus, 'status', { ...HTML, 'X-Forwarded-For': '127.0.0.1' });
    assert.equal(page.status, 403);
    assert.match(page.body, /LTIZoomStatus/);
    assert.equal((await browser.post(`${campus.base}/status`, { form: {} })).status, 405);
  });

  test('local behind mod_remoteip: the address that it finds counts', async (t) => {
    const campus = await start(t, {
      httpd: { modules: ['remoteip'] },
      directives: 'RemoteIPHeader X-Forwarded-For\nRemoteIPInternalProxy 127.0.0.1',
    });
    for (const [client, status] of [
      ['203.0.113.9', 403], ['10.0.0.1', 403], ['2001:db8::1', 403], ['::ffff:10.0.0.1', 403],
      ['127.0.0.53', 200], ['::1', 200],
    ]) {
      const answer = await get(campus, 'metrics', { 'X-Forwarded-For': client });
      assert.equal(answer.status, status, client);
    }
    assert.equal((await get(campus, 'metrics')).status, 200);
  });

  test("on: httpd's access control decides", async (t) => {
    const campus = await start(t, {
      httpd: { modules: ['authz_host', 'remoteip'] },
      server: { LTIZoomStatus: 'on' },
      directives: `RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 127.0.0.1
<LocationMatch "^/zoom/(status|metrics)$">
  Require ip 192.0.2.0/24
</LocationMatch>`,
    });
    for (const what of ['status', 'metrics']) {
      const from = (client) => get(campus, what, { 'X-Forwarded-For': client });
      assert.equal((await from('192.0.2.7')).status, 200);
      assert.equal((await from('203.0.113.9')).status, 403);
      assert.equal((await get(campus, what)).status, 403);
    }
    campus.httpd.expect(/AH01630/);
  });

  test('off: there is nothing', async (t) => {
    const campus = await start(t, { server: { LTIZoomStatus: 'off' } });
    for (const what of ['status', 'metrics']) {
      assert.equal((await get(campus, what)).status, 404);
      assert.equal((await get(campus, what, { ...HTML })).status, 404);
    }
  });
});

describe('what it says', { concurrency: true }, () => {
  test('a campus in order, in JSON and in words', async (t) => {
    const campus = await start(t, { account: { LTIZoomBudget: '40' } });
    const { meeting } = await journey(campus);
    const status = await statusOf(campus);
    assert.equal(status.view, 'status');
    assert.deepEqual(status.attention, []);
    assert.equal(status.ok, true);
    assert.deepEqual(status.cache, { ok: true, provider: 'shmcb' });
    assert.equal(status.database.ok, true);
    assert.equal(status.database.engine, 'sqlite3');
    assert.ok(status.database.schema_version >= 3);
    for (const part of ['mod_lti_zoom', 'httpd', 'APR', 'libcurl', 'json-c', 'OpenSSL']) {
      assert.match(status.parts[part], /\d+\.\d+/, part);
    }
    const [account] = status.accounts;
    assert.equal(account.name, 'main');
    assert.equal(account.plan, 'business');
    assert.equal(account.budget, 40);
    assert.equal(account.token.present, true);
    const [now, minted, until_] = [status.now, account.token.minted_at, account.token.used_until]
      .map((time) => Date.parse(time));
    assert.ok(minted <= now && now < until_, `${minted} ${now} ${until_}`);
    assert.equal(until_ - minted, (3600 - 300) * 1000);
    assert.ok(account.token.age >= 0 && account.token.age <= (now - minted) / 1000 + 1);
    assert.deepEqual(account.scopes_missing.filter(({ need }) => need === 'core'), []);
    assert.equal(account.limits.light.slots, 32, '40 per cent of 80 a second');
    assert.equal(account.limits.light.day_limit, null);
    assert.equal(account.limits.heavy.day_limit, 24_000);
    assert.equal(account.limits.heavy.used_today, 0);
    assert.equal(account.paused_until, null);
    assert.equal(account.webhooks, false);
    const [platform] = status.platforms;
    assert.deepEqual(platform.lti, ['1.3']);
    assert.ok(Date.parse(platform.keys.read_at) <= now);
    assert.equal(platform.keys.failures, 0);
    assert.ok(status.counts.some(({ metric, labels }) => (
      metric === 'launches_total' && labels.outcome === 'ok')));

    const page = await get(campus, 'status', HTML);
    assert.equal(page.status, 200);
    assert.match(page.headers['content-type'], /^text\/html/);
    assert.match(page.body, /All is well\./);
    for (const word of ['Zoom account main', 'meeting.create', 'lms1', 'sqlite3', 'shmcb']) {
      assert.ok(page.body.includes(word), word);
    }
    const text = JSON.stringify(status);
    const hidden = [meeting.topic, meeting.id, campus.lms.courses && cast(campus.lms).course];
    for (const body of [text, page.body, (await get(campus, 'metrics')).body]) {
      assertDiscreet(campus, body, hidden);
    }
  });

  test('the metrics say the same', async (t) => {
    const campus = await start(t);
    await journey(campus);
    const metrics = await metricsOf(campus);
    assert.equal(metrics.value('lti_zoom_database_up'), 1);
    assert.equal(metrics.value('lti_zoom_cache_up'), 1);
    assert.equal(metrics.value('lti_zoom_token_present', { account: 'main' }), 1);
    assert.equal(metrics.value('lti_zoom_scopes_missing', { account: 'main', need: 'core' }), 0);
    assert.ok(metrics.value('lti_zoom_platform_keys_read_timestamp_seconds', { platform: 'lms1' })
      > Date.now() / 1000 - 600);
    assert.equal(metrics.value('lti_zoom_uncounted_total'), 0);
    for (const name of ['zoom_calls_total', 'zoom_call_seconds', 'token_mints_total',
      'flights_total', 'launches_total', 'requests_total', 'request_seconds']) {
      assert.ok(metrics.families.has(`lti_zoom_${name}`), name);
    }
  });

  test("a day's limit, and a Zoom that is left alone", async (t) => {
    await dayGoesOn();
    const campus = await start(t, {
      server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: [/LZ03\d\d|LZ0008/] },
    });
    const { host } = await journey(campus);
    const fault = campus.zoom.faults.add({
      kind: 'status', status: 429, code: 429, operation: 'createMeeting',
      message: 'You have reached the maximum daily rate limit for this API.',
    });
    assert.equal((await schedule(host)).status, 503);
    fault.remove();
    const { medium } = (await statusOf(campus)).accounts[0].limits;
    const midnight = new Date(Date.now() + 24 * 3600 * 1000).setUTCHours(0, 0, 0, 0);
    assert.equal(Date.parse(medium.closed_until), midnight);
    assert.match((await get(campus, 'status', HTML)).body, /has used up today(&#39;|')s medium calls/);
    const closed = ['lti_zoom_budget_closed_until_timestamp_seconds', { account: 'main', label: 'medium' }];
    assert.equal((await metricsOf(campus)).value(...closed), midnight / 1000);
  });

  test('events of Zoom, and how late they came', async (t) => {
    const campus = await start(t, { webhooks: true });
    const { host } = await journey(campus);
    const lag = ['lti_zoom_webhook_lag_seconds_count', { account: 'main' }];
    const before = (await metricsOf(campus)).value(...lag);
    assert.equal((await schedule(host)).status, 201);
    await until(async () => (await metricsOf(campus)).value(...lag) === before + 1, {
      what: 'the event to be counted',
    });
    assert.equal((await statusOf(campus)).accounts[0].webhooks, true);
    assert.match((await get(campus, 'status', HTML)).body, /<dd>On\. \d+ events, on average/);
  });

  test('without its database it still says so', async (t) => {
    const campus = await start(t, {
      server: { DBDParams: '/nowhere/lti-zoom.db' },
      httpd: { expectedLog: [/LZ0400/, /LZ0990: .*DBDParams/, /AH00629|AH00633|AH00636/] },
    });
    const status = await statusOf(campus);
    assert.equal(status.ok, false);
    assert.equal(status.database.ok, false);
    assert.equal(status.database.error.tag, 'LZ0400');
    assert.match(status.attention[0], /database cannot be reached/);
    assert.match((await get(campus, 'status', HTML)).body, /It cannot be reached \(LZ0400\)/);
    assert.equal((await metricsOf(campus)).value('lti_zoom_database_up'), 0);
  });
});

const call = (operation, outcome) => (
  ['lti_zoom_zoom_calls_total', { account: 'main', operation, outcome }]);
const request = (view, status) => ['lti_zoom_requests_total', { view, status }];

/** By how much each of `names` moved while `doing` ran. */
async function moved(campus, names, doing) {
  const before = await metricsOf(campus);
  await doing();
  const after = await metricsOf(campus);
  return names.map((name) => after.value(...name) - before.value(...name));
}

describe('it counts', { concurrency: true }, () => {
  test('exactly what was done', async (t) => {
    const campus = await start(t);
    const { host, guest } = await journey(campus);
    const launches = ['lti_zoom_launches_total', { platform: 'lms1', outcome: 'ok' }];
    const seconds = ['lti_zoom_zoom_call_seconds_count', { account: 'main', operation: 'meeting.create' }];
    const sum = ['lti_zoom_zoom_call_seconds_sum', seconds[1]];
    const names = [
      call('meeting.create', 'ok'), call('meeting.create', 'refused'), call('token', 'ok'), seconds,
      request('POST /c/{course}/meetings', '2xx'), request('POST /c/{course}/meetings', '4xx'),
      request('GET /c/{course}/upcoming', '2xx'), launches,
    ];
    const before = (await metricsOf(campus)).value(...sum);
    campus.zoom.latency = 40;
    assert.deepEqual(await moved(campus, names, async () => {
      assert.equal((await schedule(host)).status, 201);
      assert.equal((await schedule(host)).status, 201);
      assert.equal((await schedule(guest)).status, 403);
      for (let i = 0; i < 3; i += 1) assert.equal((await readJson(host, host.viewUrl)).status, 200);
    }), [2, 0, 0, 2, 2, 1, 3, 0]);
    assert.ok((await metricsOf(campus)).value(...sum) - before >= 0.08, 'two calls of 40 ms');

    const { course, student } = cast(campus.lms);
    assert.deepEqual(await moved(campus, [launches], () => (
      enter({ lms: campus.lms, person: student, course }))), [1]);
    assert.deepEqual(await moved(campus, [
      ['lti_zoom_launches_total', { platform: 'unknown', outcome: 'launch_parameter' }],
      request('POST /launch', '4xx'), request('none', '4xx'),
    ], async () => {
      await browser.post(`${campus.base}/launch`, { form: { a: 'b' } });
      await get(campus, 'nowhere');
    }), [1, 1, 1]);
  });

  test('what Zoom refused, and what it did not answer', async (t) => {
    const campus = await start(t, {
      server: { LTIZoomBackground: 'Off' },
      httpd: { expectedLog: [/LZ0311/] },
    });
    const { host } = await journey(campus);
    const names = ['ok', 'refused', 'uncertain'].map((outcome) => call('meeting.create', outcome));
    campus.zoom.faults.add({
      kind: 'status', status: 400, operation: 'createMeeting', times: 1,
    });
    campus.zoom.faults.add({ kind: 'reset', operation: 'createMeeting', times: 1 });
    assert.deepEqual(await moved(campus, names, async () => {
      await schedule(host);
      await schedule(host);
      await schedule(host);
    }), [1, 1, 1]);
  });

  for (const mpm of ['event', 'prefork']) {
    test(`${mpm}: in all processes; a killed one, and a graceful restart, take nothing`, async (t) => {
      const campus = await start(t, {
        httpd: {
          mpm,
          global: 'LogFormat "%P %U" pid\nCustomLog logs/processes.log pid',
        },
      });
      const served = () => (
        readFileSync(path.join(campus.httpd.root, 'logs/processes.log'), 'utf8').trim().split('\n')
          .filter((line) => line.endsWith('/zoom/keys')).map((line) => line.split(' ')[0]));
      const name = request('GET /keys', '2xx');
      let asked = 0;
      const crowd = async () => {
        const answers = await Promise.all(Array.from({ length: 40 }, () => get(campus, 'keys')));
        for (const { status } of answers) assert.equal(status, 200);
        asked += answers.length;
      };
      await until(async () => {
        await crowd();
        return new Set(served()).size >= 2;
      }, { what: 'two processes' });
      assert.equal((await metricsOf(campus)).value(...name), asked);

      const [child] = served();
      process.kill(Number(child), 'SIGKILL');
      await until(() => !existsSync(`/proc/${child}`), { what: 'the end of a child' });
      await crowd();
      assert.equal((await metricsOf(campus)).value(...name), asked);

      const since = 'lti_zoom_counting_since_timestamp_seconds';
      const before = (await metricsOf(campus)).value(since);
      await campus.httpd.graceful();
      await crowd();
      const after = await metricsOf(campus);
      assert.equal(after.value(...name), asked);
      assert.equal(after.value(since), before);
    });
  }
});

describe('mod_status', { concurrency: true }, () => {
  const SECTION = '<Location "/server-status">\n  SetHandler server-status\n  Require local\n</Location>';
  const pageOf = (campus, query) => browser.get(`${new URL(campus.base).origin}/server-status${query}`);

  test('has a section, and lines of its ?auto form', async (t) => {
    const campus = await start(t, {
      httpd: { modules: ['status', 'authz_host'] }, directives: SECTION,
    });
    const { meeting } = await journey(campus);
    const auto = await pageOf(campus, '?auto');
    assert.equal(auto.status, 200);
    const lines = Object.fromEntries(auto.body.split('\n').filter((line) => /^LTIZoom/.test(line))
      .map((line) => /^(\w+): (\d+)$/.exec(line).slice(1)));
    assert.equal(lines.LTIZoomLaunches, '2');
    assert.equal(lines.LTIZoomLaunchesRefused, '0');
    assert.equal(lines.LTIZoomTokens, '1');
    assert.ok(Number(lines.LTIZoomCalls) >= 3, auto.body);
    assert.ok(Number(lines.LTIZoomRequests) >= 8, auto.body);
    assert.equal(lines.LTIZoomCallsFailed, '0');

    const before = Number(lines.LTIZoomRequests);
    await get(campus, 'keys');
    const again = await pageOf(campus, '?auto');
    assert.match(again.body, new RegExp(`^LTIZoomRequests: ${before + 1}$`, 'm'));
    const page = await pageOf(campus, '');
    assert.match(page.body, /<h2>mod_lti_zoom<\/h2>\n<table>\n<tr><th scope="row">Launches<\/th><td>2</);
    assert.match((await pageOf(campus, '?notable')).body, /<dt>Launches: 2<\/dt>/);
    // mod_status itself shows the addresses of requests, and with them what stands in those.
    const ours = page.body.slice(page.body.indexOf('mod_lti_zoom</h2>'));
    assertDiscreet(campus, auto.body, [meeting.topic]);
    assertDiscreet(campus, ours.slice(0, ours.indexOf('</table>')), [meeting.topic, meeting.id]);
  });
});
