// SPDX-License-Identifier: Apache-2.0
// The key sets of LMSs: fetched once for all, again when a key is new, used while an LMS is down.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, launch } from '../lib/launch.js';

const WEATHER = [
  ['answers 500', { kind: 'status', status: 500 }, 'status 500'],
  ['answers 404', { kind: 'status', status: 404 }, 'status 404'],
  ['answers with a page', { kind: 'html', status: 200 }, 'no usable key set'],
  ['answers what is no JSON', { kind: 'notjson' }, 'no usable key set'],
  ['breaks off', { kind: 'half' }, 'LTIZoomKeysURL'],
  ['cuts the connection', { kind: 'reset' }, 'LTIZoomKeysURL'],
  ['never answers', { kind: 'hang' }, 'LTIZoomKeysURL'],
];

// What is known of an LMS's keys is remembered, good or bad: each test has LMSs of its own.
const SPARE = 8;
let campus;
let unused;
before(async () => {
  const lms = Array.from({ length: WEATHER.length + SPARE }, (_, i) => ({ name: `LMS ${i + 1}` }));
  campus = await startCampus({ lms });
  unused = [...campus.lmss];
});
after(() => campus.stop());

const newLms = () => {
  const lms = unused.shift();
  assert.ok(lms, 'an LMS is left');
  return lms;
};

const fetches = (lms) => lms.requests.filter(({ operation }) => operation === 'keys').length;

const launchFrom = (lms, changes = {}) => launch({
  lms, person: 'amara', course: 'chemistry', browser: createBrowser({ keepAlive: false }),
  ...changes,
});

async function arrives(lms, changes) {
  const answer = await launchFrom(lms, changes);
  assert.equal(answer.status, 303, answer.body);
}

function isRefused(answer, tag, phrase) {
  assert.equal(answer.status, 401, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line?.includes(phrase), line);
}

const refused = async (lms, tag, phrase, changes) => (
  isRefused(await launchFrom(lms, changes), tag, phrase));

/** A launch that is ready to be posted, by calling the result. */
async function heldLaunch(lms, changes) {
  let posted;
  const { browser } = await launchFrom(lms, {
    ...changes,
    form: (fields) => { posted = new URLSearchParams(fields); return ''; },
  });
  return () => browser.post(`${campus.base}/launch`, { form: posted });
}

/**
 * Fifty launches with keys that nobody knows, all posted at the same moment; they are made before,
 * so that the LMS, in this process too, has time to answer when it is asked for its keys.
 */
async function storm(lms) {
  const posts = [];
  for (let i = 0; i < 50; i += 1) posts.push(await heldLaunch(lms, unknownKey()));
  for (const answer of await Promise.all(posts.map((post) => post()))) {
    isRefused(answer, 'LZ0111', 'no key of that kid');
  }
}

const unknownKey = () => ({
  header: (header) => ({ ...header, kid: randomBytes(8).toString('hex') }),
});

test('one fetch serves every process', async () => {
  const lms = newLms();
  await Promise.all(Array.from({ length: 12 }, () => arrives(lms)));
  assert.equal(fetches(lms), 1);
});

test('a rotated key works at once, for everybody', async () => {
  const lms = newLms();
  await arrives(lms);
  await lms.rotateKeys({ keepOld: false });
  await Promise.all(Array.from({ length: 12 }, () => arrives(lms)));
  assert.equal(fetches(lms), 2);
});

test('a storm of unknown keys: 50 launches, 2 fetches at most', async () => {
  const lms = newLms();
  await arrives(lms);
  await storm(lms);
  assert.ok(fetches(lms) <= 2, `${fetches(lms)} fetches`);
  await arrives(lms);
});

test('the same storm before the first launch', async () => {
  const lms = newLms();
  await storm(lms);
  assert.ok(fetches(lms) <= 2, `${fetches(lms)} fetches`);
  await arrives(lms);
});

test('a key of the same name in another set does not count', async () => {
  const [first, second] = [newLms(), newLms()];
  await arrives(first);
  await refused(first, 'LZ0109', first.keysUrl, {
    sign: ({ header, claims }) => second.keys.sign({ ...header, kid: first.keys.current.kid },
      claims),
  });
});

for (const [name, fault, phrase] of WEATHER) {
  test(`an LMS that ${name}: 401, and try again`, async () => {
    const lms = newLms();
    const weather = lms.faults.add({ operation: 'keys', ...fault });
    await refused(lms, 'LZ0112', phrase);
    assert.equal(weather.hits, 1);
  });
}

test('an LMS that is down: 401, and try again', async () => {
  const lms = newLms();
  const post = await heldLaunch(lms);
  await lms.down();
  const answer = await post();
  assert.equal(answer.status, 401, answer.body);
  assert.equal(answer.json().error.tag, 'LZ0112');
  assert.match(answer.json().error.message, /Try again/);
});

test('known keys go on working while the LMS is down', async () => {
  const lms = newLms();
  await arrives(lms);
  const post = await heldLaunch(lms);
  await lms.down();
  const answer = await post();
  assert.equal(answer.status, 303, answer.body);
});
