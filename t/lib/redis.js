// SPDX-License-Identifier: Apache-2.0
// A private Redis, for one test.

import net from 'node:net';
import { freePort, isListening } from './ports.js';
import { startProgram, unprivileged, until } from './processes.js';

// As if so many milliseconds had passed for all that is kept.
const AGE = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end`;

/**
 * Starts a Redis that keeps nothing on disk and resolves to {port, address, flush() (forgets all),
 * age(seconds) (all that it keeps becomes older: it does not run under a clock of clock.js), stop()}.
 */
export async function startRedis() {
  const port = await freePort();
  const server = startProgram('redis-server', [
    '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no',
  ], unprivileged());
  await until(() => isListening(port), { what: 'Redis', explain: server.output });
  return {
    port,
    address: `127.0.0.1:${port}`,
    flush: () => command(port, 'FLUSHALL'),
    age: (seconds) => command(port, 'EVAL', AGE, '0', String(seconds * 1000)),
    stop: server.stop,
  };
}

function command(port, ...words) {
  const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => (
      socket.write(`*${words.length}\r\n${bulk}`)));
    socket.once('data', (answer) => {
      socket.end();
      if (answer.toString().startsWith('-')) reject(new Error(answer.toString()));
      else resolve();
    });
    socket.once('error', reject);
  });
}
