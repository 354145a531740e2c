// SPDX-License-Identifier: Apache-2.0
// The meeting form as data: from the server's proposal to what the inputs hold, from there to the
// problems they have, and to the meeting in Zoom's names. No page in here.

import { instantOf, isoTime, isZone, wallTime } from './zone.js';

export const LIMITS = { topic: 200, agenda: 2000, duration: 24 * 60, password: 10 };

// Letters and digits that nobody confuses when reading them out.
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const PASSCODE_LENGTH = 8;

// A character of the alphabet, each as likely as any other.
function randomOf(alphabet) {
  const fair = 256 - 256 % alphabet.length;
  const byte = new Uint8Array(1);
  do {
    crypto.getRandomValues(byte);
  } while (byte[0] >= fair);
  return alphabet[byte[0] % alphabet.length];
}

// A passcode with at least one letter and one digit.
export function makePasscode() {
  const inner = Array.from({ length: PASSCODE_LENGTH - 2 }, () => randomOf(LETTERS + DIGITS));
  return [randomOf(LETTERS), ...inner, randomOf(DIGITS)].join('');
}

// What the inputs hold at first. `form` is the server's proposal in Zoom's names.
export function initialValues(form, fallbackZone) {
  const timezone = isZone(form.timezone) ? form.timezone : fallbackZone;
  const wanted = form.start_time ? Date.parse(form.start_time) : Date.now();
  return {
    topic: form.topic ?? '',
    agenda: form.agenda ?? '',
    ...wallTime(wanted, timezone),
    duration: String(form.duration ?? 60),
    timezone,
    withPasscode: form.default_password !== false,
    password: form.password || makePasscode(),
    waitingRoom: form.settings?.waiting_room !== false,
  };
}

export const spanOfValues = ({ date, time, duration, timezone }) => {
  const { instant, kind } = instantOf({ date, time }, timezone);
  return { start: instant, end: instant + Number(duration) * 60_000, kind };
};

const isWhole = (text, most) => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= most;

// What is wrong: { field: key of a sentence }, fields in the order of the form, in Zoom's names.
export function problemsOf(values, now) {
  const { start, kind } = spanOfValues(values);
  const length = (text) => [...text].length;
  const checks = [
    ['topic', !values.topic.trim(), 'error.topic.empty'],
    ['topic', length(values.topic.trim()) > LIMITS.topic, 'error.topic.long'],
    ['start_time', Number.isNaN(start), 'error.start.missing'],
    ['start_time', kind === 'skipped', 'error.start.skipped'],
    ['start_time', start <= now, 'error.start.past'],
    ['duration', !isWhole(values.duration, LIMITS.duration), 'error.duration'],
    ['agenda', length(values.agenda) > LIMITS.agenda, 'error.agenda.long'],
    ['password', values.withPasscode && !/^[A-Za-z0-9@*_-]{1,10}$/.test(values.password),
      'error.password'],
  ];
  const problems = {};
  for (const [field, wrong, key] of checks) {
    if (wrong) {
      problems[field] ??= key;
    }
  }
  return problems;
}

// The meeting to be made, in Zoom's names. Only for values without problems.
export function meetingOf(values) {
  return {
    topic: values.topic.trim(),
    agenda: values.agenda,
    type: 2,
    start_time: isoTime(spanOfValues(values).start),
    duration: Number(values.duration),
    timezone: values.timezone,
    ...(values.withPasscode ? { password: values.password } : { default_password: false }),
    settings: { waiting_room: values.waitingRoom },
  };
}
