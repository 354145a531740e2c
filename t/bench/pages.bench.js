// SPDX-License-Identifier: Apache-2.0
// A cached view against a static file of the same size on the same httpd; a course with very many
// meetings against one with few; and how soon a browser can be used.

import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { enter } from '../lib/launch.js';
import { cast, meetingForm, schedule } from '../lib/journey.js';
import { addPast, courseWithMeetings, headersOf } from './lib/course.js';
import { documents, load, median, ratio } from './lib/load.js';

const MEETINGS = 10;
const VIEWS = ['upcoming', 'previous', 'recordings'];
const VIEW_SIZE = 4096;     // about that of a view with so many meetings

const SERIES = 6;           // together three hundred dates
const DATES = 50;

const VISITS = 9;

const TYPES = ['application/json', 'text/html'];

export async function run(report) {
  const campus = await startCampus({
    httpd: { ...documents({ 'static.json': 'x'.repeat(VIEW_SIZE) }), logLevel: 'warn' },
  });
  try {
    const { host, guest } = await courseWithMeetings(campus, MEETINGS);
    await addPast(campus, host, MEETINGS);
    for (const view of VIEWS) {
      await againstFile(report, campus, view, { 'an instructor': host, 'a student': guest });
    }
    await againstFew(report, host, await courseWithDates(campus));
    await usable(report, host);
  } finally {
    await campus.stop();
  }
}

async function againstFile(report, campus, view, people) {
  const fixed = () => load(`${campus.httpd.url}/static.json`);
  for (const [who, visit] of Object.entries(people)) {
    const url = `${visit.courseUrl}/${view}`;
    for (const accept of TYPES) {
      const headers = headersOf(visit, url, accept);
      const { body } = await visit.browser.get(url, { headers: { accept } });
      report({
        measure: `cached ${view} as ${accept} for ${who}`,
        value: await ratio(() => load(url, { headers }), fixed),
        unit: 'of the static rate',
        goal: '>= 0.5',
        reference: `static file of ${VIEW_SIZE} bytes, the view has ${Buffer.byteLength(body)}`,
      });
    }
  }
}

/** Enters the second course as instructor and schedules series of together three hundred dates. */
async function courseWithDates({ lms }) {
  const { instructor, course } = cast(lms);
  const other = Object.keys(lms.courses).find((key) => key !== course &&
    lms.courses[key].members[instructor] === 'instructor');
  const visit = await enter({ lms, person: instructor, course: other });
  for (let i = 1; i <= SERIES; i += 1) {
    const answer = await schedule(visit, {
      ...meetingForm({ topic: `Practical course, group ${i}` }, i), type: 8,
      recurrence: { type: 1, repeat_interval: 1, end_times: DATES },
    });
    if (answer.status !== 201) throw new Error(`scheduling: ${answer.status}\n${answer.body}`);
  }
  return visit;
}

async function againstFew(report, few, many) {
  for (const accept of TYPES) {
    const rate = (visit) => () => load(visit.viewUrl, {
      headers: headersOf(visit, visit.viewUrl, accept),
    });
    report({
      measure: `cached upcoming as ${accept} of ${SERIES * DATES} dates`,
      value: await ratio(rate(few), rate(many)),
      unit: 'times the time',
      goal: '< 3',
      reference: `the view of ${MEETINGS} meetings; of many it has the first ${DATES} rows`,
    });
  }
}

// In the page: notes when what an instructor came for can first be pressed.
function watch() {
  const look = new MutationObserver(() => {
    if (document.querySelector('main .bar a.primary')) {
      performance.mark('usable');
      look.disconnect();
    }
  });
  look.observe(document, { childList: true, subtree: true });
}

/**
 * From the page's answer on, so without its round trip, until the first button can be pressed: with
 * the files of the pages at hand, as in all visits but a person's first; and without.
 */
async function usable(report, visit) {
  const browser = await startBrowser();
  try {
    const { context, page } = await browser.open();
    await context.addCookies(visit.browser.jar.all().map(({ name, value, path }) => (
      { name, value, path, domain: 'localhost', secure: true, httpOnly: true })));
    await context.addInitScript(watch);
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    for (const [title, cold] of [['in a browser that was here before', false],
      ['in a new browser', true]]) {
      await network.send('Network.setCacheDisabled', { cacheDisabled: cold });
      const times = [];
      for (let i = 0; i <= VISITS; i += 1) times.push(await timeUntilUsable(page, visit.viewUrl));
      const [, ...counted] = times;
      report({
        measure: `upcoming is usable ${title}`,
        value: median(counted),
        unit: 'ms after its round trip',
        goal: '<= 100',
        reference: `median of ${VISITS}, ${Math.round(Math.min(...counted))} to ` +
          `${Math.round(Math.max(...counted))} ms`,
      });
    }
  } finally {
    await browser.stop();
  }
}

async function timeUntilUsable(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName('usable').length);
  return page.evaluate(() => performance.getEntriesByName('usable')[0].startTime -
    performance.getEntriesByType('navigation')[0].responseEnd);
}
