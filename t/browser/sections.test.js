// SPDX-License-Identifier: Apache-2.0
// Who of a course sees a meeting or a recording: chosen in the form, in the course's settings, on the
// meeting's page and on the recording's; and what students of two sections then see in the LMS.

import { after, afterEach, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { openTool, startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { hasFocus } from './lib/focus.js';
import { nameOf } from './lib/samples-views.js';
import { startVisits } from './lib/visit.js';

const button = (page, name) => page.getByRole('button', { name, exact: true });

describe('the pages', () => {
  let visits;
  before(async () => { visits = await startVisits(); });
  after(() => visits.stop());
  afterEach(() => {
    visits.server.answers.clear();
    visits.server.posts.length = 0;
    visits.server.writes.length = 0;
  });

  const question = 'Who of the course sees it';
  const last = () => visits.server.posts.at(-1).body;

  test('the form offers what is known, takes another name, and says what comes of it', async () => {
    const { page, axe, shot, leave } = await visits.visit('instructor/schedule');
    const field = page.getByRole('group', { name: question });
    await field.getByText('Nothing is ticked: the whole course sees it.').waitFor();
    assert.equal(await field.getByRole('checkbox').count(), 3);

    await field.getByLabel('Section 02').check();
    await field.getByText('Only Section 02, and those who run the course, see it.').waitFor();
    const another = field.getByLabel('Another section or group');
    await another.fill('  Laboratory group  ');
    await another.press('Enter');
    assert.ok(await field.getByLabel('Laboratory group').isChecked());
    assert.equal(await another.inputValue(), '');
    await another.fill('section 01');
    await button(field, 'Add').click();
    assert.ok(await field.getByLabel('Section 01').isChecked(), 'the one that is known by that name');
    assert.equal(await field.getByRole('checkbox').count(), 4);
    await field.getByLabel('Section 02').uncheck();
    assert.deepEqual(await axe(), []);
    await shot('sections-form');

    await button(page, 'Schedule meeting').click();
    await page.getByText('Scheduled:').waitFor();
    assert.deepEqual(last().sections, ['Laboratory group', 'Section 01']);
    await leave();
  });

  test('where the LMS tells no sections the form says so before anybody is locked out', async () => {
    const { page, axe, shot, leave } = await visits.visit('full/schedule', {
      viewport: { width: 320, height: 800 }, colorScheme: 'dark',
    });
    const field = page.getByRole('group', { name: question });
    await field.getByText(/does not tell this tool who is in which section/).waitFor();
    await field.getByLabel('Another section or group').fill('Section 9');
    await button(field, 'Add').click();
    await field.getByText('As things are, no student sees it.').waitFor();
    assert.deepEqual(await axe(), []);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.ok(width <= 320, `${width} px wide`);
    await shot('sections-untold-dark-320');
    await leave();
  });

  test('what is refused stands beside the field, and what was chosen stays', async () => {
    const { page, axe, leave } = await visits.visit('instructor/schedule');
    visits.server.answers.set('POST meetings', (response, { sendJson, refusal }) => sendJson(response,
      422, refusal('fields', 'Some fields are wrong.', { sections: 'This must be a list of names.' })));
    const field = page.getByRole('group', { name: question });
    await field.getByLabel('Section 02').check();
    await button(page, 'Schedule meeting').click();
    const summary = page.locator('.summary');
    await summary.getByText('This must be a list of names.').waitFor();
    await field.getByText('This must be a list of names.').waitFor();
    await summary.getByRole('link', { name: question }).click();
    await hasFocus(field.getByLabel('Section 01'));
    assert.ok(await field.getByLabel('Section 02').isChecked());
    assert.deepEqual(await axe(), []);
    await leave(/422/);
  });

  test('right to left, in the reader\'s language', async () => {
    const { page, axe, shot, leave } = await visits.visit('instructor/schedule', { locale: 'ar' });
    await page.getByRole('group', { name: 'من يراه من أعضاء المقرر' }).getByLabel('Section 02').check();
    assert.deepEqual(await axe(), []);
    await shot('sections-form-ar');
    await leave();
  });

  test('on the meeting\'s page, in a dialog that gives the keyboard back', async () => {
    const { page, axe, shot, leave } = await visits.visit('instructor/meetings/94511223344');
    const change = button(page, 'Change who sees it');
    await page.getByText('Only Section 02').waitFor();
    await change.click();
    const dialog = page.getByRole('dialog', { name: 'Who sees this meeting?' });
    assert.ok(await dialog.getByLabel('Section 02').isChecked());
    assert.deepEqual(await axe(), []);
    await shot('sections-dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await hasFocus(change);

    await change.click();
    await dialog.getByLabel('Section 02').uncheck();
    await dialog.getByText('Nothing is ticked: the whole course sees it.').waitFor();
    await button(dialog, 'Save who sees it').click();
    await page.getByText('Saved who sees it.').waitFor();
    await page.getByText('The whole course').waitFor();
    assert.deepEqual(last(), { sections: [] });
    await leave();
  });

  test('in the course\'s settings, for new meetings', async () => {
    const { page, axe, leave } = await visits.visit('instructor/settings');
    const field = page.getByRole('group', { name: 'Who of the course sees new meetings' });
    await field.getByLabel('Section 01').check();
    assert.deepEqual(await axe(), []);
    await button(page, 'Save settings').click();
    await page.getByText('The settings of this course are saved.').waitFor();
    assert.deepEqual(last(), { meeting: { sections: ['Section 01'] } });
    await leave();
  });

  test('of a recording: as its meeting, or chosen', async () => {
    const { page, axe, shot, leave } = await visits.visit(`instructor/recordings/${nameOf(2)}`);
    await page.getByText(/^Students see it until/).first().waitFor();
    await page.getByText('Otherwise as its meeting: only Section 02.').waitFor();
    await page.getByLabel('Choose sections for this recording').check();
    const field = page.getByRole('group', { name: 'Which students see the recording' });
    await field.getByLabel('Section 01').check();
    assert.deepEqual(await axe(), []);
    await shot('sections-recording');
    await button(page, 'Save who sees it').click();
    await page.getByText('Saved who sees it.').waitFor();
    assert.deepEqual(last(), { sections: ['Section 02', 'Section 01'] });
    await page.getByLabel('Choose sections for this recording').uncheck();
    await button(page, 'Save who sees it').click();
    await page.getByText('Otherwise as its meeting: only Section 02.').waitFor();
    assert.deepEqual(last(), { sections: null });
    await leave();
  });
});

test('chosen in the LMS\'s frame: one section\'s student sees it, the other\'s does not', async (t) => {
  const [campus, browser] = await Promise.all([startCampus(), startBrowser()]);
  t.after(async () => {
    await browser.stop();
    await campus.stop();
  });
  const open = async (person) => {
    const visitor = await browser.open({
      locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width: 820, height: 1000 },
    });
    return { ...visitor, tool: await openTool(visitor.page, campus.lms, person, 'chemistry') };
  };
  const sees = async ({ tool }, topic) => {
    await tool.locator('.item, .empty').first().waitFor();
    return await tool.locator('.item').filter({ hasText: topic }).count() > 0;
  };
  const topic = 'Exercises for one class';
  const amara = await open('amara');
  await amara.tool.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await amara.tool.getByLabel('Topic').fill(topic);
  await amara.tool.getByLabel('Exercise class A').check();
  await amara.shot('sections-lms-form');
  await amara.tool.getByRole('button', { name: 'Schedule meeting' }).click();
  await amara.tool.getByText(`Scheduled: ${topic}`).waitFor();
  const row = amara.tool.locator('.item').filter({ hasText: topic });
  await row.getByText('Only for Exercise class A').waitFor();
  assert.ok(await sees(await open('asa'), topic));
  const misaki = await open('misaki');
  assert.ok(!await sees(misaki, topic));
  await misaki.shot('sections-lms-other-student');

  // The colleague, who does not host it, opens it to the other class instead.
  const tomas = await open('tomas');
  await tomas.tool.getByRole('link', { name: topic, exact: true }).click();
  await tomas.tool.getByRole('button', { name: 'Change who sees it' }).click();
  await tomas.tool.getByLabel('Exercise class A').uncheck();
  await tomas.tool.getByLabel('Exercise class B').check();
  await tomas.tool.getByRole('button', { name: 'Save who sees it' }).click();
  await tomas.tool.getByText('Only Exercise class B').waitFor();
  await tomas.shot('sections-lms-meeting');
  assert.ok(!await sees(await open('asa'), topic));
  assert.ok(await sees(await open('misaki'), topic));
  for (const { problems } of [amara, misaki, tomas]) assert.deepEqual(problems, []);
});
