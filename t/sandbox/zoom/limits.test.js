// SPDX-License-Identifier: Apache-2.0
// Rate limits: by label, by host, by person, and how each says when it is over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayGoesOn } from '../../lib/clock.js';
import { COLLEAGUE, HOST, inDays, openZoom } from './fixture.js';

await dayGoesOn();
const { zoom, ask, get } = await openZoom({ plan: 'business' });
const quick = (action) => { zoom.clockOffset += 1000; return action(); };

test('a hundred meetings are written for a host in a day, in Zoom\'s own words', async () => {
  const write = (host) => quick(() => ask('POST', `/users/${host}/meetings`, {
    json: { topic: 'One of many', start_time: inDays(1) },
  }));
  const { body: { id } } = await write(HOST);
  for (let i = 1; i < 100; i += 1) {
    const { status } = await quick(() => ask('PATCH', `/meetings/${id}`, { json: { topic: 'T' } }));
    assert.equal(status, 204);
  }
  const refused = await write(HOST);
  assert.equal(refused.status, 429);
  assert.deepEqual(refused.body, {
    code: 429,
    message: 'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests '
      + 'permitted for this particular user. You may resume these requests at GMT 00:00:00.',
  });
  assert.equal(refused.headers.get('retry-after'), null);
  assert.equal(refused.headers.get('x-ratelimit-type'), null);
  assert.equal((await write(COLLEAGUE)).status, 201);
  zoom.limits.useUpHost(await get(`/users/${COLLEAGUE}`));
  assert.equal((await write(COLLEAGUE)).status, 429);
});

test('a daily limit ends at midnight, and says so as a date, in seconds or never', async () => {
  const midnight = (Math.floor(zoom.now() / 86_400_000) + 1) * 86_400_000;
  zoom.limits.useUp('heavy');
  const answer = () => ask('GET', '/report/meetings/88888888888');
  const refused = await answer();
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get('x-ratelimit-type'), 'Daily-limit');
  assert.equal(Date.parse(refused.headers.get('retry-after')), midnight);
  zoom.limits.retryAfter = 'seconds';
  const seconds = Number((await answer()).headers.get('retry-after'));
  assert.ok(Math.abs(seconds - (midnight - zoom.now()) / 1000) < 2, `${seconds} s`);
  zoom.limits.retryAfter = 'none';
  assert.equal((await answer()).headers.get('retry-after'), null);
  assert.equal((await ask('GET', `/users/${HOST}`)).status, 200, 'another label');
  zoom.tokenLifetime = 1e6;
  zoom.clockOffset = midnight + 7_200_000 - Date.now();
  assert.equal((await answer()).body.code, 124, 'the token has not lasted, the limit has ended');
});

test('a person registers three times a day', async () => {
  const { body: { id } } = await ask('POST', `/users/${HOST}/meetings`, {
    json: { start_time: inDays(1), settings: { approval_type: 0 } },
  });
  const statuses = [];
  for (let i = 0; i < 4; i += 1) {
    const json = { first_name: 'Wei', email: 'wei@example.org' };
    statuses.push((await ask('POST', `/meetings/${id}/registrants`, { json })).status);
  }
  assert.deepEqual(statuses, [201, 201, 201, 429]);
});
