// SPDX-License-Identifier: Apache-2.0
// The page of a refusal outside a course is the server's, in English; a script says it in the
// language of the browser, the only one that is known there.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([
    startCampus({ httpd: { expectedLog: [/LZ0102: /, /LZ0002: /, /LZ0200: /] } }), startBrowser(),
  ]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

// The page at that address as a browser of that language shows it.
async function refused(address, locale) {
  const visit = await browser.open({ locale });
  await visit.page.goto(`${campus.base}${address}`);
  return {
    ...visit,
    async leave() {
      assert.deepEqual(visit.problems.filter((problem) => !/status of 40/.test(problem)), []);
      await visit.close();
    },
  };
}

const LOGIN = '/login';

test('a launch that is refused', async () => {
  const { page, shot, leave } = await refused(LOGIN, 'de-AT');
  await page.getByRole('heading', { name: 'Zoom lässt sich hier nicht öffnen' }).waitFor();
  await page.getByText('Die Lernplattform hat eine unvollständige Anfrage geschickt.').waitFor();
  assert.match(await page.locator('.help').textContent(), /^LZ0102 · /);
  assert.equal(await page.title(), 'Zoom lässt sich hier nicht öffnen');
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await shot('refused-de');
  await leave();
});

test('from right to left', async () => {
  const { page, shot, leave } = await refused(LOGIN, 'ar');
  await page.getByRole('heading', { name: 'لا يمكن فتح Zoom هنا' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await shot('refused-ar');
  await leave();
});

test('a course without a session, and what is nowhere', async () => {
  const course = await refused('/c/nowhere/upcoming', 'ja');
  await course.page.getByText('授業からもう一度 Zoom を開いてください。').waitFor();
  await course.leave();
  const nowhere = await refused('/nowhere', 'fr-CH');
  await nowhere.page.getByText('Il n’y a rien à cette adresse.').waitFor();
  await nowhere.leave();
});

test('English, and what no language is there for, stay as the server has written them', async () => {
  for (const locale of ['en-GB', 'nl']) {
    const { page, leave } = await refused(LOGIN, locale);
    await page.getByRole('heading', { name: 'Zoom cannot open here' }).waitFor();
    await page.getByText('The learning platform sent an incomplete request.').waitFor();
    await leave();
  }
});
