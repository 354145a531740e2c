// SPDX-License-Identifier: Apache-2.0
// What holds for a view in every state: readable by everyone, in every light, width and direction,
// with large letters, and no request to anywhere else.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startVisits } from './visit.js';

// What of axe's rules the colours decide.
const OF_LIGHT = ['color-contrast', 'link-in-text-block'];

// By how much a page is wider than its window, in px.
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// The view is opened once, and then seen in another light, at another size, from the other side.
async function seeEveryState(visits, name, path) {
  const { page, axe, shot, leave } = await visits.visit(path, { colorScheme: 'light' });
  const root = page.locator(':root');
  await shot(`page-${name}-light`);
  assert.deepEqual(await axe(), []);
  assert.equal(await overflow(page), 0);

  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(`page-${name}-dark`);
  assert.deepEqual(await axe(OF_LIGHT), [], 'in the dark');

  await root.evaluate((html) => { html.style.fontSize = '200%'; });
  assert.equal(await overflow(page), 0, 'with letters twice as large');
  await shot(`page-${name}-200`);

  await root.evaluate((html) => { html.style.fontSize = ''; });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await overflow(page), 0, 'in 320 px');
  await shot(`page-${name}-320`);

  await root.evaluate((html) => { html.dir = html.dir === 'rtl' ? 'ltr' : 'rtl'; });
  assert.equal(await overflow(page), 0, 'from the other side');
  await shot(`page-${name}-320-turned`);
  assert.deepEqual(await axe(), [], 'in 320 px');
  await leave(/401/);
}

/** One test per view of `views`, { name: address }. */
export function testEveryState(views) {
  let visits;
  before(async () => { visits = await startVisits(); });
  after(() => visits.stop());
  for (const [name, path] of Object.entries(views)) {
    test(`${name}: axe finds nothing, and all of it fits, with large letters too and into 320 px`,
      () => seeEveryState(visits, name, path));
  }
}
