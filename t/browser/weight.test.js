// SPDX-License-Identifier: Apache-2.0
// What each view weighs when it is the first thing that a browser opens: every byte that the module's
// own httpd sends over HTTP/2, headers and data with it, into an empty cache.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { until } from '../lib/processes.js';
import { seedCourses } from '../sandbox/demo-data.js';
import { DEMO_COURSES, DEMO_PEOPLE } from '../sandbox/demo-people.js';

const MOST = 60 * 1024;

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([startCampus({
    lms: { people: DEMO_PEOPLE, courses: DEMO_COURSES },
    httpd: {
      http2: true, tls: true, modules: ['deflate', 'filter'],
      directives: 'AddOutputFilterByType DEFLATE text/html application/json',
    },
  }), startBrowser()]);
  await seedCourses(campus);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

const knock = () => ({ lms: campus.lms, browser: createBrowser({ ca: campus.httpd.ca }) });

// The ways into the views of a course for somebody in it: { name: address }.
async function waysOf(visit) {
  const see = async (view) => JSON.parse((await visit.browser.get(`${visit.courseUrl}/${view}`, {
    headers: { accept: 'application/json' },
  })).body);
  const { meetings } = await see('upcoming');
  const { recordings } = await see('recordings');
  const hosts = visit.data.me.role === 'instructor';
  const meeting = meetings.find(({ actions }) => !hosts || actions.includes('edit'));
  return {
    upcoming: 'upcoming',
    previous: 'previous',
    recordings: 'recordings',
    ...(recordings.length && { recording: `recordings/${recordings[0].uuid}` }),
    meeting: `meetings/${meeting.id}`,
    calendar: 'calendar',
    privacy: 'privacy',
    ...(hosts && {
      schedule: 'schedule', edit: `meetings/${meeting.id}/edit`, room: 'room',
      settings: 'settings', import: 'upcoming?scope=all', 'import-past': 'previous?scope=all',
    }),
  };
}

// Opens an address in a browser that has seen nothing: { files, bytes }.
async function weigh(url, jar, locale) {
  const { context, page, problems } = await browser.open({ locale });
  await context.addCookies(jar.all().filter(({ host }) => host === new URL(url).hostname).map(
    ({ name, value, path }) => (
      { name, value, path, domain: 'localhost', secure: true, httpOnly: true })));
  const network = await context.newCDPSession(page);
  const waiting = new Set();
  const came = [];
  network.on('Network.requestWillBeSent', ({ requestId }) => waiting.add(requestId));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    waiting.delete(requestId);
    came.push(encodedDataLength);
  });
  await network.send('Network.enable');
  await page.goto(url);
  await page.locator('h1').waitFor();
  await until(() => waiting.size === 0, { what: `all files of ${url}` });
  await context.close();
  assert.deepEqual(problems.filter((each) => !/404/.test(each)), []); // a browser may want an icon
  return { files: came.length, bytes: came.reduce((sum, bytes) => sum + bytes, 0) };
}

async function weighAll(t, visit, ways, locale) {
  const tooHeavy = [];
  for (const [name, way] of Object.entries(ways)) {
    const { files, bytes } = await weigh(
      way.startsWith('https:') ? way : `${visit.courseUrl}/${way}`, visit.browser.jar, locale);
    assert.ok(files > 20 && bytes > 20_000, `${name}: the files were counted`);
    t.diagnostic(`${name}: ${(bytes / 1024).toFixed(1)} KB in ${files} files`);
    if (bytes > MOST) {
      tooHeavy.push(`${name}: ${bytes} bytes`);
    }
  }
  assert.deepEqual(tooHeavy, []);
}

// Who, where, in which language: a term with recordings; and fifty of three hundred dates, in the
// language whose files are the largest.
for (const [person, course, locale] of [
  ['amara', 'chemistry', 'en-GB'], ['asa', 'chemistry', 'en-GB'], ['amina', 'languages', 'ar'],
]) {
  test(`no view that ${person} opens first weighs more than 60 KB, in ${locale}`, async (t) => {
    const visit = await enter({ ...knock(), person, course });
    await weighAll(t, visit, await waysOf(visit), locale);
  });
}

test('nor does the page on which links are chosen', async (t) => {
  const answer = await launch({ ...knock(), person: 'amara', course: 'chemistry', placing: true });
  assert.equal(answer.status, 303);
  await weighAll(t, answer, { select: answer.location }, 'en-GB');
});
