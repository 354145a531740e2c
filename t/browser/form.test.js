// SPDX-License-Identifier: Apache-2.0
// The whole form of an account that offers everything: series, hosts, rooms, rules and locks; and the
// same form for a meeting that is there.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { hasFocus } from './lib/focus.js';
import { COURSES, DATE, edit } from './lib/samples.js';
import { useVisits } from './lib/visit.js';

const visits = useVisits();

const open = (path = 'schedule', options) => visits.visit(`full/${path}`, options);
const summary = (page) => page.locator('.summary');
const button = (page, name) => page.getByRole('button', { name, exact: true });
const described = (locator) => locator.evaluate((each) => (each.getAttribute('aria-describedby') ?? '')
  .split(' ').map((id) => document.getElementById(id)?.innerText).join(' '));

async function purpose(page, text = 'Lecture') {
  await page.getByLabel('Purpose').fill(text);
}

const openMore = (page) => page.getByText('Video, audio, recording, rooms and more').click();

test('a series shows the dates it makes while it is typed, also on the button', async () => {
  const { page, axe, shot, leave } = await open();
  await page.getByLabel('Date', { exact: true }).fill('2026-11-30');
  await page.getByLabel('Starts').fill('10:15');
  await page.getByLabel('How often').selectOption('weekly');
  assert.ok(await page.getByLabel('Monday').isChecked(), 'the day of the date');
  await page.getByText('13 meetings: Mon 30 Nov, Mon 7 Dec, Mon 14 Dec … Mon, 22 Feb 2027').waitFor();

  await page.getByLabel('Wednesday').check();
  await page.getByLabel('Last day').fill('2027-02-10');
  await page.getByText('22 meetings: Mon 30 Nov, Wed 2 Dec, Mon 7 Dec … Wed, 10 Feb 2027').waitFor();
  await button(page, 'Schedule 22 meetings').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('form-series');

  await page.getByLabel('Ends').selectOption('times');
  await page.getByLabel('Meetings').fill('3');
  await page.getByText('3 meetings: Mon 30 Nov, Wed 2 Dec, Mon 7 Dec').waitFor();
  await page.getByLabel('How often').selectOption('monthly');
  await page.getByLabel('By', { exact: true }).selectOption('week');
  await page.getByLabel('Which').selectOption({ label: 'the last Friday' });
  await page.getByText('3 meetings: Fri 25 Dec, Fri, 29 Jan 2027, Fri, 26 Feb 2027').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('form-series-monthly');

  await purpose(page);
  await button(page, 'Schedule 3 meetings').click();
  await page.getByText('Scheduled: Organic Chemistry II').waitFor();
  const [{ body }] = visits.server.posts;
  assert.equal(body.type, 8);
  assert.deepEqual(body.recurrence, {
    type: 3, repeat_interval: 1, monthly_week: -1, monthly_week_day: 6, end_times: 3,
  });
  await leave();
});

test('the dates are those of the meeting\'s zone, and a start that the clocks skip is told', async () => {
  const { page, leave } = await open();
  await page.getByLabel('Date', { exact: true }).fill('2027-03-26');
  await page.getByLabel('Starts').fill('02:30');
  await page.getByLabel('How often').selectOption('daily');
  await page.getByLabel('Ends').selectOption('times');
  await page.getByLabel('Meetings').fill('4');
  await page.getByText('The clocks go forward over the start on Sun, 28 Mar 2027').waitFor();
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByText('The clocks go forward').waitFor({ state: 'detached' });
  await page.getByText('4 meetings: Fri, 26 Mar 2027').waitFor();
  await leave();
});

test('no fixed time asks for no time', async () => {
  const { page, leave } = await open();
  await page.getByLabel('How often').selectOption('open');
  assert.equal(await page.getByLabel('Starts').count(), 0);
  await purpose(page);
  await button(page, 'Schedule meeting').click();
  await page.getByText('Scheduled: Organic Chemistry II, no fixed time.').waitFor();
  const [{ body }] = visits.server.posts;
  assert.equal(body.type, 3);
  assert.ok(!('start_time' in body) && !('recurrence' in body));
  await leave();
});

