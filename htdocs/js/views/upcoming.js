// SPDX-License-Identifier: Apache-2.0
// What is ahead in this course, by day; and all that a person has at Zoom, to add it to the course.

import { html, useEffect, useRef, useState } from '../html.js';
import { t } from '../i18n.js';
import { post } from '../api.js';
import { useAction } from '../action.js';
import { useZone } from '../own-zone.js';
import { inWords } from '../refusal.js';
import { paths } from '../shell.js';
import { spanOf } from '../time.js';
import { queryOf, Toggle } from '../components/filters.js';
import { byDay, Days, Empty, More } from '../components/list.js';
import { hasGone, useMeetingActions } from '../components/meeting-dialogs.js';
import { MeetingRow, Meta, Row, When } from '../components/meeting-row.js';
import { Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

const keyOf = ({ id, occurrence_id, topic, start_time }) =>
  `${id ?? topic + start_time} ${occurrence_id}`;

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
      <a class="button" href=${paths.upcoming({ scope: 'all' })}>${t('upcoming.all')}</a>
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

// The keyboard goes to the row that has come to stand where the last one went, else to the heading.
function useFocusAfter(count) {
  const wanted = useRef(null);
  useEffect(() => {
    if (wanted.current !== null) {
      const rows = document.querySelectorAll('.item');
      const row = rows[Math.min(wanted.current, rows.length - 1)];
      (row?.querySelector('a, button, summary') ?? document.querySelector('h1')).focus();
      wanted.current = null;
    }
  }, [count]);
  return wanted;
}

function CourseList({ data, path, scope, router }) {
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

// What came of adding a meeting, by the server's word for it.
const RESULTS = {
  added: 'import.added', already: 'import.already', not_found: 'import.not_found',
  not_allowed: 'import.not_allowed', failed: 'import.failed',
};

const isIn = (result) => result?.status === 'added' || result?.status === 'already';

// One of all a person's meetings, with the button that adds it to this course.
function OwnRow({ meeting, me, zone, now, result, onAdd }) {
  const [{ busy, refusal }, run] = useAction();
  const added = isIn(result) || !meeting.actions?.includes('import');
  const said = refusal ? inWords(refusal).sentence
    : result && t(RESULTS[result.status] ?? RESULTS.failed);
  const text = busy ? t('import.adding') : t('import.add');
  return html`
    <${Row} topic=${meeting.topic}
      when=${html`<${When} meeting=${meeting} zone=${zone} />`}
      meta=${html`
        <${Meta} meeting=${meeting} me=${me} now=${now} />
        <p role="status" class=${refusal || (result && !isIn(result)) ? 'error' : 'help'}>
          ${said ? html`<bdi>${said}</bdi>` : null}</p>`}>
      ${added ? html`<span class="help">${t('import.there')}</span>` : html`
        <button type="button" aria-disabled=${busy ? 'true' : null}
          aria-label=${t('import.add.label', { topic: meeting.topic })}
          onClick=${() => run(() => onAdd(meeting))}>${text}</button>`}
    <//>`;
}

function OwnList({ data, path, router }) {
  const { me, meetings, next_page } = data;
  const now = useNow();
  const zone = useZone(me);
  const [results, setResults] = useState({});

  const onAdd = async ({ id }) => {
    const { results: [result] } = await post(paths.import(), { ids: [id] }, me);
    setResults((old) => ({ ...old, [id]: result }));
  };
  return html`
    <${Header} title=${t('upcoming.all')}
      back=${{ href: paths.upcoming(), text: t('back.upcoming') }}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <p class="help lead">${t('upcoming.all.lead', { course: data.course.title })}</p>
    <${Warnings} view=${data} zone=${zone} />
    <${Days} days=${byDay(meetings, startOf(now), { zone, now })} row=${(meeting) => html`
      <${OwnRow} key=${keyOf(meeting)} meeting=${meeting} me=${me} zone=${zone} now=${now}
        result=${results[meeting.id]} onAdd=${onAdd} />`} />
    ${meetings.length === 0 ? html`
      <${Empty} title=${t('upcoming.empty.title')} sentence=${t('upcoming.empty.all')} />` : null}
    ${next_page || meetings.length > 50 ? html`
      <${More} data=${data} rows="meetings" path=${path} text=${t('upcoming.more')}
        router=${router} />` : null}`;
}

export function Upcoming({ data, path, router }) {
  const scope = queryOf(path).get('scope') ?? 'course';
  return scope === 'all'
    ? html`<${OwnList} data=${data} path=${path} router=${router} />`
    : html`<${CourseList} data=${data} path=${path} scope=${scope} router=${router} />`;
}
