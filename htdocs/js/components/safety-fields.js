// SPDX-License-Identifier: Apache-2.0
// Who gets in, and how.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { hasDates, hasStart } from '../meeting-form.js';
import { Choice, Select } from './field.js';
import { has, SettingChoice, SettingSelect } from './form-parts.js';
import { PasscodeField } from './passcode-field.js';

const Authentication = ({ fields }) => {
  const { values, options } = fields;
  const ways = options.authentication_options ?? [];
  return html`
    <${SettingChoice} name="meeting_authentication" label=${t('form.authentication')}
      hint=${t('form.authentication.hint')} fields=${fields}>
      ${values.settings.meeting_authentication && ways.length > 1 ? html`
        <${SettingSelect} name="authentication_option" label=${t('form.authentication.which')}
          choices=${ways.map(({ id, name }) => [id, name])}
          fields=${{
            ...fields,
            values: {
              ...values, settings: { authentication_option: ways[0].id, ...values.settings },
            },
          }} />` : null}
    <//>`;
};

const REGISTRATIONS = [
  [1, 'form.registration.once'], [2, 'form.registration.each'], [3, 'form.registration.some'],
];

// Only meetings with a start of their own can ask people to register.
function Registration({ fields }) {
  const { values, errors, options, set } = fields;
  if (!options.registration_allowed || !hasStart(values)) {
    return null;
  }
  return html`
    <${Choice} name="settings.approval_type" label=${t('form.registration')}
      hint=${t('form.registration.hint')} error=${errors['settings.approval_type']}
      checked=${values.registration} onChange=${(registration) => set(({ settings }) => ({
        registration, settings: { registration_type: 1, ...settings },
      }))}>
      ${values.registration && hasDates(values) ? html`
        <${Select} name="settings.registration_type" label=${t('form.registration.which')}
          error=${errors['settings.registration_type']}
          value=${String(values.settings.registration_type ?? 1)}
          choices=${REGISTRATIONS.map(([value, key]) => [String(value), t(key)])}
          onChange=${(value) => set(({ settings }) => ({
            settings: { ...settings, registration_type: Number(value) },
          }))} />` : null}
    <//>`;
}

// Of a personal room, whose passcode and registration are not set here, it is the rest.
export const SafetyFields = ({ fields }) => {
  const { mode } = fields;
  const whole = mode !== 'date';
  return whole || has(fields, 'waiting_room') ? html`
    <fieldset>
      <legend>${t('form.safety')}</legend>
      ${whole && mode !== 'room' ? html`<${PasscodeField} fields=${fields} />` : null}
      <${SettingChoice} name="waiting_room" label=${t('form.waiting_room')}
        hint=${t('form.waiting_room.hint')} fields=${fields} />
      ${whole ? html`
        <${Authentication} fields=${fields} />
        <${Registration} fields=${fields} />` : null}
    </fieldset>` : null;
};