test('more dates than Zoom takes, and none at all, are said at the end\'s own field', async () => {
  const { page, leave } = await open();
  await page.getByLabel('How often').selectOption('daily');
  await page.getByLabel('Last day').fill('2027-11-30');
  await page.getByText('More than 60 meetings.').waitFor();
  await purpose(page);
  await button(page, 'Schedule meeting').click();
  await summary(page).getByText('Zoom takes at most 60 dates in one series.').waitFor();
  await summary(page).getByRole('link', { name: 'Ends' }).click();
  assert.ok(await hasFocus(page.getByLabel('Last day')));
  await page.getByLabel('Last day').fill('2026-11-22');
  await button(page, 'Schedule meeting').click();
  await summary(page).getByText('No date comes of this.').waitFor();
  assert.deepEqual(visits.server.posts, []);
  await leave();
});

test('alternative hosts: picked or typed, each asked about before saving', async () => {
  const { page, axe, shot, leave } = await open();
  assert.equal(await button(page, 'Add Dr. Ines Kaltenbach').count(), 0, 'who holds it anyhow');
  await button(page, 'Add Dr. Amara Okafor').click();
  await page.getByText('okafor@example.edu').waitFor();
  assert.equal(await button(page, 'Add Dr. Amara Okafor').count(), 0);

  const typed = page.getByLabel('Somebody else, by e-mail address');
  await typed.fill('OKAFOR@example.edu, unlicensed@example.edu half');
  await typed.press('Enter');
  await page.getByText('unlicensed@example.edu has no licence.').waitFor();
  assert.equal(await typed.inputValue(), 'half', 'what is no address stays');
  assert.equal(await page.locator('.chip').count(), 2, 'nobody twice, whatever the letters');
  assert.deepEqual(await axe(), []);
  await shot('form-hosts');

  await purpose(page);
  await button(page, 'Schedule meeting').click();
  await summary(page).getByText('Remove whoever Zoom would refuse.').waitFor();
  await page.getByRole('button', { name: 'Remove unlicensed@example.edu' }).click();
  assert.ok(await hasFocus(typed));
  await button(page, 'Schedule meeting').click();
  await summary(page).getByText('This is not a whole e-mail address.').waitFor();
  await typed.fill('');
  await button(page, 'Schedule meeting').click();
  await page.getByText('Scheduled:').waitFor();
  assert.equal(visits.server.posts[0].body.settings.alternative_hosts, 'okafor@example.edu');
  await leave();
});

test('when Zoom cannot be asked about a host, saving is left to decide', async () => {
  const { page, leave } = await open();
  visits.server.answers.set('GET hosts', (response, { sendJson, refusal }) =>
    sendJson(response, 504, refusal('zoom_timeout', 'Zoom did not answer.')));
  await button(page, 'Add Dr. Amara Okafor').click();
  await page.getByText('Zoom could not be asked right now').waitFor();
  await purpose(page);
  await button(page, 'Schedule meeting').click();
  await page.getByText('Scheduled:').waitFor();
  await leave(/504/);
});

test('what is locked cannot be changed and says by whom', async () => {
  const { page, leave } = await open();
  await openMore(page);
  const signedIn = page.getByLabel('Only people signed in to Zoom');
  assert.ok(await signedIn.isDisabled() && await signedIn.isChecked());
  assert.match(await described(signedIn), /Set by your university/);
  const recording = page.getByLabel('Recording');
  assert.ok(await recording.isDisabled());
  assert.match(await described(recording), /Set in Zoom for your account/);
  await leave();
});

