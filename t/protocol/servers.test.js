// SPDX-License-Identifier: Apache-2.0
// The same way through the product on every kind of httpd that a campus may run.

import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { journey } from '../lib/journey.js';

for (const mpm of ['event', 'worker', 'prefork']) {
  test(`the journey under the ${mpm} MPM`, async (t) => {
    const campus = await startCampus({ httpd: { mpm } });
    t.after(() => campus.stop());
    await journey(campus);
  });
}

test('the journey on mod_ssl', async (t) => {
  const campus = await startCampus({ httpd: { tls: true } });
  t.after(() => campus.stop());
  assert.match(campus.base, /^https:/);
  await journey(campus);
});

/** One request over HTTP/2: {status, headers, body}. */
function get(session, path, headers) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': path, ...headers });
    let answer;
    let body = '';
    stream.setEncoding('utf8');
    stream.on('response', (fields) => { answer = fields; });
    stream.on('data', (part) => { body += part; });
    stream.on('end', () => resolve({ status: answer[':status'], headers: answer, body }));
    stream.on('error', reject);
  });
}

for (const mpm of ['event', 'worker']) {
  test(`views over HTTP/2 under the ${mpm} MPM on mod_ssl`, async (t) => {
    const campus = await startCampus({ httpd: { mpm, tls: true, http2: true } });
    t.after(() => campus.stop());
    const { host, meeting } = await journey(campus);

    const session = http2.connect(campus.httpd.url, { ca: campus.httpd.ca, servername: 'localhost' });
    t.after(() => session.close());
    const { pathname } = new URL(host.viewUrl);
    const headers = { cookie: host.browser.jar.header(host.viewUrl), accept: 'application/json' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => (
      get(session, pathname, headers))));
    assert.equal(session.alpnProtocol, 'h2');
    for (const { status, body } of answers) {
      assert.equal(status, 200, body);
      assert.ok(JSON.parse(body).meetings.some((one) => one.id === meeting.id));
    }
    assert.equal((await get(session, pathname, { accept: 'application/json' })).status, 401);
  });
}
