// SPDX-License-Identifier: Apache-2.0
// What a person sees after following a link to Zoom: the page of a participant and of a host.

import { html, page } from '../html.js';
import { encryptedPassword, isZakOf, newUuid } from './meeting-store.js';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr;
  background: light-dark(#eef3fb, #12161d); color: light-dark(#131b2b, #e8ecf3); }
header { padding: 1rem 1.5rem; font-weight: 700; letter-spacing: .01em;
  color: light-dark(#0b5cff, #7ba7ff); }
header small { font-weight: 400; color: light-dark(#5b6675, #a3adbb); margin-inline-start: .5rem; }
main { place-self: center; width: min(30rem, calc(100vw - 4rem)); padding: 2rem;
  margin-bottom: 4rem; border-radius: 1rem; background: light-dark(#fff, #1c222c);
  box-shadow: 0 1px 2px #0002, 0 12px 32px #0001; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance; }
p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.25rem 0; }
dt { color: light-dark(#5b6675, #a3adbb); } dd { margin: 0; }
button { font: inherit; font-weight: 600; padding: .5rem 1rem; border-radius: .5rem; border: 0;
  background: light-dark(#b3261e, #ff9a92); color: light-dark(#fff, #2b0d0a); cursor: pointer; }
.live { color: light-dark(#0b7a4b, #5fd09b); font-weight: 600; }
`;

const zoomPage = (title, content, status = 200) => page({
  title: `${title} · Zoom (simulated)`,
  style: STYLE,
  status,
  content: html`<header>zoom<small>simulated</small></header>\n<main>${content}</main>`,
});

const LINK = /^\/(j|s)\/(\d+)(\/end)?$/;

/** The page at `path`, as `{status, headers, body}`; undefined when there is no such page. */
export function meetingPage(zoom, { method, path, query }) {
  const [, kind, id, end] = LINK.exec(path) ?? [];
  if (!kind || method !== (end ? 'POST' : 'GET')) return undefined;
  const meeting = zoom.meetings.get(Number(id));
  if (!meeting) {
    return zoomPage('No meeting', html`<h1>This meeting is not there</h1>
<p>Meeting ${id} does not exist or has been deleted.</p>`, 404);
  }
  if (kind === 'j') return joinPage(zoom, meeting, query.get('pwd') ?? '');
  if (!isZakOf(zoom, meeting, query.get('zak') ?? '')) {
    return zoomPage('Sign in', html`<h1>Sign in to start this meeting</h1>
<p>The link has expired, or it was made for another person.</p>`, 403);
  }
  return end ? endMeeting(zoom, meeting) : hostPage(zoom, meeting, query.get('zak'));
}

/** Begins the meeting, as its host's client would. */
export function startMeeting(meeting) {
  meeting.status = 'started';
}

/** Ends the meeting; the next time it is held it has another UUID. */
export function finishMeeting(zoom, meeting) {
  meeting.status = 'waiting';
  meeting.uuid = newUuid(zoom);
}

function joinPage(zoom, meeting, pwd) {
  if (pwd !== encryptedPassword(zoom, meeting)) {
    return zoomPage('Passcode', html`<h1>Enter the meeting passcode</h1>
<p>This link does not carry the passcode of the meeting.</p>`, 403);
  }
  const waiting = meeting.settings.waiting_room && meeting.status === 'started';
  return zoomPage(meeting.topic, html`<h1>You are joining ${meeting.topic}</h1>
${details(zoom, meeting)}
${meeting.status === 'started'
    ? html`<p class="live">The meeting is in progress.</p>`
    : html`<p>The host has not started this meeting yet.</p>`}
${waiting && html`<p>You are in the waiting room. The host will let you in soon.</p>`}`);
}

function hostPage(zoom, meeting, zak) {
  startMeeting(meeting);
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
