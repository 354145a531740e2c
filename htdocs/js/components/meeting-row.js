// SPDX-License-Identifier: Apache-2.0
// A meeting in a list: when, what, and the one thing that this person is likely to do with it.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { clockRange, countdown, lessonLength, spanOf } from '../time.js';
import { paths } from '../shell.js';
import { AWAY, Menu } from './menu.js';

// From this long before its start a meeting's button stands out.
const SOON = 15 * 60_000;

// The ways into Zoom, the likeliest first.
const WAYS = [
  { action: 'start', text: 'action.start', label: 'action.start.label', path: paths.start },
  { action: 'join', text: 'action.join', label: 'action.join.label', path: paths.join },
];

// "912 3456 7890", in the groups that Zoom's own invitations use; the spaces do not break.
export const groupedId = (id) =>
  id.length < 9 ? id : [id.slice(0, 3), id.slice(3, -4), id.slice(-4)].join('\u00a0');

export const waysInto = ({ actions = [] }) => WAYS.filter(({ action }) => actions.includes(action));

// Whether it is running or about to.
export const isDue = (meeting, now) =>
  meeting.status === 'started' || (meeting.start_time && meeting.status === 'waiting' &&
    Date.parse(meeting.start_time) - now <= SOON);

// A button that leads into Zoom.
export const WayIn = ({ way, meeting, main }) => html`
  <a class=${main ? 'button primary' : 'button'} href=${way.path(meeting)} ...${AWAY}
    aria-label=${t(way.label, { topic: meeting.topic })}>${t(way.text)}</a>`;

// What is going on with a meeting, or null when nothing is.
export function Status({ meeting, now }) {
  const span = spanOf(meeting);
  if (meeting.status === 'started') {
    return html`<span class="live">${t('status.started')}</span>`;
  }
  if (meeting.status === 'ended') {
    return html`<span>${t('status.ended')}</span>`;
  }
  if (meeting.status === 'gone') {
    return html`<span class="gone">${t('status.gone')}</span>`;
  }
  if (!meeting.id) {
    return html`<span>${t('status.uncertain')}</span>`;
  }
  return span && span.start < now ? html`<span>${t('status.late')}</span>` : null;
}

function When({ meeting, zone, now }) {
  const span = spanOf(meeting);
  if (!span) {
    return html`<div class="when">${t('when.any')}</div>`;
  }
  return html`
    <div class="when">
      <time datetime=${meeting.start_time}>${clockRange(span, zone)}</time>
      <small>${countdown(span.start, now) || lessonLength(meeting.duration)}</small>
    </div>`;
}

// One quiet line: what is going on, who, and the ID.
const Meta = ({ meeting, me, now }) => html`
  <div class="meta">
    <${Status} meeting=${meeting} now=${now} />
    ${meeting.sections?.map((name) => html`<bdi key=${name}>${name}</bdi>`)}
    ${meeting.host?.name && meeting.host.name !== me.name
      ? html`<span>${t('meeting.host', { name: meeting.host.name })}</span>` : null}
    ${meeting.schedule_for
      ? html`<span>${t('meeting.for', { name: meeting.schedule_for })}</span>` : null}
    ${meeting.id
      ? html`<span>${t('meeting.id', { id: groupedId(meeting.id) })}</span>` : null}
  </div>`;

export function MeetingRow({ meeting, me, zone, now }) {
  const [way, ...others] = waysInto(meeting);
  const details = meeting.id && meeting.status !== 'gone' ? paths.meeting(meeting) : null;
  const items = others.map(({ text, path }) =>
    ({ text: t(text), href: path(meeting), away: true }));
  if (details && me.role === 'instructor') {
    items.push({ text: t('action.details'), href: details });
  }
  const live = meeting.status === 'started';

  return html`
    <li class=${live ? 'item now' : 'item'}>
      <${When} meeting=${meeting} zone=${zone} now=${now} />
      <div class="what">
        <div class="topic">
          <bdi>${details
            ? html`<a href=${details}>${meeting.topic}</a>` : meeting.topic}</bdi>
        </div>
        <${Meta} meeting=${meeting} me=${me} now=${now} />
      </div>
      <div class="actions">
        ${way ? html`
          <${WayIn} way=${way} meeting=${meeting} main=${isDue(meeting, now)} />` : null}
        ${items.length ? html`<${Menu} of=${meeting.topic} items=${items} />` : null}
      </div>
    </li>`;
}
