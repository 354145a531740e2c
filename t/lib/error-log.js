// SPDX-License-Identifier: Apache-2.0
// The guard on the error log: a server that complains has failed the test, unless the test said
// that it would.

const LINE = /^\[[^\]]*\] \[(?<module>[^:\]]*):(?<level>\w+)\] /;
const BAD = new Set(['emerg', 'alert', 'crit', 'error', 'warn']);
const TAGGED = /\bLZ\d{4}\b/;

/**
 * The lines of an error log that nobody expected: those of level warn or worse, notices that carry
 * one of our own tags, and whatever httpd did not write itself (a sanitizer, a crashing library).
 * Lines that match one of `expected` (RegExps) are none.
 */
export function unexpectedLines(log, expected = []) {
  return log.split('\n').filter((line) => isBad(line) && !expected.some((one) => one.test(line)));
}

function isBad(line) {
  if (!line.trim()) return false;
  const level = LINE.exec(line)?.groups.level;
  if (!level) return true;
  return BAD.has(level) || (level === 'notice' && TAGGED.test(line));
}
