// SPDX-License-Identifier: Apache-2.0
// One recording: a tile for each of its files, and for those who run the course who sees it.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { patch } from '../api.js';
import { useZone } from '../own-zone.js';
import { datesInWords, isKeptFromStudents, listOfRecordings, showChanged } from '../publishing.js';
import { paths } from '../shell.js';
import { sizeInWords } from '../sizes.js';
import { clockTime, dayAndTime, dayName, dayOf, dayTitle, lessonLength, listOf }
  from '../time.js';
import { Refused } from '../components/dialog.js';
import { Secret } from '../components/facts.js';
import { AWAY } from '../components/menu.js';
import { Note, Warnings } from '../components/note.js';
import { Header } from '../components/page.js';
import { PublishDates } from '../components/publish-dates.js';
import { PublishSections } from '../components/publish-sections.js';
import { PublishSwitch } from '../components/publish-switch.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

const MINUTE = 60_000;
const STALE = 'recording.stale';

// What a file is, by Zoom's word for what it records, else for its kind.
const KINDS = {
  shared_screen_with_speaker_view: 'file.screen_speaker',
  'shared_screen_with_speaker_view(CC)': 'file.screen_speaker',
  shared_screen_with_gallery_view: 'file.screen_gallery',
  shared_screen: 'file.screen',
  active_speaker: 'file.speaker', speaker_view: 'file.speaker',
  gallery_view: 'file.gallery',
  audio_only: 'file.audio', audio_only_each_participant: 'file.audio',
  audio_transcript: 'file.transcript', closed_caption: 'file.captions',
  chat_file: 'file.chat', poll: 'file.polls', timeline: 'file.timeline',
  summary: 'file.summary', summary_next_steps: 'file.summary',
  MP4: 'file.video', M4A: 'file.audio', TRANSCRIPT: 'file.transcript', CC: 'file.captions',
  CHAT: 'file.chat', CSV: 'file.polls', TIMELINE: 'file.timeline', SUMMARY: 'file.summary',
};

const kindOf = ({ recording_type, file_type }) =>
  t(KINDS[recording_type] ?? KINDS[file_type] ?? 'file.other');

// Of what is read, not played, the length says nothing.
function lengthOf({ recording_start, recording_end, actions }) {
  const minutes = Math.round((Date.parse(recording_end) - Date.parse(recording_start)) / MINUTE);
  return actions.includes('play') && minutes > 0 ? lessonLength(minutes) : '';
}

const WAYS = [
  { action: 'play', text: 'file.play', label: 'file.play.label', path: paths.play },
  { action: 'download', text: 'file.download', label: 'file.download.label', path: paths.download },
];

const Tile = ({ file, recording, main }) => {
  const kind = kindOf(file);
  const quiet = [lengthOf(file), file.file_size ? sizeInWords(file.file_size) : ''].filter(Boolean);
  return html`
    <li class="tile">
      <h2>${kind}</h2>
      <p class="help">${quiet.join(t('list.comma'))}</p>
      <div class="actions">
        ${WAYS.filter(({ action }) => file.actions.includes(action))
          .map(({ action, text, label, path }) => html`
            <a key=${action} class=${main && action === 'play' ? 'button primary' : 'button'}
              href=${path(recording, file)} ...${AWAY} aria-label=${t(label, { kind })}>
              ${t(text)}</a>`)}
      </div>
    </li>`;
};

// What is watched comes first; one of the files stands out.
const rank = ({ file_type }) => ['MP4', 'M4A', 'TRANSCRIPT', 'CC'].indexOf(file_type) + 1 || 9;

const Tiles = ({ recording }) => {
  const files = [...recording.files].sort((a, b) => rank(a) - rank(b));
  const first = files.find(({ actions }) => actions.includes('play'));
  return files.length ? html`
    <ul class="tiles">
      ${files.map((file) => html`
        <${Tile} key=${file.id} file=${file} recording=${recording} main=${file === first} />`)}
    </ul>` : null;
};

