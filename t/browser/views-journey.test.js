// SPDX-License-Identifier: Apache-2.0
// The views of a course in a real browser, inside the LMS's frame, against the module: as instructor,
// as co-instructor, as student.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { screenshot, startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { until } from '../lib/processes.js';
import { atZoom as madeAtZoom, entrance, opened, row } from './lib/people.js';

const HOST = 'amara.okafor@example.edu';
const COLLEAGUE = 'tomas.lindqvist@example.edu';

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([
    startCampus({ server: { LTIZoomFreshness: '1' } }), startBrowser()]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

const atZoom = (...rest) => madeAtZoom(campus, ...rest);
const enter = (...rest) => entrance(browser, campus)(...rest);

// The list is read anew at Zoom once it is no longer fresh: looks until the row is there.
async function shows(person, view, topic) {
  await until(async () => {
    await person.tab('Upcoming');
    await person.tab(view);
    return row(person.tool, topic).count();
  }, { what: `${topic} in ${view}` });
}

test('meetings are added: by ID, from all of mine, from a file, with a result for each', async () => {
  const [byId, mine] = [atZoom('By its ID', 2), atZoom('From my list', 3)];
  const inFile = [atZoom('First of the file', 4), atZoom('Second of the file', 5)];
  const theirs = atZoom('Somebody else’s', 6, COLLEAGUE);
  const amara = await enter('amara');
  const { tool } = amara;
  await tool.getByRole('link', { name: 'Add an existing one' }).first().click();
  await tool.getByLabel('Meeting IDs or links').fill(
    `${String(byId.id).replace(/(...)(....)/, '$1 $2 ')}\n${theirs.id}`);
  await tool.locator('form').getByRole('button', { name: 'Add to this course' }).click();
  await tool.getByRole('heading', { name: '1 of 2 added' }).waitFor();
  await tool.getByText('This is somebody else’s meeting.').waitFor();

  await tool.getByLabel('A file (CSV)').setInputFiles({
    name: 'courses.csv', mimeType: 'text/csv',
    buffer: Buffer.from(`meeting_id\r\n${inFile.map(({ id }) => id).join('\r\n')}\r\n`),
  });
  await tool.getByRole('heading', { name: '3 of 4 added' }).waitFor();
  await row(tool, mine.topic).getByRole('button', { name: `Add ${mine.topic}` }).click();
  await row(tool, mine.topic).getByText('Added. Everyone in the course sees it now.').waitFor();
  await amara.shot('views-1-import');
  await amara.done();

  const asa = await enter('asa');
  for (const { topic } of [byId, mine, ...inFile]) {
    await row(asa.tool, topic).waitFor();
  }
  assert.equal(await row(asa.tool, theirs.topic).count(), 0);
  await asa.done();
});

test('an instructor publishes a recording; a student watches it, and downloads it', async () => {
  const topic = 'Lecture 11: Sigmatropic shifts';
  const meeting = atZoom(topic, -2);
  campus.zoom.addRecording(
    campus.zoom.addPast(meeting.id, { start: meeting.start, duration: 50 }),
    { settings: { share_recording: 'internally' } });
  const amara = await enter('amara');
  const { tool } = amara;
  await tool.getByRole('link', { name: 'Add an existing one' }).first().click();
  await tool.getByLabel('Meeting IDs or links').fill(`https://example.zoom.us/j/${meeting.id}?pwd=x.1`);
  await tool.locator('form').getByRole('button', { name: 'Add to this course' }).click();
  await tool.getByRole('heading', { name: '1 of 1 added' }).waitFor();
  await tool.getByRole('link', { name: 'Upcoming' }).click();

  const asa = await enter('asa');
  await asa.tab('Recordings');
  await asa.tool.getByText('When your instructor publishes a recording').waitFor();

  await shows(amara, 'Recordings', topic);
  await row(tool, topic).getByRole('switch').click();
  await tool.getByRole('status').getByText(`Published: ${topic}.`).waitFor();
  await amara.shot('views-2-published');
  await row(tool, topic).getByRole('link', { name: topic }).click();
  await tool.getByText('only for people who are signed in to Zoom').waitFor();
  await tool.getByRole('button', { name: 'Let students watch it' }).click();
  await tool.getByRole('status').getByText('students can watch it now').waitFor();
  const [{ settings }] = campus.zoom.recordings.values();
  assert.equal(settings.share_recording, 'publicly');
  await amara.shot('views-3-recording');

  await shows(asa, 'Recordings', topic);
  await asa.tool.getByRole('link', { name: `Watch ${topic}` }).click();
  const play = await opened(asa.context, asa.tool.getByRole('link', { name: 'Play Screen and speaker' }));
  await play.getByText('You are watching').waitFor();
  await screenshot(play, 'views-4-watching');
  await play.close();
  let file;
  asa.context.on('page', (tab) => tab.on('download', (begun) => { file = begun; }));
  await asa.tool.getByRole('link', { name: 'Download Audio only' }).click();
  await until(() => file, { what: 'the download' });
  assert.match(await readFile(await file.path(), 'utf8'), /^M4A of /);
  await asa.shot('views-5-student-recording');

  await asa.done();
  await amara.done();
});

test('a co-instructor sees who published it, and takes it back; Previous leads to it', async () => {
  const topic = 'Lecture 11: Sigmatropic shifts';
  const tomas = await enter('tomas');
  await shows(tomas, 'Previous', topic);
  await row(tomas.tool, topic).getByRole('link', { name: 'Recording of' }).click();
  await tomas.tool.getByText('Changed by Dr. Amara Okafor').waitFor();
  await tomas.tool.getByLabel('until', { exact: true }).fill('2099-01-31T18:00');
  await tomas.tool.getByRole('button', { name: 'Save these times' }).click();
  await tomas.tool.getByText(/^Students see it until Saturday,? 31 January 2099, 18:00$/).waitFor();
  await tomas.tool.getByText('Changed by Tomáš Lindqvist').waitFor();
  await tomas.shot('views-6-co-instructor');
  await tomas.tool.getByRole('switch').click();
  await tomas.tool.getByRole('status').getByText('No longer published').waitFor();
  await tomas.done();

  const asa = await enter('asa');
  await asa.tab('Recordings');
  await asa.tool.getByText('When your instructor publishes a recording').waitFor();
  await asa.tab('Previous');
  await row(asa.tool, topic).waitFor();
  assert.equal(await row(asa.tool, topic).getByRole('link', { name: 'Recording' }).count(), 0);
  await asa.done();
});

test('what an instructor sets for the course is what the form begins with', async () => {
  const amara = await enter('amara', 'literature');
  const { tool } = amara;
  await amara.tab('Settings');
  await tool.getByLabel('Publish new recordings automatically').check();
  await tool.getByLabel('Length in minutes').fill('75');
  await tool.getByLabel('Waiting room').uncheck();
  await tool.getByRole('button', { name: 'Save settings' }).click();
  await tool.getByRole('status').getByText('The settings of this course are saved.').waitFor();
  await amara.shot('views-7-settings');
  await amara.tab('Recordings');
  await amara.tab('Upcoming');
  await tool.getByRole('link', { name: 'Schedule a meeting' }).click();
  await tool.getByLabel('Minutes').waitFor();
  assert.equal(await tool.getByLabel('Minutes').inputValue(), '75');
  assert.equal(await tool.getByLabel('Waiting room').isChecked(), false);
  await amara.done();
});

test('an instructor\'s own room: started and changed at Zoom', async () => {
  const amara = await enter('amara');
  const { tool } = amara;
  await amara.tab('My room');
  await tool.getByText('is the same for every course').waitFor();
  const start = await opened(amara.context, tool.getByRole('link', { name: /^Start/ }));
  await start.getByRole('heading', { name: /^You are hosting/ }).waitFor();
  await start.close();
  await tool.getByRole('button', { name: 'Edit my room' }).click();
  await tool.getByLabel('Topic').fill('Come in');
  await tool.getByLabel('Waiting room').setChecked(true);
  await tool.getByRole('button', { name: 'Save changes' }).click();
  await tool.getByRole('status').getByText('Your room is changed').waitFor();
  await tool.getByText('Come in', { exact: true }).waitFor();
  await tool.getByText('Waiting room: the host lets people in').waitFor();
  await amara.shot('views-8-room');
  const owner = [...campus.zoom.users.values()].find(({ email }) => email === HOST);
  assert.equal(campus.zoom.meetings.get(owner.pmi).topic, 'Come in');
  assert.equal(campus.zoom.meetings.get(owner.pmi).settings.waiting_room, true);
  await amara.done();
});

test('a student\'s calendar: the link works, and works no more when it is removed', async () => {
  const asa = await enter('asa');
  const { tool } = asa;
  await asa.tab('Calendar');
  const card = tool.getByRole('region', { name: 'All my courses' });
  await card.getByRole('button', { name: 'Make a link' }).click();
  const url = await card.locator('code').innerText();
  const feed = await fetch(url);
  assert.equal(feed.status, 200);
  const text = await feed.text();
  assert.match(text, /^BEGIN:VCALENDAR/);
  assert.match(text, /SUMMARY:From my list/);
  await asa.shot('views-9-calendar');
  await card.getByRole('button', { name: 'Remove link…' }).click();
  await tool.getByRole('dialog').getByRole('button', { name: 'Remove the link' }).click();
  await tool.getByRole('status').getByText('The link is removed.').waitFor();
  assert.equal((await fetch(url)).status, 404);
  await asa.done();
});

test('privacy: the data is taken along, then erased, and the session is over', async () => {
  const misaki = await enter('misaki', 'chemistry', { locale: 'ja-JP' });
  const { tool } = misaki;
  await tool.getByRole('navigation').getByRole('link', { name: 'プライバシー' }).click();
  const [file] = await Promise.all([
    misaki.page.waitForEvent('download'),
    tool.getByRole('link', { name: '自分のデータをダウンロード' }).click(),
  ]);
  assert.equal(file.suggestedFilename(), 'zoom-data-about-me.json');
  const held = JSON.parse(await readFile(await file.path(), 'utf8'));
  assert.equal(held.session.name, '佐藤 美咲');
  await misaki.shot('views-10-privacy');

  await tool.getByRole('button', { name: '自分のデータを消去…' }).click();
  await tool.getByRole('dialog').getByRole('checkbox').check();
  await tool.getByRole('dialog').getByRole('button', { name: '自分のデータを消去' }).click();
  await tool.getByRole('heading', { name: 'データを消去しました' }).waitFor();
  await misaki.shot('views-11-erased');
  await misaki.done();

  // Who opens the tool from the course once more is known again.
  const again = await enter('misaki', 'chemistry', { locale: 'ja-JP' });
  await row(again.tool, 'From my list').waitFor();
  await again.done();
  assert.deepEqual(campus.zoom.violations, []);
  assert.deepEqual(campus.lms.violations, []);
});
