// SPDX-License-Identifier: Apache-2.0
// The form: from what is typed to what is sent, and every way in which it can be refused.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { hasFocus } from './lib/focus.js';
import { useVisits } from './lib/visit.js';

const visits = useVisits();

const MEETINGS = 'POST meetings';

// Answers the next attempts in turn; after them the sample server answers itself.
function answer(...replies) {
  visits.server.answers.set(MEETINGS, (response, tools) => {
    const [reply] = replies.splice(0, 1);
    if (!replies.length) {
      visits.server.answers.delete(MEETINGS);
    }
    return reply(response, tools);
  });
}

const refuse = (status, kind, message, fields, headers) => (response, { sendJson, refusal }) =>
  sendJson(response, status, refusal(kind, message, fields), headers);

const open = (options) => visits.visit('instructor/schedule', options);
const submit = (page) => page.getByRole('button', { name: 'Schedule meeting' });
const summary = (page) => page.locator('.summary');

async function fill(page, { topic = 'Lecture 16', date = '2026-11-30', time = '10:15',
  minutes = '90' } = {}) {
  await page.getByLabel('Topic').fill(topic);
  await page.getByLabel('Date').fill(date);
  await page.getByLabel('Starts').fill(time);
  await page.getByLabel('Minutes').fill(minutes);
}

test('the proposal is filled in, and what is typed is said back in words', async () => {
  const { page, leave } = await open();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Organic Chemistry II');
  assert.equal(await page.getByLabel('Date').inputValue(), '2026-11-23');
  assert.equal(await page.getByLabel('Starts').inputValue(), '12:00');
  assert.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Berlin');
  assert.match(await page.getByLabel('The passcode').inputValue(), /^(?=.*[a-z])(?=.*[A-Z])(?=.*[2-9])[A-Za-z2-9]{8}$/);
  assert.ok(await page.getByLabel('Waiting room').isChecked());

  await fill(page);
  await page.getByText('Monday 30 November, 10:15–11:45 in Central European Time.').waitFor();
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await page.getByText('Monday 30 November, 10:15–11:45 in Eastern Time. For you that is ' +
    'Monday 30 November, 16:15–17:45.').waitFor();
  await leave();
});

test('what is sent is the meeting in Zoom\'s names, once, with its key; then it is listed', async () => {
  const { page, shot, leave } = await open();
  await fill(page, { topic: '  Lecture 16: Sigmatropic shifts ' });
  await page.getByLabel('Description').fill('Bring paper.\n');
  await page.getByLabel('The passcode').fill('a2_B*');
  await page.getByLabel('Waiting room').uncheck();
  await submit(page).click();

  await page.getByRole('status').getByText(
    'Scheduled: Lecture 16: Sigmatropic shifts, Monday 30 November, 10:15.').waitFor();
  const [{ body, key, csrf }, ...others] = visits.server.posts;
  assert.deepEqual(body, {
    topic: 'Lecture 16: Sigmatropic shifts', agenda: 'Bring paper.\n', type: 2,
    start_time: '2026-11-30T09:15:00Z', duration: 90, timezone: 'Europe/Berlin',
    password: 'a2_B*', sections: [], settings: { waiting_room: false },
  });
  assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.equal(csrf, 'csrf-of-the-sample');
  assert.deepEqual(others, []);

  assert.equal(new URL(page.url()).pathname, '/zoom/c/instructor/upcoming');
  assert.ok(await hasFocus(page.locator('h1')));
  await page.getByRole('link', { name: 'Lecture 16: Sigmatropic shifts', exact: true }).waitFor();
  await shot('schedule-done');

  // The next form is a new one, with a key of its own.
  await page.getByRole('link', { name: 'Schedule a meeting' }).click();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Organic Chemistry II');
  assert.equal(await page.getByText('what you had typed before').count(), 0);
  await leave();
});

test('without a passcode none is sent', async () => {
  const { page, leave } = await open();
  await page.getByLabel('Passcode', { exact: true }).uncheck();
  assert.equal(await page.getByLabel('The passcode').count(), 0);
  await submit(page).click();
  await page.getByText('Scheduled:').waitFor();
  const [{ body }] = visits.server.posts;
  assert.equal(body.default_password, false);
  assert.ok(!('password' in body));
  await leave();
});

