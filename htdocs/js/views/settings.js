// SPDX-License-Identifier: Apache-2.0
// What is set for the whole course: whether recordings are shown by themselves, and what new meetings
// begin with.

import { LABELS } from '../form-labels.js';
import { html } from '../html.js';
import { t } from '../i18n.js';
import { patch } from '../api.js';
import { useSettingsForm } from '../settings-form.js';
import { paths } from '../shell.js';
import { Choice, Field, lockReason } from '../components/field.js';
import { MoreFields } from '../components/more-fields.js';
import { Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';
import { SafetyFields } from '../components/safety-fields.js';
import { SectionsField } from '../components/sections-field.js';
import { Summary } from '../components/summary.js';

const OWN_LABELS = { ...LABELS, publish_all: 'course.publish', sections: 'sections.course' };

const Publishing = ({ values, errors, set }) => html`
  <fieldset>
    <legend>${t('tab.recordings')}</legend>
    <${Choice} name="publish_all" label=${t('course.publish')} hint=${t('course.publish.hint')}
      error=${errors.publish_all} checked=${values.publishAll}
      onChange=${(publishAll) => set({ publishAll })} />
  </fieldset>`;

const Duration = ({ values, errors, options, set }) => {
  const locked = lockReason(options.locks, 'duration');
  return html`
    <${Field} name="duration" label=${t('course.duration')} hint=${locked} error=${errors.duration}
      input=${(wired) => html`
        <input type="number" ...${wired} class="short" min="1" max="1440" required
          value=${values.duration} disabled=${Boolean(locked)}
          onInput=${({ target }) => set({ duration: target.value })} />`} />`;
};

const Sections = ({ values, errors, options, set }) => html`
  <${SectionsField} known=${options.sections} chosen=${values.sections} error=${errors.sections}
    label=${t('sections.course')} onChange=${(sections) => set({ sections })} />`;

// The members of the body, of what has changed.
function bodyOf({ publishAll, duration, withPasscode, sections, settings }) {
  const meeting = {
    ...(duration !== undefined && { duration: Number(duration) }),
    ...(withPasscode !== undefined && { default_password: withPasscode }),
    ...(sections !== undefined && { sections }),
    ...(Object.keys(settings).length && { settings }),
  };
  return {
    ...(publishAll !== undefined && { publish_all: publishAll }),
    ...(Object.keys(meeting).length && { meeting }),
  };
}

export function Settings({ data, router }) {
  const { me, settings: { publish_all, meeting }, locks, sections } = data;
  const save = async (changes) => {
    const { settings } = await patch(paths.settings(), bodyOf(changes), me);
    const now = router.current().data;
    router.update(now.view === 'settings' ? { ...now, settings } : now, { text: t('course.done') });
  };
  const form = useSettingsForm({
    settings: meeting.settings, locks, options: { sections }, mode: 'usual',
    more: {
      publishAll: publish_all, duration: String(meeting.duration ?? 60),
      withPasscode: meeting.default_password ?? true, password: '',
      sections: meeting.sections ?? [],
    },
  }, save);
  const { fields, busy, refusal, errors } = form;
  return html`
    <${Header} title=${data.course.title} />
    <${Tabs} current="settings" me=${me} />
    <${Warnings} view=${data} />
    ${!busy && refusal ? html`
      <${Summary} errors=${errors} labels=${OWN_LABELS} refusal=${refusal} />` : null}
    <form novalidate onSubmit=${form.submit} aria-busy=${busy ? 'true' : null}>
      <fieldset class="whole" disabled=${busy}>
        <${Publishing} ...${fields} />
        <fieldset>
          <legend>${t('course.meetings')}</legend>
          <p class="help">${t('course.meetings.hint')}</p>
          <${Duration} ...${fields} />
        </fieldset>
        <${Sections} ...${fields} />
        <${SafetyFields} fields=${fields} />
        <${MoreFields} fields=${fields} />
      </fieldset>
      <div class="foot">
        <button class="primary" aria-disabled=${busy ? 'true' : null}>
          ${t(busy ? 'edit.sending' : 'course.submit')}</button>
        <span role="status" class="unseen">${busy ? t('edit.sending') : null}</span>
      </div>
    </form>`;
}
