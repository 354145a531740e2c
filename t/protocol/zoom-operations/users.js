// SPDX-License-Identifier: Apache-2.0
// Users, their settings and privileges.

import assert from 'node:assert/strict';
import { COLLEAGUE, HOST, hosts, userNamed } from './common.js';

const userAnswer = ({ host, zoom }) => ({
  id: host.id,
  email: HOST,
  first_name: 'Amara',
  last_name: 'Okafor',
  display_name: 'Dr. Amara Okafor',
  type: 2,
  status: 'active',
  timezone: 'Europe/Berlin',
  pmi: String(host.pmi),
  personal_meeting_url: `${zoom.url}/j/${host.pmi}`,
  group_ids: host.group_ids,
});

const passcodeRules = {
  length: 1,
  have_letter: false,
  have_number: false,
  have_special_character: false,
  have_upper_and_lower_characters: false,
  only_allow_numeric: false,
  consecutive_characters_length: 0,
  weak_enhance_detection: false,
};

export const USERS = [
  {
    operation: 'user.get',
    prepare: (zoom) => {
      zoom.addGroup({ name: 'Teachers', members: [HOST] });
      return { zoom, ...hosts(zoom) };
    },
    options: () => ({ first: HOST }),
    answer: userAnswer,
  },
  ...['create', 'autoCreate', 'ssoCreate'].map((action) => ({
    operation: 'user.create',
    prepare: (zoom) => {
      zoom.account.ssoPreProvision = true;
      return { email: `${action.toLowerCase()}@example.edu` };
    },
    options: ({ email }) => ({ body: {
      action,
      user_info: { email, type: 1, first_name: 'New', last_name: 'Person' },
    } }),
    answer: ({ zoom, email }) => ({
      id: userNamed(zoom, email).id, email, first_name: 'New', last_name: 'Person', type: 1,
    }),
    effect: (zoom, { email }) => assert.equal(userNamed(zoom, email).status,
      action === 'create' ? 'pending' : 'active'),
  })),
  {
    operation: 'user.settings',
    prepare: hosts,
    options: ({ host }) => ({ first: host.id }),
    answer: (_context, answer) => {
      const { schedule_meeting, in_meeting, recording, ...rest } = answer;
      assert.deepEqual(rest, {});
      assert.deepEqual(schedule_meeting.meeting_password_requirement, passcodeRules);
      assert.equal(schedule_meeting.audio_type, 'both');
      assert.equal(in_meeting.waiting_room, true);
      assert.ok(in_meeting.unchecked_data_center_regions.includes('HK'));
      assert.deepEqual(recording,
        { cloud_recording: true, auto_recording: 'none', auto_delete_cmr: false });
      return answer;
    },
  },
  {
    operation: 'user.security',
    prepare: hosts,
    options: ({ host }) => ({ first: host.id }),
    answer: () => ({
      meeting_security: {
        waiting_room: true,
        meeting_password: true,
        pmi_password: true,
        embed_password_in_join_link: true,
        meeting_password_requirement: passcodeRules,
      },
    }),
  },
  {
    operation: 'user.authentication',
    prepare: hosts,
    options: ({ host }) => ({ first: host.id }),
    answer: () => ({
      meeting_authentication: false,
      authentication_options: [{
        id: 'signIn_D8cJuqWVQ623CI4Q8yQK0Q',
        name: 'Signed-in users in my account',
        default_option: true,
        visible: true,
      }],
    }),
  },
  {
    operation: 'user.assistants',
    prepare: (zoom) => {
      const { host, colleague } = hosts(zoom);
      colleague.schedules_for.push(host.id);
      return { host, colleague };
    },
    options: () => ({ first: HOST }),
    answer: ({ colleague }) => ({ assistants: [{ id: colleague.id, email: COLLEAGUE }] }),
  },
  {
    operation: 'user.schedulers',
    prepare: (zoom) => {
      const { host, colleague } = hosts(zoom);
      host.schedules_for.push(colleague.id);
      return { host, colleague };
    },
    options: () => ({ first: HOST }),
    answer: ({ colleague }) => (
      { schedulers: [{ id: colleague.id, email: COLLEAGUE, pmi: String(colleague.pmi) }] }),
  },
];
