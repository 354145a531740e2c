// SPDX-License-Identifier: Apache-2.0
// Who teaches a course: asked of the LMS with a token of ours, shared by all, and never an error.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter } from '../lib/launch.js';
import { createListener } from '../sandbox/listener.js';
import { PEOPLE } from '../sandbox/lms/people.js';

const NAMES = ['Dr. Amara Okafor', 'Tomáš Lindqvist'];
const COLLEAGUES = [
  { name: 'Dr. Amara Okafor', email: 'amara.okafor@example.edu' },
  { name: 'Tomáš Lindqvist', email: 'tomas.lindqvist@example.edu' },
];

// What is known of a course is remembered: each test has an LMS of its own.
let campus;
let unused;
before(async () => {
  campus = await startCampus({
    lms: Array.from({ length: 22 }, (_, i) => ({ name: `LMS ${i + 1}` })),
    httpd: { expectedLog: [/LZ060[0-4]: /, /LZ0630: /] },
  });
  unused = [...campus.lmss];
});
after(() => campus.stop());

let lms;
beforeEach(() => {
  lms = unused.shift();
  assert.ok(lms, 'an LMS is left');
});

const count = (operation) => lms.requests.filter((one) => one.operation === operation).length;

const goes = (person = 'amara', course = 'chemistry') => enter({
  lms, person, course, browser: createBrowser({ keepAlive: false }),
});

async function instructors({ browser, courseUrl }) {
  const answer = await browser.get(`${courseUrl}/instructors`);
  assert.equal(answer.status, 200, answer.body);
  return answer.json();
}

const names = ({ instructors: list }) => list.map(({ name }) => name);

/** The roster cannot be had, and the page says so, with the cause in the log. */
async function unavailable(cause) {
  const answer = await instructors(await goes());
  assert.deepEqual(answer.instructors, []);
  assert.deepEqual(answer.warnings.map(({ code }) => code), ['roster_unavailable']);
  assert.match(answer.warnings[0].message, /[.]$/);
  assert.match(campus.httpd.errorLog(), cause);
}

test('instructors are named with their addresses', async () => {
  const answer = await instructors(await goes());
  assert.deepEqual(answer.instructors, COLLEAGUES);
  assert.deepEqual(answer.warnings, []);
  assert.ok(Math.abs(Date.parse(answer.as_of) - Date.now()) < 60_000);
  assert.deepEqual(lms.violations, []);
});

test('students are not told, nor is anybody without a session', async () => {
  const { browser, courseUrl } = await goes('asa');
  assert.equal((await browser.get(`${courseUrl}/instructors`)).status, 403);
  assert.equal((await createBrowser().get(`${courseUrl}/instructors`)).status, 401);
  assert.equal(count('token') + count('roster'), 0);
});

test('one token and one roster serve everybody', async () => {
  const visits = await Promise.all(Array.from({ length: 8 }, (_, i) => (
    goes(['amara', 'tomas'][i % 2]))));
  const answers = await Promise.all(visits.map(instructors));
  for (const answer of answers) assert.deepEqual(answer.instructors, COLLEAGUES);
  assert.equal(count('token'), 1);
  assert.equal(count('roster'), 1);
  assert.deepEqual(names(await instructors(await goes('amara', 'literature'))), [NAMES[0]]);
  assert.equal(count('token'), 1);
  assert.equal(count('roster'), 2);
});

test('Moodle forgets the role after the first page', async () => {
  lms.roster.pageSize = 1;
  assert.deepEqual(names(await instructors(await goes())), NAMES);
  assert.ok(count('roster') > 2, 'the later pages have students');
  assert.deepEqual(lms.violations, []);
});

test('Canvas has several links and roles of the institution', async () => {
  Object.assign(lms.roster, { style: 'canvas', pageSize: 1 });
  assert.deepEqual(names(await instructors(await goes())), NAMES);
  assert.equal(count('roster'), 2);
});

test('only who is active, each once', async () => {
  lms.roster.members = ([first, second]) => [
    first, { ...first, name: 'again' }, { ...second, status: 'Inactive' },
    { ...second, user_id: '77', status: 'Deleted' }, { user_id: '78', roles: ['Instructor'] },
  ];
  assert.deepEqual(await instructors(await goes()).then(({ instructors: list }) => list),
    [COLLEAGUES[0], { name: '', email: '' }]);
});

