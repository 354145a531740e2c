// SPDX-License-Identifier: Apache-2.0
// Recordings in Zoom's cloud.

import assert from 'node:assert/strict';
import { byUuid, DAY, date, holds, HOST, second, withHeld } from './common.js';

const withRecording = (zoom) => {
  const context = withHeld(zoom);
  return { ...context, recording: zoom.addRecording(context.record) };
};

const withTrashed = (zoom) => {
  const context = withRecording(zoom);
  for (const file of context.recording.files) file.trashed = zoom.now();
  return context;
};

const trashed = ({ recording }) => recording.files.map((file) => file.trashed !== undefined);
const bytes = ({ files }) => files.reduce((sum, { file_size }) => sum + file_size, 0);

const recordingRow = ({ record, recording }) => ({
  uuid: record.uuid,
  id: String(record.id),
  host_id: record.host_id,
  topic: 'Held',
  start_time: second(record.start),
  duration: 60,
  total_size: bytes(recording),
  recording_count: 2,
});

export const RECORDINGS = [
  {
    operation: 'recordings',
    prepare: withRecording,
    options: () => ({
      first: HOST, query: { from: date(Date.now() - 10 * DAY), to: date(Date.now()) },
    }),
    answer: (context, answer) => {
      holds(answer.meetings[0], recordingRow(context));
      assert.ok(!('recording_files' in answer.meetings[0]));
      return answer;
    },
  },
  {
    operation: 'recording.get',
    prepare: withRecording,
    options: byUuid,
    answer: (context, answer) => {
      holds(answer, { ...recordingRow(context), password: context.recording.settings.password });
      const sizes = (files) => files.map(({ file_type, file_size }) => [file_type, file_size]);
      assert.deepEqual(sizes(answer.recording_files), sizes(context.recording.files));
      assert.match(answer.recording_files[0].play_url, /\/rec\/play\//);
      assert.match(answer.recording_files[0].download_url, /\/rec\/download\//);
      assert.ok(!('download_access_token' in answer));
      return answer;
    },
  },
  {
    operation: 'recording.settings',
    prepare: withRecording,
    options: byUuid,
    answer: ({ recording }) => ({
      share_recording: 'publicly',
      viewer_download: true,
      recording_authentication: false,
      on_demand: false,
      approval_type: 2,
      password: recording.settings.password,
      auto_delete: false,
    }),
  },
  {
    operation: 'recording.share',
    prepare: withRecording,
    options: (context) => ({
      ...byUuid(context), body: { share_recording: 'internally', viewer_download: false },
    }),
    effect: (zoom, { recording }) => holds(recording.settings,
      { share_recording: 'internally', viewer_download: false }),
  },
  {
    operation: 'recording.delete',
    prepare: withRecording,
    options: byUuid,
    effect: (zoom, context) => assert.deepEqual(trashed(context), [true, true]),
  },
  {
    operation: 'recording.delete',
    prepare: withRecording,
    options: (context) => ({ ...byUuid(context), query: { action: 'delete' } }),
    effect: (zoom, { recording }) => assert.deepEqual(
      recording.files.map((file) => file.trashed), [-Infinity, -Infinity]),
  },
  {
    operation: 'recording.delete_file',
    prepare: withRecording,
    options: (context) => ({ ...byUuid(context), second: context.recording.files[1].id }),
    effect: (zoom, context) => assert.deepEqual(trashed(context), [false, true]),
  },
  {
    operation: 'recording.recover',
    prepare: withTrashed,
    options: (context) => ({ ...byUuid(context), body: { action: 'recover' } }),
    effect: (zoom, context) => assert.deepEqual(trashed(context), [false, false]),
  },
  {
    operation: 'recording.recover_file',
    prepare: withTrashed,
    options: (context) => ({
      ...byUuid(context), second: context.recording.files[0].id, body: { action: 'recover' },
    }),
    effect: (zoom, context) => assert.deepEqual(trashed(context), [false, true]),
  },
];
