// SPDX-License-Identifier: Apache-2.0
// Who has registered for a meeting, and links that are theirs alone.

import { randomBytes } from 'node:crypto';
import { ApiError } from './errors.js';
import { requireMeeting } from './meeting-ids.js';
import { linkText } from './meeting-store.js';
import { pageOf } from './paging.js';
import { email, flag, list, object, oneOf, text } from './shape.js';
import { formatTime } from './time.js';

const AUTOMATIC = 0;
const NO_REGISTRATION = 2;
const MOST_REGISTRANTS = 4999;

const person = Object.fromEntries([
  'last_name', 'address', 'city', 'state', 'zip', 'country', 'phone', 'comments', 'industry',
  'job_title', 'no_of_employees', 'org', 'purchasing_time_frame', 'role_in_purchase_process',
].map((name) => [name, text(name === 'last_name' ? 64 : 255)]));

/** The body of POST /meetings/{meetingId}/registrants. */
export const registrantBody = object({
  first_name: text(64),
  email,
  ...person,
  custom_questions: list(object({ title: text(), value: text(128) })),
  language: text(5),
  auto_approve: flag,
}, ['first_name', 'email']);

/** The body of PUT /meetings/{meetingId}/registrants/status. */
export const registrantStatusBody = object({
  action: oneOf('approve', 'cancel', 'deny'),
  registrants: list(object({ id: text(), email }), 30),
}, ['action']);

/** Operation: GET /meetings/{meetingId}/registrants. */
export function listRegistrants(zoom, call) {
  const meeting = requireMeeting(zoom, call.params.meetingId);
  const body = pageOf(zoom, call, 'registrants', ({ status = 'approved' }) => (
    [...meeting.registrants.values()]
      .filter((one) => one.status === status)
      .map((one) => (
        one.status === 'approved' ? { ...one, join_url: joinLink(zoom, meeting, one) } : one))));
  return { status: 200, body };
}

/** Operation: POST /meetings/{meetingId}/registrants. Who is there already is not added again. */
export function addRegistrant(zoom, { params, body }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  refuseClosed(meeting);
  zoom.limits.countRegistration(meeting, body.email);
  const { auto_approve = false, language, ...fields } = body;
  const registrant = findRegistrant(meeting, body) ?? {
    id: randomBytes(16).toString('base64url'),
    ...fields,
    status: 'pending',
    create_time: formatTime(zoom.now()),
  };
  if (auto_approve || meeting.settings.approval_type === AUTOMATIC) registrant.status = 'approved';
  meeting.registrants.set(registrant.id, registrant);
  zoom.webhooks.happened('meeting.registration_created', { meeting, registrant });
  return {
    status: 201,
    body: {
      id: meeting.id,
      registrant_id: registrant.id,
      topic: meeting.topic,
      ...(meeting.start === undefined ? {} : { start_time: formatTime(meeting.start) }),
      ...(registrant.status === 'approved'
        ? { join_url: joinLink(zoom, meeting, registrant) } : {}),
    },
  };
}

/** Operation: PUT /meetings/{meetingId}/registrants/status. */
export function updateRegistrants(zoom, { params, body }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  for (const wanted of body.registrants ?? []) {
    const registrant = findRegistrant(meeting, wanted);
    if (!registrant) throw new ApiError(400, 300, 'The registrant is not found.');
    zoom.limits.countRegistrantStatus(meeting, registrant);
    if (body.action === 'cancel') meeting.registrants.delete(registrant.id);
    else registrant.status = body.action === 'approve' ? 'approved' : 'denied';
  }
  return { status: 204 };
}

function findRegistrant(meeting, { id, email: address }) {
  if (id) return meeting.registrants.get(id);
  return [...meeting.registrants.values()]
    .find((one) => one.email.toLowerCase() === address?.toLowerCase());
}

function refuseClosed({ settings, registrants }) {
  if (settings.approval_type === NO_REGISTRATION) {
    throw new ApiError(400, 3000, 'Cannot access meeting info.');
  }
  if (settings.close_registration) throw new ApiError(400, 3038, 'Registration has been closed.');
  if (registrants.size >= MOST_REGISTRANTS) {
    throw new ApiError(400, 3043, 'Meeting has reached maximum attendee capacity.');
  }
}

/** The link of one registrant, which lets nobody else in. */
export const joinLink = (zoom, meeting, { id }) => (
  `${zoom.url}/w/${meeting.id}?tk=${linkText(zoom, 'registrant', meeting.id, id)}`);

/** The approved registrant whose link carries `tk`, or undefined. */
export function registrantOfLink(zoom, meeting, tk) {
  return [...meeting.registrants.values()].find((one) => (
    one.status === 'approved' && tk === linkText(zoom, 'registrant', meeting.id, one.id)));
}
