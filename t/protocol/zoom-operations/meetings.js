// SPDX-License-Identifier: Apache-2.0
// Meetings to come, and who registered for them.

import assert from 'node:assert/strict';
import { byNumber, COLLEAGUE, DAY, defined, holds, HOST, second } from './common.js';

const STUDENT = 'student@students.example.edu';

const everySetting = {
  host_video: true,
  participant_video: true,
  audio: 'voip',
  join_before_host: true,
  jbh_time: 10,
  mute_upon_entry: true,
  waiting_room: false,
  meeting_authentication: true,
  authentication_option: 'signIn_D8cJuqWVQ623CI4Q8yQK0Q',
  approval_type: 0,
  registration_type: 2,
  auto_recording: 'cloud',
  alternative_hosts: COLLEAGUE,
  alternative_hosts_email_notification: false,
  focus_mode: true,
  breakout_room: { enable: true, rooms: [{ name: 'Red', participants: [COLLEAGUE] }] },
  additional_data_center_regions: ['AU', 'HK'],
};

const series = () => ({
  topic: 'Titration',
  agenda: 'Acids and bases',
  type: 8,
  start_time: second(Date.now() + DAY),
  duration: 90,
  timezone: 'Europe/Berlin',
  password: 'Abc123',
  tracking_fields: [{ field: 'Course', value: 'CHEM 101' }],
  recurrence: { type: 1, repeat_interval: 2, end_times: 3 },
  settings: everySetting,
});

function wholeSeries({ zoom, meeting = [...zoom.meetings.values()].at(-1) }, answer) {
  const { start_time, ...asked } = series();
  const { id, uuid, host_id } = meeting;
  holds(answer, { ...asked, id: String(id), uuid, host_id, host_email: HOST });
  assert.equal(answer.occurrences.length, 3);
  const { occurrence_id, duration, status } = answer.occurrences[0];
  assert.match(occurrence_id, /^\d{13}$/);
  assert.deepEqual([duration, status], [90, 'available']);
  assert.match(answer.join_url, /\/j\/\d+/);
  return answer;
}

const withSeries = (zoom) => {
  zoom.addTrackingField({ field: 'Course' });
  return { zoom, meeting: zoom.addMeeting(HOST, series()) };
};
const withMeeting = (zoom) => ({ meeting: zoom.addMeeting(HOST, {
  topic: 'Titration', start_time: second(Date.now() + DAY), duration: 45,
}) });

const row = (zoom, { id, uuid, host_id, topic, type, start, duration, timezone, created_at }) => (
  (answer) => {
    holds(answer, defined({
      id: String(id), uuid, host_id, topic, type, duration, timezone, created_at,
      start_time: start && second(start),
    }));
  });

function listCase(type, prepare) {
  return {
    operation: 'user.meetings',
    prepare: (zoom) => ({ zoom, meeting: prepare(zoom) }),
    options: () => ({ first: HOST, query: { type } }),
    answer: ({ zoom, meeting }, answer) => {
      assert.deepEqual(Object.keys(answer), ['meetings']);
      assert.equal(answer.meetings.length, 1);
      row(zoom, meeting)(answer.meetings[0]);
      return answer;
    },
  };
}

const later = (zoom) => withMeeting(zoom).meeting;
const earlier = (zoom) => zoom.addMeeting(HOST, { topic: 'Held' }, { start: Date.now() - 2 * DAY });
const running = (zoom) => {
  const meeting = zoom.addMeeting(HOST, { topic: 'Running' });
  zoom.startMeeting(meeting.id);
  return meeting;
};

