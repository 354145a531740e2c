// SPDX-License-Identifier: Apache-2.0
// Those who host though the course is not theirs, inside the LMS's frame against the module and the
// simulated Zoom: a student where students host, and an assistant who schedules for a professor.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { screenshot, startBrowser, wayInto } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { choose, dialog, entrance, inDays, opened, row } from './lib/people.js';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.stop());

async function schedules(tool, topic, days) {
  await tool.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await tool.getByLabel('Topic').fill(topic);
  await tool.getByLabel('Date', { exact: true }).fill(inDays(days));
  await tool.getByLabel('Starts').fill('10:15');
}

// A campus of its own, and enter() into it.
function onCampus(options, tests) {
  const campus = {};
  before(async () => { Object.assign(campus, await startCampus(options)); });
  after(() => campus.stop());
  tests(campus, (person, more) => (
    entrance(browser, campus, { viewport: { width: 820, height: 900 } })(person, 'chemistry', more)));
}

const userOf = ({ zoom }, email) => [...zoom.users.values()].find((one) => one.email === email);
const atZoom = ({ zoom }, topic) => [...zoom.meetings.values()].filter(
  (one) => one.topic === topic);

describe('a student who hosts', () => onCampus({
  server: { LTIZoomStudentsHost: 'On' },
}, (campus, enter) => {
  const GROUP = 'Study group: Exam 2025';
  const LECTURE = 'Lecture 16: Sigmatropic shifts';

  before(() => {
    campus.zoom.addUser({
      email: 'asa.andersson@example.edu', first_name: 'Åsa', last_name: 'Andersson',
      timezone: 'Europe/Berlin',
    });
  });

  test('schedules, sees what is theirs to do, and starts', async () => {
    const amara = await enter('amara');
    await schedules(amara.tool, LECTURE, 2);
    await amara.tool.getByRole('button', { name: 'Schedule meeting' }).click();
    await amara.tool.getByText(`Scheduled: ${LECTURE}`).waitFor();

    const asa = await enter('asa');
    const { tool } = asa;
    assert.deepEqual(await tool.getByRole('navigation').getByRole('link').allInnerTexts(),
      ['Upcoming', 'Previous', 'Recordings', 'Calendar', 'Privacy']);
    await schedules(tool, GROUP, 1);
    assert.equal(await tool.getByRole('button', { name: 'Add Tomáš Lindqvist' }).count(), 0,
      'the roster is not shown to students');
    await asa.shot('hosting-1-student-form');
    await tool.getByRole('button', { name: 'Schedule meeting' }).click();
    await tool.getByText(`Scheduled: ${GROUP}`).waitFor();
    const [{ host_id }] = atZoom(campus, GROUP);
    assert.equal(host_id, userOf(campus, 'asa.andersson@example.edu').id);

    // Others' meetings are to be joined, and no more.
    const lecture = row(tool, LECTURE);
    await lecture.getByRole('link', { name: `Join ${LECTURE}` }).waitFor();
    assert.equal(await lecture.locator('summary').count(), 0);
    assert.equal(await lecture.getByRole('button').count(), 0);
    assert.equal(await lecture.getByRole('link', { name: /^Start/ }).count(), 0);
    await asa.shot('hosting-2-student-list');
    await lecture.getByRole('link', { name: LECTURE, exact: true }).click();
    await tool.getByRole('heading', { level: 1, name: LECTURE }).waitFor();
    assert.equal(await tool.getByText('Passcode').count(), 0);
    assert.equal(await tool.getByRole('button', { name: /Edit|Delete/ }).count(), 0);
    await tool.getByRole('link', { name: 'Upcoming' }).click();

    const start = await opened(asa.context, await wayInto(row(tool, GROUP), /^Start/));
    await start.getByRole('heading', { name: `You are hosting ${GROUP}` }).waitFor();
    await screenshot(start, 'hosting-3-student-started');
    await start.close();

    // Whoever teaches the course sees it, and cannot change it; a fellow student joins.
    await amara.tab('Previous');
    await amara.tab('Upcoming');
    const seen = row(amara.tool, GROUP);
    await seen.getByText('Host: Åsa Andersson').waitFor();
    assert.equal(await seen.getByRole('button', { name: `Edit ${GROUP}` }).count(), 0);
    await amara.shot('hosting-4-instructor-sees');
    const misaki = await enter('misaki');
    await row(misaki.tool, GROUP).getByRole('link', { name: `${GROUP} に参加` }).waitFor();
    assert.equal(await row(misaki.tool, GROUP).locator('summary').count(), 0);
    await misaki.done();
    await asa.done();
    await amara.done();
  });

  test('changes it, takes it out of the course, brings nothing in, and deletes', async () => {
    const asa = await enter('asa');
    const { tool } = asa;
    assert.equal(await tool.getByRole('link', { name: 'Add an existing one' }).count(), 0);
    await row(tool, GROUP).getByRole('button', { name: `Edit ${GROUP}` }).click();
    await tool.getByLabel('Starts').fill('18:30');
    await tool.getByRole('button', { name: 'Save changes' }).click();
    await tool.getByText(`Saved: ${GROUP}`).waitFor();
    await row(tool, GROUP).getByText('18:30').waitFor();
    await choose(row(tool, GROUP), 'Remove from this course…');
    await asa.shot('hosting-5-student-removes');
    await dialog(tool).getByRole('button', { name: 'Remove from this course' }).click();
    await tool.getByText('At Zoom it is still there.').waitFor();
    assert.equal(await row(tool, GROUP).count(), 0);
    assert.equal(atZoom(campus, GROUP).length, 1);

    await schedules(tool, 'Study group, again', 1);
    await tool.getByRole('button', { name: 'Schedule meeting' }).click();
    await tool.getByText('Scheduled: Study group, again').waitFor();
    await choose(row(tool, 'Study group, again'), 'Delete…');
    await dialog(tool).getByRole('button', { name: 'Delete the meeting' }).click();
    await tool.getByText('Deleted: Study group, again').waitFor();
    assert.equal(atZoom(campus, 'Study group, again').length, 0);
    await asa.done();
    assert.deepEqual(campus.zoom.violations, []);
  });
}));