test('what cannot go together says so', async () => {
  const { page, leave } = await open();
  await openMore(page);
  const early = page.getByLabel('People may join before me');
  assert.ok(await early.isDisabled());
  assert.match(await described(early), /Not together with a waiting room/);
  await page.getByLabel('Waiting room').uncheck();
  await early.check();
  await page.getByLabel('From when').selectOption('10');

  const room = page.getByLabel('In my personal meeting room');
  await room.check();
  await page.getByLabel('How often').selectOption('daily');
  assert.ok(await room.isDisabled() && !await room.isChecked());
  await purpose(page);
  await page.getByLabel('Ends').selectOption('times');
  await page.getByLabel('Meetings').fill('2');
  await button(page, 'Schedule 2 meetings').click();
  await page.getByText('Scheduled:').waitFor();
  const { settings } = visits.server.posts[0].body;
  assert.deepEqual([settings.join_before_host, settings.jbh_time, settings.use_pmi],
    [true, 10, false]);
  await leave();
});

test('a passcode is held against the account\'s rules while it is typed', async () => {
  const { page, leave } = await open();
  const word = page.getByLabel('The passcode');
  await word.fill('abc');
  assert.match(await described(word), /Still needed: a digit and 6 to 10 characters/);
  await word.fill('abcdef7');
  assert.match(await described(word), /^Up to 10 letters/);
  await leave();
});

test('what the university asks for is asked for, and errors behind the line open it', async () => {
  const { page, axe, leave } = await open();
  assert.equal(await page.getByLabel('Course').inputValue(), 'CHEM-202');
  assert.match(await described(page.getByLabel('Course')), /Filled in from your course/);
  await button(page, 'Schedule meeting').click();
  await summary(page).getByText('Your university asks for Purpose with every meeting.').waitFor();
  await summary(page).getByRole('link', { name: 'Purpose' }).click();
  assert.ok(await hasFocus(page.getByLabel('Purpose')));
  assert.equal(await page.getByLabel('Cost centre').isVisible(), false);

  await purpose(page);
  visits.server.answers.set('POST meetings', (response, { sendJson, refusal }) =>
    sendJson(response, 422, refusal('invalid', '', {
      'tracking_fields.Cost centre': 'There is no such cost centre.',
      'settings.focus_mode': 'Focus mode is switched off.',
    })));
  await button(page, 'Schedule meeting').click();
  await summary(page).getByText('2 things need a change').waitFor();
  assert.ok(await page.getByLabel('Cost centre').isVisible());
  assert.match(await described(page.getByLabel('Cost centre')), /no such cost centre/);
  assert.match(await described(page.getByLabel('Focus mode')), /switched off/);
  assert.deepEqual(await axe(), []);
  await leave(/422/);
});

test('breakout rooms from the people of the course', async () => {
  const { page, axe, shot, leave } = await open();
  await openMore(page);
  await page.getByLabel('Breakout rooms').check();
  await page.getByLabel('Put somebody into Room 1').selectOption('student4@example.edu');
  await page.getByRole('button', { name: 'Take 山田 花子 out of Room 1' }).waitFor();
  await page.getByText('4 people are in no room yet.').waitFor();
  await button(page, 'Add a room').click();
  await button(page, 'Spread all 5 people evenly').click();
  await page.getByRole('button', { name: 'Take Åsa Andersson out of Room 2' }).click();
  await page.getByText('1 person is in no room yet.').waitFor();
  await page.getByLabel('Name of the room').first().fill('East');
  assert.deepEqual(await axe(), []);
  await page.getByText('1 person is in no room yet.').scrollIntoViewIfNeeded();
  await shot('form-rooms');

  await purpose(page);
  await button(page, 'Schedule meeting').click();
  await page.getByText('Scheduled:').waitFor();
  const at = (...numbers) => numbers.map((number) => `student${number}@example.edu`);
  assert.deepEqual(visits.server.posts[0].body.settings.breakout_room, {
    enable: true, rooms: [
      { name: 'East', participants: at(1, 3, 5) }, { name: 'Room 2', participants: at(4) }],
  });
  await leave();
});

