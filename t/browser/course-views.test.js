// SPDX-License-Identifier: Apache-2.0
// A person's own room, the settings of a course, links to calendars, privacy.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { until } from '../lib/processes.js';
import { hasFocus } from './lib/focus.js';
import { useVisits } from './lib/visit.js';

const visits = useVisits();

const dialog = (page) => page.getByRole('dialog');
const said = (page, text) => page.getByRole('status').getByText(text);
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const textOf = (locator) => locator.evaluateAll((all) =>
  all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));

const refuse = (key, status, kind, message, fields) => visits.server.answers.set(key,
  (response, { sendJson, refusal }) => sendJson(response, status, refusal(kind, message, fields)));

test('the tabs are those of the person', async () => {
  const tabs = async (path) => {
    const { page, leave } = await visits.visit(path);
    const words = await textOf(page.locator('nav a'));
    await leave();
    return words;
  };
  assert.deepEqual(await tabs('instructor/upcoming'),
    ['Upcoming', 'Previous', 'Recordings', 'My room', 'Settings', 'Calendar', 'Privacy']);
  assert.deepEqual(await tabs('student/upcoming'),
    ['Upcoming', 'Previous', 'Recordings', 'Calendar', 'Privacy']);
});

test('where the tabs do not fit, the current one is seen, in both directions of writing', async () => {
  for (const locale of ['en', 'ar']) {
    const { page, leave } = await visits.visit(`instructor/privacy?locale=${locale}`, {
      viewport: { width: 320, height: 640 },
    });
    await until(async () => {
      const box = await page.locator('nav a[aria-current]').boundingBox();
      return box.x >= 0 && box.x + box.width <= 320;
    }, { what: `the current tab, ${locale}` });
    await leave();
  }
});

test('the room: its way in, its passcode on demand, how it is set, in words', async () => {
  const { page, context, leave } = await visits.visit('instructor/room');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('is the same for every course').waitFor();
  await page.getByText('People may join before the host').waitFor();
  const start = page.getByRole('link', { name: /^Start Dr\. Ines/ });
  assert.equal(await start.getAttribute('href'), '/zoom/c/instructor/room/start');
  assert.equal(await page.getByText('Zx4Cv7Bn').count(), 0);
  await page.getByRole('button', { name: 'Show: Passcode' }).press('Enter');
  await page.getByText('Zx4Cv7Bn').waitFor();
  await page.getByRole('button', { name: 'Hide: Passcode' }).press('Enter');
  assert.equal(await page.getByText('Zx4Cv7Bn').count(), 0);
  await page.getByRole('button', { name: 'Copy invitation' }).click();
  await page.getByText('Copied: Invitation').waitFor();
  assert.match(await copied(page),
    /^Dr\. Ines Kaltenbach invites you[^]*\/j\/5551234567\?pwd=[^]*555\s123\s4567[^]*Zx4Cv7Bn$/);
  await leave();
});

test('the room is edited where it stands; the keyboard goes there and comes back', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/room');
  const edit = page.getByRole('button', { name: 'Edit my room' });
  await edit.click();
  assert.ok(await hasFocus(page.getByRole('heading', { name: 'Edit my room' })));
  assert.deepEqual(await axe(), []);
  await shot('room-edit');
  await page.getByLabel('Waiting room').check();
  await page.getByLabel('Passcode; empty for none').fill('');
  refuse('PATCH room', 422, 'fields', 'Look again.',
    { 'settings.waiting_room': 'Your account has no waiting rooms.' });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Your account has no waiting rooms.').first().waitFor();
  assert.ok(await page.getByLabel('Waiting room').isChecked(), 'nothing chosen is lost');
  assert.deepEqual(await axe(), []);
  visits.server.answers.clear();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await said(page, 'Your room is changed, for every course.').waitFor();
  assert.deepEqual(visits.server.posts.at(-1).body, { password: '', settings: { waiting_room: true } });
  await page.getByText('Waiting room: the host lets people in').waitFor();
  assert.ok(await hasFocus(edit));

  await edit.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.ok(await hasFocus(edit));
  await leave(/422/);
});

