// SPDX-License-Identifier: Apache-2.0
// What can be done with a list and with its rows: other zones and scopes, adding, removing, copying;
// and what happens while the page is looked at.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { until } from '../lib/processes.js';
import { hasFocus } from './lib/focus.js';
import { DATE, NOW } from './lib/samples.js';
import { useVisits } from './lib/visit.js';

const MINUTE = 60_000;

const visits = useVisits();

const rows = (page, topic) => page.locator('.item').filter({ hasText: topic });
const row = (page, topic) => rows(page, topic).first();
const dialog = (page) => page.getByRole('dialog');
const textOf = (locator) => locator.evaluateAll((all) =>
  all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));

// Chooses in the menu of a row.
async function choose(page, topic, words) {
  await row(page, topic).locator('summary').click();
  await row(page, topic).getByRole('button', { name: words }).click();
}

// The list follows what is said of it.
const gone = (page, topic) => until(async () => await rows(page, topic).count() === 0,
  { what: `no more of ${topic}`, every: 20 });

test('another time zone: chosen, shown everywhere, remembered, and given up again', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/upcoming');
  await page.getByRole('button', { name: 'Change the time zone' }).click();
  await dialog(page).getByLabel('Time zone').selectOption('America/New_York');
  assert.deepEqual(await axe(), []);
  await shot('dialog-zone');
  await page.getByRole('button', { name: 'Show times in this zone' }).click();
  await page.getByText('Times in Eastern Time').waitFor();
  assert.equal(await page.locator('time').first().innerText(), '04:15–05:45');
  assert.ok(await hasFocus(page.getByRole('button', { name: 'Change the time zone' })));

  await page.getByRole('link', { name: 'Tutorial, group B', exact: true }).click();
  await page.getByText('Today, Monday 23 November, 08:00–09:00').waitFor();
  await page.reload();
  await page.getByText('Today, Monday 23 November, 08:00–09:00').waitFor();

  await page.getByRole('button', { name: 'Change the time zone' }).click();
  await dialog(page).getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByRole('button', { name: 'Show times in this zone' }).click();
  await page.getByText('Today, Monday 23 November, 14:00–15:00').waitFor();
  assert.equal(await page.evaluate(() => localStorage.length), 0, 'the usual zone is no choice');
  await leave();
});

test('only mine is part of the address, and tells why nothing is there', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  assert.equal(await rows(page, 'Tutorial').count(), 1);
  await page.getByLabel('Only mine').click();
  await rows(page, 'Tutorial').waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).search, '?scope=mine');
  await page.reload();
  await page.locator('input[type=checkbox]:checked').waitFor();
  await gone(page, 'Tutorial');
  await page.getByLabel('Only mine').click();
  await row(page, 'Tutorial').waitFor();
  assert.equal(new URL(page.url()).search, '');
  await leave();

  const empty = await visits.visit('empty/upcoming?scope=mine');
  await empty.page.getByText('None of these meetings is yours').waitFor();
  await empty.leave();
});

test('all my meetings: added one by one, each with what came of it', async () => {
  const { page, shot, axe, leave } = await visits.visit('instructor/upcoming');
  await page.getByRole('link', { name: 'Add an existing one' }).click();
  await page.getByRole('heading', { name: 'All my Zoom meetings' }).waitFor();
  assert.match(await row(page, 'Lecture 14').innerText(), /In this course/);

  await page.getByRole('button', { name: 'Add Thesis colloquium to this course' }).click();
  await row(page, 'Thesis').getByText('Added. Everyone in the course sees it now.').waitFor();
  assert.deepEqual(visits.server.posts.map(({ body }) => body), [{ ids: ['95550001111'] }]);
  assert.equal(visits.server.posts[0].csrf, 'csrf-of-the-sample');

  // A series is one meeting: all its dates are in the course then.
  visits.server.answers.set('POST import', (response, { sendJson }) => sendJson(response, 200, {
    results: [{ id: '95550002222', status: 'not_allowed' }],
  }));
  await row(page, 'Journal').getByRole('button').click();
  await rows(page, 'Journal').nth(1).getByText('somebody else’s meeting').waitFor();
  visits.server.answers.clear();
  await rows(page, 'Journal').nth(1).getByRole('button').click();
  await row(page, 'Journal').getByText('In this course').waitFor();
  assert.equal(await page.locator('.item button').count(), 0);
  assert.deepEqual(await axe(), []);
  await shot('page-upcoming-all-added');
  await leave();
});