test('everything that is chosen is sent in Zoom\'s names', async () => {
  const { page, leave } = await open();
  await page.getByLabel('Scheduled for').selectOption('lindqvist@example.edu');
  await page.getByLabel('How often').selectOption('daily');
  await page.getByLabel('Ends').selectOption('times');
  await page.getByLabel('Meetings').fill('2');
  await page.getByLabel('Registration').check();
  await page.getByLabel('Registering for the series').selectOption('2');
  await openMore(page);
  await page.getByLabel('My camera is on').check();
  await page.getByLabel('Audio').selectOption('voip');
  await page.getByLabel('Focus mode').check();
  await page.getByLabel('European Union').check();
  await page.getByLabel('Japan (Tokyo)').check();
  await page.getByLabel('Cost centre').fill('4711');
  await purpose(page);
  await button(page, 'Schedule 2 meetings').click();
  await page.getByText('Scheduled:').waitFor();

  const [{ body }] = visits.server.posts;
  assert.equal(body.schedule_for, 'lindqvist@example.edu');
  assert.deepEqual(body.tracking_fields, [{ field: 'Course', value: 'CHEM-202' },
    { field: 'Purpose', value: 'Lecture' }, { field: 'Cost centre', value: '4711' }]);
  const { host_video, audio, focus_mode, approval_type, registration_type,
    additional_data_center_regions, participant_video } = body.settings;
  assert.deepEqual({ host_video, audio, focus_mode, approval_type, registration_type,
    additional_data_center_regions, participant_video }, {
    host_video: true, audio: 'voip', focus_mode: true, approval_type: 0, registration_type: 2,
    additional_data_center_regions: ['EU', 'TY'], participant_video: false,
  });
  await leave();
});

test('what Zoom made otherwise is told plainly after saving', async () => {
  const { page, axe, shot, leave } = await open();
  visits.server.answers.set('POST meetings', (response, { sendJson }) => {
    const [{ body }] = visits.server.posts;
    const start = Date.parse(body.start_time);
    const date = (days) => ({
      occurrence_id: String(days), duration: 60, status: 'available',
      start_time: new Date(start + days * 86_400_000).toISOString(),
    });
    sendJson(response, 201, {
      meeting: { ...body, id: '99900011122', occurrences: [date(0), date(2), date(3)] },
      warnings: [{ code: 'changed', field: 'settings.waiting_room',
        message: 'Zoom turned the waiting room on.' }],
    });
  });
  await page.getByLabel('How often').selectOption('daily');
  await page.getByLabel('Ends').selectOption('times');
  await page.getByLabel('Meetings').fill('3');
  await purpose(page);
  await button(page, 'Schedule 3 meetings').click();
  await page.getByText('Zoom turned the waiting room on.').waitFor();
  await page.getByText('Zoom left out this date: Tue 24 Nov.').waitFor();
  await page.getByText('Zoom added this date: Thu 26 Nov.').waitFor();
  assert.deepEqual(await axe(), []);
  await shot('form-warnings');
  await leave();
});

test('a meeting that is there: only what was changed is sent', async () => {
  const { page, leave } = await open('meetings/91234567891/edit');
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Questions before the exam');
  assert.equal(await page.getByLabel('The passcode').inputValue(), 'Kp7mXw4q');
  assert.equal(await page.getByLabel('European Union').count(), 0, 'regions are for new meetings');
  await page.getByLabel('Topic').fill('Answers before the exam');
  await page.getByLabel('Waiting room').uncheck();
  await purpose(page);
  await button(page, 'Save changes').click();
  await page.getByText('Saved: Answers before the exam, Tuesday 24 November, 10:20.').waitFor();
  assert.deepEqual(visits.server.writes, ['PATCH meetings/91234567891']);
  assert.deepEqual(visits.server.posts[0].body, {
    topic: 'Answers before the exam', settings: { waiting_room: false },
    tracking_fields: [{ field: 'Course', value: 'CHEM-202' }, { field: 'Purpose', value: 'Lecture' },
      { field: 'Cost centre', value: '' }],
    seen: { topic: 'Questions before the exam', settings: { waiting_room: true } },
  });
  await leave();
});

