// SPDX-License-Identifier: Apache-2.0
// Placing Zoom in a course with a real browser, inside the LMS's frame: an instructor chooses, the
// LMS shows the link, a student follows it.

import { after, afterEach, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { openTool, startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { meetingForm, schedule } from '../lib/journey.js';
import { enter } from '../lib/launch.js';
import { hasFocus } from './lib/focus.js';

const { topic: TOPIC } = meetingForm();

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([startCampus(), startBrowser()]);
  const visit = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  assert.equal((await schedule(visit)).status, 201);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});
afterEach(() => {
  campus.lms.deepLinking = {};
  campus.lms.placed.length = 0;
});

// Somebody on the way to place something: their page, the tool's frame in it.
async function goPlacing(person = 'amara') {
  const visit = await browser.open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  const { page } = visit;
  await page.goto(campus.lms.url);
  await page.locator(`button[name=person][value=${person}]`).click();
  await page.goto(`${campus.lms.url}/courses/chemistry`);
  const button = page.getByRole('button', { name: 'Add Zoom to a module' });
  if (person === 'amara') await button.click();
  else await page.goto(`${campus.lms.url}/courses/chemistry/place`);
  const frame = page.frameLocator('iframe[title=Zoom]');
  return { ...visit, frame, button };
}

async function leave(visit) {
  assert.deepEqual(visit.problems, []);
  assert.deepEqual(campus.lms.violations, []);
  await visit.close();
}

const placedTitles = () => campus.lms.placed.map(({ title }) => title);

test('an instructor places a meeting; a student follows the link to it', async () => {
  const amara = await goPlacing();
  await amara.frame.getByRole('heading', { level: 1, name: 'Add Zoom to your course' }).waitFor();
  await amara.shot('deep-linking-1-offer');
  await amara.frame.getByLabel(TOPIC).check();
  await amara.frame.getByRole('button', { name: 'Add', exact: true }).click();
  await amara.page.waitForURL(`${campus.lms.url}/courses/chemistry`);
  await amara.page.getByRole('link', { name: TOPIC }).waitFor();
  await amara.shot('deep-linking-2-placed');
  await leave(amara);

  const asa = await browser.open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  await openTool(asa.page, campus.lms, 'asa', 'chemistry');
  await asa.page.goto(`${campus.lms.url}/courses/chemistry`);
  await asa.page.getByRole('link', { name: TOPIC }).click();
  const meeting = asa.page.frameLocator('iframe[title=Zoom]');
  await meeting.getByRole('heading', { level: 1, name: TOPIC }).waitFor();
  await meeting.getByRole('link', { name: `Join ${TOPIC}, opens Zoom in a new tab` }).waitFor();
  await asa.shot('deep-linking-3-student');
  await leave(asa);
});

test('several at once, by keyboard alone', async () => {
  const amara = await goPlacing();
  const all = amara.frame.getByLabel('All meetings of this course');
  await all.focus();
  await amara.page.keyboard.press('Space');
  await amara.page.keyboard.press('Tab');
  await amara.page.keyboard.press('Space');
  await amara.page.keyboard.press('Enter');
  await amara.page.waitForURL(`${campus.lms.url}/courses/chemistry`);
  assert.deepEqual(placedTitles(), ['Zoom', TOPIC]);
  await leave(amara);
});

test('a change of mind leads back and places nothing', async () => {
  const amara = await goPlacing();
  await amara.frame.getByLabel(TOPIC).check();
  await amara.frame.getByRole('button', { name: 'Cancel' }).click();
  await amara.page.waitForURL(`${campus.lms.url}/courses/chemistry`);
  await amara.button.waitFor();
  assert.deepEqual(placedTitles(), []);
  await leave(amara);
});

test('where one is taken, one can be chosen; choosing nothing is said', async () => {
  campus.lms.deepLinking = { accept_multiple: false };
  const amara = await goPlacing();
  const add = amara.frame.getByRole('button', { name: 'Add', exact: true });
  await add.click();
  await amara.frame.getByText('Choose what to add.').waitFor();
  const all = amara.frame.getByRole('radio', { name: 'All meetings of this course' });
  assert.ok(await hasFocus(all));
  await all.check();
  await amara.frame.getByRole('radio', { name: TOPIC }).check();
  assert.equal(await all.isChecked(), false);
  await add.click();
  await amara.page.waitForURL(`${campus.lms.url}/courses/chemistry`);
  assert.deepEqual(placedTitles(), [TOPIC]);
  await leave(amara);
});

test('where no links are taken the person reads why, and has a way back', async () => {
  campus.lms.deepLinking = { accept_types: ['html'] };
  const amara = await goPlacing();
  await amara.frame.getByText('takes no links to tools in this place').waitFor();
  await amara.frame.getByRole('button', { name: 'Back to your course' }).click();
  await amara.frame.getByRole('alert').filter({ hasText: 'takes no links' }).waitFor();
  assert.deepEqual(placedTitles(), []);
  await leave(amara);
});

test('a student is taken back, and the LMS says why', async () => {
  const asa = await goPlacing('asa');
  await asa.frame.getByRole('alert').filter({ hasText: 'people who host' }).waitFor();
  assert.deepEqual(placedTitles(), []);
  await leave(asa);
});

test('a refusal is read on the page, and what was chosen is kept', async () => {
  const amara = await goPlacing();
  await amara.frame.getByLabel(TOPIC).check();
  await amara.page.route('**/select', (route) => route.abort());
  await amara.frame.getByRole('button', { name: 'Add', exact: true }).click();
  await amara.frame.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor();
  await amara.page.unroute('**/select');
  await amara.frame.getByRole('button', { name: 'Add', exact: true }).click();
  await amara.page.waitForURL(`${campus.lms.url}/courses/chemistry`);
  assert.deepEqual(placedTitles(), [TOPIC]);
  amara.problems.splice(0, 1);
  await leave(amara);
});
