// SPDX-License-Identifier: Apache-2.0
// Options of meetings as a form of their own, without a meeting: what new meetings of a course begin
// with, and how a personal room is set. The form's fields draw them.

import { useState } from './html.js';
import { useAction } from './action.js';

const NONE = { repeat: 'open', rooms: [], withRooms: false, tracking: {}, registration: false };

// What the fields take, of `settings` in Zoom's names; `more` has further values.
const valuesOf = (settings, more) => ({ ...NONE, ...more, settings: { ...settings } });

const changed = (before, after) => Object.fromEntries(
  Object.entries(after).filter(([name, value]) => value !== before[name]));

// A form over `settings` of Zoom's names and `more` values beside them, with `locks` and further
// `options` of the fields, that `save(changes)` sends, which is given { ...values that differ, settings: those that differ }. Returns
// { fields, busy, refusal, errors, submit }; `fields` is what the form's fields take. After it
// was saved it goes on from what it then holds.
export function useSettingsForm({ settings = {}, more = {}, locks = {}, options, mode }, save) {
  const [before, setBefore] = useState(() => valuesOf(settings, more));
  const [values, setValues] = useState(before);
  const [{ busy, refusal }, run] = useAction();
  const errors = refusal?.fields ?? {};

  const set = (change) => setValues((old) => ({
    ...old, ...(typeof change === 'function' ? change(old) : change),
  }));
  const { settings: nowSet, ...nowMore } = values;
  const { settings: wereSet, ...wereMore } = before;
  const changes = { ...changed(wereMore, nowMore), settings: changed(wereSet, nowSet) };

  const submit = (event) => {
    event.preventDefault();
    return run(async () => {
      await save(changes);
      setBefore(values);
    });
  };
  return {
    fields: { values, errors, options: { locks, ...options }, mode, set }, busy, refusal, errors, submit,
  };
}
