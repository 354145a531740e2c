// SPDX-License-Identifier: Apache-2.0
// The server's own sentences in the reader's language: warnings of a view and of an answer, refusals;
// what has no words is said as the server does.

import { after, afterEach, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startVisits } from './lib/visit.js';

let visits;
before(async () => { visits = await startVisits(); });
after(() => visits.stop());
afterEach(() => visits.server.answers.clear());

const answers = (key, status, value) => visits.server.answers.set(key,
  (response, { sendJson }) => sendJson(response, status, value));

test('a warning that comes with the page', async () => {
  const { page, leave } = await visits.visit('warned/schedule?locale=de');
  await page.getByText('Zoom hat nicht genannt, welche Optionen Ihre Hochschule festgelegt hat.').waitFor();
  assert.equal(await page.getByText('Zoom did not tell').count(), 0);
  await leave();
});

test('a page without a warning does not ask for these words', async () => {
  const { page, leave } = await visits.visit('instructor/upcoming', { clock: false });
  const files = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name));
  assert.ok(files.some((name) => name.endsWith('/en.json')));
  assert.deepEqual(files.filter((name) => /told/.test(name)), []);
  await leave();
});

test('what Zoom made of a meeting is told by the names that the form has', async () => {
  const { page, shot, leave } = await visits.visit('instructor/meetings/91234567899/edit?locale=fr');
  answers('PATCH meetings/91234567899', 200, {
    meeting: { id: '91234567899', topic: 'Cours 15', start_time: null, actions: [] },
    warnings: [
      { code: 'changed_by_zoom', how: 'on', field: 'settings.waiting_room', message: 'On.' },
      { code: 'changed_by_zoom', how: 'dates', field: 'recurrence', message: 'Dates.',
        asked: { count: 12 }, made: { count: 10 } },
      { code: 'alternative_hosts_left_out', field: 'settings.alternative_hosts', message: 'Out.',
        people: 'okafor@example.edu' },
      { code: 'of_tomorrow', message: 'Something that only the server knows.' },
    ],
  });
  await page.locator('textarea').fill('Autre chose.');
  await page.locator('button.primary').click();
  await page.getByText('car votre compte l’exige : Salle d’attente').waitFor();
  await page.getByText('10 au lieu de 12').waitFor();
  await page.getByText('pas de licence Zoom pour animer : okafor@example.edu').waitFor();
  await page.getByText('Something that only the server knows.').waitFor();
  await shot('told-changes-fr');
  await leave();
});

test('a refusal, and one without words', async () => {
  const { page, shot, leave } = await visits.visit('instructor/meetings/91234567899/edit?locale=ja');
  const refused = (tag, message) => answers('PATCH meetings/91234567899', 403,
    { error: { kind: 'x', tag, message, request_id: 'aM2xk9Q7', fields: {} } });
  const save = () => page.locator('button.primary').click();
  refused('LZ0313', 'Zoom does not let this person host meetings.');
  await page.locator('textarea').fill('別の説明');
  await save();
  await page.getByText('Zoom はこの人の主催を許可していません。').waitFor();
  await shot('told-refusal-ja');
  refused('LZ9999', 'A refusal of tomorrow.');
  await save();
  await page.getByText('A refusal of tomorrow.').waitFor();
  await leave(/403/);
});

test('what is read and kept, in the reader’s language', async () => {
  const { page, axe, shot, leave } = await visits.visit('instructor/privacy?locale=de');
  await page.getByText('Die Listen der Meetings aktuell halten').click();
  await page.getByText('die kommenden und die vergangenen Meetings zeigen').waitFor();
  await page.getByText('Datenbank dieses Servers').first().waitFor();
  await page.getByText('15 Minuten oder weniger').waitFor();
  assert.equal(await page.getByText('recognise').count(), 0);
  assert.deepEqual(await axe(), []);
  await shot('told-privacy-de');
  await leave();
});
