// SPDX-License-Identifier: Apache-2.0
// Groups, locks, domains, tracking fields.

import assert from 'node:assert/strict';
import { COLLEAGUE, HOST, hosts } from './common.js';

const withGroup = (zoom) => ({
  group: zoom.addGroup({
    name: 'Teachers', members: [HOST], locked: { waiting_room: true, host_video: false },
  }),
  ...hosts(zoom),
});

const withAccountLocks = (zoom) => {
  zoom.account.locked = { auto_recording: 'none', waiting_room: true };
  return {};
};

export const ACCOUNT = [
  {
    operation: 'groups',
    prepare: withGroup,
    answer: ({ group }) => ({ groups: [{ id: group.id, name: 'Teachers' }] }),
  },
  {
    operation: 'group.members',
    prepare: withGroup,
    options: ({ group }) => ({ first: group.id }),
    answer: ({ host }) => ({ members: [{ id: host.id }] }),
  },
  {
    operation: 'group.add',
    prepare: withGroup,
    options: ({ group }) => ({ first: group.id, body: { members: [{ email: COLLEAGUE }] } }),
    answer: ({ colleague }) => ({ ids: colleague.id }),
    effect: (zoom, { group, colleague }) => assert.ok(colleague.group_ids.includes(group.id)),
  },
  {
    operation: 'group.locks',
    prepare: withGroup,
    options: ({ group }) => ({ first: group.id }),
    answer: () => ({
      schedule_meeting: {
        audio_type: false,
        host_video: true,
        participant_video: false,
        join_before_host: false,
        meeting_authentication: false,
        mute_upon_entry: false,
      },
      in_meeting: { breakout_room: false },
      recording: { auto_recording: false },
    }),
  },
  {
    operation: 'group.security_locks',
    prepare: withGroup,
    options: ({ group }) => ({ first: group.id }),
    answer: () => ({ meeting_security: { waiting_room: true } }),
  },
  {
    operation: 'account.locks',
    prepare: withAccountLocks,
    answer: () => ({
      schedule_meeting: {
        audio_type: false,
        host_video: false,
        participant_video: false,
        join_before_host: false,
        meeting_authentication: false,
      },
      in_meeting: { breakout_room: false, attention_mode_focus_mode: false },
      recording: { auto_recording: true },
    }),
  },
  {
    operation: 'account.security_locks',
    prepare: withAccountLocks,
    answer: () => ({ meeting_security: { waiting_room: true } }),
  },
  {
    operation: 'account.managed_domains',
    answer: () => ({ domains: [{ domain: 'example.edu', status: 'verified' }] }),
  },
  {
    operation: 'account.trusted_domains',
    answer: () => ({ trusted_domains: ['students.example.edu'] }),
  },
  {
    operation: 'tracking_fields',
    prepare: (zoom) => ({ record: zoom.addTrackingField({
      field: 'Course', required: true, recommended_values: ['CHEM 101', 'CHEM 201'],
    }) }),
    answer: ({ record }) => ({ tracking_fields: [{
      id: record.id,
      field: 'Course',
      required: true,
      recommended_values: ['CHEM 101', 'CHEM 201'],
    }] }),
  },
];
