// SPDX-License-Identifier: Apache-2.0
// A small language for the form of JSON: `object({topic: text(200)})`. A checker is a function
// (value, name) that gives a list of {field, message}, empty when all is well.

const complaint = (field, message) => [{ field, message }];

export const text = (max = 10_000) => (value, name) => {
  if (typeof value !== 'string') return complaint(name, 'Must be a string.');
  return [...value].length > max ? complaint(name, `At most ${max} characters.`) : [];
};

export const pattern = (expression, description) => (value, name) => (
  typeof value === 'string' && expression.test(value) ? [] : complaint(name, description));

export const integer = (min, max) => (value, name) => {
  if (!Number.isSafeInteger(value)) return complaint(name, 'Must be an integer.');
  return value < min || value > max ? complaint(name, `Must be from ${min} to ${max}.`) : [];
};

export const flag = (value, name) => (
  typeof value === 'boolean' ? [] : complaint(name, 'Must be true or false.'));

export const oneOf = (...allowed) => (value, name) => (
  allowed.includes(value) ? [] : complaint(name, `Must be one of ${allowed.join(', ')}.`));

export const list = (item, max = 1000) => (value, name) => {
  if (!Array.isArray(value)) return complaint(name, 'Must be an array.');
  if (value.length > max) return complaint(name, `At most ${max} entries.`);
  return value.flatMap((entry, i) => item(entry, `${name}[${i}]`));
};

/** A closed object: a member that `members` does not name is refused, `required` must be there. */
export const object = (members, required = []) => (value, name) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return complaint(name, 'Must be an object.');
  }
  const path = (member) => (name ? `${name}.${member}` : member);
  const missing = required.filter((member) => !(member in value));
  return [
    ...missing.map((member) => ({ field: path(member), message: 'Is required.' })),
    ...Object.entries(value).flatMap(([member, content]) => (
      Object.hasOwn(members, member)
        ? members[member](content, path(member))
        : complaint(path(member), 'Unknown field.'))),
  ];
};

export const email = pattern(/^[^\s@]+@[^\s@]+$/, 'Must be an e-mail address.');

/** Parsers of query parameters: text to value, or undefined when the text has the wrong form. */
export const query = {
  text: (value) => value,
  flag: (value) => ({ true: true, false: false })[value],
  integer: (min, max) => (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    return number >= min && number <= max ? number : undefined;
  },
  oneOf: (...allowed) => (value) => (allowed.includes(value) ? value : undefined),
  date: (value) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
    return Number.isNaN(Date.parse(value)) ? undefined : value;
  },
};