test('who has no room at Zoom is told what to do', async () => {
  const { page, leave } = await visits.visit('empty/room');
  await page.getByText('Ask your IT help desk for one.').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Start' }).count(), 0);
  await leave();

  const stale = await visits.visit('stale/room');
  await stale.page.getByText('Its link goes on working.').waitFor();
  assert.equal(await stale.page.getByText('You have no room').count(), 0);
  await stale.leave();
});

test('settings: only what is changed is sent; what is locked says why', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/settings');
  const locked = page.getByLabel('Only people signed in to Zoom');
  assert.ok(await locked.isDisabled() && await locked.isChecked());
  await page.getByText('Set by your university').waitFor();
  await page.getByLabel('Publish new recordings automatically').check();
  await page.getByLabel('Length in minutes').fill('90');
  await page.getByLabel('Passcode').uncheck();
  await page.getByLabel('Waiting room').uncheck();
  await page.getByText('Video, audio, recording, rooms and more').click();
  await page.getByLabel('Audio').selectOption('voip');
  assert.equal(await page.getByLabel('Recording', { exact: true }).isDisabled(), true, 'locked at Zoom');
  assert.deepEqual(await axe(), []);
  await shot('settings-open');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await said(page, 'The settings of this course are saved.').waitFor();
  assert.deepEqual(visits.server.posts[0].body, {
    publish_all: true,
    meeting: { duration: 90, default_password: false,
      settings: { waiting_room: false, audio: 'voip' } },
  });

  await page.getByLabel('Length in minutes').fill('45');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.waitForFunction(() => document.querySelector('form[aria-busy]') === null);
  assert.deepEqual(visits.server.posts[1].body, { meeting: { duration: 45 } });
  await page.reload();
  assert.equal(await page.getByLabel('Length in minutes').inputValue(), '45');
  await leave();
});

test('all wrong settings at once, each leading to its field', async () => {
  const { page, axe, leave } = await visits.visit('instructor/settings');
  refuse('PATCH settings', 422, 'fields', 'Look again.', {
    duration: 'A meeting lasts from 1 minute to 24 hours.', 'settings.audio': 'Another, please.',
  });
  await page.getByLabel('Length in minutes').fill('0');
  await page.getByRole('button', { name: 'Save settings' }).click();
  const summary = page.getByRole('group', { name: '2 things need a change' });
  await summary.waitFor();
  assert.ok(await hasFocus(summary));
  await summary.getByRole('link', { name: 'Audio' }).click();
  assert.ok(await hasFocus(page.getByLabel('Audio')));
  assert.deepEqual(await axe(), []);
  await leave(/422/);
});

test('a link to a calendar is made, copied, renewed and taken back, with a warning before', async () => {
  const { page, context, axe, shot, leave } = await visits.visit('instructor/calendar');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('Whoever has a link can read its calendar without signing in.').waitFor();
  const card = page.getByRole('region', { name: 'Only Organic Chemistry II' });
  await card.getByRole('button', { name: 'Make a link' }).click();
  const link = card.locator('code');
  await link.waitFor();
  assert.ok(await hasFocus(card.getByRole('heading')));
  const first = await link.innerText();
  await card.getByRole('button', { name: 'Copy' }).click();
  await card.getByText('Copied: Only Organic Chemistry II').waitFor();
  assert.equal(await copied(page), first);
  assert.equal(await card.getByRole('link', { name: 'Open in my calendar' }).getAttribute('href'),
    first.replace('https:', 'webcal:'));

  await card.getByRole('button', { name: 'New link…' }).click();
  await dialog(page).getByText('The old link stops working at once.').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('dialog-calendar-renew');
  await dialog(page).getByRole('button', { name: 'Make a new link' }).click();
  await said(page, 'The old one works no more.').waitFor();
  assert.notEqual(await link.innerText(), first);
  assert.ok(await hasFocus(card.getByRole('button', { name: 'New link…' })));

  await card.getByRole('button', { name: 'Remove link…' }).click();
  await dialog(page).getByText('it cannot be brought back').waitFor();
  assert.deepEqual(await axe(), []);
  refuse('DELETE calendar/course', 503, 'database', 'Not now.');
  await dialog(page).getByRole('button', { name: 'Remove the link' }).click();
  await dialog(page).getByText('Not now.').waitFor();
  assert.equal(await link.count(), 1);
  visits.server.answers.clear();
  await dialog(page).getByRole('button', { name: 'Remove the link' }).click();
  await said(page, 'The link is removed.').waitFor();
  assert.equal(await link.count(), 0);
  assert.ok(await hasFocus(card.getByRole('heading')), 'the keyboard stays in the card');
  assert.deepEqual(visits.server.writes,
    ['POST calendar', 'POST calendar', 'DELETE calendar/course', 'DELETE calendar/course']);
  await leave(/503/);
});

