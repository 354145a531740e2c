// SPDX-License-Identifier: Apache-2.0
// The meetings that this course has had, the latest first, with what each has left.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { useZone } from '../own-zone.js';
import { paths } from '../shell.js';
import { isView } from '../views.js';
import { queryOf, Toggle } from '../components/filters.js';
import { byDay, Days, Empty, More, useFocusAfter } from '../components/list.js';
import { hasGone, useMeetingActions } from '../components/meeting-dialogs.js';
import { keyOf, Meta, Row, When } from '../components/meeting-row.js';
import { Menu } from '../components/menu.js';
import { Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

// What a meeting has left, by the action that opens it, where these pages have a view for that.
const LEFT = [
  { action: 'report', text: 'action.report', path: paths.report },
  { action: 'polls', text: 'action.polls', path: paths.polls },
].filter(({ action }) => isView(action));

const STALE = 'previous.stale';

const startOf = ({ start_time }) => (start_time ? Date.parse(start_time) : null);

const has = ({ actions = [], uuid }, action) => Boolean(uuid) && actions.includes(action);

function PastRow({ meeting, me, zone, now, does }) {
  const runs = me.role === 'instructor';
  const details = runs && meeting.id && meeting.status !== 'gone' ? paths.meeting(meeting) : null;
  const recording = has(meeting, 'recording') ? paths.recordingOf(meeting) : null;
  const items = [
    ...LEFT.filter(({ action }) => has(meeting, action))
      .map(({ text, path }) => ({ text: t(text), href: path(meeting) })),
    details && { text: t('action.details'), href: details },
    runs && meeting.id && { text: t('action.remove'), onClick: () => does.onRemove(meeting) },
  ].filter(Boolean);
  return html`
    <${Row} topic=${meeting.topic} href=${details ?? recording}
      when=${html`<${When} meeting=${meeting} zone=${zone} />`}
      meta=${html`<${Meta} past meeting=${meeting} me=${me} now=${now} />`}>
      ${recording ? html`
        <a class="button" href=${recording}
          aria-label=${t('action.recording.label', { topic: meeting.topic })}>
          ${t('action.recording')}</a>` : null}
      ${items.length ? html`<${Menu} of=${meeting.topic} items=${items} />` : null}
    <//>`;
}

const Nothing = ({ me, scope }) => (scope === 'mine' ? html`
  <${Empty} title=${t('previous.empty.mine.title')} sentence=${t('previous.empty.mine')} />` : html`
  <${Empty} title=${t('previous.empty.title')} sentence=${t(me.role === 'instructor'
    ? 'previous.empty.instructor' : 'previous.empty.student')} />`);

export function Previous({ data, path, router }) {
  const { me, meetings, next_page } = data;
  const now = useNow();
  const zone = useZone(me);
  const focus = useFocusAfter(meetings.length);
  const scope = queryOf(path).get('scope') ?? 'course';

  const onGone = (meeting, what, text) => {
    focus.current = meetings.findIndex(hasGone(meeting, what));
    router.update({
      ...data, meetings: meetings.filter((row) => !hasGone(meeting, what)(row)),
    }, { text });
  };
  const { does, dialog } = useMeetingActions({ me, zone, router, onGone });
  return html`
    <${Header} title=${data.course.title}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <${Tabs} current="previous" me=${me} />
    <${Warnings} view=${data} zone=${zone} stale=${STALE} />
    ${me.role === 'instructor' && (meetings.length > 0 || scope === 'mine') ? html`
      <div class="bar">
        <${Toggle} name="scope" value="mine" label=${t('upcoming.mine')} path=${path}
          router=${router} />
      </div>` : null}
    <${Days} days=${byDay(meetings, startOf, { zone, now, latestFirst: true })}
      row=${(meeting) => html`
        <${PastRow} key=${keyOf(meeting)} meeting=${meeting} me=${me} zone=${zone} now=${now}
          does=${does} />`} />
    ${meetings.length === 0 ? html`<${Nothing} me=${me} scope=${scope} />` : null}
    ${next_page || meetings.length > 50 ? html`
      <${More} data=${data} rows="meetings" path=${path} text=${t('previous.more')}
        router=${router} />` : null}
    ${dialog}`;
}