describe('an assistant', () => onCampus({}, (campus, enter) => {
  const SEMINAR = 'Seminar for the professor';
  const PROFESSOR = 'Dr. Amara Okafor';
  const assistant = () => userOf(campus, 'tomas.lindqvist@example.edu');
  const professor = () => userOf(campus, 'amara.okafor@example.edu');

  before(() => { assistant().schedules_for = [professor().id]; });

  test('schedules for the professor; both see for whom, and the professor starts it', async () => {
    const tomas = await enter('tomas');
    const { tool } = tomas;
    await schedules(tool, SEMINAR, 2);
    await tool.getByLabel('Scheduled for').selectOption({ label: PROFESSOR });
    await tomas.shot('hosting-6-for-the-professor');
    await tool.getByRole('button', { name: 'Schedule meeting' }).click();
    await tool.getByText(`Scheduled: ${SEMINAR}`).waitFor();
    await row(tool, SEMINAR).getByText(`Scheduled for ${PROFESSOR}`).waitFor();
    await tomas.shot('hosting-7-assistant-list');
    const [made] = atZoom(campus, SEMINAR);
    assert.deepEqual([made.host_id, made.assistant_id], [professor().id, assistant().id]);
    await row(tool, SEMINAR).getByRole('link', { name: SEMINAR, exact: true }).click();
    await tool.getByRole('heading', { level: 1, name: SEMINAR }).waitFor();
    await tomas.shot('hosting-8-assistant-detail');

    const amara = await enter('amara');
    await row(amara.tool, SEMINAR).getByText(`Scheduled for ${PROFESSOR}`).waitFor();
    const start = await opened(amara.context, await wayInto(row(amara.tool, SEMINAR), /^Start/));
    await start.getByRole('heading', { name: `You are hosting ${SEMINAR}` }).waitFor();
    await start.close();
    const asa = await enter('asa');
    await row(asa.tool, SEMINAR).getByText(`Host: ${PROFESSOR}`).waitFor();
    await asa.done();
    await amara.done();
    await tomas.done();
  });

  test('edits it, and deletes one', async () => {
    const tomas = await enter('tomas');
    const { tool } = tomas;
    await row(tool, SEMINAR).getByRole('button', { name: `Edit ${SEMINAR}` }).click();
    await tool.getByLabel('Starts').fill('14:00');
    await tool.getByRole('button', { name: 'Save changes' }).click();
    await tool.getByText(`Saved: ${SEMINAR}`).waitFor();
    await row(tool, SEMINAR).getByText('14:00').waitFor();
    await row(tool, SEMINAR).getByText(`Scheduled for ${PROFESSOR}`).waitFor();

    await schedules(tool, 'One too many', 3);
    await tool.getByLabel('Scheduled for').selectOption({ label: PROFESSOR });
    await tool.getByRole('button', { name: 'Schedule meeting' }).click();
    await tool.getByText('Scheduled: One too many').waitFor();
    await choose(row(tool, 'One too many'), 'Delete…');
    await dialog(tool).getByRole('button', { name: 'Delete the meeting' }).click();
    await tool.getByText('Deleted: One too many').waitFor();
    assert.equal(atZoom(campus, 'One too many').length, 0);
    await tomas.done();
  });

  test('the privilege is taken back meanwhile: nothing is saved, and what was typed stays',
    async () => {
      const tomas = await enter('tomas', { provoked: /422/ });
      const { tool } = tomas;
      await schedules(tool, 'Without leave', 3);
      await tool.getByLabel('Scheduled for').selectOption({ label: PROFESSOR });
      assistant().schedules_for = [];
      await tool.getByRole('button', { name: 'Schedule meeting' }).click();
      await tool.getByText('has not allowed you to schedule for them').first().waitFor();
      assert.equal(await tool.getByLabel('Topic').inputValue(), 'Without leave');
      assert.equal(atZoom(campus, 'Without leave').length, 0);
      await tomas.shot('hosting-9-privilege-gone');
      await tool.getByLabel('Scheduled for').selectOption({ label: 'Myself' });
      await tool.getByRole('button', { name: 'Schedule meeting' }).click();
      await tool.getByText('Scheduled: Without leave').waitFor();
      assert.equal(atZoom(campus, 'Without leave')[0].host_id, assistant().id);

      // What was scheduled before is the professor's alone now.
      await row(tool, SEMINAR).waitFor();
      assert.equal(await row(tool, SEMINAR).getByRole('button', { name: /^Edit/ }).count(), 0);
      await tomas.shot('hosting-10-privilege-gone-list');
      await tomas.done();
      assert.deepEqual(campus.zoom.violations, []);
    });
}));
