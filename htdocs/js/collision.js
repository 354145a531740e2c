// SPDX-License-Identifier: Apache-2.0
// Somebody else has changed a field that was changed here too: what they have made of it, in words and
// as what the inputs would hold. Comes when the server says so.

import { getView } from './api.js';
import { t } from './i18n.js';
import { initialValues } from './meeting-form.js';
import { paths } from './shell.js';
import { dayAndTime, lengthInWords, listOf } from './time.js';

// The inputs of fields that have other names there; the rest of `settings` is as it is.
const INPUTS = {
  start_time: ['date', 'time'], password: ['withPasscode', 'password'],
  tracking_fields: ['tracking'], schedule_for: ['scheduleFor'],
  recurrence: ['repeat', 'interval', 'weekdays', 'monthBy', 'monthDay', 'monthWeek', 'monthWeekday',
    'ends', 'endDate', 'endTimes'],
  type: ['repeat'],
  'settings.alternative_hosts': ['hosts'], 'settings.approval_type': ['registration'],
  'settings.breakout_room': ['rooms', 'withRooms'],
};

// What can be said in a few words.
const WORDS = {
  topic: ({ topic }) => topic,
  agenda: ({ agenda }) => agenda,
  start_time: ({ start_time }, zone) => dayAndTime(Date.parse(start_time), zone, Date.now()),
  duration: ({ duration }) => lengthInWords(duration),
  sections: ({ sections }) => listOf(sections),
};

const inSettings = (name) => (name.startsWith('settings.') ? name.slice('settings.'.length) : null);

function sentenceOf(name, form, zone) {
  const value = WORDS[name]?.(form, zone);
  return value ? t('edit.meanwhile.value', { value }) : t('edit.meanwhile');
}

// Their values of these fields, and what is here of the rest of the settings.
function take(names, theirs, settings) {
  const inputs = names.flatMap((name) => INPUTS[name] ?? (inSettings(name) ? [] : [name]));
  const own = names.map(inSettings).filter((name) => name in theirs.settings);
  return {
    ...Object.fromEntries(inputs.map((name) => [name, theirs[name]])),
    settings: { ...settings, ...Object.fromEntries(own.map((name) => [name, theirs.settings[name]])) },
  };
}

// What has been seen of the meeting once their values of these fields were told.
function seenNow(names, before, now) {
  const form = structuredClone(before);
  for (const name of names) {
    const [from, to, key] = inSettings(name)
      ? [now.settings, form.settings, inSettings(name)] : [now, form, name];
    to[key] = from[key];
  }
  return form;
}

// What the form's state becomes: { form, errors, theirs }, `theirs` a function from all values to those
// that would be theirs. `form` is what had been seen.
export async function meet({ meeting, ...data }, names, form, zone) {
  const fresh = await getView(paths.edit(meeting));
  const theirs = initialValues({ ...data, ...fresh }, zone);
  return {
    form: seenNow(names, { settings: {}, ...form }, { settings: {}, ...fresh.form }),
    errors: Object.fromEntries(names.map((name) => [name, sentenceOf(name, fresh.form, zone)])),
    theirs: ({ settings }) => take(names, theirs, settings),
  };
}
