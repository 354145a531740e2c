// SPDX-License-Identifier: Apache-2.0
// The whole way in a real browser, inside the LMS's frame: an instructor schedules a meeting, a
// student sees it, joins, and arrives at Zoom.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { openTool, screenshot, startBrowser, wayInto } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';

const TOPIC = 'Lecture 16: Sigmatropic shifts';

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([startCampus(), startBrowser()]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

// A day ahead at 10:15, in the form of a date input.
const tomorrow = () => new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);

// What follows a click that opens Zoom in a tab of its own.
async function opened(context, link) {
  const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await tab.waitForLoadState();
  return tab;
}

test('an instructor schedules; a student sees it, joins, and arrives at Zoom', async () => {
  const amara = await browser.open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  const course = await openTool(amara.page, campus.lms, 'amara', 'chemistry');
  await course.getByRole('heading', { level: 1, name: 'Organic Chemistry II' }).waitFor();
  await amara.shot('journey-1-instructor-upcoming');

  await course.getByRole('link', { name: 'Schedule a meeting' }).click();
  await course.getByLabel('Topic').fill(TOPIC);
  await course.getByLabel('Date').fill(tomorrow());
  await course.getByLabel('Starts').fill('10:15');
  await course.getByLabel('Minutes').fill('90');
  await course.getByLabel('Description').fill('Bring the model kit.');
  await amara.shot('journey-2-form');
  await course.getByRole('button', { name: 'Schedule meeting' }).click();
  await course.getByText(`Scheduled: ${TOPIC}`).waitFor();
  await amara.shot('journey-3-scheduled');

  await course.getByRole('link', { name: TOPIC, exact: true }).first().click();
  await course.getByText('Bring the model kit.').waitFor();
  await course.getByRole('button', { name: 'Copy: Link to join' }).waitFor();
  await amara.shot('journey-4-meeting');
  const meetings = [...campus.zoom.meetings.values()].filter(({ topic }) => topic === TOPIC);
  assert.equal(meetings.length, 1);

  const asa = await browser.open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  const student = await openTool(asa.page, campus.lms, 'asa', 'chemistry');
  const row = student.getByRole('listitem').filter({ hasText: TOPIC });
  await row.waitFor();
  assert.equal(await student.getByRole('link', { name: /^(Start|Schedule)/ }).count(), 0);
  await asa.shot('journey-5-student-upcoming');

  const zoom = await opened(asa.context, await wayInto(row, /^Join/));
  await zoom.getByRole('heading', { name: `You are joining ${TOPIC}` }).waitFor();
  assert.equal(new URL(zoom.url()).pathname, `/j/${meetings[0].id}`);
  await screenshot(zoom, 'journey-6-joined');

  await course.getByRole('link', { name: 'Upcoming' }).click();
  const own = course.getByRole('listitem').filter({ hasText: TOPIC });
  const hosting = await opened(amara.context, await wayInto(own, /^Start/));
  await hosting.getByRole('heading', { name: `You are hosting ${TOPIC}` }).waitFor();
  await screenshot(hosting, 'journey-7-started');

  assert.deepEqual(amara.problems, []);
  assert.deepEqual(asa.problems, []);
  assert.deepEqual(campus.lms.violations, []);
  await Promise.all([amara.close(), asa.close()]);
});

test('on a telephone, in the dark, a student joins with one thumb', async () => {
  const misaki = await browser.open({
    viewport: { width: 390, height: 780 }, colorScheme: 'dark', locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo', hasTouch: true, isMobile: true,
  });
  const student = await openTool(misaki.page, campus.lms, 'misaki', 'chemistry');
  const row = student.getByRole('listitem').filter({ hasText: TOPIC });
  await row.waitFor();
  await misaki.shot('journey-8-telephone');
  const zoom = await opened(misaki.context, await wayInto(row, /に参加/));
  await zoom.getByRole('heading', { name: `You are joining ${TOPIC}` }).waitFor();
  assert.deepEqual(misaki.problems, []);
  await misaki.close();
});
