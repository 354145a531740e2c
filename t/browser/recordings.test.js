// SPDX-License-Identifier: Apache-2.0
// Recordings as those who run the course and its students see them: the list with its filters, what
// is published and for how long, the files, and Zoom's own say. Previous meetings lead to them.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { until } from '../lib/processes.js';
import { hasFocus } from './lib/focus.js';
import { nameOf, uuidOf } from './lib/samples-views.js';
import { useVisits } from './lib/visit.js';

const visits = useVisits();

const rows = (page) => page.locator('.item');
const row = (page, index) => rows(page).nth(index);
const dialog = (page) => page.getByRole('dialog');
const said = (page, text) => page.getByRole('status').getByText(text);
const textOf = (locator) => locator.evaluateAll((all) =>
  all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));
const search = (page) => Object.fromEntries(new URL(page.url()).searchParams);

// An answer that waits until it is let go.
function held(key, answer) {
  let release;
  const waiting = new Promise((done) => { release = done; });
  visits.server.answers.set(key, async (response, how) => {
    await waiting;
    answer(response, how);
  });
  return release;
}

test('previous meetings, the latest first, each with what it has left', async () => {
  const { page, leave } = await visits.visit('instructor/previous');
  assert.equal(await page.title(), 'Previous · Organic Chemistry II');
  assert.deepEqual((await textOf(page.locator('h2'))).slice(0, 2),
    ['Yesterday, Sunday 22 November', 'Friday 20 November']);
  assert.equal(await row(page, 0).getByText('Ended').count(), 0, 'that goes without saying');
  assert.equal(await row(page, 3).getByRole('link', { name: /^Recording/ }).count(), 0);
  await row(page, 0).locator('summary').click();
  assert.deepEqual(await textOf(row(page, 0).locator('.menu li')),
    ['Details', 'Remove from this course…'], 'no report as long as there is no view of one');

  await page.getByLabel('Only mine').click();
  await page.waitForURL(/scope=mine/);
  await page.getByText('Host: Dr. Amara Okafor').first().waitFor({ state: 'detached' });
  await row(page, 0).getByRole('link', { name: 'Recording of Lecture 13' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lecture 13: Sigmatropic shifts' }).waitFor();
  assert.equal(new URL(page.url()).pathname, `/zoom/c/instructor/recordings/${nameOf(0)}`);
  await page.goBack();
  await page.waitForURL(/previous\?scope=mine/);
  assert.ok(await page.getByLabel('Only mine').isChecked());
  await leave();
});

test('out of the course from Previous: the row goes, the keyboard stays near', async () => {
  const { page, leave } = await visits.visit('instructor/previous');
  await row(page, 3).locator('summary').click();
  await row(page, 3).getByRole('button', { name: 'Remove' }).click();
  await dialog(page).getByRole('heading', { name: 'Remove Office hours from this course?' }).waitFor();
  await dialog(page).getByRole('button', { name: 'Remove from this course' }).click();
  await said(page, 'At Zoom it is still there.').waitFor();
  assert.deepEqual(visits.server.writes, ['DELETE meetings/91234567893?course_only=1']);
  assert.ok(await hasFocus(row(page, 3).getByRole('link').first()));
  await leave();
});

test('a student\'s previous meetings have the recording and nothing else', async () => {
  const { page, leave } = await visits.visit('student/previous');
  assert.deepEqual(new Set(await textOf(page.locator('.actions'))), new Set(['Recording', '']));
  assert.equal(await page.getByLabel('Only mine').count(), 0);
  await leave();
});

test('three hundred of each: earlier ones are added below', async () => {
  for (const [view, words] of [['previous', 'Show earlier meetings'],
    ['recordings', 'Show earlier recordings']]) {
    const { page, leave } = await visits.visit(`many/${view}`);
    for (let shown = 100; shown <= 300; shown += 50) {
      await page.getByRole('button', { name: words }).click();
      await page.getByText(`${shown} shown`).waitFor();
    }
    assert.equal(await rows(page).count(), 300);
    assert.equal(await page.getByRole('button', { name: words }).count(), 0);
    await leave();
  }
});

test('a list of recordings says when, how large, and what keeps students from it', async () => {
  const { page, leave } = await visits.visit('instructor/recordings');
  assert.deepEqual(await textOf(page.locator('h2')), ['November 2026', 'October 2026']);
  assert.deepEqual((await textOf(page.locator('.when'))).slice(0, 2),
    ['Sun 22 Nov 10:15, 84 min', 'Fri 13 Nov 10:15, 84 min']);
  assert.match(await row(page, 0).innerText(), /154 MB\s+2 files\s+ID 912\u00a03456\u00a07890/);
  assert.match(await row(page, 2).innerText(), /until Sunday 13 December, 11:20\s+1\.4 GB/);
  assert.match(await row(page, 4).innerText(), /Zoom keeps students from watching it/);
  assert.match(await row(page, 5).innerText(), /Zoom deletes it on Thursday,? 7 January 2027/);
  assert.deepEqual(await page.getByRole('switch').evaluateAll((all) => all.map((one) => one.checked)),
    [true, false, true, false, true, false]);
  await page.getByText('New recordings wait until you publish them.').waitFor();
  await leave();
});

test('sizes and days are in the reader\'s own way of writing', async () => {
  const german = await visits.visit('instructor/recordings?locale=de', { locale: 'de-DE' });
  assert.match(await row(german.page, 2).innerText(), /1,4\sGB/);
  assert.match(await row(german.page, 0).innerText(), /2 Dateien/);
  await german.leave();
  const arabic = await visits.visit('scripts/recordings?locale=ar', { locale: 'ar-EG' });
  assert.equal(await arabic.page.locator('html').getAttribute('dir'), 'rtl');
  await arabic.page.getByText('ملفان').first().waitFor();
  await arabic.shot('recordings-arabic');
  await arabic.leave();
  const japanese = await visits.visit('instructor/recordings?locale=ja', { locale: 'ja-JP' });
  await japanese.page.getByText('2026年11月').waitFor();
  await japanese.shot('recordings-japanese');
  await japanese.leave();
});

test('filters stand in the address: reload and back keep them', async () => {
  const { page, shot, leave } = await visits.visit('instructor/recordings');
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('Topic or meeting ID').fill('lecture');
  await page.getByLabel('From').fill('2026-11-01');
  await page.getByLabel('Which').selectOption('Published');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Show' }).press('Enter');
  await page.waitForURL(/recordings\?/);
  assert.deepEqual(search(page), { q: 'lecture', from: '2026-11-01', published: 'true' });
  await rows(page).nth(1).waitFor({ state: 'detached' });
  await page.getByText('“lecture”, from Sunday, 1 November 2026, Published').waitFor();
  await said(page, '1 shown').waitFor();
  assert.ok(await hasFocus(page.getByRole('button', { name: 'Show' })));
  await shot('recordings-filters');

  await page.reload();
  await rows(page).first().waitFor();
  assert.equal(await rows(page).count(), 1);
  assert.equal(await page.getByLabel('Topic or meeting ID').inputValue(), 'lecture');
  assert.equal(await page.getByLabel('From').inputValue(), '2026-11-01');
  assert.equal(await page.getByLabel('Which').inputValue(), 'true');

  await row(page, 0).getByRole('link').click();
  await page.getByRole('heading', { name: 'Who sees it' }).waitFor();
  await page.getByRole('link', { name: 'Recordings' }).click();
  await page.waitForURL(/q=lecture/);
  await page.getByRole('link', { name: 'Show all recordings' }).waitFor();
  await rows(page).nth(1).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Show all recordings' }).click();
  await rows(page).nth(5).waitFor();
  assert.deepEqual(search(page), {});
  assert.ok(await hasFocus(page.getByRole('heading', { level: 1 })));
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('Topic or meeting ID').fill('nowhere');
  await page.keyboard.press('Enter');
  await said(page, 'Nothing found').waitFor();
  assert.ok(await hasFocus(page.getByLabel('Topic or meeting ID')));
  await leave();
});

test('from after to is said beside its field, and nothing is asked', async () => {
  const { page, axe, leave } = await visits.visit('instructor/recordings');
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('From').fill('2026-11-20');
  await page.getByLabel('To', { exact: true }).fill('2026-11-10');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('This must not be before “From”.').waitFor();
  assert.ok(await hasFocus(page.getByLabel('To', { exact: true })));
  assert.deepEqual(search(page), {});
  assert.deepEqual(await axe(), []);
  await leave();
});

test('the switch shows the wish at once, and says when it is done', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/recordings');
  const own = row(page, 1).getByRole('switch', { name: 'Published: Tutorial, group B' });
  const release = held(`PATCH recordings/${nameOf(1)}`, (response, { sendJson }) => sendJson(
    response, 200, { recording: { uuid: uuidOf(1), published: true }, warnings: [] }));
  await own.focus();
  await page.keyboard.press('Space');
  assert.ok(await own.isChecked(), 'before there is an answer');
  release();
  await said(page, 'Published: Tutorial, group B. Students of this course see it now.').waitFor();
  assert.ok(await own.isChecked() && await hasFocus(own));
  assert.deepEqual(visits.server.posts.map(({ body, csrf }) => [body, csrf]),
    [[{ published: true }, 'csrf-of-the-sample']]);
  assert.deepEqual(await axe(), []);
  await shot('recordings-published');
  await leave();
});

test('a refused switch goes back, and says why', async () => {
  const { page, axe, leave } = await visits.visit('instructor/recordings');
  visits.server.answers.set(`PATCH recordings/${nameOf(3)}`, (response, { sendJson, refusal }) =>
    sendJson(response, 503, refusal('zoom_busy', 'Zoom is busy.')));
  const own = row(page, 3).getByRole('switch');
  await own.click();
  await said(page, 'Office hours was not changed. Zoom is busy.').waitFor();
  assert.equal(await own.isChecked(), false);
  assert.deepEqual(await axe(), []);
  await leave(/503/);
});

test('without a network a switch goes back, and works when there is one again', async () => {
  const { page, context, leave } = await visits.visit('instructor/recordings');
  const own = row(page, 5).getByRole('switch');
  await context.setOffline(true);
  await own.press('Space');
  await said(page, 'Tutorial, group B was not changed. The server cannot be reached.').waitFor();
  assert.equal(await own.isChecked(), false);
  await page.getByText('You are offline.').waitFor();
  await context.setOffline(false);
  await own.press('Space');
  await said(page, 'Published: Tutorial, group B.').waitFor();
  await own.press('Space');
  await said(page, 'No longer published: Tutorial, group B.').waitFor();
  await leave(/ERR_INTERNET_DISCONNECTED/);
});

test('who changes their mind while it is under way gets what they wished last', async () => {
  const { page, leave } = await visits.visit('instructor/recordings');
  const key = `PATCH recordings/${nameOf(3)}`;
  const release = held(key, (response, { sendJson }) => {
    visits.server.answers.delete(key);
    sendJson(response, 200, { recording: { uuid: uuidOf(3), published: true }, warnings: [] });
  });
  const own = row(page, 3).getByRole('switch');
  await own.click();
  await own.click();
  assert.equal(await own.isChecked(), false);
  release();
  await said(page, 'No longer published: Office hours.').waitFor();
  assert.deepEqual(visits.server.posts.map(({ body }) => body.published), [true, false]);
  assert.equal(await own.isChecked(), false);
  await leave();
});

test('who has gone on meanwhile is told where they are', async () => {
  const { page, leave } = await visits.visit('instructor/recordings');
  const release = held(`PATCH recordings/${nameOf(3)}`, (response, { sendJson }) => sendJson(
    response, 200, { recording: { uuid: uuidOf(3), published: true }, warnings: [] }));
  await row(page, 3).getByRole('switch').click();
  await page.getByRole('link', { name: 'Upcoming' }).click();
  await page.getByRole('link', { name: 'Schedule a meeting' }).waitFor();
  release();
  await said(page, 'Published: Office hours.').waitFor();
  await page.getByRole('link', { name: 'Schedule a meeting' }).waitFor();
  await leave();
});

test('all at once, after a question', async () => {
  const { page, axe, shot, leave } = await visits.visit('scripts/recordings');
  const states = () => page.getByRole('switch').evaluateAll((all) => all.map((one) => one.checked));
  const button = page.getByRole('button', { name: 'Publish all…' });
  await button.press('Enter');
  await dialog(page).getByText('whatever dates were set for it before').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('dialog-publish-all');
  await dialog(page).getByRole('button', { name: 'Publish all recordings' }).click();
  await said(page, '6 recordings are published.').waitFor();
  await until(async () => (await states()).join() === Array(6).fill(true).join(), { what: 'all on' });
  assert.ok(await hasFocus(button));

  await button.click();
  await dialog(page).getByLabel('Publish none').check();
  await dialog(page).getByRole('button', { name: 'Publish no recording' }).click();
  await said(page, '6 recordings are no longer published.').waitFor();
  await until(async () => (await states()).join() === Array(6).fill(false).join(), { what: 'all off' });
  assert.deepEqual(visits.server.posts.map(({ body }) => body),
    [{ published: true }, { published: false }]);
  await leave();
});

test('a tile for each file, to play and to download at Zoom', async () => {
  const { page, context, leave } = await visits.visit(`instructor/recordings/${nameOf(0)}`);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('Yesterday, Sunday 22 November, 10:15').waitFor();
  assert.deepEqual(await textOf(page.locator('.tile')), [
    'Screen and speaker 84 min, 126 MB Play Download', 'Audio only 84 min, 40 MB Play Download',
    'Transcript 76 kB Download', 'Chat 10 kB Download']);
  const play = page.getByRole('link', { name: 'Play Screen and speaker, opens Zoom in a new tab' });
  assert.equal(await play.getAttribute('href'),
    `/zoom/c/instructor/recordings/${nameOf(0)}/files/file-0/play`);
  assert.equal(await play.getAttribute('target'), '_blank');

  assert.equal(await page.getByText('aB3dE6gH').count(), 0, 'the passcode does not show itself');
  await page.getByRole('button', { name: 'Copy: Passcode' }).click();
  await page.getByText('Copied: Passcode').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'aB3dE6gH');
  assert.equal(await page.getByText('aB3dE6gH').count(), 0);
  await page.getByRole('button', { name: 'Show: Passcode' }).click();
  await page.getByText('aB3dE6gH').waitFor();
  await leave();
});

