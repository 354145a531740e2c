// SPDX-License-Identifier: Apache-2.0
// A labelled input with what helps to fill it in and what is wrong with it, tied together for
// screen readers. `name` is the field's name in Zoom's body, dotted where nested.

import { html } from '../html.js';
import { t } from '../i18n.js';

export const fieldId = (name) => `field-${name.replace(/[^A-Za-z0-9_]/g, '-')}`;

// What an input needs to be tied to its hint and its error. The id stays the field's own unless
// several inputs share one field, as date and time do: then each gives its own.
export const wiring = ({ name, id = fieldId(name), hint, error }) => ({
  id,
  name: id.replace('field-', ''),
  'aria-invalid': error ? 'true' : null,
  'aria-describedby': [error && `${fieldId(name)}-error`, hint && `${fieldId(name)}-hint`]
    .filter(Boolean).join(' ') || null,
});

export const FieldError = ({ name, error }) => error
  ? html`<p class="error" id=${`${fieldId(name)}-error`}><bdi>${error}</bdi></p>` : null;

export const FieldHint = ({ name, hint }) => hint
  ? html`<p class="help" id=${`${fieldId(name)}-hint`}>${hint}</p>` : null;

// `input` is given what `wiring` gives and returns the control.
export const Field = ({ name, label, hint, error, input }) => html`
  <div class="field">
    <label for=${fieldId(name)}>${label}</label>
    ${input(wiring({ name, hint, error }))}
    <${FieldHint} name=${name} hint=${hint} />
    <${FieldError} name=${name} error=${error} />
  </div>`;

// A choice among a few: `choices` are [value, text].
export const Select = ({ name, label, hint, error, value, choices, disabled, onChange }) => html`
  <${Field} name=${name} label=${label} hint=${hint} error=${error} input=${(wired) => html`
    <select ...${wired} value=${value} disabled=${disabled}
      onChange=${({ target }) => onChange(target.value)}>
      ${choices.map(([each, text]) => html`
        <option key=${each} value=${each}>${text}</option>`)}
    </select>`} />`;

// A box to tick, with a word and what it means.
export const Choice = ({ name, label, hint, error, checked, disabled, onChange, children }) => html`
  <div class="choice">
    <input type="checkbox" ...${wiring({ name, hint, error })} checked=${checked}
      disabled=${disabled} onChange=${({ target }) => onChange(target.checked)} />
    <div>
      <label for=${fieldId(name)}>${label}</label>
      <${FieldHint} name=${name} hint=${hint} />
      <${FieldError} name=${name} error=${error} />
      ${children}
    </div>
  </div>`;

const REASONS = { zoom: 'lock.zoom', university: 'lock.university' };

// Why a field cannot be changed, in words; "" when it can. `locks` maps names of fields to
// { value, reason }.
export function lockReason(locks, name) {
  const lock = locks?.[name];
  return lock ? t(REASONS[lock.reason] ?? REASONS.zoom) : '';
}
