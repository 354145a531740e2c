// SPDX-License-Identifier: Apache-2.0
// What each view weighs when it is the first thing that a browser opens: every byte that the module's
// own httpd sends into an empty cache, headers and data with it. Over HTTP/2, where a header that is
// said again costs next to nothing, and over HTTP/1.1, where each file carries all of its own.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { until } from '../lib/processes.js';
import { DEMO_CAMPUS } from '../sandbox/demo-campus.js';
import { seedCourses } from '../sandbox/demo-data.js';

const MOST = 60 * 1024;

// What is more over HTTP/1.1: the form is of many files.
const MOST_OF_FORM = 72 * 1024;
const FORMS = ['schedule', 'edit', 'room'];

const mostOf = (name, protocol) =>
  (protocol === 'http/1.1' && FORMS.includes(name) ? MOST_OF_FORM : MOST);

const PROTOCOLS = { h2: { http2: true, tls: true }, 'http/1.1': { tls: true } };

const campuses = {};
let browser;
before(async () => {
  const start = async (protocol) => {
    const campus = await startCampus({
      ...DEMO_CAMPUS, webhooks: false, httpd: { ...DEMO_CAMPUS.httpd, ...PROTOCOLS[protocol] },
    });
    campuses[protocol] = campus;
    await seedCourses(campus);
  };
  browser = await startBrowser();
  await Promise.all(Object.keys(PROTOCOLS).map(start));
});
after(async () => {
  await browser?.stop();
  await Promise.all(Object.values(campuses).map((campus) => campus.stop()));
});

const knock = ({ lms, httpd }) => ({ lms, browser: createBrowser({ ca: httpd.ca }) });

const inAddresses = ({ uuid }) => Buffer.from(uuid).toString('base64url');

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
    ...(recordings.length && { recording: `recordings/${inAddresses(recordings[0])}` }),
    meeting: `meetings/${meeting.id}`,
    calendar: 'calendar',
    privacy: 'privacy',
    ...(hosts && {
      schedule: 'schedule', edit: `meetings/${meeting.id}/edit`, room: 'room',
      settings: 'settings', import: 'upcoming?scope=all', 'import-past': 'previous?scope=all',
    }),
  };
}

// Opens an address in a browser that has seen nothing: { files, bytes, protocols }.
async function weigh(url, jar, locale) {
  const { context, page, problems } = await browser.open({ locale });
  await context.addCookies(jar.all().filter(({ host }) => host === new URL(url).hostname).map(
    ({ name, value, path }) => (
      { name, value, path, domain: 'localhost', secure: true, httpOnly: true })));
  const network = await context.newCDPSession(page);
  const waiting = new Set();
  const came = [];
  const protocols = new Set();
  network.on('Network.requestWillBeSent', ({ requestId }) => waiting.add(requestId));
  network.on('Network.responseReceived', ({ response: { url: of, protocol } }) =>
    of.startsWith('https:') && protocols.add(protocol));
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
  return {
    files: came.length, bytes: came.reduce((sum, bytes) => sum + bytes, 0), protocols: [...protocols],
  };
}

async function weighAll(t, visit, ways, { locale, protocol }) {
  const tooHeavy = [];
  for (const [name, way] of Object.entries(ways)) {
    const { files, bytes, protocols } = await weigh(
      way.startsWith('https:') ? way : `${visit.courseUrl}/${way}`, visit.browser.jar, locale);
    assert.ok(files > 20 && bytes > 20_000, `${name}: the files were counted`);
    assert.deepEqual(protocols, [protocol], name);
    t.diagnostic(`${name}: ${(bytes / 1024).toFixed(1)} KB in ${files} files`);
    if (bytes > mostOf(name, protocol)) {
      tooHeavy.push(`${name}: ${bytes} bytes`);
    }
  }
  assert.deepEqual(tooHeavy, []);
}

for (const protocol of Object.keys(PROTOCOLS)) {
  // Who, where, in which language: a term with recordings; and fifty of three hundred dates, in the
  // language whose files are the largest.
  for (const [person, course, locale] of [
    ['amara', 'chemistry', 'en-GB'], ['asa', 'chemistry', 'en-GB'], ['amina', 'languages', 'ar'],
  ]) {
    test(`${protocol}: no view that ${person} opens first weighs too much, in ${locale}`,
      async (t) => {
        const visit = await enter({ ...knock(campuses[protocol]), person, course });
        await weighAll(t, visit, await waysOf(visit), { locale, protocol });
      });
  }

  test(`${protocol}: nor does the page on which links are chosen`, async (t) => {
    const answer = await launch({
      ...knock(campuses[protocol]), person: 'amara', course: 'chemistry', placing: true,
    });
    assert.equal(answer.status, 303);
    await weighAll(t, answer, { select: answer.location }, { locale: 'en-GB', protocol });
  });
}
