// SPDX-License-Identifier: Apache-2.0
// The list of what is ahead, and a meeting by itself.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { hasFocus } from './lib/focus.js';
import { startVisits } from './lib/visit.js';
import { DATE, NOW } from './lib/samples.js';

let visits;
before(async () => { visits = await startVisits(); });
after(() => visits.stop());

const textOf = (locator) => locator.evaluateAll((all) =>
  all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));

const row = (page, topic) => page.getByRole('listitem').filter({ hasText: topic });

test('meetings stand under their days, what has no fixed time last', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  assert.equal(await page.title(), 'Upcoming · Organic Chemistry II');
  assert.deepEqual(await textOf(page.locator('h2')), [
    'Today, Monday 23 November', 'Tomorrow, Tuesday 24 November', 'Wednesday 25 November',
    'Wednesday 2 December', 'No fixed time',
  ]);
  assert.deepEqual(await textOf(page.locator('.when')), [
    '10:15–11:45 90 min', '14:00–15:00 in 2 h 40 min', '10:20–11:05 45 min',
    '10:15–11:45 90 min', '10:15–11:45 90 min', 'Any time',
  ]);
  await page.getByText('Times in Central European Time').waitFor();
  await leave();
});

test('a row says what is going on and offers what this person may do', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  const live = row(page, 'Lecture 14');
  assert.match(await live.innerText(), /In progress\s+ID 912\u00a03456\u00a07890/);
  assert.equal(await live.getByRole('link', { name: /^Start Lecture 14.*new tab/ })
    .getAttribute('href'), '/zoom/c/instructor/meetings/91234567890/start');

  const other = row(page, 'Tutorial');
  assert.match(await other.innerText(), /Only for Section 02\s+Host: Dr\. Amara Okafor/);
  const join = other.getByRole('link', { name: 'Join Tutorial' });
  assert.equal(await join.getAttribute('target'), '_blank');
  assert.equal(await other.getByRole('link', { name: 'Start' }).count(), 0);

  // Only what is running or about to stands out.
  assert.deepEqual(await textOf(page.locator('.item .primary')), ['Start']);
  await leave();
});

test('a student has Join and nothing else', async () => {
  const { page, leave } = await visits.visit('student/upcoming');
  assert.deepEqual(new Set(await textOf(page.locator('.actions'))), new Set(['Join']));
  assert.equal(await page.getByRole('link', { name: 'Schedule' }).count(), 0);
  await leave();
});

test('an empty course says what comes next, to each in their own words', async () => {
  const instructor = await visits.visit('empty/upcoming');
  await instructor.page.getByText('Schedule the first meeting').waitFor();
  assert.equal(await instructor.page.getByRole('link', { name: 'Schedule a meeting' }).count(), 1);
  await instructor.leave();

  const student = await visits.visit('empty-student/upcoming');
  await student.page.getByText('it appears here, with a button to join').waitFor();
  assert.equal(await student.page.getByRole('link', { name: 'Schedule' }).count(), 0);
  await student.leave();
});

test('an old list says how old it is, and what is gone or not yet there', async () => {
  const { page, leave } = await visits.visit('stale/upcoming');
  await page.getByText('Zoom has not answered since 11:12. This list is what we knew then; ' +
    'Join still works.').waitFor();
  assert.match(await row(page, 'Taken away').innerText(), /No longer at Zoom/);
  assert.match(await row(page, 'Just being made').innerText(), /has not confirmed it yet/);
  assert.equal(await row(page, 'Just being made').getByRole('link').count(), 0);
  await leave();
});

test('the countdown goes on, and a meeting that is due stands out', async () => {
  const { page, leave } = await visits.visit('student/upcoming');
  const waiting = row(page, 'Tutorial');
  assert.match(await waiting.innerText(), /in 2 h 40 min/);
  await page.clock.install({ time: NOW + 146 * 60_000 });
  await page.reload();
  await page.getByText('in 14 min').waitFor();
  assert.equal(await waiting.locator('.primary').count(), 1);
  await page.clock.runFor(60_000);
  await page.getByText('in 13 min').waitFor();
  await page.clock.runFor(14 * 60_000);
  await waiting.getByText('Not started yet').waitFor();
  await leave();
});

test('later pages are added below, and the keyboard stays on the button until that goes', async () => {
  const { page, leave } = await visits.visit('many/upcoming');
  assert.equal(await page.locator('.item').count(), 50);
  for (let shown = 100; shown <= 300; shown += 50) {
    const more = page.getByRole('button', { name: 'Show later meetings' });
    await more.focus();
    await page.keyboard.press('Enter');
    if (shown < 300) {
      await page.getByText(`${shown} shown`).waitFor();
      assert.ok(await more.evaluate((button) => button === document.activeElement));
    }
  }
  await page.getByText('Seminar 300').waitFor();
  assert.equal(await page.locator('.item').count(), 300);
  assert.equal(await page.getByRole('button', { name: 'Show later meetings' }).count(), 0);
  assert.ok(await hasFocus(page.locator('.item').nth(250).locator('a, button, summary').first()));
  await leave();
});

