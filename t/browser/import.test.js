// SPDX-License-Identifier: Apache-2.0
// Adding meetings that exist: by their IDs or links, from a file, from a person's own list; what came
// of each; what failed sent again.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { idsIn } from '../../htdocs/js/meeting-ids.js';
import { hasFocus } from './lib/focus.js';
import { useVisits } from './lib/visit.js';

const visits = useVisits();

const ALL = 'instructor/upcoming?scope=all';
const CSV = { name: 'courses.csv', mimeType: 'text/csv' };

const ids = (page) => page.getByLabel('Meeting IDs or links');
const add = (page) => page.locator('form').getByRole('button', { name: 'Add to this course' });
const textOf = (locator) => locator.evaluateAll((all) =>
  all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));

const answer = (results) => (response, { sendJson }) => sendJson(response, 200, { results });

test('what people paste: IDs with spaces and hyphens, links, lists', () => {
  const cases = [
    ['91234567890', ['91234567890']],
    ['912 3456 7890', ['91234567890']],
    ['912-3456-7890, 945 1122 3344', ['91234567890', '94511223344']],
    ['91234567890 94511223344', ['91234567890', '94511223344']],
    ['https://uni.zoom.us/j/91234567890?pwd=aB3.1\n555 123 4567', ['91234567890', '5551234567']],
    ['91234567890\r\n\r\n91234567890;', ['91234567890']],
    ['zoom.us/my/somebody', ['zoom.us/my/somebody']],
    ['not an id', ['not an id']],
    [' , ;\n', []],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(idsIn(text), expected, text);
  }
});

test('by ID: one answer for each, and what failed is sent again', async () => {
  const { page, axe, shot, leave } = await visits.visit(ALL);
  visits.server.answers.set('POST import', answer([
    { id: '91234567890', status: 'added' }, { id: '94511223344', status: 'not_allowed' },
    { id: '95550009999', status: 'failed' }, { id: 'nonsense', status: 'not_found' },
    { id: '95550008888', status: 'failed' },
  ]));
  await ids(page).fill('912 3456 7890, 94511223344\n95550009999, nonsense, 95550008888');
  await add(page).click();
  await page.getByRole('heading', { name: '1 of 5 added' }).waitFor();
  assert.ok(await hasFocus(page.locator('#results')), 'the keyboard is at what came of it');
  assert.deepEqual(await textOf(page.locator('.result')), [
    '912 3456 7890 Added. Everyone in the course sees it now.',
    '945 1122 3344 This is somebody else’s meeting. Ask them to add it.',
    '955 5000 9999 It could not be added. Try again.',
    'nonsense Zoom knows no such meeting.',
    '955 5000 8888 It could not be added. Try again.',
  ]);
  assert.equal(await ids(page).inputValue(), '');
  assert.deepEqual(await axe(), []);
  await shot('import-results');

  visits.server.answers.set('POST import', answer([
    { id: '95550009999', status: 'added' }, { id: '95550008888', status: 'already' }]));
  await page.getByRole('button', { name: 'Try these 2 again' }).click();
  await page.getByRole('heading', { name: '2 of 5 added' }).waitFor();
  assert.equal((await textOf(page.locator('.result')))[2],
    '955 5000 9999 Added. Everyone in the course sees it now.');
  assert.equal(await page.getByRole('button', { name: /^Try/ }).count(), 0);
  assert.deepEqual(visits.server.posts.map(({ body }) => body.ids), [
    ['91234567890', '94511223344', '95550009999', 'nonsense', '95550008888'],
    ['95550009999', '95550008888']]);
  await leave();
});

test('what is in the course without what belongs to it is said, and sent again', async () => {
  const { page, axe, shot, leave } = await visits.visit(ALL);
  visits.server.answers.set('POST import', answer([
    { id: '91234567890', status: 'added', warnings: [{ code: 'tracking_fields_not_written' }] },
    { id: '94511223344', status: 'already', warnings: [{ code: 'tracking_fields_not_yours' }] },
    { id: '95550009999', status: 'added', warnings: [] },
  ]));
  await ids(page).fill('91234567890 94511223344 95550009999');
  await add(page).click();
  await page.getByRole('heading', { name: '2 of 3 added' }).waitFor();
  assert.deepEqual(await textOf(page.locator('.result')), [
    '912 3456 7890 Added. Everyone in the course sees it now. What your university keeps about '
      + 'meetings is not in it at Zoom yet. Try again.',
    '945 1122 3344 It was in this course already. What your university keeps about it at Zoom '
      + 'stays as it is: only the host can change that.',
    '955 5000 9999 Added. Everyone in the course sees it now.',
  ]);
  assert.deepEqual(await axe(), []);
  await shot('import-tracking');

  visits.server.answers.set('POST import', answer([
    { id: '91234567890', status: 'already', warnings: [] }]));
  await page.getByRole('button', { name: 'Try 1 again' }).click();
  await page.getByText('912 3456 7890').locator('..').getByText('It was in this course already.')
    .waitFor();
  assert.equal(await page.getByRole('button', { name: /^Try/ }).count(), 0);
  assert.deepEqual(visits.server.posts.at(-1).body, { ids: ['91234567890'] });

  // In the person's own list the button stays as long as there is something left to do.
  visits.server.answers.set('POST import', answer([
    { id: '95550002222', status: 'added', warnings: [{ code: 'tracking_fields_not_written' }] }]));
  const own = page.getByRole('button', { name: 'Add Thesis colloquium to this course' });
  await own.click();
  await page.getByRole('status').getByText('not in it at Zoom yet').waitFor();
  assert.equal(await own.count(), 1);
  await leave();
});

