// SPDX-License-Identifier: Apache-2.0
// What the tests of the simulated Zoom share: an account to themselves, a client of it, and the
// rule that no request breaks a rule unnoticed.

import assert from 'node:assert/strict';
import { after, afterEach, beforeEach } from 'node:test';
import { createClient } from './client.js';
import { startZoom } from './index.js';

export const DAY = 86_400_000;
export const HOST = 'amara.okafor@example.edu';
export const COLLEAGUE = 'tomas.lindqvist@example.edu';
export const BASIC_HOST = 'library@example.edu';

/** A moment in so many days, as Zoom writes it. */
export const inDays = (days) => new Date(Date.now() + days * DAY)
  .toISOString().replace(/\.\d+Z/, 'Z');

/** A UUID as it must stand in a path. */
export function uuidInPath(uuid) {
  const once = encodeURIComponent(uuid);
  return uuid.includes('/') ? encodeURIComponent(once) : once;
}

/**
 * Starts a Zoom that is as new before each test, and resolves to
 *
 *   zoom
 *   ask(method, path, {query, json})   {status, body}, with the scopes of `zoom.scopes`
 *   get(path, query)                   the body of a 200
 *   refusal(method, path, {...})       [status, code] of an answer above 399
 *   broken()                           the rules broken since it was last asked; what is left at
 *                                      the end of a test fails it
 */
export async function openZoom(options) {
  const zoom = await startZoom(options);
  let client;
  after(() => zoom.stop());
  beforeEach(async () => {
    zoom.reset();
    client = await createClient(zoom);
  });
  afterEach(() => assert.deepEqual(zoom.violations, []));

  const ask = (...call) => client.call(...call);
  return {
    zoom,
    ask,
    async renew() { client = await createClient(zoom); },
    async get(path, query) {
      const { status, body } = await ask('GET', path, { query });
      assert.equal(status, 200, `GET ${path}: ${JSON.stringify(body)}`);
      return body;
    },
    async refusal(...call) {
      const { status, body } = await ask(...call);
      assert.ok(status >= 400, `${call.slice(0, 2).join(' ')} was answered ${status}`);
      return [status, body.code];
    },
    broken: () => zoom.violations.splice(0).map(({ rule }) => rule),
  };
}
