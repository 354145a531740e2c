// SPDX-License-Identifier: Apache-2.0
// One meeting: when it is, the way in, and for those who hold it everything else about it.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { saveFile } from '../download.js';
import { useZone } from '../own-zone.js';
import { daysInWords, placeInSeries, recurrenceInWords } from '../recurrence-words.js';
import { paths } from '../shell.js';
import { clockRange, countdown, dayName, dayOf, dayTitle, lessonLength, listOf, regionName, spanOf,
  zoneName, zoneOffset } from '../time.js';
import { isZone } from '../zone.js';
import { Copy } from '../components/copy.js';
import { Fact, Options } from '../components/facts.js';
import { useMeetingActions } from '../components/meeting-dialogs.js';
import { groupedId, isDue, Status, WayIn, waysInto } from '../components/meeting-row.js';
import { MeetingSections } from '../components/meeting-sections.js';
import { Menu } from '../components/menu.js';
import { Header } from '../components/page.js';
import { Warnings } from '../components/note.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

function When({ meeting, zone, now }) {
  const span = spanOf(meeting);
  if (!span) {
    return html`
      <p class="when-large">${t('when.none')}</p>
      <div class="meta"><${Status} meeting=${meeting} now=${now} /></div>`;
  }
  const today = dayOf(now, zone);
  const when = t('when.day', {
    day: dayTitle(dayOf(span.start, zone), today),
    time: clockRange(span, zone),
  });
  const hostZone = isZone(meeting.timezone) ? meeting.timezone : zone;
  const quiet = [countdown(span.start, now), lessonLength(meeting.duration),
    placeInSeries(meeting)];
  if (zoneOffset(hostZone, span.start) !== zoneOffset(zone, span.start)) {
    quiet.push(t('meeting.host_zone', {
      when: t('when.day', {
        day: dayName(dayOf(span.start, hostZone), today),
        time: clockRange(span, hostZone),
      }),
      zone: zoneName(hostZone, span.start),
    }));
  }
  return html`
    <p class="when-large"><time datetime=${meeting.start_time}>${when}</time></p>
    <div class="meta">
      <${Status} meeting=${meeting} now=${now} />
      ${quiet.filter(Boolean).map((words) => html`<span key=${words}>${words}</span>`)}
    </div>`;
}

const namesOf = (people) => people.split(/[;,]/).map((each) => each.trim()).filter(Boolean);

// What else is known of it: [name of the fact, text].
function others({ schedule_for, host, settings = {}, tracking_fields = [], recurrence, timezone,
  occurrences = [], sections = [] }, zone, now) {
  const days = occurrences.filter(({ status }) => status !== 'deleted')
    .map(({ start_time }) => dayOf(Date.parse(start_time), zone));
  return [
    ['meeting.repeats', recurrence?.type && recurrenceInWords(recurrence, timezone)],
    ['meeting.dates', days.length > 0 && t('meeting.count', {
      count: days.length, days: daysInWords(days, dayOf(now, zone)),
    })],
    ['meeting.sections', sections.length > 0 && listOf(sections)],
    schedule_for ? ['meeting.scheduled_for', schedule_for] : ['meeting.host.name', host?.name],
    ['meeting.hosts', settings.alternative_hosts && listOf(namesOf(settings.alternative_hosts))],
    ['meeting.regions', settings.additional_data_center_regions?.length > 0 &&
      listOf(settings.additional_data_center_regions.map(regionName))],
    ['meeting.rooms', settings.breakout_room?.enable && settings.breakout_room.rooms?.length > 0 &&
      listOf(settings.breakout_room.rooms.map(({ name }) => name))],
  ].filter(([, value]) => value).map(([key, value]) => [t(key), value])
    .concat(tracking_fields.filter(({ value }) => value).map(({ field, value }) => [field, value]));
}

// What can be changed right there is not said twice.
const readOff = ({ sections, ...meeting }, known) => (known ? meeting : { ...meeting, sections });

