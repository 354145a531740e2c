// SPDX-License-Identifier: Apache-2.0
// What people do with the views in the course of a term, inside the LMS's frame against the module:
// lists narrowed down and shown in another zone, a meeting that begins and ends while one looks, a
// series taken away, recordings published all at once, the room's secrets, a course's calendar.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { until } from '../lib/processes.js';
import { atZoom as madeAtZoom, choose, dialog, entrance, inDays, row } from './lib/people.js';

const COLLEAGUE = 'tomas.lindqvist@example.edu';

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([
    startCampus({ webhooks: true, server: { LTIZoomFreshness: '1' } }), startBrowser()]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

const atZoom = (...rest) => madeAtZoom(campus, ...rest);
const enter = (...rest) => entrance(browser, campus)(...rest);

async function adds({ tool }, meetings) {
  await tool.getByRole('link', { name: 'Add an existing one' }).first().click();
  await tool.getByLabel('Meeting IDs or links').fill(meetings.map(({ id }) => id).join('\n'));
  await tool.locator('form').getByRole('button', { name: 'Add to this course' }).click();
  await tool.getByRole('heading', { name: `${meetings.length} of ${meetings.length} added` }).waitFor();
  await tool.getByRole('link', { name: 'Upcoming' }).click();
}

// Looks again, as people do, until the view shows it.
async function looksUntil(person, view, shows) {
  await until(async () => {
    await person.tab(view === 'Upcoming' ? 'Previous' : 'Upcoming');
    await person.tab(view);
    return shows();
  }, { what: `${view} to show it` });
}

test('only mine, in my zone, live while it runs, and as a file for my calendar', async () => {
  const mine = atZoom('Lecture 17: Aldol reactions', 1);
  const theirs = atZoom('Exercises with Tomáš', 1, COLLEAGUE);
  const [amara, tomas] = [await enter('amara'), await enter('tomas')];
  await adds(tomas, [theirs]);
  await adds(amara, [mine]);
  const { tool } = amara;
  await row(tool, theirs.topic).getByText('Host: Tomáš Lindqvist').waitFor();
  await tool.getByLabel('Only mine').check();
  await until(async () => await row(tool, theirs.topic).count() === 0, { what: 'mine alone' });
  assert.equal(await row(tool, mine.topic).count(), 1);
  await amara.shot('everyday-1-only-mine');
  await tool.getByLabel('Only mine').uncheck();
  await row(tool, theirs.topic).waitFor();

  // The zone is the browser's to remember: another view has it too.
  const clock = () => row(tool, mine.topic).locator('time').innerText();
  const before = await clock();
  await tool.getByRole('button', { name: 'Change the time zone' }).click();
  await dialog(tool).getByLabel('Time zone').selectOption('America/New_York');
  await dialog(tool).getByRole('button', { name: 'Show times in this zone' }).click();
  await tool.getByText(/Times in Eastern/).waitFor();
  assert.notEqual(await clock(), before);
  await row(tool, mine.topic).getByRole('link', { name: mine.topic, exact: true }).click();
  await tool.getByRole('heading', { level: 1, name: mine.topic }).waitFor();
  await tool.getByText(/Times in Eastern/).waitFor();
  await amara.shot('everyday-2-other-zone');

  const [file] = await Promise.all([
    amara.page.waitForEvent('download'),
    tool.getByRole('link', { name: 'Add to my calendar' }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  assert.match(text, /^BEGIN:VCALENDAR/);
  assert.match(text.replace(/\r\n /g, ''), /SUMMARY:Lecture 17: Aldol reactions/);
  await tool.getByRole('link', { name: 'Upcoming' }).click();

  const asa = await enter('asa');
  campus.zoom.startMeeting(mine.id);
  await campus.zoom.webhooks.settled();
  await looksUntil(asa, 'Upcoming', () => row(asa.tool, mine.topic).locator('.live').count());
  await asa.shot('everyday-3-live');
  campus.zoom.endMeeting(mine.id);
  await campus.zoom.webhooks.settled();
  await looksUntil(asa, 'Upcoming',
    async () => !await row(asa.tool, mine.topic).locator('.live').count());
  for (const person of [asa, amara, tomas]) await person.done();
});

test('a whole series is deleted', async () => {
  const SERIES = 'Tutorial: Spectra';
  const amara = await enter('amara');
  const { tool } = amara;
  await tool.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await tool.getByLabel('Topic').fill(SERIES);
  await tool.getByLabel('Date', { exact: true }).fill(inDays(3));
  await tool.getByLabel('How often').selectOption('weekly');
  await tool.getByLabel('Ends').selectOption('times');
  await tool.getByLabel('Meetings').fill('3');
  await tool.getByRole('button', { name: 'Schedule 3 meetings' }).click();
  await tool.getByText(`Scheduled: ${SERIES}`).waitFor();
  assert.equal(await row(tool, SERIES).count(), 3);
  await choose(row(tool, SERIES).nth(1), 'Delete…');
  await dialog(tool).getByLabel('The whole series').check();
  await amara.shot('everyday-4-delete-series');
  await dialog(tool).getByRole('button', { name: /^Delete/ }).click();
  await tool.getByText(`Deleted: ${SERIES}`).waitFor();
  assert.equal(await row(tool, SERIES).count(), 0);
  assert.ok(![...campus.zoom.meetings.values()].some(({ topic }) => topic === SERIES));
  await amara.done();
});

test('recordings: all published at once, found by words; what is not published has no address',
  async () => {
    const topics = ['Lecture 12: Enolates', 'Lecture 13: Michael additions'];
    const meetings = topics.map((topic, index) => atZoom(topic, index - 4));
    for (const meeting of meetings) {
      campus.zoom.addRecording(
        campus.zoom.addPast(meeting.id, { start: meeting.start, duration: 50 }),
        { settings: { share_recording: 'publicly' } });
    }
    const amara = await enter('amara');
    const { tool } = amara;
    await adds(amara, meetings);
    await looksUntil(amara, 'Recordings', async () => await row(tool, 'Lecture 1').count() === 2);
    const detail = await row(tool, topics[1]).getByRole('link', { name: topics[1] })
      .getAttribute('href');
    await tool.getByText('Filter', { exact: true }).click();
    await tool.getByLabel('Topic or meeting ID').fill('enol');
    await tool.getByRole('search').getByRole('button', { name: 'Show' }).click();
    await until(async () => await row(tool, topics[1]).count() === 0, { what: 'what was looked for' });
    assert.equal(await row(tool, topics[0]).count(), 1);
    await amara.shot('everyday-5-filtered');
    await tool.getByRole('link', { name: 'Show all recordings' }).click();
    await row(tool, topics[1]).waitFor();

    await tool.getByRole('button', { name: 'Publish all…' }).click();
    await amara.shot('everyday-6-publish-all');
    await dialog(tool).getByRole('button', { name: 'Publish all recordings' }).click();
    await tool.getByRole('status').getByText('2 recordings are published.').waitFor();
    const asa = await enter('asa', 'chemistry', { provoked: /404/ });
    await looksUntil(asa, 'Recordings', async () => await row(asa.tool, 'Lecture 1').count() === 2);

    await row(tool, topics[1]).getByRole('switch').click();
    await tool.getByRole('status').getByText('No longer published').waitFor();
    await looksUntil(asa, 'Recordings', async () => await row(asa.tool, topics[1]).count() === 0);
    await asa.shot('everyday-7-student-recordings');
    const frame = asa.page.frames().find((one) => one.url().startsWith(campus.base));
    await frame.goto(new URL(detail, frame.url()).href);
    await asa.tool.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await asa.tool.getByText('Michael').count(), 0);
    await asa.shot('everyday-8-guessed-address');
    await asa.done();
    await amara.done();
  });

test('my room: its passcode on demand, its invitation to copy', async () => {
  const amara = await enter('amara', 'chemistry',
    { permissions: ['clipboard-read', 'clipboard-write'] });
  const { tool } = amara;
  await amara.tab('My room');
  await tool.getByText('is the same for every course').waitFor();
  const owner = [...campus.zoom.users.values()].find(({ email }) => /^amara/.test(email));
  const { password } = campus.zoom.meetings.get(owner.pmi);
  assert.equal(await tool.getByText(password, { exact: true }).count(), 0);
  await tool.getByRole('button', { name: /^Show/ }).click();
  await tool.getByText(password, { exact: true }).waitFor();
  await tool.getByRole('button', { name: /invitation/i }).click();
  await tool.getByText('copied', { exact: false }).first().waitFor();
  assert.match(await amara.page.evaluate(() => navigator.clipboard.readText()),
    new RegExp(`/${owner.pmi}`));
  await amara.shot('everyday-9-room');
  await amara.done();
});

test('an instructor\'s calendar of one course: renewed, so that the old link is dead, then removed',
  async () => {
    const amara = await enter('amara');
    const { tool } = amara;
    await amara.tab('Calendar');
    const card = tool.getByRole('region', { name: 'Only Organic Chemistry II' });
    await card.getByRole('button', { name: 'Make a link' }).click();
    const first = await card.locator('code').innerText();
    assert.match(await (await fetch(first)).text(), /SUMMARY:Exercises with Tomáš/);
    await card.getByRole('button', { name: 'New link…' }).click();
    await dialog(tool).getByRole('button', { name: 'Make a new link' }).click();
    await tool.getByText('The old one works no more.').waitFor();
    await until(async () => await card.locator('code').innerText() !== first, { what: 'the new link' });
    const second = await card.locator('code').innerText();
    assert.deepEqual([(await fetch(first)).status, (await fetch(second)).status], [404, 200]);
    await amara.shot('everyday-10-course-calendar');
    await card.getByRole('button', { name: 'Remove link…' }).click();
    await dialog(tool).getByRole('button', { name: 'Remove the link' }).click();
    await tool.getByRole('status').getByText('The link is removed.').waitFor();
    assert.equal((await fetch(second)).status, 404);
    await amara.done();
    assert.deepEqual(campus.zoom.violations, []);
    assert.deepEqual(campus.lms.violations, []);
  });