test('privacy: what is read for what, by which right, and how long it is kept', async () => {
  const { page, axe, shot, leave } = await visits.visit('student/privacy');
  await page.locator('summary').filter({ hasText: 'Keeping the lists of meetings true' })
    .press('Enter');
  const read = page.locator('details[open]');
  await read.getByText('meetings[].topic').waitFor();
  await read.getByText('show the upcoming and the previous meetings').waitFor();
  await read.getByText('meeting:read:list_meetings:admin').waitFor();
  await page.getByText('15 minutes or less').waitFor();
  const unknown = page.getByText('Lists of meetings as they are shown', { exact: true });
  assert.equal(await unknown.getAttribute('lang'), 'en', 'words of a server of tomorrow');
  await page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  assert.deepEqual(await axe(), []);
  await shot('privacy-open');
  await leave();
});

test('what is held is taken along as a file', async () => {
  const { page, leave } = await visits.visit('student/privacy');
  const link = page.getByRole('link', { name: 'Download my data' });
  assert.equal(await link.getAttribute('href'), '/zoom/c/student/privacy/export');
  assert.notEqual(await link.getAttribute('download'), null);

  // Where the session travels in a header the page fetches the file, under the server's own name.
  visits.server.answers.set('GET privacy/export', (response, { sendJson }) => sendJson(response, 200,
    { people: [] }, { 'Content-Disposition': 'attachment; filename="about-me.json"' }));
  const file = await page.evaluate(async (path) => {
    const { fetchFile } = await import('/zoom/assets/sample/js/api.js');
    const { blob, name } = await fetchFile(path);
    return [name, await blob.text()];
  }, await link.getAttribute('href'));
  assert.deepEqual(file, ['about-me.json', '{"people":[]}']);
  await leave();
});

test('erasing asks first, cannot happen by accident, and says what comes then', async () => {
  const { page, axe, shot, leave } = await visits.visit('student/privacy');
  const button = page.getByRole('button', { name: 'Erase my data…' });
  await button.click();
  await dialog(page).getByText('cannot be brought back').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('dialog-erase');
  await dialog(page).getByRole('button', { name: 'Erase my data' }).click();
  await dialog(page).getByText('Tick this first.').waitFor();
  assert.ok(await hasFocus(dialog(page).getByRole('checkbox')));
  await page.keyboard.press('Escape');
  assert.ok(await hasFocus(button));
  assert.deepEqual(visits.server.writes, []);

  await button.click();
  await dialog(page).getByRole('checkbox').check();
  await dialog(page).getByRole('button', { name: 'Erase my data' }).click();
  await page.getByRole('heading', { name: 'Your data is erased' }).waitFor();
  assert.deepEqual(visits.server.writes, ['POST privacy/erase']);
  assert.ok(await hasFocus(page.getByRole('heading', { name: 'Your data is erased' })));
  assert.deepEqual(await axe(), []);
  await shot('privacy-erased');
  await leave();
});
