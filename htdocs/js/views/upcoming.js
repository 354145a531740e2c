// SPDX-License-Identifier: Apache-2.0
// What is ahead in this course, by day.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { useZone } from '../own-zone.js';
import { paths } from '../shell.js';
import { spanOf } from '../time.js';
import { queryOf, Toggle } from '../components/filters.js';
import { byDay, Days, Empty, More, useFocusAfter } from '../components/list.js';
import { hasGone, useMeetingActions } from '../components/meeting-dialogs.js';
import { keyOf, MeetingRow } from '../components/meeting-row.js';
import { Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

// Under which instant a meeting stands. One that began yesterday and still runs stands under today.
const startOf = (now) => (meeting) => {
  const span = spanOf(meeting);
  if (!span) {
    return null;
  }
  return meeting.status === 'started' ? Math.max(span.start, now) : span.start;
};

const ScheduleLink = () => html`
  <a class="button primary" href=${paths.schedule()}>${t('upcoming.schedule')}</a>`;

// What a person can do with the list as a whole.
const Bar = ({ data, path, scope, router }) => html`
  <div class="bar">
    ${data.me.permissions.includes('schedule') && data.meetings.length > 0
      ? html`<${ScheduleLink} />` : null}
    ${data.me.role === 'instructor' ? html`
      <a class="button" href=${paths.upcoming({ scope: 'all' })}>${t('import.title')}</a>
      ${data.meetings.length > 0 || scope === 'mine' ? html`
        <${Toggle} name="scope" value="mine" label=${t('upcoming.mine')} path=${path}
          router=${router} />` : null}` : null}
  </div>`;

function Nothing({ me, scope }) {
  const schedules = me.permissions.includes('schedule');
  if (scope === 'mine') {
    return html`
      <${Empty} title=${t('upcoming.empty.mine.title')} sentence=${t('upcoming.empty.mine')}>
        ${schedules ? html`<${ScheduleLink} />` : null}
      <//>`;
  }
  return html`
    <${Empty} title=${t('upcoming.empty.title')}
      sentence=${schedules ? t('upcoming.empty.instructor') : t('upcoming.empty.student')}>
      ${schedules ? html`<${ScheduleLink} />` : null}
    <//>`;
}

export function Upcoming({ data, path, router }) {
  const scope = queryOf(path).get('scope') ?? 'course';
  const { me, meetings, next_page } = data;
  const now = useNow();
  const zone = useZone(me);
  const focus = useFocusAfter(meetings.length);

  const onGone = (meeting, what, sentence) => {
    focus.current = meetings.findIndex(hasGone(meeting, what));
    router.update({
      ...data, meetings: meetings.filter((row) => !hasGone(meeting, what)(row)),
    }, { text: sentence });
  };
  const { does, dialog } = useMeetingActions({ me, zone, router, onGone });
  return html`
    <${Header} title=${data.course.title}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <${Tabs} current="upcoming" me=${me} />
    <${Warnings} view=${data} zone=${zone} />
    <${Bar} data=${data} path=${path} scope=${scope} router=${router} />
    <${Days} days=${byDay(meetings, startOf(now), { zone, now })} row=${(meeting) => html`
      <${MeetingRow} key=${keyOf(meeting)} meeting=${meeting} me=${me} zone=${zone} now=${now}
        does=${does} />`} />
    ${meetings.length === 0 ? html`<${Nothing} me=${me} scope=${scope} />` : null}
    ${next_page || meetings.length > 50 ? html`
      <${More} data=${data} rows="meetings" path=${path} text=${t('upcoming.more')}
        router=${router} />` : null}
    ${dialog}`;
}