test('one date of a series: what Zoom lets one change, and nothing else', async () => {
  const { page, shot, leave } = await open(`meetings/91234567899/edit?occurrence_id=${DATE}`);
  await page.getByRole('heading', { name: 'Edit this date' }).waitFor();
  for (const label of ['Topic', 'How often', 'Passcode', 'Time zone']) {
    assert.equal(await page.getByLabel(label, { exact: true }).count(), 0, label);
  }
  await shot('form-date');
  await page.getByLabel('Starts').fill('11:15');
  await button(page, 'Save this date').click();
  await page.getByText('Saved: Lecture 15').waitFor();
  assert.deepEqual(visits.server.writes,
    [`PATCH meetings/91234567899?occurrence_id=${DATE}`]);
  assert.deepEqual(visits.server.posts[0].body,
    { start_time: '2026-11-25T10:15:00Z', seen: { start_time: '2026-11-25T09:15:00Z' } });
  await leave();
});

test('the whole series: filled in as it is, saved as a whole', async () => {
  const { page, shot, leave } = await open('meetings/91234567899/edit');
  assert.equal(await page.getByLabel('How often').inputValue(), 'weekly');
  assert.ok(await page.getByLabel('Wednesday').isChecked());
  assert.equal(await page.getByLabel('Meetings').inputValue(), '12');
  await shot('form-edit-series');
  await purpose(page);
  await page.getByLabel('Starts').fill('11:15');
  await button(page, 'Save for the whole series').click();
  await page.getByText('Saved: Lecture 15').waitFor();
  const { start_time, type, recurrence } = visits.server.posts[0].body;
  assert.deepEqual({ start_time, type, recurrence }, {
    start_time: '2026-11-25T10:15:00Z', type: 8,
    recurrence: { type: 2, repeat_interval: 1, weekly_days: '4', end_times: 12 },
  });
  await leave();
});

test('nothing changed: nothing is sent', async () => {
  const { page, leave } = await open(`meetings/91234567899/edit?occurrence_id=${DATE}`);
  await button(page, 'Save this date').click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  assert.deepEqual(visits.server.writes, []);
  await leave();
});

test('a change that was refused or got no answer is kept, and can be sent again', async () => {
  const { page, leave } = await open(`meetings/91234567899/edit?occurrence_id=${DATE}`);
  visits.server.answers.set('PATCH meetings/91234567899', (response, { sendJson, refusal }) =>
    sendJson(response, 504, refusal('zoom_timeout', 'Zoom did not answer in time.')));
  await page.getByLabel('Minutes').fill('45');
  await button(page, 'Save this date').click();
  await summary(page).getByText('Zoom did not answer in time.').waitFor();
  await page.reload();
  await page.getByText('This is what you had typed before.').waitFor();
  assert.equal(await page.getByLabel('Minutes').inputValue(), '45');
  visits.server.answers.clear();
  await button(page, 'Save this date').click();
  await page.getByText('Saved: Lecture 15').waitFor();
  assert.deepEqual(visits.server.posts.at(-1).body, { duration: 45, seen: { duration: 90 } });
  await leave(/504/);
});

// Somebody else has saved other values of these fields since the form was opened.
function savedMeanwhile(id, theirs) {
  const { answers } = visits.server;
  answers.set(`PATCH meetings/${id}`, (response, { sendJson, refusal }) => {
    const fields = ['topic', 'duration', 'settings.waiting_room', 'sections'];
    answers.delete(`PATCH meetings/${id}`);
    sendJson(response, 409, refusal('changed_meanwhile', 'Somebody else has changed it.',
      Object.fromEntries(fields.map((name) => [name, 'Somebody has changed this meanwhile.']))));
  });
  const now = edit(COURSES.full, id);
  answers.set(`GET meetings/${id}/edit`, (response, { sendJson }) => sendJson(response, 200, {
    ...now,
    form: { ...now.form, ...theirs, settings: { ...now.form.settings, ...theirs.settings } },
  }));
}

const ID = '91234567891';
const THEIRS = {
  topic: 'Theirs', duration: 45, sections: ['Group Two'], settings: { waiting_room: false },
};
const SHOWN = { topic: 'Questions before the exam', duration: 30 };

