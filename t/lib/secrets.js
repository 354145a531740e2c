// SPDX-License-Identifier: Apache-2.0
// Whatever in these tests is a secret, so that a server's log can be searched for all of it when
// the server ends. Whoever makes or receives one keeps it here.

const MIN = 8;      // what is shorter may stand in a log by chance

const kept = new Map();

/** Remembers `text` as a secret of the kind `what`, and returns it. */
export function keepSecret(text, what) {
  if (typeof text === 'string' && text.length >= MIN) kept.set(text, what);
  return text;
}

/** What of all that was kept stands in `log`: a list of sentences without the secrets. */
export function secretsIn(log) {
  return [...kept]
    .filter(([secret]) => log.includes(secret))
    .map(([secret, what]) => {
      const line = log.split('\n').find((one) => one.includes(secret));
      return `${what}: ${line.replaceAll(secret, '***').slice(0, 300)}`;
    });
}

/** How many secrets are known: a search for none would find none. */
export const secretCount = () => kept.size;