test('for which sections, said by their names, and kept when it is sent again', async () => {
  const { page, axe, shot, leave } = await visits.visit(ALL);
  const [A, B] = ['Class A, "early"', 'Class B'];
  visits.server.answers.set('POST import', answer([
    { id: '91234567890', status: 'added', sections: [A, B] },
    { id: '94511223344', status: 'already', sections: [B], warnings: [{ code: 'sections_changed' }] },
    { id: '95550009999', status: 'failed', sections: [A, B] },
    { id: '95550008888', status: 'failed', sections: [] },
  ]));
  await page.getByLabel('A file (CSV)').setInputFiles({ ...CSV, buffer: Buffer.from('as above') });
  await page.getByRole('heading', { name: '1 of 4 added' }).waitFor();
  assert.deepEqual((await textOf(page.locator('.result'))).slice(0, 2), [
    `912 3456 7890 Added. Only ${A} and ${B}, and those who run the course, see it.`,
    `945 1122 3344 It was in this course already. From now on only ${B}, and those who run the `
      + 'course, see it.',
  ]);
  assert.deepEqual(await axe(), []);
  await shot('import-sections');

  visits.server.answers.set('POST import', answer([
    { id: '95550009999', status: 'added', sections: [A, B] },
    { id: '95550008888', status: 'added', sections: [] }]));
  await page.getByRole('button', { name: 'Try these 2 again' }).click();
  await page.getByRole('heading', { name: '3 of 4 added' }).waitFor();
  assert.equal(visits.server.posts.at(-1).body, 'meeting_id,section\n'
    + '"95550009999","Class A, ""early"""\n"95550009999","Class B"\n"95550008888",""');
  await leave();
});

test('nothing typed is said beside the field; what is refused keeps what was typed', async () => {
  const { page, axe, leave } = await visits.visit(ALL);
  await add(page).click();
  await page.getByText('Type or paste a meeting ID or a link first.').waitFor();
  assert.ok(await hasFocus(ids(page)));
  assert.deepEqual(visits.server.posts, []);
  assert.deepEqual(await axe(), []);

  visits.server.answers.set('POST import', (response, { sendJson, refusal }) =>
    sendJson(response, 503, refusal('zoom_busy', ''), { 'Retry-After': '20' }));
  await ids(page).fill('91234567890');
  await add(page).click();
  await page.getByRole('alert').getByText('Try again in 20 seconds.').waitFor();
  assert.equal(await ids(page).inputValue(), '91234567890');
  await leave(/503/);
});

test('more than the server takes at a time is sent in parts', async () => {
  const { page, leave } = await visits.visit(ALL);
  await ids(page).fill(Array.from({ length: 401 }, (_, index) => 81_000_000_000 + index).join('\n'));
  await add(page).click();
  await page.getByRole('heading', { name: '401 of 401 added' }).waitFor();
  assert.deepEqual(visits.server.posts.map(({ body }) => body.ids.length), [400, 1]);
  await leave();
});

test('a file is sent as it is, with a result for each row', async () => {
  const { page, axe, leave } = await visits.visit(ALL);
  const text = 'meeting_id,section\n91234567890,Tue\n94511223344,\n';
  await page.getByLabel('A file (CSV)').setInputFiles({ ...CSV, buffer: Buffer.from(text) });
  await page.getByRole('heading', { name: '2 of 2 added' }).waitFor();
  assert.equal(visits.server.posts[0].body, text);
  assert.equal(visits.server.posts[0].csrf, 'csrf-of-the-sample');
  await page.getByText('courses.csv').waitFor();

  visits.server.answers.set('POST import', (response, { sendJson, refusal }) =>
    sendJson(response, 422, refusal('fields', 'The file is wrong.',
      { meeting_id: 'One of its columns is meeting_id.' })));
  await page.getByLabel('A file (CSV)').setInputFiles({ ...CSV, buffer: Buffer.from('topic\nx\n') });
  await page.getByText('One of its columns is meeting_id.').waitFor();
  assert.equal(await page.getByLabel('A file (CSV)').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.getByText('The file is wrong.').count(), 0, 'said once');
  assert.deepEqual(await axe(), []);
  await leave(/422/);
});

test('among those ahead and those that are over', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming');
  await page.getByRole('link', { name: 'Add an existing one' }).click();
  await page.getByRole('heading', { level: 1, name: 'Add an existing one' }).waitFor();
  assert.ok(await hasFocus(page.locator('h1')));
  assert.equal(await page.title(), 'Add an existing one · Organic Chemistry II');
  await page.getByText('Thesis colloquium').waitFor();
  await page.getByRole('link', { name: 'Show past ones' }).click();
  await page.getByText('Last year’s colloquium').waitFor();
  await page.getByRole('button', { name: 'Add Last year’s colloquium to this course' }).click();
  await page.getByText('In this course').waitFor();
  assert.deepEqual(visits.server.posts[0].body, { ids: ['95550003333'] });
  await page.getByRole('link', { name: 'Show those ahead' }).click();
  await page.getByText('Thesis colloquium').waitFor();
  await leave();
});
