// SPDX-License-Identifier: Apache-2.0
// Meetings that were held, and the reports of them.

import assert from 'node:assert/strict';
import { byNumber, byUuid, DAY, date, defined, HOST, second, withHeld } from './common.js';

const summary = ({ record }) => ({
  id: String(record.id),
  uuid: record.uuid,
  topic: 'Held',
  start_time: second(record.start),
  end_time: second(record.end),
  duration: 60,
});

const stays = ({ record }, more) => ({
  participants: record.participants.map((stay) => defined({
    id: stay.user?.id,
    ...(more && { participant_user_id: stay.user?.id }),
    user_id: stay.user_id,
    name: stay.name,
    join_time: second(stay.join),
    leave_time: second(stay.leave),
    duration: (stay.leave - stay.join) / 1000,
    status: 'in_meeting',
  })),
});

/** The rows without addresses, of which the empty ones are kept as they are. */
const withoutAddresses = (answer) => {
  assert.deepEqual(answer.participants.map(({ user_email }) => user_email), [HOST, '']);
  return {
    participants: answer.participants.map(({ user_email, ...person }) => person),
  };
};

const answers = ({ record }, more) => ({
  id: String(record.id),
  uuid: record.uuid,
  questions: [{
    email: HOST,
    name: 'Dr. Amara Okafor',
    ...more,
    question_details: [{ question: 'Clear?', answer: 'Yes' }],
  }],
});

export const PAST = [
  {
    operation: 'past.get',
    prepare: withHeld,
    options: byUuid,
    answer: (context) => ({ ...summary(context), host_id: undefined, type: 2 }),
  },
  {
    operation: 'past.instances',
    prepare: withHeld,
    options: byNumber,
    answer: ({ record }) => (
      { meetings: [{ uuid: record.uuid, start_time: second(record.start) }] }),
  },
  {
    operation: 'past.participants',
    prepare: withHeld,
    options: byUuid,
    answer: (context, answer) => {
      assert.deepEqual(withoutAddresses(answer), stays(context));
      return answer;
    },
  },
  {
    operation: 'past.polls',
    prepare: withHeld,
    options: byUuid,
    answer: (context) => answers(context),
  },
  {
    operation: 'report.meeting', prepare: withHeld, options: byUuid, answer: summary,
  },
  {
    operation: 'report.participants',
    prepare: withHeld,
    options: byUuid,
    answer: (context, answer) => {
      assert.deepEqual(withoutAddresses(answer), stays(context, true));
      return answer;
    },
  },
  {
    operation: 'report.polls',
    prepare: withHeld,
    options: byUuid,
    answer: (context) => answers(context, { first_name: 'Dr.', last_name: 'Amara Okafor' }),
  },
  {
    operation: 'report.user',
    prepare: withHeld,
    options: () => ({
      first: HOST, query: { from: date(Date.now() - 10 * DAY), to: date(Date.now()) },
    }),
    answer: (context) => ({ meetings: [{ ...summary(context), type: 2 }] }),
  },
];
