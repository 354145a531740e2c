// SPDX-License-Identifier: Apache-2.0
// A person in front of one of the sample pages: the clock stands still at the samples' moment, and
// whatever the page does wrong by itself fails the test.

import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startBrowser } from '../../lib/browser.js';
import { startPageServer } from './page-server.js';
import { NOW } from './samples.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const USUAL = {
  viewport: { width: 760, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Berlin',
};

const ALL_RULES = {
  type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

// What axe finds on a page, a line each: by all its rules, or by those of that name.
export async function axeOn(page, names) {
  const again = await page.evaluate(() => 'axe' in window);
  if (!again) {
    await page.evaluate(AXE);
  }
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), {
    runOnly: names ? { type: 'rule', values: names } : ALL_RULES,
    resultTypes: ['violations'],
    preload: !again, // the style sheets as text: they do not change
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

// Starts browser and pages: { server, visit(path, options), stop() }. visit() opens a view as
// "student/upcoming" in a context of its own, waits until it is drawn and resolves to
// { page, context, shot, axe(names), leave(provoked) }; leave() asserts that nothing went wrong but what
// the test provoked, a pattern of console errors. Beside playwright's options for a context, `clock:
// false` leaves the clock alone, and with it the browser's own measurements, which a stopped clock
// takes away.
export async function startVisits() {
  const server = await startPageServer();
  const browser = await startBrowser();

  async function visit(path, { clock = true, ...options } = {}) {
    const person = await browser.open({ ...USUAL, ...options });
    const { page, context, problems } = person;
    const foreign = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) {
        foreign.push(request.url());
      }
    });
    if (clock) {
      await page.clock.setFixedTime(NOW);
    }
    await page.goto(`${server.url}${path.startsWith('/') ? path : `/zoom/c/${path}`}`);
    await page.locator('h1').waitFor();

    return {
      page,
      context,
      shot: person.shot,

      axe: (names) => axeOn(page, names),

      async leave(provoked = /^$/) {
        await context.close();
        assert.deepEqual(problems.filter((each) => !provoked.test(each)), []);
        assert.deepEqual(foreign, [], 'requests to elsewhere');
      },
    };
  }

  return {
    server,
    visit,
    stop: () => Promise.all([browser.stop(), server.close()]),
  };
}

// startVisits() for the tests of a file: { server, visit(path, options) }. Each test begins with a
// server that answers as the samples do and has been told nothing.
export function useVisits() {
  const visits = {};
  before(async () => { Object.assign(visits, await startVisits()); });
  after(() => visits.stop());
  afterEach(() => {
    visits.server.answers.clear();
    visits.server.posts.length = 0;
    visits.server.writes.length = 0;
  });
  return visits;
}
