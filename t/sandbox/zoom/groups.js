// SPDX-License-Identifier: Apache-2.0
// Groups of users. A group's `locked` settings hold for whoever has it as first group.

import { randomBytes } from 'node:crypto';
import { ApiError } from './errors.js';
import { groupLocks } from './locks.js';
import { pageOf } from './paging.js';
import { email, list, object, text } from './shape.js';
import { formatTime } from './time.js';
import { findUser, requireUser } from './users.js';

/** Adds a group {name, members (ids or e-mail addresses), locked} and returns the record. */
export function addGroup(zoom, { name, members = [], locked = {}, ...fields }) {
  if (!name) throw new Error('a group needs a name');
  const group = { id: randomBytes(16).toString('base64url'), name, locked, ...fields };
  zoom.groups.set(group.id, group);
  for (const member of members) join(group, findUser(zoom, member));
  return group;
}

function join(group, user) {
  if (!user.group_ids.includes(group.id)) user.group_ids = [...user.group_ids, group.id];
}

const membersOf = (zoom, group) => (
  [...zoom.users.values()].filter((user) => user.group_ids.includes(group.id)));

function requireGroup(zoom, id) {
  const group = zoom.groups.get(id);
  if (!group) throw new ApiError(404, 4130, `A group with this ${id} does not exist.`);
  return group;
}

/** Operation: GET /groups. */
export function listGroups(zoom, call) {
  const { page_size, ...body } = pageOf(zoom, call, 'groups', () => (
    [...zoom.groups.values()].map((group) => ({
      id: group.id, name: group.name, total_members: membersOf(zoom, group).length,
    }))));
  return { status: 200, body };
}

/** Operation: GET /groups/{groupId}/members. */
export function listGroupMembers(zoom, call) {
  const group = requireGroup(zoom, call.params.groupId);
  const body = pageOf(zoom, call, 'members', () => (
    membersOf(zoom, group).map(({ id, email: address, first_name, last_name, type }) => ({
      id, email: address, first_name, last_name, type,
    }))));
  return { status: 200, body };
}

/** The body of POST /groups/{groupId}/members. */
export const groupMembersBody = object({
  members: list(object({ id: text(), email }), 30),
}, ['members']);

/** Operation: POST /groups/{groupId}/members. Who is in it already is not named again. */
export function addGroupMembers(zoom, { params, body }) {
  const group = requireGroup(zoom, params.groupId);
  const users = body.members.map((member) => requireUser(zoom, member.id ?? member.email ?? ''));
  const added = users.filter((user) => !user.group_ids.includes(group.id));
  for (const user of added) join(group, user);
  if (added.length) zoom.webhooks.happened('group.member_added', { group, users: added });
  return {
    status: 201,
    body: { added_at: formatTime(zoom.now()), ids: added.map(({ id }) => id).join(',') },
  };
}

/** Operation: GET /groups/{groupId}/lock_settings. */
export function getGroupLocks(zoom, { params, query }) {
  const { locked } = requireGroup(zoom, params.groupId);
  return { status: 200, body: groupLocks(locked, query.option) };
}
