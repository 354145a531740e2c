// SPDX-License-Identifier: Apache-2.0
// Zoom users: making them for a test, and the operations that read them.

import { randomBytes, randomInt } from 'node:crypto';
import { ApiError, noSuchUser } from './errors.js';
import { formatTime, isZone } from './time.js';

/** Types of users, as Zoom counts them. */
export const BASIC = 1;
export const LICENSED = 2;

/**
 * Adds a user and returns the stored record. Only `email` is required; `type` is Licensed and
 * `status` active by default. `schedules_for` lists ids of users for whom this one may schedule;
 * `settings` are sections that differ from user-settings.js, {recording: {cloud_recording: false}}.
 * Two flags make the errors that a real account has: `lapsed` (invitation not accepted in time,
 * 400/1120) and `foreign` (belongs to another account, 404/1010).
 */
export function addUser(zoom, fields) {
  const { email, first_name = '', last_name = '', timezone = 'UTC' } = fields;
  if (!email) throw new Error('a Zoom user needs an e-mail address');
  if (!isZone(timezone)) throw new Error(`no such time zone: ${timezone}`);
  if (findUser(zoom, email)) throw new Error(`there is a Zoom user ${email} already`);
  const user = {
    id: randomBytes(16).toString('base64url'),
    first_name,
    last_name,
    display_name: `${first_name} ${last_name}`.trim(),
    type: LICENSED,
    status: 'active',
    pmi: randomInt(1_000_000_000, 9_999_999_999),
    use_pmi: false,
    timezone,
    language: 'en-US',
    dept: '',
    role_id: '2',
    role_name: 'Member',
    group_ids: [],
    employee_unique_id: '',
    user_created_at: formatTime(zoom.now()),
    schedules_for: [],
    settings: {},
    ...fields,
  };
  zoom.users.set(user.id, user);
  return user;
}

/** The user with this id or, in any case of letters, this e-mail address; else undefined. */
export function findUser(zoom, idOrEmail) {
  const known = zoom.users.get(idOrEmail);
  if (known) return known;
  const email = idOrEmail.toLowerCase();
  return [...zoom.users.values()].find((user) => user.email.toLowerCase() === email);
}

/** findUser, with Zoom's refusals for those it does not find. */
export function requireUser(zoom, idOrEmail) {
  if (idOrEmail === 'me') {
    throw new ApiError(400, 300, "A Server-to-Server token has no 'me'.", { rule: 'me' });
  }
  const user = findUser(zoom, idOrEmail);
  if (!user) throw noSuchUser(idOrEmail);
  if (user.lapsed) {
    throw new ApiError(400, 1120,
      'A valid invitation to join the Zoom account was not found for this user.');
  }
  if (user.foreign) throw new ApiError(404, 1010, 'User does not belong to this account.');
  return user;
}

/** Operation: GET /users/{userId}. */
export function getUser(zoom, { params, query }) {
  const byUniqueId = query.search_by_unique_id
    && [...zoom.users.values()].find((user) => user.employee_unique_id === params.userId);
  const user = byUniqueId || requireUser(zoom, params.userId);
  return { status: 200, body: userView(zoom, user) };
}

/** Operation: GET /users/{userId}/assistants, those who may schedule for this user. */
export function listAssistants(zoom, { params }) {
  const user = requireUser(zoom, params.userId);
  const assistants = [...zoom.users.values()]
    .filter((other) => other.schedules_for.includes(user.id))
    .map(({ id, email }) => ({ id, email, can_manage_host_private_event: false }));
  return { status: 200, body: { assistants } };
}

/** Operation: GET /users/{userId}/schedulers, those for whom this user may schedule. */
export function listSchedulers(zoom, { params }) {
  const schedulers = requireUser(zoom, params.userId).schedules_for
    .map((id) => zoom.users.get(id))
    .filter(Boolean)
    .map(({ id, email, pmi }) => ({ id, email, pmi }));
  return { status: 200, body: { schedulers } };
}

/** The members of a user that lists show too. */
export function userRow(zoom, user) {
  const { language, role_name, use_pmi, ...row } = userMembers(user);
  return row;
}

function userView(zoom, user) {
  return {
    ...userMembers(user),
    account_id: zoom.account.id,
    account_number: zoom.account.number,
    personal_meeting_url: `${zoom.url}/j/${user.pmi}`,
    cluster: 'us04',
    login_types: [101],
    pic_url: '',
    phone_numbers: [],
  };
}

function userMembers(user) {
  const { schedules_for, settings, lapsed, foreign, mayNotHost, ...members } = user;
  return {
    ...members,
    created_at: user.user_created_at,
    last_login_time: user.user_created_at,
    verified: 1,
  };
}
