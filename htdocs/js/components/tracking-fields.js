// SPDX-License-Identifier: Apache-2.0
// What the university wants to know about each meeting: the account's tracking fields.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { Field, fieldId } from './field.js';

function hintOf({ required, value }) {
  const said = [];
  if (value) {
    said.push(t('tracking.mapped'));
  }
  if (!required) {
    said.push(t('tracking.optional'));
  }
  return said.join(' ');
}

function TrackingField({ definition, fields }) {
  const { values, errors, set } = fields;
  const { field, required, recommended_values: offered = [] } = definition;
  const name = `tracking_fields.${field}`;
  const list = `${fieldId(name)}-list`;
  return html`
    <${Field} name=${name} label=${html`<bdi>${field}</bdi>`} hint=${hintOf(definition)}
      error=${errors[name]} input=${(wired) => html`
        <input type="text" ...${wired} dir="auto" autocomplete="off" required=${required}
          list=${offered.length ? list : null} value=${values.tracking[field] ?? ''}
          onInput=${({ target }) => set(({ tracking }) => ({
            tracking: { ...tracking, [field]: target.value },
          }))} />
        ${offered.length ? html`
          <datalist id=${list}>
            ${offered.map((value) => html`<option key=${value} value=${value}></option>`)}
          </datalist>` : null}`} />`;
}

// Those that must be filled in, or those that may.
export function TrackingFields({ required, fields }) {
  const { options, mode } = fields;
  const chosen = mode === 'date' ? []
    : (options.tracking_fields ?? []).filter((each) => Boolean(each.required) === required);
  return chosen.length ? html`
    <fieldset>
      <legend>${t('form.tracking')}</legend>
      ${chosen.map((definition) => html`
        <${TrackingField} key=${definition.field} definition=${definition} fields=${fields} />`)}
    </fieldset>` : null;
}