export const MEETINGS = [
  listCase('upcoming', later),
  listCase('scheduled', later),
  listCase('previous_meetings', earlier),
  listCase('live', running),
  {
    operation: 'meeting.create',
    prepare: (zoom) => {
      zoom.addTrackingField({ field: 'Course' });
      return { zoom };
    },
    options: () => ({ first: HOST, body: series() }),
    answer: wholeSeries,
    effect: (zoom) => assert.equal(zoom.meetings.size, 1),
  },
  {
    operation: 'meeting.get',
    prepare: withSeries,
    options: byNumber,
    answer: (context, answer) => {
      assert.match(answer.start_url, /zak=/);
      return wholeSeries(context, answer);
    },
  },
  {
    operation: 'meeting.update',
    prepare: withSeries,
    options: (context) => ({
      ...byNumber(context), body: { topic: 'Redox', settings: { waiting_room: true } },
    }),
    effect: (zoom, { meeting }) => assert.deepEqual(
      [meeting.topic, meeting.settings.waiting_room], ['Redox', true]),
  },
  {
    operation: 'meeting.update',
    prepare: withSeries,
    options: (context) => ({
      ...byNumber(context),
      query: { occurrence_id: String(context.meeting.start) },
      body: { duration: 30 },
    }),
    effect: async (zoom, { meeting }, probe) => {
      const { answer } = await probe.call('meeting.get', byNumber({ meeting }));
      assert.deepEqual(answer.occurrences.map(({ duration }) => duration), [30, 90, 90]);
    },
  },
  {
    operation: 'meeting.delete',
    prepare: withMeeting,
    options: byNumber,
    effect: (zoom) => assert.equal(zoom.meetings.size, 0),
  },
  {
    operation: 'meeting.delete',
    prepare: withSeries,
    options: (context) => ({
      ...byNumber(context),
      query: {
        occurrence_id: String(context.meeting.start), schedule_for_reminder: 'false',
      },
    }),
    effect: async (zoom, { meeting }, probe) => {
      const { answer } = await probe.call('meeting.get', byNumber({ meeting }));
      assert.deepEqual(answer.occurrences.map(({ status }) => status),
        ['deleted', 'available', 'available']);
    },
  },
  {
    operation: 'meeting.status',
    prepare: (zoom) => ({ meeting: running(zoom) }),
    options: (context) => ({ ...byNumber(context), body: { action: 'end' } }),
    effect: (zoom, { meeting }) => assert.equal(meeting.status, 'waiting'),
  },
  {
    operation: 'meeting.invitation',
    prepare: withMeeting,
    options: byNumber,
    answer: ({ meeting }, answer) => {
      assert.deepEqual(Object.keys(answer), ['invitation']);
      assert.ok(answer.invitation.includes(meeting.topic));
      assert.match(answer.invitation, /\r\n/);
      return answer;
    },
  },
  {
    operation: 'meeting.register',
    prepare: (zoom) => ({ meeting: zoom.addMeeting(HOST, { settings: { approval_type: 0 } }) }),
    options: (context) => ({
      ...byNumber(context), body: { email: STUDENT, first_name: 'Wei', last_name: 'Chen' },
    }),
    answer: ({ meeting }, answer) => {
      const [registrant] = [...meeting.registrants.values()];
      assert.deepEqual(Object.keys(answer), ['registrant_id', 'join_url']);
      assert.equal(answer.registrant_id, registrant.id);
      assert.match(answer.join_url, /\/w\/\d+\?tk=/);
      return answer;
    },
  },
  {
    operation: 'meeting.registrants',
    prepare: (zoom) => {
      const meeting = zoom.addMeeting(HOST, { settings: { approval_type: 0 } });
      meeting.registrants.set('r1', {
        id: 'r1', email: STUDENT, first_name: 'Wei', status: 'approved',
        create_time: second(Date.now()),
      });
      return { meeting };
    },
    options: byNumber,
    answer: (_context, answer) => {
      const [{ join_url, ...registrant }] = answer.registrants;
      assert.deepEqual(registrant, { id: 'r1', email: STUDENT, status: 'approved' });
      assert.match(join_url, /\/w\/\d+\?tk=/);
      return answer;
    },
  },
];
