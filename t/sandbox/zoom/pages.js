// SPDX-License-Identifier: Apache-2.0
// What a person sees after following a link to Zoom: the page of a participant and of a host.

import { html } from '../html.js';
import { finishMeeting, joinMeeting, startMeeting } from './live.js';
import { meetingNumber } from './meeting-ids.js';
import { encryptedPassword, isZakOf } from './meeting-store.js';
import { registrantOfLink } from './registrants.js';
import { zoomPage } from './zoom-page.js';

const LINK = /^\/(j|s|w)\/(\d+)(\/end)?$/;

/** The page at `path`, as `{status, headers, body}`; undefined when there is no such page. */
export function meetingPage(zoom, { method, path, query }) {
  const [, kind, id, end] = LINK.exec(path) ?? [];
  if (!kind || method !== (end ? 'POST' : 'GET')) return undefined;
  const meeting = zoom.meetings.get(meetingNumber(id));
  if (!meeting) {
    return zoomPage('No meeting', html`<h1>This meeting is not there</h1>
<p>Meeting ${id} does not exist or has been deleted.</p>`, 404);
  }
  if (kind === 'j') return joinPage(zoom, meeting, query.get('pwd') ?? '');
  if (kind === 'w') return registrantPage(zoom, meeting, query.get('tk') ?? '');
  if (!isZakOf(zoom, meeting, query.get('zak') ?? '')) {
    return zoomPage('Sign in', html`<h1>Sign in to start this meeting</h1>
<p>The link has expired, or it was made for another person.</p>`, 403);
  }
  return end ? endMeeting(zoom, meeting) : hostPage(zoom, meeting, query.get('zak'));
}

function joinPage(zoom, meeting, pwd) {
  if (pwd !== encryptedPassword(zoom, meeting)) {
    return zoomPage('Passcode', html`<h1>Enter the meeting passcode</h1>
<p>This link does not carry the passcode of the meeting.</p>`, 403);
  }
  return welcome(zoom, meeting);
}

function welcome(zoom, meeting) {
  const waiting = meeting.settings.waiting_room && meeting.status === 'started';
  return zoomPage(meeting.topic, html`<h1>You are joining ${meeting.topic}</h1>
${details(zoom, meeting)}
${meeting.status === 'started'
    ? html`<p class="live">The meeting is in progress.</p>`
    : html`<p>The host has not started this meeting yet.</p>`}
${waiting && html`<p>You are in the waiting room. The host will let you in soon.</p>`}`);
}

function registrantPage(zoom, meeting, tk) {
  const registrant = registrantOfLink(zoom, meeting, tk);
  if (!registrant) {
    return zoomPage('Registration', html`<h1>This link is not valid</h1>
<p>The registration is not approved, or was cancelled.</p>`, 403);
  }
  if (meeting.status === 'started') {
    const { id: registrant_id, first_name, last_name = '', email } = registrant;
    joinMeeting(zoom, meeting, { name: `${first_name} ${last_name}`.trim(), email, registrant_id });
  }
  return welcome(zoom, meeting);
}

function hostPage(zoom, meeting, zak) {
  startMeeting(zoom, meeting);
  const host = zoom.users.get(meeting.host_id);
  const heading = html`You are hosting ${meeting.topic} as ${host.display_name}`;
  return zoomPage(meeting.topic, html`<h1>${heading}</h1>
${details(zoom, meeting)}
<p class="live">The meeting is in progress.</p>
<form method="post" action="/s/${meeting.id}/end?zak=${zak}"><button>End meeting</button></form>`);
}

function endMeeting(zoom, meeting) {
  finishMeeting(zoom, meeting);
  return zoomPage(meeting.topic, html`<h1>You have ended ${meeting.topic}</h1>
<p>You can close this page.</p>`);
}

function details(zoom, meeting) {
  const host = zoom.users.get(meeting.host_id);
  const when = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full', timeStyle: 'short', timeZone: meeting.timezone,
  });
  return html`<dl>
<dt>Meeting ID</dt><dd>${String(meeting.id).replace(/^(\d{3})(\d{4})/, '$1 $2 ')}</dd>
<dt>Host</dt><dd>${host.display_name}</dd>
${meeting.start && html`<dt>When</dt><dd>${when.format(meeting.start)} (${meeting.timezone})</dd>`}
</dl>`;
}
