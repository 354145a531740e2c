// SPDX-License-Identifier: Apache-2.0
// The way to Zoom: TLS with HTTP/2 where it is offered, few connections, an HTTP proxy.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { journey, readJson, schedule } from '../lib/journey.js';
import { enter } from '../lib/launch.js';
import { startProxy, startZoomFront } from '../lib/zoom-front.js';
import { startZoom } from '../sandbox/zoom/index.js';

const FAILED = /LZ(0300|0332|0700)/;

/** A campus whose Zoom is behind TLS under `name`: {campus, zoom, front}. */
async function startBehindTls(t, name, { front: how, server, trusted = true, httpd } = {}) {
  const zoom = await startZoom();
  t.after(() => zoom.stop());
  const front = await startZoomFront(zoom, [name], how);
  t.after(() => front.stop());
  const campus = await startCampus({
    zoom,
    account: { LTIZoomAPIBase: `${front.base(name)}/v2`, LTIZoomOAuthBase: front.base(name) },
    server: { LTIZoomCAFile: trusted ? 'zoom-ca.pem' : undefined, ...server },
    httpd: { ...httpd, prepare: (root) => copyFileSync(front.caFile, path.join(root, 'zoom-ca.pem')) },
  });
  t.after(() => campus.stop());
  return { campus, zoom, front };
}

const versions = (front) => [...new Set(front.requests.map(({ version }) => version))];

describe('TLS', () => {
  test('HTTP/2 is spoken where it is offered, and connections are kept', async (t) => {
    // one process, so that warm connections can be counted
    const { campus, zoom, front } = await startBehindTls(t, 'localhost', { httpd: { debug: true } });
    const { host, meeting } = await journey(campus);
    assert.deepEqual(versions(front), ['2.0']);
    const before = front.connections;
    for (let i = 0; i < 10; i += 1) {
      const start = await readJson(host, `${host.courseUrl}/meetings/${meeting.id}/start`);
      assert.equal(start.status, 302, start.body);
    }
    assert.equal(front.connections, before, 'warm connections served');
    assert.deepEqual(zoom.violations, []);
  });

  test('calls of one request share one connection', async (t) => {
    const { campus, front } = await startBehindTls(t, 'localhost', {
      server: { LTIZoomFreshness: '1' }, httpd: { debug: true },
    });
    const visits = [];
    for (const person of ['amara', 'tomas']) {
      visits.push(await enter({ lms: campus.lms, person, course: 'chemistry' }));
      assert.equal((await schedule(visits.at(-1))).status, 201);
    }
    const lists = () => front.requests.filter(({ path: at }) => /users\/.*\/meetings$/.test(at)).length;
    const before = front.connections;
    const seen = lists();
    // until a view finds both lists stale
    while (lists() < seen + 2) {
      assert.equal((await readJson(visits[0], visits[0].viewUrl)).status, 200);
    }
    assert.equal(front.connections, before);
    assert.deepEqual(versions(front), ['2.0']);
  });

  test('HTTP/1.1 where nothing else is offered', async (t) => {
    const { campus, front } = await startBehindTls(t, 'localhost', { front: { http2: false } });
    await journey(campus);
    assert.deepEqual(versions(front), ['1.1']);
  });

  test('a certificate that nobody trusts: nothing is sent', async (t) => {
    const { campus, front } = await startBehindTls(t, 'localhost', { trusted: false });
    campus.httpd.expect(FAILED);
    const visit = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
    assert.deepEqual(visit.data.warnings.map(({ code }) => code), ['zoom_stale']);
    const answer = await schedule(visit);
    assert.equal(answer.status, 503, answer.body);
    assert.equal(answer.json().error.kind, 'zoom_unavailable');
    assert.deepEqual(front.requests, []);
  });
});

describe('LTIZoomProxy', () => {
  // a name that only the proxy can resolve
  const NAME = 'api.zoom.test';

  test('leads to Zoom by CONNECT, and TLS is with Zoom', async (t) => {
    const proxy = await startProxy();
    t.after(() => proxy.stop());
    const { campus, front, zoom } = await startBehindTls(t, NAME, {
      server: { LTIZoomProxy: proxy.url },
    });
    await journey(campus);
    assert.ok(proxy.connects.length > 0);
    assert.deepEqual([...new Set(proxy.connects)], [`${NAME}:${front.port}`]);
    assert.equal(proxy.others, 0);
    assert.deepEqual(versions(front), ['2.0']);
    assert.deepEqual(zoom.violations, []);
  });

  test('that refuses or is silent: what is stored is shown', async (t) => {
    const proxy = await startProxy();
    t.after(() => proxy.stop());
    const { campus } = await startBehindTls(t, NAME, {
      server: { LTIZoomProxy: proxy.url, LTIZoomTimeout: '4', LTIZoomFreshness: '1' },
    });
    campus.httpd.expect(FAILED);
    const { host, meeting } = await journey(campus);
    for (const trouble of ['refusing', 'silent']) {
      proxy[trouble] = true;
      await campus.httpd.graceful();      // no warm connection is left
      const detail = await readJson(host, `${host.courseUrl}/meetings/${meeting.id}`);
      assert.equal(detail.status, 200, detail.body);
      assert.deepEqual(detail.json().warnings.map(({ code }) => code), ['zoom_stale']);
      assert.equal(detail.json().meeting.topic, meeting.topic);
      proxy[trouble] = false;
    }
  });

  test('is not asked for hosts of LTIZoomNoProxy, nor for this machine', async (t) => {
    const proxy = await startProxy();
    t.after(() => proxy.stop());
    const { campus } = await startBehindTls(t, NAME, {
      server: { LTIZoomProxy: proxy.url, LTIZoomNoProxy: 'lms.test zoom.test' },
    });
    campus.httpd.expect(FAILED);
    // without the proxy there is no such name; the LMS is on this machine, and is reached
    const visit = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
    assert.deepEqual(visit.data.warnings.map(({ code }) => code), ['zoom_stale']);
    assert.deepEqual(proxy.connects, []);
  });
});
