// SPDX-License-Identifier: Apache-2.0
// What the demo's teachers have held before the demo begins, on Zoom's own pages, and then brought
// into their courses: past lectures with their recordings, series of many dates.

import assert from 'node:assert/strict';
import { change, view } from '../lib/course-calls.js';
import { formatTime, instantOf, wallClock } from './zoom/time.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ZONE = 'Europe/Berlin';

const VIDEO = ['shared_screen_with_speaker_view', 'audio_only', 'audio_transcript'];

/**
 * Meetings that are over: `ago` in days, `at` [hour, minute] on the clock of ZONE. `recorded` has
 * the kinds of files and the settings of the recording, `published` what the tool is told of it.
 */
const HELD = [
  ['chemistry', 'amara', { topic: 'Lecture 11: Sigmatropic shifts', ago: 2, at: [10, 15] },
    { kinds: [...VIDEO, 'chat_file'] }, { published: true }],
  ['chemistry', 'tomas', { topic: 'Exercise class B', ago: 6, at: [14, 15], duration: 45 }],
  ['chemistry', 'amara', { topic: 'Lecture 10: Diels–Alder reactions', ago: 9, at: [10, 15] },
    { kinds: VIDEO, settings: { share_recording: 'internally' } }, { published: true }],
  ['chemistry', 'amara', { topic: 'Lecture 9: Aromaticity', ago: 16, at: [10, 15] },
    { kinds: VIDEO }, { published: true, publish_until: 30 }],
  ['chemistry', 'amara', { topic: 'Laboratory preparation', ago: 20, at: [9, 0], duration: 40 },
    { kinds: ['shared_screen_with_speaker_view'],
      settings: { auto_delete: true, auto_delete_date: 12 } }],
  ['chemistry', 'amara', { topic: 'Lecture 8: Radical reactions', ago: 23, at: [10, 15] },
    { kinds: VIDEO, settings: { viewer_download: false } }, { published: true }],
  ['chemistry', 'amara', { topic: 'Lecture 7: Stereochemistry revisited', ago: 44, at: [10, 15] },
    { kinds: VIDEO }],
  ['literature', 'amara', { topic: '竹取物語 – The Bamboo Cutter', ago: 4, at: [16, 30] },
    { kinds: VIDEO }, { published: true }],
  ['literature', 'hanako', { topic: '古典文法 第三回', ago: 11, at: [18, 0], duration: 60 },
    { kinds: ['shared_screen_with_speaker_view', 'chat_file'] }, { published: true }],
  ['languages', 'amina', { topic: 'العربية للمبتدئين: الدرس التجريبي', ago: 5, at: [18, 0] },
    { kinds: VIDEO }, { published: true }],
];

/** Series of fifty dates each, daily or on the days of a week that Zoom counts from Sunday, 1. */
const SERIES = [
  ['hanako', '日本語 初級 — Japanese for beginners', [18, 0], '2,3,4,5,6'],
  ['hanako', '日本語 会話', [19, 45], '2,3,4,5,6'],
  ['olga', 'Русский язык: вечерний курс', [18, 0], '2,3,4,5,6'],
  ['olga', 'Русская литература вслух', [20, 0], '2,4,6'],
  ['amina', 'العربية للمبتدئين', [17, 30], '2,3,4,5,6'],
  ['amina', 'محادثة بالعربية', [19, 0], '3,5'],
];
const DATES = 50;

/**
 * That many days from today at that time on the clock of ZONE, as an instant. What was held was so on
 * a working day: the Friday before a weekend.
 */
function instantAt(days, [hour, minute]) {
  const midnight = Math.floor(wallClock(Date.now(), ZONE) / DAY) * DAY + days * DAY;
  const weekend = days < 0 ? { 6: DAY, 0: 2 * DAY }[new Date(midnight).getUTCDay()] ?? 0 : 0;
  return instantOf(midnight - weekend + (hour * 60 + minute) * MINUTE, ZONE);
}

/** Puts on Zoom that `meeting` was held, and recorded; returns { id, recording }. */
function held(zoom, email, { ago, at, duration = 90, topic }, recorded) {
  const start = instantAt(-ago, at);
  const { id } = zoom.addMeeting(email, {
    topic, type: 2, start_time: formatTime(start), duration, timezone: ZONE,
  }, { start });
  const past = zoom.addPast(id, { start: start - 2 * MINUTE, duration: duration + 3 });
  if (!recorded) return { id };
  const { settings: { auto_delete_date: days, ...settings } = {}, kinds } = recorded;
  if (days) settings.auto_delete_date = formatTime(instantAt(days, [0, 0])).slice(0, 10);
  return { id, recording: zoom.addRecording(past, { kinds, settings }) };
}

async function brought(visitor, ids) {
  const answer = await change(visitor, 'POST', 'import', { json: { ids: ids.map(String) } });
  const all = answer.status === 200 && answer.json().results.every(({ status }) => status === 'added');
  assert.ok(all, `the past was not brought in: ${answer.body}`);
}

async function publish(visitor, { uuid }, { published, publish_until: days }) {
  const name = Buffer.from(uuid).toString('base64url');
  const json = {
    published, ...(days && { publish_until: formatTime(instantAt(days, [18, 0])) }),
  };
  const answer = await change(visitor, 'PATCH', `recordings/${name}`, { json });
  assert.equal(answer.status, 200, answer.body);
}

/** What one teacher has held in one course, brought into it, its recordings as they want them. */
async function seedHeld({ zoom, lms }, visitor, rows) {
  const done = rows.map(([, person, meeting, recorded, wish]) => ({
    ...held(zoom, lms.people[person].email, meeting, recorded), wish,
  }));
  await brought(visitor, done.map(({ id }) => id));
  await view(visitor, 'recordings');
  for (const { recording, wish } of done) {
    if (wish) await publish(visitor, recording, wish);
  }
}

function seedSeries({ zoom, lms }, person) {
  return SERIES.filter(([host]) => host === person).map(([, topic, at, weekly_days]) =>
    zoom.addMeeting(lms.people[person].email, {
      topic, type: 8, start_time: formatTime(instantAt(1, at)), duration: 75, timezone: ZONE,
      recurrence: { type: 2, repeat_interval: 1, weekly_days, end_times: DATES },
    }).id);
}

/** `teacher(person, course)` resolves to the visitor of that person in that course. */
export async function seedPast(campus, teacher) {
  const groups = new Map();
  for (const row of HELD) {
    const key = row.slice(0, 2).join('/');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const [key, rows] of groups) {
    const [course, person] = key.split('/');
    await seedHeld(campus, await teacher(person, course), rows);
  }
  for (const person of new Set(SERIES.map(([host]) => host))) {
    await brought(await teacher(person, 'languages'), seedSeries(campus, person));
  }
}
