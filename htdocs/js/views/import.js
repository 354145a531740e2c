// SPDX-License-Identifier: Apache-2.0
// Meetings that exist at Zoom become the course's: by their IDs, from a file, or chosen among all that
// the person has there.

import { html, useLayoutEffect, useRef, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { post } from '../api.js';
import { inSentences, isAgain, isIn, useImport } from '../importing.js';
import { idsIn } from '../meeting-ids.js';
import { useZone } from '../own-zone.js';
import { inWords } from '../refusal.js';
import { paths } from '../shell.js';
import { Refused } from '../components/dialog.js';
import { Field } from '../components/field.js';
import { byDay, Days, More } from '../components/list.js';
import { groupedId, keyOf, Meta, Row, When } from '../components/meeting-row.js';
import { Warnings } from '../components/note.js';
import { Header } from '../components/page.js';
import { useNow } from '../components/ticking.js';
import { ZoneLine } from '../components/zone-line.js';

const STALE = 'import.stale';

const startOf = ({ start_time }) => (start_time ? Date.parse(start_time) : null);

// One of all a person's meetings, with the button that adds it to this course.
function OwnRow({ meeting, me, zone, now, past, result, onAdd }) {
  const [{ busy, refusal }, run] = useAction();
  const added = result ? isIn(result) && !isAgain(result) : !meeting.actions?.includes('import');
  const said = refusal ? inWords(refusal).sentence : result && inSentences(result);
  const text = busy ? t('import.adding') : t('import.add');
  return html`
    <${Row} topic=${meeting.topic}
      when=${html`<${When} meeting=${meeting} zone=${zone} />`}
      meta=${html`
        <${Meta} past=${past} meeting=${meeting} me=${me} now=${now} />
        <p role="status" class=${refusal || (result && !isIn(result)) ? 'error' : 'help'}>
          ${said ? html`<bdi>${said}</bdi>` : null}</p>`}>
      ${added ? html`<span class="help">${t('import.there')}</span>` : html`
        <button type="button" aria-disabled=${busy ? 'true' : null}
          aria-label=${t('import.add.label', { topic: meeting.topic })}
          onClick=${() => run(() => onAdd(meeting))}>${text}</button>`}
    <//>`;
}

const Switch = ({ past }) => html`
  <div class="heading part">
    <h2>${t('import.own')}</h2>
    <a href=${(past ? paths.upcoming : paths.previous)({ scope: 'all' })}>
      ${t(past ? 'import.ahead' : 'import.past')}</a>
  </div>`;

// All that the person has at Zoom: what is ahead, or what is over.
function OwnMeetings({ data, path, zone, router }) {
  const { me, meetings, next_page } = data;
  const past = data.view === 'previous';
  const now = useNow();
  const [results, setResults] = useState({});

  const onAdd = async ({ id }) => {
    const { results: [result] } = await post(paths.import(), { ids: [id] }, me);
    setResults((old) => ({ ...old, [id]: result }));
  };
  return html`
    <${Switch} past=${past} />
    <${Days} days=${byDay(meetings, startOf, { zone, now, latestFirst: past })}
      row=${(meeting) => html`
        <${OwnRow} key=${keyOf(meeting)} meeting=${meeting} me=${me} zone=${zone} now=${now}
          past=${past} result=${results[meeting.id]} onAdd=${onAdd} />`} />
    ${meetings.length === 0 ? html`
      <p class="help lead">${t(past ? 'import.own.empty.past' : 'import.own.empty')}</p>` : null}
    ${next_page || meetings.length > 50 ? html`
      <${More} data=${data} rows="meetings" path=${path} router=${router}
        text=${t(past ? 'import.own.more.past' : 'upcoming.more')} />` : null}`;
}

// What came of what was sent, a sentence for each; what failed can be sent again.
function Results({ sending }) {
  const { results, busy, sendAgain } = sending;
  const heading = useRef(null);
  useLayoutEffect(() => {
    if (results.length) {
      heading.current.focus();
    }
  }, [results]);
  if (!results.length) {
    return null;
  }
  const again = results.filter(isAgain);
  const added = results.filter(({ status }) => status === 'added').length;
  return html`
    <section class="results" aria-labelledby="results">
      <h2 id="results" tabindex="-1" ref=${heading}>
        ${t('import.results', { count: added, all: results.length })}</h2>
      <ul class="list">
        ${results.map((result) => html`
          <li key=${result.id} class="result">
            <bdi class="id">${groupedId(result.id)}</bdi>
            <span class=${isIn(result) ? 'help' : 'error'}>${inSentences(result)}</span>
          </li>`)}
      </ul>
      ${again.length ? html`
        <button type="button" aria-disabled=${busy ? 'true' : null} onClick=${() => sendAgain(again)}>
          ${busy ? t('import.adding') : t('import.again', { count: again.length })}</button>` : null}
    </section>`;
}

function ById({ sending }) {
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const { busy, refusal, sendIds } = sending;
  const onSubmit = async (event) => {
    event.preventDefault();
    const ids = idsIn(text);
    setMissing(!ids.length);
    if (!ids.length) {
      document.getElementById('field-ids').focus();
    } else if (await sendIds(ids)) {
      setText('');
    }
  };
  return html`
    <form novalidate onSubmit=${onSubmit}>
      <${Field} name="ids" label=${t('import.ids')} hint=${t('import.ids.hint')}
        error=${missing ? t('import.ids.missing') : refusal?.fields.ids} input=${(wired) => html`
          <textarea ...${wired} rows="2" value=${text} dir="ltr" autocomplete="off"
            spellcheck=${false} onInput=${({ target }) => setText(target.value)}></textarea>`} />
      <button aria-disabled=${busy ? 'true' : null}>
        ${busy ? t('import.adding') : t('import.add')}</button>
    </form>`;
}

// Shown as the file is chosen; what it holds is sent then.
function ByFile({ sending }) {
  const { busy, refusal, sendFile } = sending;
  const [name, setName] = useState('');
  const onChange = async ({ target }) => {
    const [file] = target.files;
    if (file) {
      setName(file.name);
      await sendFile(file);
      target.value = ''; // the same file, mended, can be chosen once more
    }
  };
  const { meeting_id, section, file } = refusal?.fields ?? {};
  return html`
    <form>
      <${Field} name="file" label=${t('import.file')} hint=${t('import.file.hint')}
        error=${file ?? meeting_id ?? section} input=${(wired) => html`
          <input type="file" ...${wired} accept=".csv,text/csv" disabled=${busy}
            onChange=${onChange} />`} />
      <p role="status" class="help">
        ${name ? html`<bdi>${busy ? t('import.file.sending', { name }) : name}</bdi>` : null}</p>
    </form>`;
}

const isOfField = (refusal) =>
  ['ids', 'file', 'meeting_id', 'section'].some((name) => refusal?.fields[name]);

export function Import({ data, path, router }) {
  const { me } = data;
  const zone = useZone(me);
  const sending = useImport(me);
  return html`
    <${Header} title=${t('import.title')}
      back=${{ href: paths.upcoming(), text: t('back.upcoming') }}
      aside=${html`<${ZoneLine} zone=${zone} me=${me} />`} />
    <p class="help lead">${t('import.lead', { course: data.course.title })}</p>
    <${Warnings} view=${data} zone=${zone} stale=${STALE} />
    <div class="ways">
      <${ById} sending=${sending} />
      <${ByFile} sending=${sending} />
    </div>
    ${isOfField(sending.refusal) ? null : html`<${Refused} refusal=${sending.refusal} />`}
    <${Results} sending=${sending} />
    <${OwnMeetings} data=${data} path=${path} zone=${zone} router=${router} />`;
}
