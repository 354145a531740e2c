// SPDX-License-Identifier: Apache-2.0
// Rules for the body of a meeting that go beyond the form of each field: fields that need or
// exclude each other, the account's policy, people and labels that must exist.

import { randomInt } from 'node:crypto';
import { ApiError, brokenRule, invalidFields, refusedField } from './errors.js';
import { BASIC, findUser, LICENSED } from './users.js';

const RECURRING = 8;
const DAILY = 1;
const WEEKLY = 2;
const MONTHLY = 3;
const LONGEST_INTERVAL = { [DAILY]: 99, [WEEKLY]: 50, [MONTHLY]: 10 };

/**
 * Refuses a create or update body whose fields contradict each other; `before` is the meeting that
 * it changes, if any.
 */
export function checkFieldsTogether(body, before) {
  const { recurrence, settings = {} } = body;
  const type = body.type ?? before?.type ?? 2;
  const errors = [];
  const complain = (field, message) => errors.push({ field, message });

  if (recurrence && type !== RECURRING) complain('recurrence', 'Only for meetings of type 8.');
  if (type === RECURRING && !recurrence && !before?.recurrence) {
    complain('recurrence', 'A meeting of type 8 needs it.');
  }
  if (recurrence) checkRecurrence(recurrence, complain);
  if (settings.request_permission_to_unmute_participants
      && settings.allow_host_control_participant_mute_state) {
    complain('settings.allow_host_control_participant_mute_state',
      'Not with request_permission_to_unmute_participants.');
  }
  const regions = settings.approved_or_denied_countries_or_regions;
  if (regions?.enable && !regions.method) {
    complain('settings.approved_or_denied_countries_or_regions.method', 'Is required.');
  }
  if (errors.length) throw invalidFields(errors, 'fields together');
}

function checkRecurrence(recurrence, complain) {
  const { type, repeat_interval = 1, monthly_week, monthly_week_day } = recurrence;
  const within = (name, ...types) => {
    if (name in recurrence && !types.includes(type)) {
      complain(`recurrence.${name}`, `Not for recurrences of type ${type}.`);
    }
  };
  within('weekly_days', WEEKLY);
  for (const name of ['monthly_day', 'monthly_week', 'monthly_week_day']) within(name, MONTHLY);

  if (repeat_interval > LONGEST_INTERVAL[type]) {
    complain('recurrence.repeat_interval', `At most ${LONGEST_INTERVAL[type]}.`);
  }
  if (type === WEEKLY && !recurrence.weekly_days) {
    complain('recurrence.weekly_days', 'Is required for a weekly meeting.');
  }
  if ((monthly_week === undefined) !== (monthly_week_day === undefined)) {
    complain('recurrence.monthly_week_day', 'Goes with monthly_week.');
  }
  if (monthly_week !== undefined && 'monthly_day' in recurrence) {
    complain('recurrence.monthly_day', 'Not with monthly_week.');
  }
  if ('end_times' in recurrence && 'end_date_time' in recurrence) {
    complain('recurrence.end_times', 'Not with end_date_time.');
  }
}

/** The passcode of a meeting: the one asked for, when the policy allows it, or one made. */
export function passcodeFor(zoom, { password, default_password = true }) {
  const { passcodeRequired, passcodeRequirement } = zoom.account;
  if (password) {
    if (!meetsRequirement(password, passcodeRequirement)) {
      throw refusedField('password', 'Does not meet the passcode requirements of the account.');
    }
    return password;
  }
  return default_password && passcodeRequired ? generated(passcodeRequirement) : '';
}

function meetsRequirement(password, requirement) {
  const length = requirement.consecutive_characters_length;
  return /^[\x21-\x7e]{1,10}$/.test(password)
    && password.length >= requirement.length
    && (!requirement.only_allow_numeric || /^[0-9]+$/.test(password))
    && (!requirement.have_letter || /[A-Za-z]/.test(password))
    && (!requirement.have_number || /[0-9]/.test(password))
    && (!requirement.have_special_character || /[^A-Za-z0-9]/.test(password))
    && (!requirement.have_upper_and_lower_characters
      || (/[a-z]/.test(password) && /[A-Z]/.test(password)))
    && (!length || !hasRun(password, length));
}

// "aaaa" and "1234" are runs.
function hasRun(text, length) {
  const steps = [...text].map((character, at) => character.charCodeAt(0) - text.charCodeAt(at - 1));
  return [0, 1].some((step) => steps
    .map((one) => (one === step ? 'x' : ' ')).join('').includes('x'.repeat(length - 1)));
}

function generated(requirement) {
  const digits = String(randomInt(100_000, 999_999));
  const plain = !requirement.have_letter && !requirement.have_special_character
    && !requirement.have_upper_and_lower_characters;
  return plain ? digits.padEnd(requirement.length, '7') : `Zq@${digits.padEnd(7, '7')}`;
}

/** Every alternative host is a licensed user of the account. */
export function checkAlternativeHosts(zoom, list = '') {
  for (const one of list.split(/[;,]/).map((part) => part.trim()).filter(Boolean)) {
    const user = findUser(zoom, one);
    if (!user || user.foreign || user.type !== LICENSED) {
      throw refusedField('settings.alternative_hosts', `Not a licensed user here: ${one}`);
    }
  }
}

/** Registration is for the meetings of licensed hosts. */
export function checkRegistration(host, { settings }) {
  if (host.type === BASIC && [0, 1].includes(settings?.approval_type)) {
    throw refusedField('settings.approval_type', 'Registration needs a licensed host.');
  }
}

/** Tracking fields are named by their labels, each once, and have a value. */
export function checkTrackingFields(zoom, fields = []) {
  for (const [index, { field, value }] of fields.entries()) {
    if (fields.findIndex((other) => other.field === field) !== index || value === undefined) {
      throw brokenRule('tracking field', 'tracking_fields', `${field} twice, or without a value.`);
    }
    if (!zoom.trackingFields.some((known) => known.field === field)) {
      throw brokenRule('tracking field', 'tracking_fields', `There is no field ${field}.`);
    }
  }
}

/** The host for whom `caller` schedules, after the body's schedule_for. */
export function hostScheduledFor(zoom, caller, body) {
  if (!body.schedule_for) return caller;
  const host = findUser(zoom, body.schedule_for);
  if (body.type === 1) {
    throw new ApiError(400, 3000, 'Instant meetings do not support the schedule_for parameter, '
      + "and you can't schedule an instant meeting for another user.");
  }
  if (!host) throw refusedField('schedule_for', 'The value is invalid.');
  if (host !== caller && !caller.schedules_for.includes(host.id)) {
    throw new ApiError(400, 3000, `You cannot schedule a meeting for ${body.schedule_for}`);
  }
  return host;
}