test('from and until, on the clock of the person\'s zone', async () => {
  const { page, axe, shot, leave } = await visits.visit(`instructor/recordings/${nameOf(2)}`);
  const from = page.getByLabel('Students see it from');
  const until = page.getByLabel('until', { exact: true });
  assert.equal(await until.inputValue(), '2026-12-13T11:20');
  await from.fill('2026-12-14T08:00');
  await page.getByRole('button', { name: 'Save these times' }).click();
  await page.getByText('This must be later than the time it is shown from.').waitFor();
  assert.ok(await hasFocus(until));
  assert.deepEqual(await axe(), []);
  await shot('recording-dates-wrong');
  assert.deepEqual(visits.server.writes, []);

  await until.fill('2026-12-20T18:00');
  await page.getByRole('button', { name: 'Save these times' }).click();
  await said(page, 'The times are saved.').waitFor();
  await page.getByText('Students see it from Monday 14 December, 08:00').waitFor();
  assert.deepEqual(visits.server.posts[0].body,
    { publish_from: '2026-12-14T07:00:00Z', publish_until: '2026-12-20T17:00:00Z' });

  await page.getByLabel('Students see it from').fill('');
  await page.getByRole('button', { name: 'Save these times' }).click();
  await page.getByText('Students see it until Sunday 20 December, 18:00').waitFor();
  assert.equal(visits.server.posts[1].body.publish_from, null);
  await leave();
});

