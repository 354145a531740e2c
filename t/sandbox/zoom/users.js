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
 * `status` active by default. `schedules_for` lists ids of users for whom this one may schedule.
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

function userView(zoom, user) {
  const { schedules_for, lapsed, foreign, mayNotHost, ...fields } = user;
  return {
    ...fields,
    account_id: zoom.account.id,
    account_number: zoom.account.number,
    created_at: user.user_created_at,
    personal_meeting_url: `${zoom.url}/j/${user.pmi}`,
    cluster: 'us04',
    verified: 1,
    login_types: [101],
    pic_url: '',
    phone_numbers: [],
    last_login_time: user.user_created_at,
  };
}
