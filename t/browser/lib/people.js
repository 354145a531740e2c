// SPDX-License-Identifier: Apache-2.0
// People of a campus in front of the tool, inside the LMS's frame.

import assert from 'node:assert/strict';
import { openTool } from '../../lib/browser.js';

// enter(person, course, options) into a campus with that browser (of startBrowser()): somebody in
// front of the tool, { page, context, tool, shot(name), tab(name), done() }. `options` are
// playwright's for a context, `provoked` a pattern of the console errors that the test is about.
// done() asserts that there was no other.
export const entrance = (browser, campus, usual = {}) =>
  async (person, course = 'chemistry', { provoked = /^$/, ...options } = {}) => {
    const who = await browser.open({
      locale: 'en-GB', timezoneId: 'Europe/Berlin', ...usual, ...options,
    });
    const tool = await openTool(who.page, campus.lms, person, course);
    await tool.getByRole('heading', { level: 1 }).waitFor();
    return {
      ...who,
      tool,
      async tab(name) {
        await tool.getByRole('navigation').getByRole('link', { name, exact: true }).click();
        await tool.locator('nav a[aria-current]').getByText(name, { exact: true }).waitFor();
      },
      async done() {
        assert.deepEqual(who.problems.filter((each) => !provoked.test(each)), []);
        await who.close();
      },
    };
  };

// The rows of a list that show this.
export const row = (tool, topic) => tool.locator('.item').filter({ hasText: topic });

// The answer among those behind a row's "More".
export async function choose(item, words) {
  await item.locator('summary').click();
  await item.getByRole('button', { name: words }).click();
}

export const dialog = (tool) => tool.getByRole('dialog');

// The tab that a click on a link opens.
export async function opened(context, link) {
  const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
  return tab;
}

const DAY = 24 * 3_600_000;

// So many days from now, in the form of a date input.
export const inDays = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

// A meeting that was made at Zoom itself, so many days from now.
export const atZoom = (campus, topic, days, by = 'amara.okafor@example.edu', more = {}) => {
  const start = Date.now() + days * DAY;
  return campus.zoom.addMeeting(by, {
    topic, type: 2, start_time: `${new Date(start).toISOString().slice(0, 19)}Z`, duration: 50,
    timezone: 'Europe/Berlin', ...more,
  }, { start });
};