test('a student waits for Join, which opens by itself', async () => {
  const { page, leave } = await visits.visit('lead/upcoming');
  await row(page, 'Tutorial').getByText('Join opens in 2 h 25 min').waitFor();
  assert.equal(await row(page, 'Tutorial').getByRole('link', { name: /^Join/ }).count(), 0);
  assert.equal(await row(page, 'Lecture 14').getByRole('link', { name: /^Join/ }).count(), 1);

  await page.clock.install({ time: NOW + 144 * MINUTE });
  await page.reload();
  await page.getByText('Join opens in 1 min').waitFor();
  await page.clock.runFor(MINUTE);
  await row(page, 'Tutorial').getByRole('link', { name: /^Join/ }).waitFor();
  assert.equal(await page.getByText('Join opens').count(), 0);
  await leave();
});

test('the list is asked for again while it is looked at, also when it has grown', async () => {
  const { page, leave } = await visits.visit('many/upcoming', { clock: false });
  await page.clock.install();
  await page.reload();
  await page.getByRole('button', { name: 'Show later meetings' }).click();
  await page.getByText('100 shown').waitFor();
  const view = await page.evaluate(() => fetch(location.href, {
    headers: { Accept: 'application/json' } }).then((answer) => answer.json()));
  view.meetings[2].status = 'started';
  visits.server.answers.set('GET upcoming', (response, { sendJson }) =>
    sendJson(response, 200, view));
  await page.clock.runFor(61_000);
  await page.getByText('In progress').waitFor();
  assert.equal(await page.locator('.item').count(), 100);
  await leave();
});

test('about the time that a meeting begins its list is asked for every quarter of a minute', async () => {
  const asked = [];
  let status = 'waiting';
  const open = async (minutes) => {
    visits.server.answers.clear();
    const visit = await visits.visit('instructor/upcoming', { clock: false });
    await visit.page.clock.install({ time: NOW + minutes * MINUTE });
    await visit.page.reload();
    await row(visit.page, 'Tutorial').waitFor();
    const view = await visit.page.evaluate(() => fetch(location.href, {
      headers: { Accept: 'application/json' } }).then((answer) => answer.json()));
    visits.server.answers.set('GET upcoming', (response, { sendJson }) => {
      const known = response.req.headers['if-none-match'];
      asked.push(known);
      if (known === `"${status}"`) {
        response.writeHead(304).end();
        return;
      }
      view.meetings.find(({ topic }) => topic.startsWith('Tutorial')).status = status;
      sendJson(response, 200, view, { ETag: `"${status}"` });
    });
    return visit;
  };
  const passes = async ({ page }, seconds, count) => {
    await page.clock.runFor(seconds * 1000);
    await until(() => asked.length === count, { what: `${count} questions after ${seconds} s` });
  };

  const early = await open(0);
  await passes(early, 59, 0);
  await passes(early, 1, 1);
  await early.leave();

  asked.length = 0;
  const soon = await open(155);
  await passes(soon, 15, 1);
  await passes(soon, 15, 2);
  status = 'started';
  await passes(soon, 15, 3);
  await row(soon.page, 'Tutorial').getByText('In progress').waitFor();
  assert.deepEqual(asked, [undefined, '"waiting"', '"waiting"']);
  await soon.leave();
});

test('deleting one date says first what happens to recordings, then does that alone', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/upcoming');
  await choose(page, 'Lecture 15', 'Delete…');
  await dialog(page).getByRole('heading', { name: 'Delete Lecture 15: Cycloadditions?' }).waitFor();
  const said = await dialog(page).innerText();
  assert.ok(said.indexOf('Recordings') < said.indexOf('Only this date'), said);
  assert.deepEqual(await textOf(dialog(page).locator('label')),
    ['Only this date', 'The whole series', 'Remove from this course only']);
  await dialog(page).getByText('Wednesday 25 November, 10:15–11:45').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('dialog-delete');

  await dialog(page).getByRole('button', { name: 'Delete this date' }).click();
  await page.getByRole('status').getByText('This date of Lecture 15: Cycloadditions is deleted.')
    .waitFor();
  assert.deepEqual(visits.server.writes,
    [`DELETE meetings/91234567899?occurrence_id=${DATE}`]);
  assert.equal(visits.server.posts[0].csrf, 'csrf-of-the-sample');
  assert.equal(await rows(page, 'Lecture 15').count(), 1, 'the other date stays');
  assert.equal(await dialog(page).count(), 0);
  // The keyboard is where the row was.
  assert.ok(await hasFocus(row(page, 'Lecture 15').getByRole('link').first()));
  assert.deepEqual(await axe(), []);
  await shot('page-upcoming-deleted');
  await page.getByRole('button', { name: 'Close' }).click();
  assert.equal(await page.getByText('is deleted').count(), 0);
  await leave();
});

