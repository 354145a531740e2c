// SPDX-License-Identifier: Apache-2.0
// What an instructor does to meetings, in the LMS's frame against the module and the simulated Zoom;
// and what a co-instructor and a student see of it.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { openTool, startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';

const SERIES = 'Seminar: Retrosynthesis';
const ONCE = 'Questions before the exam';
const DAY = 24 * 3_600_000;

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([startCampus(), startBrowser()]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

const open = () => browser.open({
  locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width: 820, height: 1000 },
});
const inDays = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const itemsOf = (tool, topic) => tool.locator('.item').filter({ hasText: topic });
const dialog = (tool) => tool.getByRole('dialog');
const atZoom = (topic) => [...campus.zoom.meetings.values()].filter((one) => one.topic === topic);

async function choose(tool, row, words) {
  await row.locator('summary').click();
  await row.getByRole('button', { name: words }).click();
}

test('a series is scheduled, one date moved, one deleted, the rest renamed', async () => {
  const amara = await open();
  const tool = await openTool(amara.page, campus.lms, 'amara', 'chemistry');
  await tool.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await tool.getByLabel('Topic').fill(SERIES);
  await tool.getByLabel('Date', { exact: true }).fill(inDays(2));
  await tool.getByLabel('Starts').fill('10:15');
  await tool.getByLabel('How often').selectOption('daily');
  await tool.getByLabel('Ends').selectOption('times');
  await tool.getByLabel('Meetings').fill('4');
  await tool.getByRole('button', { name: 'Add Tomáš Lindqvist' }).click();
  await tool.getByText('tomas.lindqvist@example.edu').waitFor();
  await amara.shot('instructing-1-series');
  await tool.getByRole('button', { name: 'Schedule 4 meetings' }).click();
  await tool.getByText(`Scheduled: ${SERIES}`).waitFor();
  assert.equal(await tool.locator('.note').count(), 0, 'Zoom made what was shown');
  assert.equal(await itemsOf(tool, SERIES).count(), 4);
  await itemsOf(tool, SERIES).nth(2).getByText('Daily, 3 of 4').waitFor();
  await amara.shot('instructing-2-dates');

  // One date begins later.
  await itemsOf(tool, SERIES).first().getByRole('button', { name: `Edit ${SERIES}` }).click();
  await dialog(tool).getByRole('button', { name: 'Go to the form' }).click();
  await tool.getByLabel('Starts').fill('12:15');
  await tool.getByRole('button', { name: 'Save this date' }).click();
  await tool.getByText(`Saved: ${SERIES}`).waitFor();
  await itemsOf(tool, SERIES).filter({ hasText: '12:15' }).waitFor();
  assert.equal(await itemsOf(tool, SERIES).filter({ hasText: '10:15' }).count(), 3);
  assert.equal(await itemsOf(tool, SERIES).filter({ hasText: '12:15' }).count(), 1);

  // One date goes.
  await choose(tool, itemsOf(tool, SERIES).last(), 'Delete…');
  await dialog(tool).getByRole('button', { name: 'Delete this date' }).click();
  await tool.getByText(`This date of ${SERIES} is deleted.`).waitFor();
  assert.equal(await itemsOf(tool, SERIES).count(), 3);
  await amara.shot('instructing-3-deleted');

  // All get another name.
  await itemsOf(tool, SERIES).last().getByRole('button', { name: `Edit ${SERIES}` }).click();
  await dialog(tool).getByLabel('The whole series').check();
  await dialog(tool).getByRole('button', { name: 'Go to the form' }).click();
  await tool.getByLabel('Topic').fill(`${SERIES} II`);
  await tool.getByRole('button', { name: 'Save for the whole series' }).click();
  await tool.getByText(`Saved: ${SERIES} II`).waitFor();
  assert.equal(await itemsOf(tool, `${SERIES} II`).count(), 3);
  assert.equal(atZoom(`${SERIES} II`).length, 1);

  const tomas = await open();
  const other = await openTool(tomas.page, campus.lms, 'tomas', 'chemistry');
  await itemsOf(other, SERIES).first().waitFor();
  assert.equal(await itemsOf(other, SERIES).count(), 3);
  await tomas.shot('instructing-4-co-instructor');

  const asa = await open();
  const student = await openTool(asa.page, campus.lms, 'asa', 'chemistry');
  await itemsOf(student, SERIES).first().waitFor();
  assert.equal(await student.locator('summary').count(), 0, 'a student has no menu');
  await student.getByRole('link', { name: `${SERIES} II` }).first().click();
  await student.getByRole('heading', { level: 1, name: `${SERIES} II` }).waitFor();
  assert.equal(await student.getByText('Passcode').count(), 0);
  await asa.shot('instructing-5-student');

  for (const person of [amara, tomas, asa]) {
    assert.deepEqual(person.problems, []);
    await person.close();
  }
});

