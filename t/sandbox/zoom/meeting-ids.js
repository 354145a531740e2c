// SPDX-License-Identifier: Apache-2.0
// Meeting numbers and UUIDs in paths. Zoom decodes a path twice, so a UUID with a slash must be
// encoded twice to arrive; some operations take the number only.

import { ApiError, brokenRule, noSuchMeeting } from './errors.js';
import { roomOf } from './rooms.js';

const NUMBER = /^\d{9,19}$/;
const UUID = /^[A-Za-z0-9+/]{22}==$/;

/** A meeting number as the simulator keeps it: a BigInt where a Number would not be exact. */
export function meetingNumber(text) {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** The meeting with this number, for the operations that take no UUID. */
export function requireMeeting(zoom, id) {
  if (!NUMBER.test(id)) {
    throw new ApiError(400, 300, 'Invalid meeting id.', { rule: 'meeting id' });
  }
  const number = meetingNumber(id);
  const meeting = zoom.meetings.get(number) ?? roomOf(zoom, number);
  if (!meeting) throw noSuchMeeting(id);
  return meeting;
}

/**
 * What a path names, decoded once before: {id} or {uuid}. A UUID that begins with a slash or holds
 * two in a row must have been encoded twice, one without a slash once; any other either way.
 */
export function meetingReference(text) {
  if (NUMBER.test(text)) return { id: meetingNumber(text) };
  const twice = text.includes('%');
  const uuid = twice ? decodedAgain(text) : text;
  if (!UUID.test(uuid)) {
    throw new ApiError(400, 300, 'Invalid meeting id.', { rule: 'meeting id' });
  }
  if (!twice && (uuid.startsWith('/') || uuid.includes('//'))) {
    throw brokenRule('uuid encoding', 'meetingId', 'This UUID must be encoded twice.');
  }
  if (twice && !uuid.includes('/')) {
    throw brokenRule('uuid encoding', 'meetingId', 'This UUID must be encoded once.');
  }
  return { uuid };
}

function decodedAgain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