test('the whole series, or out of this course only', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  await choose(page, 'Lecture 15', 'Delete…');
  await dialog(page).getByLabel('The whole series').check();
  await dialog(page).getByRole('button', { name: 'Delete the whole series' }).click();
  await page.getByText('Deleted: Lecture 15').waitFor();
  await gone(page, 'Lecture 15');

  await choose(page, 'Tutorial', 'Remove from this course…');
  await dialog(page).getByRole('button', { name: 'Remove from this course' }).waitFor();
  assert.deepEqual(await textOf(dialog(page).locator('label')), ['Remove from this course only'],
    'who may not delete it at Zoom is not asked');
  await dialog(page).getByRole('button', { name: 'Remove from this course' }).click();
  await page.getByText('At Zoom it is still there.').waitFor();
  await gone(page, 'Tutorial');
  assert.deepEqual(visits.server.writes,
    ['DELETE meetings/91234567899', 'DELETE meetings/94511223344?course_only=1']);
  await leave();
});

test('how far a deletion reaches is said, as soon as it is known', async () => {
  const { page, shot, leave } = await visits.visit('instructor/upcoming');
  let release;
  const held = new Promise((done) => { release = done; });
  visits.server.answers.set('GET meetings/91234567891', async (response, { sendJson }) => {
    await held;
    sendJson(response, 200, { meeting: {}, courses: 2, recordings: 3 });
  });
  await choose(page, 'Questions', 'Delete…');
  await dialog(page).getByRole('group', { name: 'What to delete' }).waitFor();
  const heightOf = async () => (await dialog(page).boundingBox()).height;
  const height = await heightOf();
  release();
  await dialog(page).getByText('3 recordings of it were made. It is in 2 courses and goes from all ' +
    'of them.').waitFor();
  await shot('dialog-delete-reach');
  assert.equal(await heightOf(), height, 'and nothing moves');
  await dialog(page).getByLabel('Remove from this course only').check();
  assert.equal(await dialog(page).getByText('It is in 2 courses').count(), 0);
  await leave();
});

test('a deletion that is refused says why and stays open; Escape gives the keyboard back', async () => {
  const { page, axe, leave } = await visits.visit('instructor/upcoming');
  visits.server.answers.set('DELETE meetings/91234567891', (response, { sendJson, refusal }) =>
    sendJson(response, 403, refusal('forbidden', 'Zoom does not let you delete this.')));
  await choose(page, 'Questions', 'Delete…');
  await dialog(page).getByRole('button', { name: 'Delete the meeting' }).click();
  await dialog(page).getByText('Zoom does not let you delete this.').waitFor();
  await dialog(page).getByText('LZ0999 · aM2xk9Q7').waitFor();
  assert.deepEqual(await axe(), []);
  await page.keyboard.press('Escape');
  assert.equal(await dialog(page).count(), 0);
  assert.ok(await hasFocus(row(page, 'Questions').locator('summary')));
  assert.equal(await rows(page, 'Questions').count(), 1);
  await leave(/403/);
});

test('while it is under way nothing can be pressed twice, nor closed', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  let release;
  const held = new Promise((done) => { release = done; });
  visits.server.answers.set('DELETE meetings/91234567891', async (response) => {
    await held;
    response.writeHead(204).end();
  });
  await choose(page, 'Questions', 'Delete…');
  await dialog(page).getByRole('button', { name: 'Delete the meeting' }).click();
  await dialog(page).getByRole('button', { name: 'One moment…' })
    .click({ force: true });
  await page.keyboard.press('Escape');
  assert.equal(await dialog(page).count(), 1);
  release();
  await page.getByText('Deleted: Questions').waitFor();
  assert.deepEqual(visits.server.writes, ['DELETE meetings/91234567891']);
  await leave();
});

