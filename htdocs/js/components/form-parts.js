// SPDX-License-Identifier: Apache-2.0
// Settings of a meeting as controls. Each is drawn only where the server's form has it, and cannot be
// changed where it is locked. All take `fields`: { values, errors, options, mode, host, set }, where
// `host` is the name of who holds the meeting.

import { html } from '../html.js';
import { isOfOneDate } from '../meeting-form.js';
import { Choice, lockReason, Select } from './field.js';

// Whether this form has that setting.
export const has = ({ values, mode }, name) =>
  name in values.settings && (mode !== 'date' || isOfOneDate(name));

const setting = ({ set }, name) => (value) =>
  set(({ settings }) => ({ settings: { ...settings, [name]: value } }));

// A setting that is on or off. `off` says why it cannot be had with what else is chosen.
export function SettingChoice({ name, label, hint, off, fields, children }) {
  if (!has(fields, name)) {
    return null;
  }
  const { values, errors, options } = fields;
  const full = `settings.${name}`;
  const locked = lockReason(options.locks, full);
  return html`
    <${Choice} name=${full} label=${label} hint=${locked || off || hint} error=${errors[full]}
      checked=${locked ? options.locks[full].value : values.settings[name] && !off}
      disabled=${Boolean(locked || off)} onChange=${setting(fields, name)}>
      ${children}
    <//>`;
}

// A setting with a few values: `choices` are [value, text].
export function SettingSelect({ name, label, hint, choices, fields }) {
  if (!has(fields, name)) {
    return null;
  }
  const { values, errors, options } = fields;
  const full = `settings.${name}`;
  const locked = lockReason(options.locks, full);
  const value = String(locked ? options.locks[full].value : values.settings[name]);
  const known = choices.some(([each]) => String(each) === value);
  const typed = (text) => choices.map(([each]) => each).find((each) => String(each) === text) ?? text;
  return html`
    <${Select} name=${full} label=${label} hint=${locked || hint} error=${errors[full]}
      value=${value} choices=${known ? choices : [...choices, [value, value]]}
      disabled=${Boolean(locked)} onChange=${(text) => setting(fields, name)(typed(text))} />`;
}