test('a token that the LMS has forgotten is replaced', async () => {
  await instructors(await goes());
  lms.tokens.clear();
  assert.deepEqual(names(await instructors(await goes('amara', 'literature'))), [NAMES[0]]);
  assert.equal(count('token'), 2);
  assert.equal(count('roster'), 3);
});

test('a token of type bearer in any letters', async () => {
  lms.services.tokenType = 'bearer';
  assert.deepEqual(names(await instructors(await goes())), NAMES);
});

test('the token and the assertion stand in no log', async () => {
  await instructors(await goes());
  const [token] = lms.tokens.keys();
  const [jti] = lms.assertions;
  const log = campus.httpd.errorLog();
  assert.ok(!log.includes(token) && !log.includes(jti));
});

test('the next page on another host does not see the token', async () => {
  const seen = [];
  const thief = await createListener((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  Object.assign(lms.roster, { pageSize: 1, next: () => `http://localhost:${thief.port}/members` });
  const answer = await instructors(await goes());
  await thief.close();
  assert.deepEqual(names(answer), [NAMES[0]]);
  assert.deepEqual(answer.warnings.map(({ code }) => code), ['roster_incomplete']);
  assert.deepEqual(seen, []);
});

test('pages in a circle end', async () => {
  Object.assign(lms.roster, {
    pageSize: 1, next: () => `${lms.url}/services/courses/41/members?type_id=1&from=1&limit=1`,
  });
  const answer = await instructors(await goes());
  assert.deepEqual(names(answer), NAMES);
  assert.deepEqual(answer.warnings.map(({ code }) => code), ['roster_incomplete']);
  assert.equal(count('roster'), 2);
});

test('an LMS that offers no roster', async () => {
  lms.roster.offered = false;
  await unavailable(/LZ0604: .*switch Names and Role Provisioning on/);
  assert.equal(count('token'), 0);
});

test('a roster that is not granted', async () => {
  lms.services.granted = () => [];
  await unavailable(/LZ0602: .*switch that service on for this tool/);
});

test('a roster on a private address is not asked for', async () => {
  const { browser, courseUrl } = await enter({
    lms, person: 'amara', course: 'chemistry', browser: createBrowser({ keepAlive: false }),
    claims: (claims) => {
      claims['https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'] = {
        context_memberships_url: 'http://10.0.0.7/members', service_versions: ['2.0'],
      };
    },
  });
  const answer = await instructors({ browser, courseUrl });
  assert.deepEqual(answer.warnings.map(({ code }) => code), ['roster_unavailable']);
  assert.equal(count('token'), 0);
});

const WEATHER = [
  ['the token endpoint refuses', () => { lms.services.audience = 'https://another.example'; },
    /LZ0601: .*invalid_client.*LTIZoomTokenAudience/],
  ['the token is of an unknown type', () => { lms.services.tokenType = 'mac'; },
    /LZ0603: .*token_type/],
  ['the token endpoint is down', () => lms.faults.add({ operation: 'token', kind: 'reset' }),
    /LZ0600: /],
  ['the roster is down', () => lms.faults.add({ operation: 'roster', kind: 'status', status: 503 }),
    /LZ0600: .*status 503/],
  ['the roster is no JSON', () => lms.faults.add({ operation: 'roster', kind: 'notjson' }),
    /LZ0603: .*roster cannot be read/],
];
for (const [name, happen, cause] of WEATHER) {
  test(`${name}: a warning`, async () => {
    happen();
    await unavailable(cause);
  });
}

test('a failure is shared for a while, the page stays up', async () => {
  lms.faults.add({ operation: 'token', kind: 'status', status: 500 });
  await unavailable(/LZ0600: .*status 500/);
  await instructors(await goes('tomas'));
  assert.equal(count('token'), 1);
});

test('the audience of assertions is the one of the directive', async () => {
  const other = await startCampus({
    lms: { people: PEOPLE },
    platforms: [{ LTIZoomTokenAudience: 'https://api.brightspace.example/auth/token' }],
  });
  lms = other.lms;
  lms.services.audience = 'https://api.brightspace.example/auth/token';
  assert.deepEqual(names(await instructors(await goes())), NAMES);
  await other.stop();
});
