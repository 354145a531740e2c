// SPDX-License-Identifier: Apache-2.0
// Scheduling a meeting, and changing one: the whole of it, or one date of a series.

import { html } from '../html.js';
import { LABELS } from '../form-labels.js';
import { t } from '../i18n.js';
import { datesOfValues, hasDates } from '../meeting-form.js';
import { useZone } from '../own-zone.js';
import { MOST_DATES } from '../recurrence.js';
import { modeOf, useScheduling } from '../scheduling.js';
import { paths } from '../shell.js';
import { Field, Select } from '../components/field.js';
import { queryOf } from '../components/filters.js';
import { HostsField } from '../components/hosts-field.js';
import { MoreFields } from '../components/more-fields.js';
import { Note, Warnings } from '../components/note.js';
import { Header } from '../components/page.js';
import { RepeatFields } from '../components/repeat-fields.js';
import { SafetyFields } from '../components/safety-fields.js';
import { SectionsField } from '../components/sections-field.js';
import { Summary } from '../components/summary.js';
import { useNow } from '../components/ticking.js';
import { TrackingFields } from '../components/tracking-fields.js';
import { WhenFields } from '../components/when-fields.js';

const OWN_LABELS = { ...LABELS, sections: 'sections.meeting' };

const Topic = ({ values, errors, set }) => html`
  <${Field} name="topic" label=${t('form.topic')} error=${errors.topic} input=${(wired) => html`
    <input type="text" ...${wired} value=${values.topic} required dir="auto" autocomplete="off"
      onInput=${({ target }) => set({ topic: target.value })} />`} />`;

const Agenda = ({ values, errors, set }) => html`
  <${Field} name="agenda" label=${t('form.agenda')} error=${errors.agenda} input=${(wired) => html`
    <textarea ...${wired} value=${values.agenda} rows="3" dir="auto"
      onInput=${({ target }) => set({ agenda: target.value })}></textarea>`} />`;

// Only whoever may schedule for somebody is asked, and only when the meeting is made.
const For = ({ values, errors, options, mode, set }) =>
  mode === 'new' && options.schedule_for?.length ? html`
    <${Select} name="schedule_for" label=${t('meeting.scheduled_for')} error=${errors.schedule_for}
      value=${values.scheduleFor} onChange=${(scheduleFor) => set({ scheduleFor })}
      choices=${[['', t('form.for.me')],
        ...options.schedule_for.map(({ email, name }) => [email, name || email])]} />` : null;

const Sections = ({ values, errors, options, set }) => html`
  <${SectionsField} known=${options.sections} chosen=${values.sections} error=${errors.sections}
    label=${t('sections.meeting')} onChange=${(sections) => set({ sections })} />`;

// Said when a draft has come back.
const Restored = ({ uncertain, onRestart }) => html`
  <${Note}>
    ${uncertain ? t('schedule.uncertain') : html`
      ${t('schedule.restored')}${' '}
      <button type="button" class="link" onClick=${onRestart}>${t('schedule.afresh')}</button>`}
  <//>`;

// Said when somebody else has changed the same: both are to be had.
const Collision = ({ onTake }) => html`
  <${Note}>
    ${t('edit.collision')}${' '}
    <button type="button" class="link" onClick=${onTake}>${t('edit.collision.take')}</button>
  <//>`;

const SAVE = { once: 'edit.submit', series: 'edit.submit.series', date: 'edit.submit.date' };

// What the button will do.
function submitText(mode, values) {
  if (mode !== 'new') {
    return t(SAVE[mode]);
  }
  const count = hasDates(values) ? datesOfValues(values).length : 0;
  return count > 1 && count <= MOST_DATES
    ? t('schedule.submit.many', { count }) : t('schedule.submit');
}

const Foot = ({ mode, values, sending, uncertain, onCancel }) => {
  const busy = t(mode === 'new' ? 'schedule.sending' : 'edit.sending');
  return html`
    <div class="foot">
      <button class="primary" aria-disabled=${sending ? 'true' : null}>
        ${sending && busy}
        ${!sending && (uncertain ? t('schedule.again') : submitText(mode, values))}
      </button>
      <span role="status" class="unseen">${sending ? busy : null}</span>
      <a class="button quiet" href=${paths.upcoming()} onClick=${onCancel}>
        ${t('schedule.cancel')}</a>
    </div>`;
};

const TITLES = {
  new: 'schedule.title', once: 'edit.title', series: 'edit.title.series', date: 'edit.title.date',
};

const Fields = ({ fields, zone, now, locked }) => {
  const whole = fields.mode !== 'date';
  return html`
    <fieldset class="whole" disabled=${locked}>
      ${whole ? html`<${Topic} ...${fields} />` : null}
      <${For} ...${fields} />
      <${WhenFields} fields=${fields} ownZone=${zone} now=${now} />
      ${whole ? html`<${RepeatFields} fields=${fields} now=${now} />` : null}
      <${Agenda} ...${fields} />
      ${whole ? html`
        <${HostsField} fields=${fields} />
        <${Sections} ...${fields} />
        <${TrackingFields} required fields=${fields} />` : null}
      <${SafetyFields} fields=${fields} />
      <${MoreFields} fields=${fields} />
    </fieldset>`;
};

// What the form is about: of a series, the date that the address names.
function withDate(data, path) {
  const occurrence_id = queryOf(path).get('occurrence_id') ?? undefined;
  return data.meeting ? { ...data, meeting: { ...data.meeting, occurrence_id } } : data;
}

export function Schedule({ data: given, path, router }) {
  const data = withDate(given, path);
  const zone = useZone(data.me);
  const now = useNow();
  const mode = modeOf(data);
  const [state, { set, takeTheirs, submit, cancel, restart }] = useScheduling(data, zone, router);
  const { values, errors, wrong, refusal, uncertain, restored, sending, theirs } = state;
  const host = data.meeting?.host?.name ?? data.me.name;
  const fields = { values, errors: wrong, options: data.options ?? {}, mode, host, set };

  const onSubmit = (event) => {
    event.preventDefault();
    submit();
  };
  return html`
    <${Header} title=${t(TITLES[mode])} aside=${data.meeting?.topic ?? data.course.title}
      back=${{ href: paths.upcoming(), text: t('back.upcoming') }} />
    <${Warnings} view=${data} zone=${zone} />
    ${restored ? html`<${Restored} uncertain=${uncertain} onRestart=${restart} />` : null}
    ${!sending && (refusal || Object.keys(errors).length > 0) ? html`
      <${Summary} errors=${errors} labels=${OWN_LABELS} refusal=${refusal} uncertain=${uncertain} />`
      : null}
    ${!sending && theirs ? html`<${Collision} onTake=${takeTheirs} />` : null}
    <form novalidate onSubmit=${onSubmit} aria-busy=${sending ? 'true' : null}>
      <${Fields} fields=${fields} zone=${zone} now=${now} locked=${sending || uncertain} />
      <${Foot} mode=${mode} values=${values} sending=${sending} uncertain=${uncertain}
        onCancel=${cancel} />
    </form>`;
}
