// SPDX-License-Identifier: Apache-2.0
// One meeting: when it is, the way in, and for those who hold it everything else about it.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { paths } from '../shell.js';
import { clockRange, countdown, dayName, dayOf, dayTitle, lessonLength, spanOf, zoneName,
  zoneOffset } from '../time.js';
import { isZone, zoneOf } from '../zone.js';
import { Copy } from '../components/copy.js';
import { groupedId, isDue, Status, WayIn, waysInto } from '../components/meeting-row.js';
import { Header } from '../components/page.js';
import { Warnings } from '../components/note.js';
import { useNow } from '../components/ticking.js';

// The options that are said in words, each with the sentences for its values. What the answer
// does not carry is not shown.
const OPTIONS = [
  { name: 'waiting_room', true: 'option.waiting_room.on', false: 'option.waiting_room.off' },
  { name: 'join_before_host', true: 'option.join_before_host.on',
    false: 'option.join_before_host.off' },
  { name: 'meeting_authentication', true: 'option.authentication.on',
    false: 'option.authentication.off' },
  { name: 'mute_upon_entry', true: 'option.mute.on', false: 'option.mute.off' },
  { name: 'host_video', true: 'option.host_video.on', false: 'option.host_video.off' },
  { name: 'participant_video', true: 'option.participant_video.on',
    false: 'option.participant_video.off' },
  { name: 'audio', both: 'option.audio.both', telephony: 'option.audio.telephony',
    voip: 'option.audio.voip' },
  { name: 'auto_recording', none: 'option.recording.none', cloud: 'option.recording.cloud',
    local: 'option.recording.local' },
];

function When({ meeting, zone, now }) {
  const span = spanOf(meeting);
  if (!span) {
    return html`<p class="when-large">${t('when.none')}</p>`;
  }
  const today = dayOf(now, zone);
  const when = t('when.day', {
    day: dayTitle(dayOf(span.start, zone), today),
    time: clockRange(span, zone),
  });
  const hostZone = isZone(meeting.timezone) ? meeting.timezone : zone;
  const quiet = [lessonLength(meeting.duration), zoneName(zone, span.start)];
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
      ${[countdown(span.start, now), ...quiet].filter(Boolean)
        .map((words) => html`<span key=${words}>${words}</span>`)}
    </div>`;
}

// One thing to read off or to copy.
const Fact = ({ name, value, copy, children }) => html`
  <div class="fact">
    <dt>${name}</dt>
    <dd>
      <span>${children ?? value}</span>
      ${copy ? html`<${Copy} text=${copy} name=${name} />` : null}
    </dd>
  </div>`;

const Facts = ({ meeting }) => html`
  <dl class="facts">
    ${meeting.join_url ? html`
      <${Fact} name=${t('meeting.link')} copy=${meeting.join_url}>
        <span class="address" dir="ltr">${meeting.join_url}</span>
      <//>` : null}
    <${Fact} name=${t('meeting.id.name')} value=${groupedId(meeting.id)}
      copy=${meeting.join_url ? meeting.id : null} />
    ${meeting.password ? html`
      <${Fact} name=${t('meeting.passcode')} copy=${meeting.password}>
        <span class="passcode" dir="ltr">${meeting.password}</span>
      <//>` : null}
    ${meeting.host?.name
      ? html`<${Fact} name=${t('meeting.host.name')} value=${meeting.host.name} />` : null}
  </dl>`;

const Options = ({ settings }) => {
  const known = OPTIONS.filter((option) => option[settings?.[option.name]]);
  return known.length ? html`
    <section aria-labelledby="options">
      <h2 id="options">${t('meeting.options')}</h2>
      <ul class="options">
        ${known.map((option) => html`
          <li key=${option.name}>${t(option[settings[option.name]])}</li>`)}
      </ul>
    </section>` : null;
};

const Invitation = ({ text }) => html`
  <section aria-labelledby="invitation">
    <div class="heading">
      <h2 id="invitation">${t('meeting.invitation')}</h2>
      <${Copy} text=${text} name=${t('meeting.invitation')} />
    </div>
    <pre>${text}</pre>
  </section>`;

export function Meeting({ data }) {
  const { meeting, me } = data;
  const now = useNow();
  const zone = zoneOf(me);

  return html`
    <${Header} title=${meeting.topic}
      back=${{ href: paths.upcoming(), text: t('back.upcoming') }} />
    <${When} meeting=${meeting} zone=${zone} now=${now} />
    <${Warnings} view=${data} zone=${zone} />
    <div class="bar">
      ${waysInto(meeting).map((way, index) => html`
        <${WayIn} key=${way.action} way=${way} meeting=${meeting}
          main=${index === 0 && (me.role === 'student' || isDue(meeting, now))} />`)}
    </div>
    ${meeting.agenda ? html`
      <section aria-labelledby="agenda">
        <h2 id="agenda">${t('meeting.agenda')}</h2>
        <p class="agenda">${meeting.agenda}</p>
      </section>` : null}
    <${Facts} meeting=${meeting} />
    <${Options} settings=${meeting.settings} />
    ${meeting.invitation ? html`<${Invitation} text=${meeting.invitation} />` : null}`;
}
