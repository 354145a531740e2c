// SPDX-License-Identifier: Apache-2.0
// Cloud recordings: found in windows, shared, thrown away and brought back, played and downloaded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOST, inDays, openZoom, uuidInPath } from './fixture.js';

const { zoom, ask, get, refusal, broken } = await openZoom();

const LIST = `/users/${HOST}/recordings`;
const day = (days) => inDays(days).slice(0, 10);
const THIS_MONTH = { from: day(-25), to: day(1) };

function addRecorded(daysAgo, how) {
  const meeting = zoom.addMeeting(HOST, { topic: 'Recorded' });
  const held = zoom.addPast(meeting.id, { start: Date.now() - daysAgo * DAY, duration: 90 });
  const recording = zoom.addRecording(held, how);
  return { meeting, recording, path: `/meetings/${uuidInPath(held.uuid)}/recordings` };
}

test('recordings are listed in windows of a month', async () => {
  addRecorded(2);
  addRecorded(40);
  const { meetings: [row], total_records } = await get(LIST, THIS_MONTH);
  assert.equal(total_records, 1);
  assert.equal(row.recording_count, 2);
  assert.equal(row.total_size, row.recording_files.reduce((sum, file) => sum + file.file_size, 0));
  assert.equal(row.duration, 90);
  assert.ok(!('password' in row));
  assert.equal((await get(LIST)).total_records, 0, 'today and tomorrow by default');
  for (const query of [{ from: day(-40), to: day(0) }, { from: day(0), to: day(-1) },
    { trash: true, from: day(0) }]) {
    assert.deepEqual(await refusal('GET', LIST, { query }), [400, 300]);
    assert.deepEqual(broken(), ['date window']);
  }
});

test('a recording is not there before Zoom has processed it', async () => {
  const { path } = addRecorded(0, { readyIn: 60_000 });
  assert.deepEqual(await refusal('GET', path), [404, 3301]);
  assert.equal((await get(LIST, THIS_MONTH)).total_records, 0);
  zoom.clockOffset = 61_000;
  assert.equal((await get(path)).recording_files.length, 2);
});

test('a meeting that records itself has its recording when it ends', async () => {
  const meeting = zoom.addMeeting(HOST, { topic: 'Auto', settings: { auto_recording: 'cloud' } });
  zoom.startMeeting(meeting.id);
  const { uuid } = zoom.endMeeting(meeting.id);
  assert.equal((await get(`/meetings/${meeting.id}/recordings`)).uuid, uuid);
});

test('thrown away and brought back, whole or file by file', async () => {
  const { path } = addRecorded(1);
  const code = async (...call) => (await ask(...call)).status;
  const trashed = async (query) => (await get(LIST, { trash: true, ...query })).total_records;
  assert.equal(await code('DELETE', path), 204);
  assert.deepEqual(await refusal('GET', path), [404, 3301]);
  assert.equal(await trashed(), 1);
  const recover = { json: { action: 'recover' } };
  assert.equal(await code('PUT', `${path}/status`, recover), 200);
  const { recording_files: [file] } = await get(path);

  assert.equal(await code('DELETE', `${path}/${file.id}`), 204);
  assert.equal((await get(path)).recording_files.length, 1);
  assert.equal(await trashed(), 0);
  assert.equal(await trashed({ trash_type: 'recording_file' }), 1);
  assert.equal(await code('PUT', `${path}/${file.id}/status`, recover), 204);
  assert.equal((await get(path)).recording_files.length, 2);
});

test('the trash is emptied after thirty days, and deleting skips it', async () => {
  const trashed = addRecorded(1);
  const deleted = addRecorded(1);
  await ask('DELETE', trashed.path);
  await ask('DELETE', deleted.path, { query: { action: 'delete' } });
  assert.equal((await get(LIST, { trash: true })).total_records, 1);
  for (const file of trashed.recording.files) file.trashed -= 31 * DAY;
  assert.equal((await get(LIST, { trash: true })).total_records, 0);
  const recover = { json: { action: 'recover' } };
  assert.deepEqual(await refusal('PUT', `${trashed.path}/status`, recover), [404, 3301]);
  assert.deepEqual(
    await refusal('PUT', `/meetings/${trashed.meeting.id}/recordings/status`, recover), [400, 300]);
  assert.deepEqual(broken(), ['meeting id']);
});

test('sharing decides who may watch, the passcode opens', async () => {
  const { path, recording } = addRecorded(1);
  const settings = `${path}/settings`;
  const shown = await get(path);
  const { play_url } = shown.recording_files[0];
  const status = async (url) => (await fetch(url, { redirect: 'manual' })).status;
  const withPasscode = `${play_url}?pwd=${shown.recording_play_passcode}`;
  assert.equal(await status(play_url), 403);
  assert.equal(await status(withPasscode), 200);
  const share = (share_recording) => ask('PATCH', settings, { json: { share_recording } });
  assert.equal((await share('internally')).status, 204);
  assert.equal(await status(withPasscode), 403);
  await share('none');
  assert.equal(await status(withPasscode), 404);
  assert.equal((await get(settings)).share_recording, 'none');
  assert.deepEqual(await refusal('PATCH', settings, { json: { password: 'short' } }), [400, 300]);
  assert.deepEqual(
    await refusal('PATCH', settings, { json: { share_recording: 'some' } }), [400, 300]);
  assert.equal(broken().at(-1), 'fields');
  assert.equal((await get(settings)).password, recording.settings.password);
});

test('a download needs the token, here and at the address it leads to', async () => {
  const { path } = addRecorded(1);
  const shown = await get(path, { include_fields: 'download_access_token', ttl: 60 });
  const [{ download_url }] = shown.recording_files;
  const headers = { authorization: `Bearer ${shown.download_access_token}` };
  const first = await fetch(download_url, { headers, redirect: 'manual' });
  assert.equal(first.status, 302);
  const target = first.headers.get('location');
  assert.equal((await fetch(target)).status, 401);
  assert.match(await (await fetch(target, { headers })).text(), /^MP4 of Recorded/);
  zoom.clockOffset = 61_000;
  assert.equal((await fetch(target, { headers })).status, 401);
});
