// SPDX-License-Identifier: Apache-2.0
// The views of one thing in every state; and what holds for whole pages.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { DATE } from './lib/samples.js';
import { testEveryState } from './lib/every-state.js';
import { nameOf } from './lib/samples-views.js';
import { startVisits } from './lib/visit.js';

const VIEWS = {
  recording: `instructor/recordings/${nameOf(0)}`,
  'recording-kept': `instructor/recordings/${nameOf(4)}`,
  'recording-deleted-soon': `instructor/recordings/${nameOf(5)}`,
  'recording-student': `student/recordings/${nameOf(0)}`,
  'recording-stale': `stale/recordings/${nameOf(0)}`,
  'recording-scripts': `scripts/recordings/${nameOf(0)}`,
  room: 'instructor/room',
  'room-scripts': 'scripts/room',
  'room-empty': 'empty/room',
  'room-stale': 'stale/room',
  settings: 'instructor/settings',
  calendar: 'instructor/calendar',
  'calendar-student': 'student/calendar',
  'calendar-scripts': 'scripts/calendar',
  privacy: 'instructor/privacy',
  'privacy-student': 'student/privacy',
  schedule: 'instructor/schedule',
  'schedule-full': 'full/schedule',
  edit: 'full/meetings/91234567899/edit',
  'edit-date': `full/meetings/91234567899/edit?occurrence_id=${DATE}`,
  meeting: 'instructor/meetings/91234567890',
  'meeting-series': 'instructor/meetings/91234567899',
  'meeting-student': 'student/meetings/91234567890',
  'schedule-arabic': 'full/schedule?locale=ar',
  'meeting-arabic': 'instructor/meetings/91234567899?locale=ar',
  'schedule-japanese': 'full/schedule?locale=ja',
  select: 'instructor/select?request=sealed',
  'select-empty': 'empty/select?request=sealed',
  'select-obstacle': 'student/select?request=sealed',
  problem: '/problem',
};

let visits;
before(async () => { visits = await startVisits(); });
after(() => visits.stop());

testEveryState(VIEWS);

test('forced colours: what is current and what is live can still be told', async () => {
  const { page, shot, leave } = await visits.visit('instructor/upcoming', {
    forcedColors: 'active', reducedMotion: 'reduce',
  });
  await shot('page-upcoming-forced-colours');
  const border = await page.locator('nav a[aria-current]')
    .evaluate((tab) => getComputedStyle(tab).borderBlockEndColor);
  const paper = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  assert.notEqual(border, paper);
  await leave();
});

test('forced colours: switches are the browser\'s own, so their state is seen', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/recordings', {
    forcedColors: 'active', reducedMotion: 'reduce',
  });
  await shot('page-recordings-forced-colours');
  assert.equal(await page.getByRole('switch').first()
    .evaluate((one) => getComputedStyle(one).appearance), 'auto');
  assert.deepEqual(await axe(), []);
  await leave();
});

for (const view of ['upcoming', 'schedule', 'meetings/91234567890', 'meetings/91234567890/edit',
  'select?request=sealed', 'upcoming?scope=all', 'previous', 'recordings', `recordings/${nameOf(0)}`,
  'room', 'settings', 'calendar', 'privacy']) {
  test(`all modules are asked for at once: ${view}`, async () => {
    const { page, leave } = await visits.visit(`instructor/${view}`, { clock: false });
    const listed = await page.evaluate(() =>
      [...document.querySelectorAll('link[rel=modulepreload]')].map(({ href }) => href));
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource')
      .map(({ name }) => name).filter((name) => name.endsWith('.js')));
    const early = ['main.js', 'i18n.js', 'session.js', 'shell.js', 'texts.js', 'views.js'];
    const late = loaded.filter((name) => !listed.includes(name) &&
      !early.some((each) => name.endsWith(`/${each}`)));
    assert.deepEqual(late, []);
    assert.deepEqual(listed.filter((name) => !loaded.includes(name)), []);
    await leave();
  });
}

for (const view of ['upcoming', 'schedule', 'meetings/91234567890']) {
  test(`nothing moves after the page is drawn: ${view}`, async () => {
    const { page, leave } = await visits.visit(`full/${view}`, { clock: false });
    const shifts = await page.evaluate(() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          sum += entry.value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
    }));
    assert.equal(shifts, 0);
    await leave();
  });
}

test('what is said over the lower edge covers no button of a form', async () => {
  const { page, context, shot, leave } = await visits.visit('full/schedule', {
    viewport: { width: 320, height: 640 },
  });
  await context.setOffline(true);
  const toast = await page.locator('.toast .note').boundingBox();
  const foot = await page.locator('.foot').boundingBox();
  assert.ok(toast.y + toast.height <= foot.y, `${JSON.stringify(toast)} ${JSON.stringify(foot)}`);
  await shot('page-offline-320');
  await context.setOffline(false);
  await leave();
});