// Zoom has a say of its own in who can watch, and students only learn of it when they try.
function Sharing({ recording, me, router }) {
  const [{ busy, refusal }, run] = useAction();
  const onClick = () => run(async () => {
    const answer = await patch(paths.recording(recording), { share: 'publicly' }, me);
    showChanged(router, answer.recording, { text: t('share.done'), warnings: answer.warnings });
  });
  if (!isKeptFromStudents(recording)) {
    return recording.share ? html`<p class="help">${t('share.publicly')}</p>` : null;
  }
  return html`
    <div class="note">
      <p><strong>${t('recording.kept')}</strong></p>
      <p>${t(recording.share === 'none' ? 'share.none' : 'share.internally')}</p>
      <button type="button" onClick=${onClick} aria-disabled=${busy ? 'true' : null}>
        ${t(busy ? 'delete.busy' : 'share.mend')}</button>
      <${Refused} refusal=${refusal} />
    </div>`;
}

// Who sees it: the switch, the dates, Zoom's own say.
const Publishing = ({ recording, known, me, zone, now, router }) => {
  const { published, sections = [], sections_chosen, changed_by, changed_at } = recording;
  const seen = sections.length
    ? t('publish.is.only', { sections: listOf(sections) }) : t('publish.is');
  const dates = datesInWords(recording, zone, now);
  return html`
    <section aria-labelledby="publishing">
      <h2 id="publishing">${t('publish.title')}</h2>
      <div class="card">
        <div class="heading">
          <p><bdi>${published ? dates || seen : t('publish.is.not')}</bdi></p>
          <${PublishSwitch} recording=${recording} me=${me} router=${router} />
        </div>
        ${published ? html`
          <${PublishDates} key=${zone + recording.publish_from + recording.publish_until}
            recording=${recording} me=${me} zone=${zone} router=${router} />` : null}
        ${published ? html`
          <${PublishSections} key=${JSON.stringify([sections, sections_chosen])}
            recording=${recording} known=${known} me=${me} router=${router} />` : null}
        <${Sharing} recording=${recording} me=${me} router=${router} />
        ${changed_by && changed_at ? html`
          <p class="help">${t('publish.changed', {
            name: changed_by, when: dayAndTime(Date.parse(changed_at), zone, now),
          })}</p>` : null}
      </div>
    </section>`;
};

function When({ recording, zone, now }) {
  const start = Date.parse(recording.start_time);
  const today = dayOf(now, zone);
  const { auto_delete_date: goes, duration, total_size } = recording;
  return html`
    <p class="when-large"><time datetime=${recording.start_time}>${t('when.day', {
      day: dayTitle(dayOf(start, zone), today), time: clockTime(start, zone),
    })}</time></p>
    <div class="meta">
      ${duration ? html`<span>${lessonLength(duration)}</span>` : null}
      ${total_size ? html`<span>${sizeInWords(total_size)}</span>` : null}
    </div>
    ${goes ? html`
      <${Note}>${t('recording.goes.long', { day: dayName(goes.slice(0, 10), today) })}<//>` : null}`;
}

export function Recording({ data, router }) {
  const { recording, me } = data;
  const now = useNow();
  const zone = useZone(me);
  // Zoom's say is told where it can be mended.
  const warnings = data.warnings.filter(({ field }) => field !== 'share');
  return html`
    <${Header} title=${recording.topic}
      back=${{ href: listOfRecordings(), text: t('tab.recordings') }}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <${When} recording=${recording} zone=${zone} now=${now} />
    <${Warnings} view=${{ ...data, warnings }} zone=${zone} stale=${STALE} />
    ${warnings.length || recording.files.length ? null : html`<${Note}>${t('recording.none')}<//>`}
    <${Tiles} recording=${recording} />
    ${recording.password ? html`
      <dl class="facts">
        <${Secret} name=${t('meeting.passcode')} text=${recording.password} />
      </dl>` : null}
    ${recording.actions.includes('publish') ? html`
      <${Publishing} recording=${recording} known=${data.sections} me=${me} zone=${zone}
        now=${now} router=${router} />` : null}`;
}