// Changes what they have changed too, and something else, and is told so.
async function collide(options) {
  const visit = await open(`meetings/${ID}/edit${options ? `?locale=${options.locale}` : ''}`, options);
  const { page } = visit;
  savedMeanwhile(ID, THEIRS);
  await page.locator('#field-topic').fill('Mine');
  await page.locator('#field-duration').fill('75');
  await page.locator('#field-agenda').fill('Mine');
  await page.locator('#field-tracking_fields-Purpose').fill('Lecture');
  await page.locator('.foot button').click();
  await summary(page).waitFor();
  return visit;
}

test('what somebody has changed meanwhile is told with its value, and what is here stays', async () => {
  const { page, axe, shot, leave } = await collide();
  assert.ok(await hasFocus(summary(page)));
  await page.getByRole('heading', { name: 'Somebody else has changed the same' }).waitFor();
  assert.match(await described(page.getByLabel('Topic')),
    /Somebody has changed this meanwhile: Theirs/);
  assert.match(await described(page.getByLabel('Minutes')), /meanwhile: 45 min/);
  assert.match(await described(page.getByLabel('Waiting room')), /changed this meanwhile\./);
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Mine');
  assert.deepEqual(await axe(), []);
  await shot('form-collision');

  // Once it was told it may be saved over.
  await button(page, 'Save changes').click();
  await page.getByText('Saved: Mine').waitFor();
  const [first, second] = visits.server.posts.map(({ body }) => body);
  assert.deepEqual([first.topic, first.duration, first.agenda], ['Mine', 75, 'Mine']);
  assert.equal(first.seen.topic, SHOWN.topic);
  assert.deepEqual([second.topic, second.duration, second.agenda], ['Mine', 75, 'Mine']);
  assert.deepEqual([second.seen.topic, second.seen.duration], ['Theirs', 45]);
  assert.equal(second.seen.agenda, first.seen.agenda, 'what was not told is not seen');
  await leave(/409/);
});

test('theirs can be taken, and the rest stays as it is here', async () => {
  const { page, axe, leave } = await collide();
  await button(page, 'take what they have set').click();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Theirs');
  assert.equal(await page.getByLabel('Minutes').inputValue(), '45');
  assert.equal(await page.getByLabel('Waiting room').isChecked(), false);
  assert.equal(await page.locator('#field-agenda').inputValue(), 'Mine');
  assert.equal(await summary(page).count(), 0);
  assert.deepEqual(await axe(), []);
  await page.reload();
  await page.getByText('This is what you had typed before.').waitFor();
  assert.equal(await page.getByLabel('Topic').inputValue(), 'Theirs');
  await button(page, 'Save changes').click();
  await page.getByText(/^Saved: /).waitFor();
  const { tracking_fields, ...sent } = visits.server.posts.at(-1).body;
  assert.deepEqual(sent, { agenda: 'Mine', seen: { agenda: 'Chapters 12 and 13.' } });
  await leave(/409/);
});

test('a draft that comes back was typed over what was there then', async () => {
  const { page, leave } = await open(`meetings/${ID}/edit`);
  await page.getByLabel('Topic').fill('Mine');
  savedMeanwhile(ID, THEIRS);
  visits.server.answers.delete(`PATCH meetings/${ID}`);
  await page.reload();
  await page.getByText('This is what you had typed before.').waitFor();
  await purpose(page);
  await button(page, 'Save changes').click();
  await page.getByText('Saved: Mine').waitFor();
  const { tracking_fields, ...sent } = visits.server.posts[0].body;
  assert.deepEqual(sent, { topic: 'Mine', seen: { topic: SHOWN.topic } });
  await leave();
});

test('a collision in German and in Arabic', async () => {
  for (const [locale, sentence] of [
    ['de', 'Jemand hat das inzwischen geändert: Theirs'], ['ar', 'غيّر شخص آخر هذا في هذه الأثناء'],
  ]) {
    const { page, axe, shot, leave } = await collide({ locale });
    await page.locator('#field-topic-error').getByText(sentence).waitFor();
    assert.deepEqual(await axe(), []);
    await shot(`form-collision-${locale}`);
    await leave(/409/);
  }
});
