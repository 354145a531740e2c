// SPDX-License-Identifier: Apache-2.0
// What holds for every view in every state: readable by everyone, in every width and light, and no
// request to anywhere else.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { DATE } from './lib/samples.js';
import { nameOf } from './lib/samples-views.js';
import { startVisits } from './lib/visit.js';

const VIEWS = {
  upcoming: 'instructor/upcoming',
  'upcoming-student': 'student/upcoming',
  'upcoming-empty': 'empty/upcoming',
  'upcoming-empty-student': 'empty-student/upcoming',
  'upcoming-scripts': 'scripts/upcoming',
  'upcoming-stale': 'stale/upcoming',
  'upcoming-many': 'many/upcoming',
  'upcoming-lead': 'lead/upcoming',
  import: 'instructor/upcoming?scope=all',
  'import-past': 'instructor/previous?scope=all',
  previous: 'instructor/previous',
  'previous-student': 'student/previous',
  'previous-empty': 'empty/previous',
  'previous-empty-student': 'empty-student/previous',
  'previous-scripts': 'scripts/previous',
  'previous-stale': 'stale/previous',
  'previous-many': 'many/previous',
  recordings: 'instructor/recordings',
  'recordings-student': 'student/recordings',
  'recordings-empty': 'empty/recordings',
  'recordings-empty-student': 'empty-student/recordings',
  'recordings-scripts': 'scripts/recordings',
  'recordings-stale': 'stale/recordings',
  'recordings-many': 'many/recordings',
  'recordings-filtered': 'instructor/recordings?q=lecture&from=2026-10-01&published=true',
  'recordings-nothing-found': 'instructor/recordings?q=nowhere',
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
  'upcoming-arabic': 'scripts/upcoming?locale=ar',
  'schedule-arabic': 'full/schedule?locale=ar',
  'meeting-arabic': 'instructor/meetings/91234567899?locale=ar',
  'upcoming-japanese': 'scripts/upcoming?locale=ja',
  'schedule-japanese': 'full/schedule?locale=ja',
  select: 'instructor/select?request=sealed',
  'select-empty': 'empty/select?request=sealed',
  'select-obstacle': 'student/select?request=sealed',
  problem: '/problem',
};

let visits;
before(async () => { visits = await startVisits(); });
after(() => visits.stop());

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [name, path] of Object.entries(VIEWS)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name}, ${colorScheme}: axe finds nothing`, async () => {
      const { page, axe, shot, leave } = await visits.visit(path, { colorScheme });
      await shot(`page-${name}-${colorScheme}`);
      assert.deepEqual(await axe(), []);
      assert.equal(await overflow(page), 0);
      await leave(/401/);
    });
  }

  test(`${name}: fits into 320 px, and reads from right to left`, async () => {
    const { page, axe, shot, leave } = await visits.visit(path, {
      viewport: { width: 320, height: 640 },
    });
    assert.equal(await overflow(page), 0);
    await shot(`page-${name}-320`);
    await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    assert.equal(await overflow(page), 0, 'from right to left');
    await shot(`page-${name}-320-rtl`);
    assert.deepEqual(await axe(), []);
    await leave(/401/);
  });
}

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
    const early = ['main.js', 'i18n.js', 'session.js', 'shell.js', 'views.js'];
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
