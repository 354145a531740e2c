// SPDX-License-Identifier: Apache-2.0
// GET /meetings/{meetingId}/invitation: a text for mails, in the host's words and Zoom's format.

import { requireMeeting } from './meeting-ids.js';
import { joinUrl } from './meeting-store.js';

/** Operation: GET /meetings/{meetingId}/invitation. */
export function getInvitation(zoom, { params }) {
  const meeting = requireMeeting(zoom, params.meetingId);
  const host = zoom.users.get(meeting.host_id);
  const when = new Intl.DateTimeFormat('en-US', {
    dateStyle: 'medium', timeStyle: 'short', timeZone: meeting.timezone,
  });
  const lines = [
    `${host.display_name} is inviting you to a scheduled Zoom meeting.`,
    '',
    `Topic: ${meeting.topic}`,
    ...(meeting.start === undefined
      ? [] : [`Time: ${when.format(meeting.start)} ${meeting.timezone}`]),
    '',
    'Join Zoom Meeting',
    joinUrl(zoom, meeting),
    '',
    `Meeting ID: ${String(meeting.id).replace(/^(\d{3})(\d{4})/, '$1 $2 ')}`,
    ...(meeting.password ? [`Passcode: ${meeting.password}`] : []),
    '',
  ];
  return { status: 200, body: { invitation: lines.join('\r\n'), sip_links: [] } };
}