test('Zoom\'s own say is explained, and mended with one click', async () => {
  const { page, axe, shot, leave } = await visits.visit(`instructor/recordings/${nameOf(4)}`);
  await page.getByText('only for people who are signed in to Zoom').waitFor();
  await page.getByRole('button', { name: 'Let students watch it' }).click();
  await said(page, 'Changed at Zoom: students can watch it now.').waitFor();
  assert.deepEqual(visits.server.posts[0].body, { share: 'publicly' });
  await page.getByText('everyone with the link can watch it').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Let students watch it' }).count(), 0);
  assert.deepEqual(await axe(), []);
  await shot('recording-mended');
  await leave();
});

test('a student sees what is published, plays it, and downloads where that is allowed', async () => {
  const { page, leave } = await visits.visit('student/recordings');
  assert.equal(await page.getByRole('switch').count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Publish all…' }).count(), 0);
  assert.equal(await rows(page).count(), 3);
  await page.getByRole('link', { name: 'Watch Lecture 13' }).first().click();
  await page.getByText('Audio only').waitFor();
  assert.deepEqual(await textOf(page.locator('.tile .actions')),
    ['Play Download', 'Play', 'Download']);
  for (const hidden of ['Passcode', 'Who sees it', 'Chat']) {
    assert.equal(await page.getByText(hidden, { exact: true }).count(), 0, hidden);
  }
  await page.goto(`${visits.server.url}/zoom/c/student/recordings`);
  visits.server.answers.set(`GET recordings/${nameOf(0)}`, (response, { sendJson, refusal }) =>
    sendJson(response, 404, refusal('no_such_recording', 'There is no such recording here.')));
  await page.getByRole('link', { name: 'Watch Lecture 13' }).first().click();
  await page.getByText('There is no such recording here.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
  await leave(/404/);
});

test('nothing yet, nothing found, and Zoom not answering, each in its own words', async () => {
  for (const [path, words] of [
    ['empty/recordings', 'you decide when students see it'],
    ['empty-student/recordings', 'When your instructor publishes a recording'],
    ['empty/previous', 'it moves here from Upcoming'],
    ['empty-student/previous', 'with its recording once that is published'],
    ['instructor/recordings?q=nowhere', 'No recording of this course fits'],
    ['stale/recordings', 'Zoom has not answered since 11:12. This list is what we knew then.'],
    ['stale/previous', 'Zoom has not answered since 11:12. This list is what we knew then.'],
    [`stale/recordings/${nameOf(0)}`, 'there is nothing to play right now'],
  ]) {
    const { page, leave } = await visits.visit(path);
    await page.getByText(words).waitFor();
    await leave();
  }
});