test('everything that is wrong is said at once, beside its field, and nothing is sent', async () => {
  const { page, axe, shot, leave } = await open();
  await fill(page, { topic: ' ', date: '2026-11-20', minutes: '1441' });
  await page.getByLabel('The passcode').fill('with blank');
  await submit(page).click();

  assert.match(await summary(page).innerText(), /^4 things need a change/);
  assert.ok(await hasFocus(summary(page)));
  for (const [label, sentence] of [
    ['Topic', /what the meeting is about/], ['Date', /already passed/], ['Starts', /already passed/],
    ['Minutes', /from 1 to 1440/], ['The passcode', /letters without accents/],
  ]) {
    const input = page.getByLabel(label, { exact: true });
    assert.equal(await input.getAttribute('aria-invalid'), 'true', label);
    const described = await input.evaluate((each) => each.getAttribute('aria-describedby')
      .split(' ').map((id) => document.getElementById(id)?.innerText).join(' '));
    assert.match(described, sentence, label);
  }
  assert.deepEqual(await axe(), []);
  await shot('schedule-errors');

  await summary(page).getByRole('link', { name: 'Minutes' }).click();
  assert.ok(await hasFocus(page.getByLabel('Minutes')));
  await page.getByLabel('Minutes').fill('144');
  await page.locator('#field-duration-error').waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Minutes').getAttribute('aria-invalid'), null);
  assert.ok(await hasFocus(page.getByLabel('Minutes')), 'mending takes the keyboard nowhere');
  assert.match(await summary(page).innerText(), /^4 things need a change/);
  assert.deepEqual(visits.server.posts, []);
  assert.equal(await page.getByLabel('The passcode').inputValue(), 'with blank');
  await leave();
});

test('a start that the clocks skip is refused, one that comes twice is explained', async () => {
  const { page, leave } = await open();
  await fill(page, { date: '2027-03-28', time: '02:30' });
  await submit(page).click();
  await summary(page).getByText('The clocks go forward over this time').waitFor();
  await fill(page, { date: '2027-10-31', time: '02:30' });
  await page.getByText('show this time twice; the first one is meant').waitFor();
  await submit(page).click();
  await page.getByText('Scheduled:').waitFor();
  assert.equal(visits.server.posts[0].body.start_time, '2027-10-31T00:30:00Z');
  await leave();
});

test('what the server refuses stands beside its field; mended, it is another wish', async () => {
  const { page, axe, leave } = await open();
  answer(refuse(422, 'invalid', 'Some fields need a change.', {
    topic: 'Zoom does not take this topic.', 'settings.waiting_room': 'Set by your university.',
    tracking_fields: 'A tracking field is missing.',
  }));
  await fill(page);
  await submit(page).click();

  assert.match(await summary(page).innerText(), /^3 things need a change[^]*For your university A track/);
  assert.ok(await hasFocus(summary(page)));
  assert.equal(await page.getByLabel('Waiting room').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.getByLabel('Minutes').inputValue(), '90');
  assert.deepEqual(await axe(), []);

  await page.getByLabel('Topic').fill('Another topic');
  await submit(page).click();
  await page.getByText('Scheduled: Another topic').waitFor();
  const [first, second] = visits.server.posts;
  assert.notEqual(first.key, second.key);
  await leave(/422/);
});

test('an unknown fate: the very same is sent again, with the same key, and nothing else', async () => {
  const { page, axe, shot, leave } = await open();
  answer(refuse(504, 'zoom_uncertain', 'Zoom did not answer in time.', {}, { 'Retry-After': '5' }));
  await fill(page);
  await submit(page).click();

  await page.getByText('We do not know yet whether the meeting was made').waitFor();
  assert.ok(await hasFocus(summary(page)));
  assert.ok(await page.getByLabel('Topic').isDisabled());
  assert.deepEqual(await axe(), []);
  await shot('schedule-uncertain');

  // A reload changes nothing about that.
  await page.reload();
  assert.ok(await page.getByLabel('Topic').isDisabled());
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('Scheduled: Lecture 16').waitFor();
  const [first, second] = visits.server.posts;
  assert.deepEqual(first, second);
  await leave(/504/);
});