const Facts = ({ meeting, known, me, zone, now, router }) => html`
  <dl class="facts">
    ${meeting.join_url ? html`
      <${Fact} name=${t('meeting.link')} copy=${meeting.join_url}>
        <span class="address" dir="ltr">${meeting.join_url}</span>
      <//>` : null}
    ${meeting.settings?.approval_type === 0 && meeting.registration_url ? html`
      <${Fact} name=${t('meeting.registration')} copy=${meeting.registration_url}>
        <span class="address" dir="ltr">${meeting.registration_url}</span>
      <//>` : null}
    <${Fact} name=${t('meeting.id.name')} value=${groupedId(meeting.id)}
      copy=${meeting.join_url ? meeting.id : null} />
    ${meeting.password ? html`
      <${Fact} name=${t('meeting.passcode')} copy=${meeting.password}>
        <span class="passcode" dir="ltr">${meeting.password}</span>
      <//>` : null}
    ${known ? html`
      <${MeetingSections} meeting=${meeting} known=${known} me=${me} router=${router} />` : null}
    ${others(readOff(meeting, known), zone, now).map(([name, value]) => html`
      <${Fact} key=${name} name=${name} value=${value} />`)}
  </dl>`;

const Invitation = ({ text }) => html`
  <section aria-labelledby="invitation">
    <div class="heading">
      <h2 id="invitation">${t('meeting.invitation')}</h2>
      <${Copy} text=${text} name=${t('meeting.invitation')} />
    </div>
    <pre dir="auto">${text}</pre>
  </section>`;

// What this person can do with it. The file for the calendar is everyone's.
function Bar({ meeting, me, now, does, router }) {
  const { actions = [] } = meeting;
  const items = [
    (me.role === 'instructor' || actions.includes('delete')) &&
      { text: t('action.remove'), onClick: () => does.onRemove(meeting) },
    actions.includes('delete') && { text: t('action.delete'), onClick: () => does.onDelete(meeting) },
  ].filter(Boolean);
  return html`
    <div class="bar">
      ${waysInto(meeting, now).map((way, index) => html`
        <${WayIn} key=${way.action} way=${way} meeting=${meeting}
          main=${index === 0 && (me.role === 'student' || isDue(meeting, now))} />`)}
      ${actions.includes('edit') ? html`
        <button type="button" onClick=${() => does.onEdit(meeting)}>${t('action.edit')}</button>`
        : null}
      ${meeting.start_time ? html`
        <a class="button" href=${paths.event(meeting)} download
          onClick=${(event) => saveFile(event, router.refuse)}>${t('meeting.calendar')}</a>`
        : null}
      ${items.length ? html`<${Menu} of=${meeting.topic} items=${items} />` : null}
    </div>`;
}

export function Meeting({ data, path, router }) {
  const { meeting: given, me } = data;
  const now = useNow();
  const zone = useZone(me);
  const occurrence_id = given.occurrence_id ??
    new URL(path, location.origin).searchParams.get('occurrence_id');
  const meeting = { ...given, occurrence_id, courses: data.courses, recordings: data.recordings };

  const onGone = (gone, what, text) => router.go(paths.upcoming(), { text });
  const { does, dialog } = useMeetingActions({ me, zone, router, onGone });
  return html`
    <${Header} title=${meeting.topic}
      back=${{ href: paths.upcoming(), text: t('back.upcoming') }}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <${When} meeting=${meeting} zone=${zone} now=${now} />
    <${Warnings} view=${data} zone=${zone} />
    <${Bar} meeting=${meeting} me=${me} now=${now} does=${does} router=${router} />
    ${meeting.agenda ? html`
      <section aria-labelledby="agenda">
        <h2 id="agenda">${t('meeting.agenda')}</h2>
        <p class="agenda">${meeting.agenda}</p>
      </section>` : null}
    <${Facts} meeting=${meeting} known=${data.sections} me=${me} zone=${zone} now=${now}
      router=${router} />
    <${Options} settings=${meeting.settings} />
    ${meeting.invitation ? html`<${Invitation} text=${meeting.invitation} />` : null}
    ${dialog}`;
}
