// SPDX-License-Identifier: Apache-2.0
// Every view fits into 320 px and bears large letters in every language, in regions that write the
// longest times.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { overflow } from './lib/every-state.js';
import { nameOf } from './lib/samples-views.js';
import { startVisits } from './lib/visit.js';

const LOCALES = ['en-US', 'de-DE', 'es-MX', 'fr-CA', 'ja-JP', 'ar-EG'];

const VIEWS = ['scripts/upcoming', 'instructor/upcoming?scope=all', 'instructor/previous',
  'instructor/recordings?q=lecture&from=2026-10-01&published=true',
  `instructor/recordings/${nameOf(4)}`, 'full/schedule', 'scripts/meetings/91234567895',
  'instructor/meetings/91234567899', 'instructor/room', 'instructor/settings',
  'instructor/calendar', 'instructor/privacy', 'instructor/select?request=sealed'];

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 760, height: 900 };

let visits;
before(async () => { visits = await startVisits(); });
after(() => visits.stop());

// What is seen beyond an edge of the window; the tabs scroll by themselves.
const outside = (page) => page.evaluate(() => [...document.querySelectorAll('main *')]
  .filter((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    return width > 1 && (left < -1 || right > innerWidth + 1) &&
      !each.closest('nav, .unseen') && each.checkVisibility({ contentVisibilityAuto: true });
  })
  .map((each) => each.outerHTML.slice(0, 80)));

// What one presses or switches and is of one word, but stands on several lines. Japanese may break
// anywhere.
const broken = (page) => page.evaluate(() =>
  [...document.querySelectorAll('main :is(button, .button, summary, .switch > span, nav a)')]
    .filter((each) => each.checkVisibility() &&
      !/[\s…\p{scx=Kana}\p{scx=Han}]/u.test(each.textContent.trim()))
    .filter((each) => {
      const range = document.createRange();
      range.selectNodeContents(each);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
    })
    .map((each) => each.textContent));

async function fits(path) {
  const { page, leave } = await visits.visit(path, { viewport: NARROW });
  assert.equal(await overflow(page), 0);
  assert.deepEqual(await outside(page), []);
  assert.deepEqual(await broken(page), [], 'within a word');
  const menus = page.locator('.menu summary');
  for (const menu of await menus.count() ? [menus.first(), menus.last()] : []) {
    await menu.click();
    await page.waitForFunction(() => {
      const { left, right } = document.querySelector('.menu[open] ul').getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
    await page.keyboard.press('Escape');
  }

  await page.setViewportSize(WIDE);
  await page.locator(':root').evaluate((html) => { html.style.fontSize = '200%'; });
  assert.equal(await overflow(page), 0, 'with letters twice as large');
  await leave();
}

for (const locale of LOCALES) {
  test(`every view fits, in ${locale}`, async (t) => {
    for (const view of VIEWS) {
      await t.test(view, () => fits(`${view}${view.includes('?') ? '&' : '?'}locale=${locale}`));
    }
  });
}