test('an expired session loses nothing: what was typed is there after the way back', async () => {
  const { page, shot, leave } = await open();
  answer(refuse(401, 'no_session', 'Your session has ended.'));
  await fill(page, { topic: 'Kept' });
  await submit(page).click();
  await summary(page).getByText('Open it again from your course').waitFor();
  await shot('schedule-expired');

  const { key } = visits.server.posts[0];
  await page.goto(page.url());
  await page.getByText('This is what you had typed before.').waitFor();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Kept');
  assert.equal(await page.getByLabel('Minutes').inputValue(), '90');
  await submit(page).click();
  await page.getByText('Scheduled: Kept').waitFor();
  assert.equal(visits.server.posts[1].key, key);
  await leave(/401/);
});

test('a draft comes back after a reload, and can be thrown away', async () => {
  const { page, leave } = await open();
  await page.getByLabel('Topic').fill('Half a tho');
  await page.reload();
  await page.getByText('This is what you had typed before.').waitFor();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Half a tho');
  await page.getByRole('button', { name: 'Start afresh' }).click();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Organic Chemistry II');

  await page.getByLabel('Topic').fill('Never mind');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Schedule a meeting' }).click();
  await submit(page).waitFor();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Organic Chemistry II');
  await leave();
});

test('pressing twice sends once, and the button says that it works', async () => {
  const { page, leave } = await open();
  let release;
  const held = new Promise((done) => { release = done; });
  answer(async (response, { sendJson }) => {
    await held;
    return sendJson(response, 201, {
      meeting: { ...visits.server.posts[0].body, id: '99900011122' },
      warnings: [{ code: 'changed', message: 'Zoom turned the waiting room on.' }],
    });
  });
  await fill(page);
  await submit(page).dblclick();
  const button = page.getByRole('button', { name: 'Scheduling…' });
  await button.waitFor();
  await button.click({ force: true });
  await page.getByLabel('Topic').press('Enter', { timeout: 1000 }).catch(() => {});
  release();
  await page.getByText('Zoom turned the waiting room on.').waitFor();
  assert.equal(visits.server.posts.length, 1);
  await leave();
});

for (const [what, reply, said] of [
  ['too busy', refuse(503, 'zoom_busy', '', {}, { 'Retry-After': '1' }), 'Try again in 1 second.'],
  ['not allowed', refuse(403, 'forbidden', 'You may not schedule here.'),
    'You may not schedule here.'],
  ['not an answer of ours', (response) => response.writeHead(500).end('<h1>Oops</h1>'),
    'an answer that makes no sense'],
]) {
  test(`${what}: it is said, the form stays as it is`, async () => {
    const { page, leave } = await open();
    answer(reply);
    await fill(page);
    await submit(page).click();
    await summary(page).getByText(said).waitFor();
    assert.equal(await page.getByLabel('Topic').inputValue(), 'Lecture 16');
    assert.ok(await page.getByLabel('Topic').isEnabled());
    await leave(/50[03]|403/);
  });
}

test('offline nothing is sent, and nothing is in doubt', async () => {
  const { page, context, leave } = await open();
  await fill(page);
  await context.setOffline(true);
  await submit(page).click();
  await summary(page).getByText('The server cannot be reached.').waitFor();
  assert.ok(await page.getByLabel('Topic').isEnabled());
  await context.setOffline(false);
  await submit(page).click();
  await page.getByText('Scheduled: Lecture 16').waitFor();
  assert.equal(visits.server.posts.length, 1);
  await leave();
});

test('an answer that breaks off leaves the fate open', async () => {
  const { page, leave } = await open();
  answer((response) => {
    response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('{"meeting":', () => response.destroy());
  });
  await fill(page);
  await submit(page).click();
  await page.getByText('We do not know yet whether the meeting was made').waitFor();
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('Scheduled: Lecture 16').waitFor();
  assert.equal(visits.server.posts[0].key, visits.server.posts[1].key);
  await leave(/ERR_/);
});
