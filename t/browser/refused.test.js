// SPDX-License-Identifier: Apache-2.0
// Pages that the server writes itself outside a course are in the language of the browser, the only
// one that is known there, whether or not it runs scripts.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter } from '../lib/launch.js';
import { axeOn } from './lib/visit.js';

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([
    startCampus({
      httpd: { expectedLog: [/LZ0102: /, /LZ0002: /, /LZ0200: /, /LZ0231: /, /LZ0610: /] },
    }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

// The page at that address as a browser of that language shows it.
async function refused(address, locale, options = {}) {
  const visit = await browser.open({ locale, ...options });
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
  assert.deepEqual(await axeOn(page), []);
  await shot('refused-de');
  await leave();
});

test('from right to left', async () => {
  const { page, shot, leave } = await refused(LOGIN, 'ar');
  await page.getByRole('heading', { name: 'لا يمكن فتح Zoom هنا' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  assert.deepEqual(await axeOn(page), []);
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

const CALENDAR = `/calendar/${'x'.repeat(43)}.ics`;
const REGISTER = '/register?openid_configuration=https%3A%2F%2Flms.example%2Fconfiguration';

test('the link of a calendar that is gone, and a registration that nobody may make', async () => {
  for (const [locale, direction, calendar, registration] of [
    ['de', null, 'Hinter diesem Link ist kein Kalender, oder keiner mehr.',
      'Lernplattformen können sich hier nicht selbst registrieren.'],
    ['ar', 'rtl', 'لا يوجد تقويم وراء هذا الرابط', 'لا يمكن للمنصات التعليمية أن تسجّل نفسها هنا.'],
  ]) {
    for (const [name, address, sentence] of [
      ['calendar', CALENDAR, calendar], ['registration', REGISTER, registration],
    ]) {
      const { page, shot, leave } = await refused(address, locale);
      await page.getByText(sentence).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), locale);
      assert.equal(await page.locator('html').getAttribute('dir'), direction);
      assert.deepEqual(await axeOn(page), []);
      await shot(`refused-${name}-${locale}`);
      await leave();
    }
  }
});

test('without scripts', async () => {
  const { page, leave } = await refused(LOGIN, 'es', { javaScriptEnabled: false });
  await page.getByRole('heading', { name: 'Zoom no se puede abrir aquí' }).waitFor();
  await leave();
});

// The course's page as a browser without scripts gets it after the launch of that person.
async function withoutScripts(person, locale) {
  const { browser: launched, viewUrl } = await enter({
    lms: campus.lms, person, course: 'chemistry', browser: createBrowser(),
  });
  const visit = await browser.open({ locale, javaScriptEnabled: false });
  await visit.context.addCookies(launched.jar.header(viewUrl).split('; ').map((cookie) => {
    const [name, value] = cookie.split(/=(.*)/s);
    return { name, value, url: viewUrl };
  }));
  await visit.page.goto(viewUrl);
  return visit;
}

test('without scripts a course says so in the language of the launch, else in the browser\'s', async () => {
  for (const [person, language, title, sentence] of [
    ['layla', 'ar', 'القادمة', 'تحتاج هذه الصفحة إلى JavaScript. فعّله في متصفحك ثم أعد تحميلها.'],
    ['asa', 'de', 'Anstehend', 'Diese Seite braucht JavaScript. Schalten Sie es in Ihrem Browser ein'],
  ]) {
    const { page, shot, problems, close } = await withoutScripts(person, 'de-DE');
    assert.ok((await page.locator('noscript p').textContent()).startsWith(sentence));
    assert.equal(await page.title(), `${title} · Organic Chemistry II`);
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    await shot(`without-scripts-${language}`);
    assert.deepEqual(problems, []);
    await close();
  }
});

test('English, and what no language is there for', async () => {
  for (const locale of ['en-GB', 'nl']) {
    const { page, leave } = await refused(LOGIN, locale);
    await page.getByRole('heading', { name: 'Zoom cannot open here' }).waitFor();
    await page.getByText('The learning platform sent an incomplete request.').waitFor();
    await leave();
  }
});
