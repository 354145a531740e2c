// SPDX-License-Identifier: Apache-2.0
// The people of the account as an administrator sees them: the list of users, and new ones.

import { ApiError, brokenRule, refusedField } from './errors.js';
import { pageOf } from './paging.js';
import { email, object, oneOf, pattern, text } from './shape.js';
import { addUser, BASIC, findUser, LICENSED, userRow } from './users.js';

/** Operation: GET /users. Who has not accepted yet has no id. */
export function listUsers(zoom, call) {
  const body = pageOf(zoom, call, 'users', ({ status = 'active', role_id }) => (
    [...zoom.users.values()]
      .filter((user) => !user.foreign && !user.lapsed && user.status === status)
      .filter((user) => !role_id || user.role_id === role_id)
      .map((user) => userRow(zoom, user))
      .map(({ id, ...row }) => (status === 'pending' ? row : { id, ...row }))));
  return { status: 200, body };
}

/** The body of POST /users; of user_info what a self-hosted tool may set. */
export const createUserBody = object({
  action: oneOf('create', 'autoCreate', 'custCreate', 'ssoCreate'),
  user_info: object({
    email,
    type: oneOf(1, 2, 4, 99),
    first_name: text(64),
    last_name: text(64),
    display_name: text(128),
    password: pattern(/^.{8,32}$/, 'Must have 8 to 32 characters.'),
  }, ['email', 'type']),
}, ['action', 'user_info']);

/** Operation: POST /users. */
export function createUser(zoom, { body: { action, user_info: wanted } }) {
  ACTIONS[action](zoom, wanted);
  if (wanted.password !== undefined && action !== 'autoCreate') {
    throw brokenRule('password', 'user_info.password', 'Only with autoCreate.');
  }
  refuseKnown(zoom, wanted.email);
  takeSeat(zoom, wanted.type);
  const { password, ...fields } = wanted;
  const user = addUser(zoom, { ...fields, status: action === 'create' ? 'pending' : 'active' });
  zoom.webhooks.happened('user.created', { user, action });
  const { id, email: address, first_name, last_name, type } = user;
  return { status: 201, body: { id, email: address, first_name, last_name, type } };
}

const STATUS_EVENTS = {
  active: 'user.activated', inactive: 'user.deactivated', deleted: 'user.deleted',
};

/** What an administrator does to a user; a change of `status` alone has an event of its own. */
export function changeUser(zoom, user, { status = user.status, ...fields }) {
  const before = { ...user };
  Object.assign(user, fields, { status });
  if (Object.keys(fields).length) zoom.webhooks.happened('user.updated', { user, before });
  if (status === 'deleted') zoom.users.delete(user.id);
  if (status !== before.status) zoom.webhooks.happened(STATUS_EVENTS[status], { user });
}

const ACTIONS = {
  create(zoom) {
    zoom.limits.countInvitation();
  },
  autoCreate(zoom, { email: address, password }) {
    const domain = address.split('@')[1].toLowerCase();
    if (!zoom.account.managedDomains.includes(domain)) {
      throw new ApiError(400, 1116, `Email address ${address} doesn't match limited domains: `
        + `${zoom.account.managedDomains.join(', ')}`);
    }
    const strong = [/[a-z]/, /[A-Z]/, /[0-9]/];
    if (password !== undefined && !strong.every((rule) => rule.test(password))) {
      throw refusedField('user_info.password', 'Invalid parameter: password');
    }
  },
  custCreate() {
    throw new ApiError(400, 200, 'No permission.');
  },
  ssoCreate(zoom) {
    if (!zoom.account.ssoPreProvision) {
      throw new ApiError(400, 2032, 'The ssoCreate option is only available for SSO Partners that '
        + 'have enabled the pre-provision option. Contact the Zoom Support team to learn more.');
    }
  },
};

function refuseKnown(zoom, address) {
  const known = findUser(zoom, address);
  if (known?.foreign) {
    throw new ApiError(400, 1009, `The user ${address} already holds an active account.`);
  }
  if (known) throw new ApiError(409, 1005, `Email "${address}" has already been used.`);
}

function takeSeat(zoom, type) {
  const { seats } = zoom.account;
  const taken = [...zoom.users.values()].filter((user) => user.type === type).length;
  if (type === BASIC && taken >= seats.basic) {
    throw new ApiError(400, 2033, "Your request to add a basic user wasn't approved because you've "
      + 'already reached the maximum basic user limit allowed in your account.');
  }
  if (type === LICENSED && taken >= seats.licensed) {
    throw new ApiError(400, 2034, 'Your request to add a new licensed user could not be approved '
      + 'at this time because your account has reached the permitted maximum number of licensed '
      + 'users. Please purchase additional licenses.');
  }
}
