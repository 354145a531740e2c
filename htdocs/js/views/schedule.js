// SPDX-License-Identifier: Apache-2.0
// Scheduling a meeting.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { LIMITS, makePasscode } from '../meeting-form.js';
import { useScheduling } from '../scheduling.js';
import { paths } from '../shell.js';
import { zoneOf } from '../zone.js';
import { Choice, Field } from '../components/field.js';
import { Header } from '../components/page.js';
import { Note, Warnings } from '../components/note.js';
import { Summary } from '../components/summary.js';
import { useNow } from '../components/ticking.js';
import { WhenFields } from '../components/when-fields.js';

// The fields' labels, for the summary; another name is shown as it is.
const LABELS = {
  topic: 'form.topic', agenda: 'form.agenda', start_time: 'form.when', duration: 'form.duration',
  timezone: 'form.zone', default_password: 'form.passcode', password: 'form.passcode',
  'settings.waiting_room': 'form.waiting_room',
};

const Topic = ({ values, errors, set }) => html`
  <${Field} name="topic" label=${t('form.topic')} error=${errors.topic} input=${(wired) => html`
    <input type="text" ...${wired} value=${values.topic} required dir="auto" autocomplete="off"
      onInput=${({ target }) => set({ topic: target.value })} />`} />`;

const Agenda = ({ values, errors, set }) => html`
  <${Field} name="agenda" label=${t('form.agenda')} error=${errors.agenda} input=${(wired) => html`
    <textarea ...${wired} value=${values.agenda} rows="3" dir="auto"
      onInput=${({ target }) => set({ agenda: target.value })}></textarea>`} />`;

const Passcode = ({ values, errors, set }) => html`
  <${Field} name="password" label=${t('form.passcode.word')} error=${errors.password}
    input=${(wired) => html`
      <input type="text" ...${wired} class="passcode" value=${values.password} dir="ltr"
        maxlength=${LIMITS.password} autocomplete="off" autocapitalize="off" spellcheck="false"
        onInput=${({ target }) => set({ password: target.value })} />`} />`;

const Safety = ({ values, errors, set }) => html`
  <fieldset>
    <legend>${t('form.safety')}</legend>
    <${Choice} name="default_password" label=${t('form.passcode')} hint=${t('form.passcode.hint')}
      error=${errors.default_password} checked=${values.withPasscode}
      onChange=${(withPasscode) => set({
        withPasscode, password: values.password || makePasscode(),
      })}>
      ${values.withPasscode
        ? html`<${Passcode} values=${values} errors=${errors} set=${set} />` : null}
    <//>
    <${Choice} name="settings.waiting_room" label=${t('form.waiting_room')}
      hint=${t('form.waiting_room.hint')} error=${errors['settings.waiting_room']}
      checked=${values.waitingRoom} onChange=${(waitingRoom) => set({ waitingRoom })} />
  </fieldset>`;

// Said when a draft has come back.
const Restored = ({ uncertain, onRestart }) => html`
  <${Note}>
    ${uncertain ? t('schedule.uncertain') : html`
      ${t('schedule.restored')}${' '}
      <button type="button" class="link" onClick=${onRestart}>${t('schedule.afresh')}</button>`}
  <//>`;

const Foot = ({ sending, uncertain, onCancel }) => html`
  <div class="foot">
    <button class="primary" aria-disabled=${sending ? 'true' : null}>
      ${sending && t('schedule.sending')}
      ${!sending && (uncertain ? t('schedule.again') : t('schedule.submit'))}
    </button>
    <span role="status" class="unseen">${sending ? t('schedule.sending') : null}</span>
    <a class="button quiet" href=${paths.upcoming()} onClick=${onCancel}>${t('schedule.cancel')}</a>
  </div>`;

export function Schedule({ data, router }) {
  const zone = zoneOf(data.me);
  const now = useNow();
  const [state, { set, submit, cancel, restart }] = useScheduling(data, zone, router);
  const { values, errors, refusal, uncertain, restored, sending } = state;
  const fields = { values, errors, set };

  const onSubmit = (event) => {
    event.preventDefault();
    submit();
  };
  return html`
    <${Header} title=${t('schedule.title')} aside=${data.course.title}
      back=${{ href: paths.upcoming(), text: t('back.upcoming') }} />
    <${Warnings} view=${data} zone=${zone} />
    ${restored ? html`<${Restored} uncertain=${uncertain} onRestart=${restart} />` : null}
    ${!sending && (refusal || Object.keys(errors).length > 0) ? html`
      <${Summary} errors=${errors} labels=${LABELS} refusal=${refusal} uncertain=${uncertain} />`
      : null}
    <form novalidate onSubmit=${onSubmit} aria-busy=${sending ? 'true' : null}>
      <fieldset class="whole" disabled=${sending || uncertain}>
        <${Topic} ...${fields} />
        <${WhenFields} ...${fields} ownZone=${zone} now=${now} />
        <${Agenda} ...${fields} />
        <${Safety} ...${fields} />
      </fieldset>
      <${Foot} sending=${sending} uncertain=${uncertain} onCancel=${cancel} />
    </form>`;
}