test('the clock and the day are the reader\'s own', async () => {
  const american = await visits.visit('instructor/upcoming?locale=en-US', { locale: 'en-US' });
  assert.match(await american.page.locator('h2').first().innerText(), /^Today, Monday, November 23$/);
  assert.match(await american.page.locator('.when').first().innerText(), /10:15\s–\s11:45\sAM/);
  await american.leave();

  // No Dutch texts, but the clock of the Dutch.
  const dutch = await visits.visit('instructor/upcoming', { locale: 'nl-NL' });
  assert.match(await dutch.page.locator('.when').first().innerText(), /^10:15–11:45\n/);
  assert.equal(await dutch.page.locator('html').getAttribute('lang'), 'en');
  await dutch.leave();

  // The launch's language goes before the browser's.
  const german = await visits.visit('instructor/upcoming?locale=de', { locale: 'en-US' });
  assert.equal(await german.page.locator('h2').first().innerText(), 'Heute, Montag, 23. November');
  assert.match(await german.page.locator('.when').first().innerText(), /^10:15–11:45\n/);
  assert.equal(await german.page.locator('html').getAttribute('lang'), 'de');
  await german.leave();

  // The person's zone goes before the browser's, and the day is that zone's.
  const japanese = await visits.visit('scripts/upcoming', { timezoneId: 'America/Denver' });
  await japanese.page.getByText('Times in Japan Standard Time').waitFor();
  assert.equal(await japanese.page.locator('time').first().innerText(), '19:10–20:10');
  await japanese.leave();
});

test('all by keyboard: every link and button in order, the menu opened and closed', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  const focused = () => page.evaluate(() => {
    const { activeElement: at } = document;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    return {
      name: at.innerText.trim(), shown: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    };
  });

  const names = [];
  for (let step = 0; step < 16; step += 1) {
    await page.keyboard.press('Tab');
    const { name, shown } = await focused();
    assert.ok(shown, `the focus on ${name} is shown`);
    names.push(name);
  }
  assert.deepEqual(names, ['change', 'Upcoming', 'Previous', 'Recordings', 'My room', 'Settings',
    'Calendar', 'Privacy', 'Schedule a meeting', 'Add an existing one', '',
    'Lecture 14: Pericyclic reactions', 'Start', 'More', 'Tutorial, group B', 'Join']);

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  const menu = page.locator('details[open]');
  assert.deepEqual(await textOf(menu.getByRole('listitem')), ['Join', 'Edit', 'Copy invitation',
    'Details', 'Remove from this course…', 'Delete…']);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  assert.equal(await menu.count(), 0);
  assert.equal((await focused()).name, 'More');

  await page.keyboard.press('Enter');
  for (let step = 0; step < 7; step += 1) {
    await page.keyboard.press('Tab');
  }
  assert.equal(await menu.count(), 0, 'closed when the keyboard has moved on');
  await leave();
});

test('to a meeting and back, without loading the page anew', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  await page.evaluate(() => { window.untouched = true; });
  await page.getByRole('link', { name: 'Lecture 15: Cycloadditions', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Invitation' }).waitFor();
  assert.equal(new URL(page.url()).search, `?occurrence_id=${DATE}`);
  assert.equal(await page.title(), 'Lecture 15: Cycloadditions · Organic Chemistry II');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');

  await page.goBack();
  await page.getByRole('heading', { name: 'Tomorrow' }).waitFor();
  assert.equal(await page.title(), 'Upcoming · Organic Chemistry II');
  assert.ok(await page.evaluate(() => window.untouched));
  await leave();
});

test('a meeting shows its holder everything, and copies it', async () => {
  const { page, context, leave } = await visits.visit('instructor/meetings/91234567890');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('Today, Monday 23 November, 10:15–11:45').waitFor();
  await page.getByText('Waiting room: the host lets people in').waitFor();

  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy: Link to join' }).click();
  await page.getByText('Copied: Link to join').waitFor();
  assert.equal(await copied(), 'https://example.zoom.us/j/91234567890?pwd=aB3dE6gH9jK2mN5p.1');
  await page.getByRole('button', { name: 'Copy: Invitation' }).click();
  await page.getByText('Copied: Invitation').waitFor();
  assert.match(await copied(), /^Dr\. Ines Kaltenbach is inviting you[^]*Passcode: Kp7mXw4q$/);
  await leave();
});

test('copying works where the frame may not use the clipboard interface', async () => {
  const { page, context, leave } = await visits.visit('instructor/meetings/91234567890');
  await context.grantPermissions(['clipboard-read']);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copy: Passcode' }).click();
  await page.getByText('Copied: Passcode').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'Kp7mXw4q');
  await leave();
});

test('a student\'s meeting has the time, the topic, the description and Join', async () => {
  const { page, leave } = await visits.visit('student/meetings/91234567890');
  await page.getByText('Bring the handout from last week.').waitFor();
  assert.equal(await page.getByRole('link', { name: /^Join/ }).count(), 1);
  for (const hidden of ['Link to join', 'Passcode', 'Invitation', 'Options']) {
    assert.equal(await page.getByText(hidden, { exact: true }).count(), 0, hidden);
  }
  await leave();
});

test('a view that is refused says why, and Try again asks once more', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  visits.server.answers.set('GET schedule', (response, { sendJson, refusal }) =>
    sendJson(response, 503, refusal('zoom_busy', ''), { 'Retry-After': '20' }));
  await page.getByRole('link', { name: 'Schedule a meeting' }).click();
  await page.getByText('Try again in 20 seconds.').waitFor();
  await page.getByText('LZ0999 · aM2xk9Q7').waitFor();
  visits.server.answers.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Schedule a meeting' }).waitFor();
  await leave(/503/);
});

test('without a network the page says so, and mends itself afterwards', async () => {
  const { page, context, leave } = await visits.visit('student/upcoming');
  await context.setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.getByRole('link', { name: 'Tutorial' }).first().click();
  await page.getByRole('heading', { name: 'No connection' }).waitFor();
  await context.setOffline(false);
  await page.getByRole('heading', { name: 'Tutorial, group B' }).waitFor();
  assert.equal(await page.getByText('You are offline.').count(), 0);
  await leave(/ERR_INTERNET_DISCONNECTED/);
});
