// SPDX-License-Identifier: Apache-2.0
// The guard on the error log: a server that complains has failed the test, unless the test said
// that it would.

const LINE = /^\[[^\]]*\] \[(?<module>[^:\]]*):(?<level>\w+)\] /;
const BAD = new Set(['emerg', 'alert', 'crit', 'error', 'warn']);
const TAGGED = /\bLZ\d{4}\b/;

// What httpd says of the machine it runs on: its mod_ssl was built with a newer OpenSSL than is
// installed, as after an upgrade of one package alone.
const OF_THE_MACHINE = /\bAH01882: Init: this version of mod_ssl was compiled against a newer/;

/**
 * httpd closes the sockets of its workers when it is told to stop, and one of them notices. It tells
 * a process once more that did not end within 3 s, as happens where many want the processor; one
 * that has to be killed after 9 s (AH00046) is a surprise.
 */
export const WHILE_STOPPING = new RegExp('\\bAH0309[23]: process_(socket|lingering_close): '
  + 'apr_pollset_add failure|\\bAH00045: child process \\d+ still did not exit, sending a SIGTERM');

/**
 * The lines of an error log that nobody expected: those of level warn or worse, notices that carry
 * one of our own tags, and whatever httpd did not write itself (a sanitizer, a crashing library).
 * Lines that match one of `expected` (RegExps) are none.
 */
export function unexpectedLines(log, expected = []) {
  return log.split('\n').filter((line) => isBad(line) && !expected.some((one) => one.test(line)));
}

function isBad(line) {
  if (!line.trim() || OF_THE_MACHINE.test(line)) return false;
  const level = LINE.exec(line)?.groups.level;
  if (!level) return true;
  return BAD.has(level) || (level === 'notice' && TAGGED.test(line));
}