test('editing a date of a series asks which is meant', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/upcoming');
  await row(page, 'Lecture 15').getByRole('button', { name: 'Edit Lecture 15' }).click();
  assert.deepEqual(await axe(), []);
  await shot('dialog-edit-which');
  await dialog(page).getByRole('button', { name: 'Go to the form' }).click();
  await page.getByRole('heading', { level: 1, name: 'Edit this date' }).waitFor();
  assert.equal(new URL(page.url()).search, `?occurrence_id=${DATE}`);
  assert.ok(await hasFocus(page.locator('h1')));

  await page.goBack();
  await row(page, 'Lecture 15').getByRole('button', { name: 'Edit Lecture 15' }).click();
  await dialog(page).getByLabel('The whole series').check();
  await dialog(page).getByRole('button', { name: 'Go to the form' }).click();
  await page.getByRole('heading', { level: 1, name: 'Edit the whole series' }).waitFor();
  assert.equal(new URL(page.url()).search, '');

  // A meeting with one date needs no question.
  await page.goto(`${visits.server.url}/zoom/c/instructor/upcoming`);
  await row(page, 'Questions').getByRole('button', { name: 'Edit Questions' }).click();
  await page.getByRole('heading', { level: 1, name: 'Edit the meeting' }).waitFor();
  await leave();
});

test('the invitation is copied from the list, or shown where that is not allowed', async () => {
  const { page, context, axe, shot, leave } = await visits.visit('instructor/upcoming');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose(page, 'Tutorial', 'Copy invitation');
  await page.getByText('The invitation to Tutorial, group B is copied.').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Topic: Tutorial/);
  await page.getByRole('button', { name: 'Close' }).press('Enter');
  assert.ok(await hasFocus(row(page, 'Tutorial').locator('summary')));

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    document.execCommand = () => false;
  });
  await choose(page, 'Tutorial', 'Copy invitation');
  await dialog(page).getByText('Join Zoom Meeting').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('dialog-invitation');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  assert.equal(await dialog(page).count(), 0);
  await leave();
});

test('from a meeting\'s own page: edited, deleted, its file for the calendar', async () => {
  const { page, shot, leave } = await visits.visit(
    `instructor/meetings/91234567899?occurrence_id=${DATE}`);
  await page.getByText('Every week: Wednesday, 12 times').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Add to my calendar' }).getAttribute('href'),
    '/zoom/c/instructor/meetings/91234567899/event.ics');
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog(page).getByRole('button', { name: 'Delete this date' }).click();
  await page.getByRole('status').getByText('This date of Lecture 15').waitFor();
  assert.equal(new URL(page.url()).pathname, '/zoom/c/instructor/upcoming');
  assert.deepEqual(visits.server.writes,
    [`DELETE meetings/91234567899?occurrence_id=${DATE}`]);
  await shot('page-meeting-deleted');
  await leave();
});

test('from a meeting that is not there, the list is one step away', async () => {
  const { page, shot, leave } = await visits.visit('student/upcoming');
  visits.server.answers.set('GET meetings/91234567891', (response, { sendJson, refusal }) =>
    sendJson(response, 404, refusal('not_found', 'This course has no such meeting.')));
  await row(page, 'Questions').locator('.topic a').click();
  await page.getByText('This course has no such meeting.').waitFor();
  await shot('problem-not-there');
  await page.getByRole('link', { name: 'Upcoming' }).click();
  await row(page, 'Questions').waitFor();
  assert.ok(await hasFocus(page.getByRole('heading', { level: 1 })));
  await leave(/404/);
});

test('an answer that does not come is asked for again, and the page says so', async () => {
  const { page, shot, leave } = await visits.visit('instructor/upcoming');
  visits.server.answers.set('GET schedule', (response) => response.destroy());
  await page.getByRole('link', { name: 'Schedule a meeting' }).click();
  await page.getByText('No answer came. Asking once more…').waitFor();
  await shot('page-asking-again');
  visits.server.answers.clear();
  await page.getByRole('heading', { name: 'Schedule a meeting' }).waitFor();
  assert.equal(await page.getByText('Asking once more').count(), 0);
  await leave(/ERR_EMPTY_RESPONSE/);
});

test('an answer that is long in coming is said to be', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming', { clock: false });
  await page.clock.install();
  let release;
  const held = new Promise((done) => { release = done; });
  visits.server.answers.set('GET meetings/94511223344', async (response, { sendJson, refusal }) => {
    await held;
    sendJson(response, 503, refusal('zoom_busy', 'Busy.'), { 'Retry-After': '3' });
  });
  await page.getByRole('link', { name: 'Tutorial, group B', exact: true }).click();
  await page.locator('[aria-busy=true]').waitFor();
  assert.equal(await page.getByText('longer than usual').count(), 0);
  await page.clock.runFor(5_000);
  await page.getByText('This takes longer than usual.').waitFor();
  release();
  await page.getByRole('heading', { name: 'Zoom is busy' }).waitFor();
  assert.equal(await page.getByText('longer than usual').count(), 0);
  await leave(/503/);
});
