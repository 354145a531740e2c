// SPDX-License-Identifier: Apache-2.0
// A meeting in a list: when, what, and the one thing that this person is likely to do with it.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { placeInSeries } from '../recurrence-words.js';
import { clockRange, countdown, lessonLength, listOf, spanOf } from '../time.js';
import { paths } from '../shell.js';
import { AWAY, Menu } from './menu.js';

// From this long before its start a meeting's button stands out; until then, whoever runs the
// meeting rather changes it.
const SOON = 15 * 60_000;
const NEAR = 12 * 60 * 60_000;

// The ways into Zoom, the likeliest first.
const WAYS = [
  { action: 'start', text: 'action.start', label: 'action.start.label', path: paths.start },
  { action: 'join', text: 'action.join', label: 'action.join.label', path: paths.join },
];

// "912 3456 7890", in the groups that Zoom's own invitations use; the spaces do not break.
export const groupedId = (id) =>
  id.length < 9 ? id : [id.slice(0, 3), id.slice(3, -4), id.slice(-4)].join('\u00a0');

// When joining opens for somebody who had to wait for it as the page came; NaN for others.
const opensAt = ({ join_opens_at, status }) =>
  (join_opens_at && status === 'waiting' ? Date.parse(join_opens_at) : NaN);

// What tells a row of a list from all others.
export const keyOf = ({ id, uuid, occurrence_id, topic, start_time }) =>
  `${id ?? topic + start_time} ${occurrence_id ?? uuid}`;

// The ways that are open to this person now. Joining opens by itself while the page is looked at.
export function waysInto(meeting, now) {
  const { actions = [] } = meeting;
  const opens = opensAt(meeting);
  return WAYS.filter(({ action }) => (action === 'join' && !Number.isNaN(opens)
    ? opens <= now : actions.includes(action)));
}

// Whether it is running or about to.
export const isDue = (meeting, now) =>
  meeting.status === 'started' || (meeting.start_time && meeting.status === 'waiting' &&
    Date.parse(meeting.start_time) - now <= SOON);

const isFar = ({ start_time }, now) => start_time && Date.parse(start_time) - now > NEAR;

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
  if (span && span.start < now) {
    return html`<span>${t('status.late')}</span>`;
  }
  const wait = countdown(opensAt(meeting), now);
  return wait ? html`<span>${t('status.opens', { countdown: wait })}</span>` : null;
}

// The column of times. `small` is the quiet line under it.
export function When({ meeting, zone, small }) {
  const span = spanOf(meeting);
  if (!span) {
    return html`<div class="when">${t('when.any')}</div>`;
  }
  return html`
    <div class="when">
      <time datetime=${meeting.start_time}>${clockRange(span, zone)}</time>
      <small>${small ?? lessonLength(meeting.duration)}</small>
    </div>`;
}

const whileAhead = ({ start_time, duration }, now) =>
  (start_time && countdown(Date.parse(start_time), now)) || lessonLength(duration);

// Whose meeting it is, where that is not understood: for who runs the course also that somebody else
// has scheduled it for them.
function hostOf({ host, schedule_for }, me) {
  if (schedule_for && me.role === 'instructor') {
    return html`<span>${t('meeting.for', { name: schedule_for })}</span>`;
  }
  return host?.name && host.name !== me.name
    ? html`<span>${t('meeting.host', { name: host.name })}</span>` : null;
}

// One quiet line: what is going on, where in its series, for whom, who, and the ID. Of what is `past`
// it goes without saying that it has ended.
export function Meta({ meeting, me, now, past }) {
  const place = placeInSeries(meeting);
  return html`
    <div class="meta">
      ${past && meeting.status !== 'gone' ? null
        : html`<${Status} meeting=${meeting} now=${now} />`}
      ${place ? html`<span>${place}</span>` : null}
      ${meeting.sections?.length ? html`
        <span>${t('meeting.only', { sections: listOf(meeting.sections) })}</span>` : null}
      ${hostOf(meeting, me)}
      ${meeting.id
        ? html`<span>${t('meeting.id', { id: groupedId(meeting.id) })}</span>` : null}
    </div>`;
}

// A row of any list: the column of times, the topic with its quiet line, and what can be done.
export const Row = ({ live, when, topic, href, meta, children }) => html`
  <li class=${live ? 'item now' : 'item'}>
    ${when}
    <div class="what">
      <div class="topic">
        <bdi>${href ? html`<a href=${href}>${topic}</a>` : topic}</bdi>
      </div>
      ${meta}
    </div>
    <div class="actions">${children}</div>
  </li>`;

const EditButton = ({ meeting, onEdit }) => html`
  <button type="button" aria-label=${t('action.edit.label', { topic: meeting.topic })}
    onClick=${() => onEdit(meeting)}>${t('action.edit')}</button>`;

// What stands behind the word, each a line. `does` are the actions that stay on this page.
function itemsOf(meeting, ways, main, does) {
  const { actions = [] } = meeting;
  const items = ways.filter((way) => way !== main)
    .map(({ text, path }) => ({ text: t(text), href: path(meeting), away: true }));
  const offer = (action, text, onClick) => {
    if (actions.includes(action) && onClick) {
      items.push({ text: t(text), onClick: () => onClick(meeting) });
    }
  };
  if (main !== 'edit') {
    offer('edit', 'action.edit', does.onEdit);
  }
  offer('invitation', 'action.invitation', does.onInvitation);
  if (does.details) {
    items.push({ text: t('action.details'), href: does.details });
  }
  if (does.mayRemove) {
    items.push({ text: t('action.remove'), onClick: () => does.onRemove(meeting) });
  }
  offer('delete', 'action.delete', does.onDelete);
  return items;
}

// `does` has onEdit, onInvitation, onRemove and onDelete, each told the meeting.
export function MeetingRow({ meeting, me, zone, now, does = {} }) {
  const { actions = [], id, status } = meeting;
  const ways = waysInto(meeting, now);
  const edits = actions.includes('edit') && isFar(meeting, now);
  const main = edits ? 'edit' : ways[0];
  const details = id && status !== 'gone' ? paths.meeting(meeting) : null;
  const runs = me.role === 'instructor';
  const items = itemsOf(meeting, ways, main, {
    ...does, details: runs ? details : null, mayRemove: id && (runs || actions.includes('delete')) && does.onRemove,
  });

  return html`
    <${Row} live=${status === 'started'} topic=${meeting.topic} href=${details}
      when=${html`<${When} meeting=${meeting} zone=${zone} small=${whileAhead(meeting, now)} />`}
      meta=${html`<${Meta} meeting=${meeting} me=${me} now=${now} />`}>
      ${edits ? html`<${EditButton} meeting=${meeting} onEdit=${does.onEdit} />` : null}
      ${main && !edits ? html`
        <${WayIn} way=${main} meeting=${meeting} main=${isDue(meeting, now)} />` : null}
      ${items.length ? html`<${Menu} of=${meeting.topic} items=${items} />` : null}
    <//>`;
}