test('a meeting leaves the course, comes back from all of them, and is deleted', async () => {
  const amara = await open();
  const tool = await openTool(amara.page, campus.lms, 'amara', 'chemistry');
  await tool.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await tool.getByLabel('Topic').fill(ONCE);
  await tool.getByLabel('Date', { exact: true }).fill(inDays(3));
  await tool.getByLabel('Starts').fill('16:00');
  await tool.getByRole('button', { name: 'Schedule meeting' }).click();
  await tool.getByText(`Scheduled: ${ONCE}`).waitFor();

  await choose(tool, itemsOf(tool, ONCE), 'Remove from this course…');
  await dialog(tool).getByRole('button', { name: 'Remove from this course' }).click();
  await tool.getByText('At Zoom it is still there.').waitFor();
  assert.equal(await itemsOf(tool, ONCE).count(), 0);
  assert.equal(atZoom(ONCE).length, 1);

  await tool.getByRole('link', { name: 'Add an existing one' }).click();
  await itemsOf(tool, ONCE).getByRole('button', { name: `Add ${ONCE} to this course` }).click();
  await itemsOf(tool, ONCE).getByText('Added. Everyone in the course sees it now.').waitFor();
  await amara.shot('instructing-6-all');
  await tool.getByRole('link', { name: 'Upcoming' }).click();

  await choose(tool, itemsOf(tool, ONCE), 'Copy invitation');
  await tool.getByText(`The invitation to ${ONCE} is copied.`).waitFor();
  await tool.getByRole('link', { name: ONCE, exact: true }).click();
  await tool.getByRole('heading', { name: 'Invitation' }).waitFor();
  await tool.getByText('More', { exact: true }).click();
  await tool.getByRole('button', { name: 'Delete…' }).click();
  await amara.shot('instructing-7-delete');
  await dialog(tool).getByRole('button', { name: 'Delete the meeting' }).click();
  await tool.getByText(`Deleted: ${ONCE}`).waitFor();
  assert.equal(await itemsOf(tool, ONCE).count(), 0);
  assert.equal(atZoom(ONCE).length, 0);
  assert.deepEqual(amara.problems, []);
  await amara.close();
});

test('in two tabs the same is changed: the later one is told, and takes what the other has set', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const tools = [];
  for (const { page } of [one, other]) {
    tools.push(await openTool(page, campus.lms, 'amara', 'chemistry'));
  }
  const topic = 'Tutorial: Reading spectra';
  const [here, there] = tools;
  await here.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await here.getByLabel('Topic').fill(topic);
  await here.getByLabel('Date', { exact: true }).fill(inDays(4));
  await here.getByLabel('Starts').fill('10:15');
  await here.getByRole('button', { name: 'Schedule meeting' }).click();
  await here.getByText(`Scheduled: ${topic}`).waitFor();
  await there.getByRole('link', { name: 'Previous' }).click();
  await there.getByRole('link', { name: 'Upcoming' }).click();
  for (const tool of tools) {
    await itemsOf(tool, topic).getByRole('button', { name: `Edit ${topic}` }).click();
    await tool.getByRole('heading', { name: 'Edit the meeting' }).waitFor();
  }
  const save = (tool) => tool.getByRole('button', { name: 'Save changes' }).click();

  await there.getByLabel('Topic').fill(`${topic} II`);
  await there.getByLabel('Minutes').fill('45');
  await save(there);
  await there.getByText(`Saved: ${topic} II`).waitFor();
  await here.getByLabel('Topic').fill(`${topic}, again`);
  await here.getByLabel('Description').fill('Bring the worksheet.');
  await save(here);
  await here.getByRole('heading', { name: 'Somebody else has changed the same' }).waitFor();
  await here.locator('#field-topic-error').getByText(`changed this meanwhile: ${topic} II`).waitFor();
  assert.equal(await here.locator('#field-duration-error, #field-agenda-error').count(), 0);
  assert.deepEqual(atZoom(`${topic} II`).map(({ agenda }) => agenda), [''], 'nothing was saved');

  await here.getByRole('button', { name: 'take what they have set' }).click();
  await save(here);
  await here.getByText(`Saved: ${topic} II`).waitFor();
  assert.deepEqual(atZoom(`${topic} II`).map(({ agenda, duration }) => [agenda, duration]),
    [['Bring the worksheet.', 45]]);
  assert.deepEqual([...one.problems, ...other.problems].filter((each) => !/status of 409/.test(each)),
    []);
  await Promise.all([one.close(), other.close()]);
});
