// SPDX-License-Identifier: Apache-2.0
// The server's own sentences in the reader's language: warnings of a view and of an answer, refusals,
// what is wrong with a field; what has no words is said as the server does.

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

// What C says about fields, as it makes it: plain, with a list, several at once, and what Zoom said.
const wrong = {
  topic: 'A topic is one line of at most 200 characters.',
  agenda: 'Zoom does not like this.',
  password: 'Your Zoom account asks for a passcode with at least 8 characters, a letter and ' +
    'no 4 equal or successive characters in a row, like 1111 or 1234.',
  'settings.alternative_hosts': "tomas@example.edu has no Zoom user in your university's account. " +
    'ana@example.edu has a Basic Zoom user, and alternative hosts need a licence. ' +
    'Take such addresses out, or ask your IT team for a licence.',
};

async function saveWrong(language) {
  const { page, ...visit } = await visits.visit(
    `instructor/meetings/91234567899/edit?locale=${language}`);
  answers('PATCH meetings/91234567899', 422, { error: {
    kind: 'fields', tag: 'LZ0450', message: 'Some fields need a look.', request_id: 'aM2xk9Q7',
    fields: wrong,
  } });
  await page.locator('textarea').fill('x');
  await page.locator('button.primary').click();
  const said = (name) => page.locator(`#field-${name}-error`).textContent();
  await page.locator('#field-topic-error').waitFor();
  return { page, said, ...visit };
}

test('what is wrong with a field is said beside it in German', async () => {
  const { page, said, axe, shot, leave } = await saveWrong('de');
  assert.match(await said('topic'), /Ein Thema ist eine Zeile mit höchstens 200 Zeichen\./);
  assert.match(await said('agenda'), /Zoom does not like this\./);
  await page.getByText('Ihr Zoom-Konto verlangt für den Kenncode: mindestens 8 Zeichen, ein ' +
    'Buchstabe und keine 4 gleichen oder aufeinanderfolgenden Zeichen').first().waitFor();
  assert.match(await said('settings-alternative_hosts'), new RegExp('tomas@example.edu hat kein ' +
    'Konto im Zoom Ihrer Hochschule. ana@example.edu hat bei Zoom nur ein Basic-Konto; wer auch ' +
    'leitet, braucht eine Lizenz. Entfernen Sie solche Adressen oder'));
  assert.deepEqual(await axe(), []);
  await shot('told-fields-de');
  await leave(/422/);
});

test('and in Arabic, where an address keeps its direction', async () => {
  const { said, axe, shot, leave } = await saveWrong('ar');
  assert.match(await said('topic'), /الموضوع سطر واحد لا يزيد على 200 حرف\./);
  assert.match(await said('settings-alternative_hosts'),
    /ليس لدى \u2068tomas@example\.edu\u2069 مستخدم في حساب Zoom لجامعتك\./);
  assert.deepEqual(await axe(), []);
  await shot('told-fields-ar');
  await leave(/422/);
});

test('why somebody cannot host too', async () => {
  const { page, leave } = await visits.visit('instructor/meetings/91234567899/edit?locale=fr');
  answers('GET hosts', 200, { email: 'ana@example.edu', name: 'Ana', ok: false,
    message: 'ana@example.edu has a Basic Zoom user, and alternative hosts need a licence.' });
  const typed = page.locator('#field-settings-alternative_hosts');
  await typed.fill('ana@example.edu');
  await typed.press('Enter');
  await page.getByText('ana@example.edu n’a qu’un compte Zoom Basic, et il faut une licence').waitFor();
  await leave();
});

test('words for fields come only when a field is refused', async () => {
  const { page, leave } = await visits.visit('instructor/meetings/91234567899/edit?locale=de',
    { clock: false });
  const asked = () => page.evaluate(() => performance.getEntriesByType('resource')
    .map(({ name }) => name).filter((name) => /sentences|fields\.json/.test(name)));
  assert.deepEqual(await asked(), []);
  answers('PATCH meetings/91234567899', 422, { error: { kind: 'fields', tag: 'LZ0450',
    message: 'Some fields need a look.', request_id: 'aM2xk9Q7', fields: wrong } });
  await page.locator('textarea').fill('x');
  await page.locator('button.primary').click();
  await page.locator('#field-topic-error').waitFor();
  assert.equal((await asked()).length, 2);
  await leave(/422/);
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
