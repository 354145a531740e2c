// SPDX-License-Identifier: Apache-2.0
// JSON with integers of 64 bits, which a Number does not hold: they are BigInts here.

const MARK = '\u0001int64:';

/** The text of a value. */
export function jsonText(value) {
  const marked = JSON.stringify(value, (name, member) => (
    typeof member === 'bigint' ? `${MARK}${member}` : member));
  return marked.replace(/"\\u0001int64:(\d+)"/g, '$1');
}
