// SPDX-License-Identifier: Apache-2.0
// What is ahead in this course, by day.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { getView } from '../api.js';
import { inWords } from '../refusal.js';
import { paths } from '../shell.js';
import { clockHasWords, dayOf, dayTitle, spanOf, zoneName } from '../time.js';
import { zoneOf } from '../zone.js';
import { Header, Tabs } from '../components/page.js';
import { MeetingRow } from '../components/meeting-row.js';
import { Warnings } from '../components/note.js';
import { useNow } from '../components/ticking.js';

const MUCH_LATER = '9999-12-31';

// Under which day a meeting stands. One that began yesterday and still runs stands under today.
function dayOfMeeting(meeting, zone, today) {
  const span = spanOf(meeting);
  const day = span ? dayOf(span.start, zone) : MUCH_LATER;
  return meeting.status === 'started' && day < today ? today : day;
}

// [{ day, title, meetings }], in the order of time; what has no fixed time comes last.
function byDay(meetings, zone, now) {
  const today = dayOf(now, zone);
  const days = new Map();
  for (const meeting of meetings) {
    const day = dayOfMeeting(meeting, zone, today);
    days.set(day, [...(days.get(day) ?? []), meeting]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, ofDay]) => ({
    day,
    title: day === MUCH_LATER ? t('when.none') : dayTitle(day, today),
    meetings: ofDay,
  }));
}

const ScheduleLink = () => html`
  <a class="button primary" href=${paths.schedule()}>${t('upcoming.schedule')}</a>`;

const Empty = ({ maySchedule }) => html`
  <div class="empty">
    <h2>${t('upcoming.empty.title')}</h2>
    <p>${maySchedule ? t('upcoming.empty.instructor') : t('upcoming.empty.student')}</p>
    ${maySchedule ? html`<${ScheduleLink} />` : null}
  </div>`;

// The rows after these, asked for when the person wants them.
function More({ data, router }) {
  const [state, setState] = useState({ loading: false, refusal: null });
  const onClick = async () => {
    if (state.loading) {
      return;
    }
    setState({ loading: true, refusal: null });
    try {
      const next = await getView(
        `${paths.upcoming()}?page=${encodeURIComponent(data.next_page)}`);
      setState({ loading: false, refusal: null });
      router.update({ ...next, meetings: [...data.meetings, ...next.meetings] });
    } catch (refusal) {
      setState({ loading: false, refusal });
    }
  };
  return html`
    <div class="more">
      <button type="button" onClick=${onClick} aria-disabled=${state.loading ? 'true' : null}>
        ${state.loading ? t('upcoming.more.loading') : t('upcoming.more')}
      </button>
      <p role="status" class=${state.refusal ? 'error' : 'unseen'}>
        ${state.refusal ? inWords(state.refusal).sentence
          : t('upcoming.count', { count: data.meetings.length })}
      </p>
    </div>`;
}

export function Upcoming({ data, router }) {
  const { course, me, meetings } = data;
  const now = useNow();
  const zone = zoneOf(me);
  const maySchedule = me.permissions.includes('schedule');

  return html`
    <${Header} title=${course.title} aside=${t('zone.line', { zone: zoneName(zone) })} />
    <${Tabs} current="upcoming" />
    <${Warnings} view=${data} zone=${zone} />
    ${maySchedule && meetings.length
      ? html`<div class="bar"><${ScheduleLink} /></div>` : null}
    ${meetings.length ? null : html`<${Empty} maySchedule=${maySchedule} />`}
    ${byDay(meetings, zone, now).map(({ day, title, meetings: ofDay }) => html`
      <section key=${day} aria-labelledby=${`day-${day}`}>
        <h2 id=${`day-${day}`}>${title}</h2>
        <ul class="list" data-clock=${clockHasWords() ? 'words' : 'figures'}>
          ${ofDay.map((meeting) => html`
            <${MeetingRow} key=${`${meeting.id} ${meeting.start_time}`}
              meeting=${meeting} me=${me} zone=${zone} now=${now} />`)}
        </ul>
      </section>`)}
    ${data.next_page ? html`<${More} data=${data} router=${router} />` : null}`;
}
