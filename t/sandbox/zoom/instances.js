// SPDX-License-Identifier: Apache-2.0
// What stays on record when a meeting is over: each time it was held has a UUID of its own.
//
// A record is {uuid, id, host_id, topic, type, timezone, start, end (ms), tracking_fields,
// participants, polls}. A participant's stay is {user_id, name, email, user (of the account, or
// undefined), join, leave (ms), status, registrant_id}; who comes back has another stay.

import { ApiError } from './errors.js';
import { newUuid } from './meeting-store.js';
import { findUser } from './users.js';

const MINUTE = 60_000;

/**
 * Puts on record that `meeting` was held from `start` (ms) for `duration` minutes. `participants`
 * are [{name, email, join, leave, status, registrant_id}] with join and leave in minutes after the
 * start; by default the host alone was there. `polls` are [{name, email, anonymous, answers:
 * [{question, answer}]}]. Returns the record.
 */
export function addPast(zoom, meeting, { start, duration, participants, polls = [], uuid }) {
  const minutes = duration ?? meeting.duration;
  const { email, display_name: name } = zoom.users.get(meeting.host_id);
  const people = participants ?? [{ name, email }];
  return putOnRecord(zoom, meeting, {
    uuid: uuid ?? newUuid(zoom),
    start,
    end: start + minutes * MINUTE,
    polls,
    participants: people.map(({ join = 0, leave = minutes, ...person }) => newStay(zoom, {
      ...person, join: start + join * MINUTE, leave: start + leave * MINUTE,
    })),
  });
}

/** Keeps that `meeting` was `held` {uuid, start, end, participants, polls}; returns the record. */
export function putOnRecord(zoom, meeting, held) {
  const { id, host_id, topic, type, timezone, tracking_fields } = meeting;
  const record = { id, host_id, topic, type, timezone, tracking_fields, ...held };
  zoom.past.set(record.uuid, record);
  return record;
}

/** A stay in a meeting from `join` to `leave` (ms; undefined: still there). */
export function newStay(zoom, person) {
  const { name, email = '', status = 'in_meeting', join, leave, registrant_id } = person;
  zoom.stayCount += 1;
  const user = email ? findUser(zoom, email) : undefined;
  return {
    user_id: String(16_778_240 + zoom.stayCount * 1024),
    name,
    email,
    user: user?.foreign ? undefined : user,
    status,
    join,
    leave,
    registrant_id,
  };
}

/** How many different people were in the meeting, whoever only waited not counted. */
export function peopleIn(record) {
  const names = record.participants
    .filter(({ status }) => status === 'in_meeting')
    .map(({ user, email, name }) => user?.id ?? (email.toLowerCase() || `name ${name}`));
  return new Set(names).size;
}

/** The records of a meeting number, newest first. */
export function recordsOf(zoom, id) {
  return [...zoom.past.values()].filter((record) => record.id === id)
    .sort((a, b) => b.start - a.start);
}

/** The record that a reference {id} (its latest) or {uuid} names; 404/3001 without. */
export function requireRecord(zoom, { id, uuid }, message) {
  const record = uuid ? zoom.past.get(uuid) : recordsOf(zoom, id)[0];
  if (!record) throw new ApiError(404, 3001, message ?? `Meeting does not exist: ${uuid ?? id}.`);
  return record;
}
