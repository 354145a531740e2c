// SPDX-License-Identifier: Apache-2.0
// The recordings of the course's meetings, the latest first. Who runs the course sees all of them and
// shows them to the students; students see what is shown to them.

import { html, useEffect } from '../html.js';
import { t } from '../i18n.js';
import { useZone } from '../own-zone.js';
import { datesInWords, isKeptFromStudents, rememberList } from '../publishing.js';
import { paths } from '../shell.js';
import { sizeInWords } from '../sizes.js';
import { clockTime, dayName, dayOf, lessonLength, shortDay } from '../time.js';
import { byMonth, Days, Empty, More } from '../components/list.js';
import { groupedId, Row } from '../components/meeting-row.js';
import { Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';
import { PublishAll } from '../components/publish-all.js';
import { PublishSwitch } from '../components/publish-switch.js';
import { isFiltered, RecordingFilters, withoutFilters } from '../components/recording-filters.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

const STALE = 'recordings.stale';

const startOf = ({ start_time }) => Date.parse(start_time);

function When({ recording, zone, now }) {
  const start = startOf(recording);
  return html`
    <div class="when">
      <time datetime=${recording.start_time}>
        ${shortDay(dayOf(start, zone), dayOf(now, zone))}</time>
      <small>${clockTime(start, zone)}${recording.duration
        ? t('list.comma') + lessonLength(recording.duration) : ''}</small>
    </div>`;
}

// One quiet line: what keeps the students from it, how large it is, when it goes.
function Meta({ recording, zone, now }) {
  const { id, published, total_size, file_count, auto_delete_date } = recording;
  const dates = published ? datesInWords(recording, zone, now) : '';
  return html`
    <div class="meta">
      ${published && isKeptFromStudents(recording)
        ? html`<span class="gone">${t('recording.kept')}</span>` : null}
      ${dates ? html`<span>${dates}</span>` : null}
      ${total_size ? html`<span>${sizeInWords(total_size)}</span>` : null}
      ${file_count ? html`<span>${t('recording.files', { count: file_count })}</span>` : null}
      ${auto_delete_date ? html`
        <span>${t('recording.goes', { day: dayName(auto_delete_date.slice(0, 10),
          dayOf(now, zone)) })}</span>` : null}
      <span>${t('meeting.id', { id: groupedId(id) })}</span>
    </div>`;
}

const RecordingRow = ({ recording, me, zone, now, router }) => html`
  <${Row} topic=${recording.topic} href=${paths.recording(recording)}
    when=${html`<${When} recording=${recording} zone=${zone} now=${now} />`}
    meta=${html`<${Meta} recording=${recording} zone=${zone} now=${now} />`}>
    ${recording.actions.includes('publish') ? html`
      <${PublishSwitch} recording=${recording} me=${me} router=${router} />` : html`
      <a class="button" href=${paths.recording(recording)}
        aria-label=${t('recording.open.label', { topic: recording.topic })}>
        ${t('recording.open')}</a>`}
  <//>`;

function Nothing({ me, path }) {
  if (isFiltered(path)) {
    return html`
      <${Empty} title=${t('recordings.empty.found.title')} sentence=${t('recordings.empty.found')}>
        <a class="button" href=${withoutFilters(path)}>${t('filter.none')}</a>
      <//>`;
  }
  return html`
    <${Empty} title=${t('recordings.empty.title')} sentence=${t(me.role === 'instructor'
      ? 'recordings.empty.instructor' : 'recordings.empty.student')} />`;
}

const mayPublish = ({ me, recordings }) => me.role === 'instructor' && recordings.length > 0;

export function Recordings({ data, path, router }) {
  const { me, recordings, next_page } = data;
  const now = useNow();
  const zone = useZone(me);
  const paged = next_page || recordings.length > 50;
  useEffect(() => rememberList(path), [path]);
  return html`
    <${Header} title=${data.course.title}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <${Tabs} current="recordings" me=${me} />
    <${Warnings} view=${data} zone=${zone} stale=${STALE} />
    <div class="bar">
      ${mayPublish(data) ? html`<${PublishAll} data=${data} router=${router} />` : null}
    </div>
    ${recordings.length > 0 || isFiltered(path) ? html`
      <${RecordingFilters} path=${path} count=${paged ? null : recordings.length} me=${me}
        router=${router} />` : null}
    <${Days} days=${byMonth(recordings, startOf, { zone })} row=${(recording) => html`
      <${RecordingRow} key=${recording.uuid} recording=${recording} me=${me} zone=${zone}
        now=${now} router=${router} />`} />
    ${recordings.length === 0 ? html`<${Nothing} me=${me} path=${path} />` : null}
    ${paged ? html`
      <${More} data=${data} rows="recordings" path=${path} text=${t('recordings.more')}
        router=${router} />` : null}
    ${recordings.length > 0 && !next_page && !isFiltered(path) ? html`
      <p class="help lead">${t('recordings.span')}</p>` : null}`;
}
