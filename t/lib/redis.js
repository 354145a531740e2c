// SPDX-License-Identifier: Apache-2.0
// A private Redis, for one test.

import net from 'node:net';
import {
  freePort, isListening, startProgram, unprivileged, until,
} from './processes.js';

/**
 * Starts a Redis that keeps nothing on disk and resolves to {port, address, flush() (forgets all),
 * stop()}.
 */
export async function startRedis() {
  const port = await freePort();
  const server = startProgram('redis-server', [
    '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no',
  ], unprivileged());
  await until(() => isListening(port), { what: 'Redis', explain: server.output });
  return {
    port, address: `127.0.0.1:${port}`, flush: () => command(port, 'FLUSHALL'), stop: server.stop,
  };
}

function command(port, word) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${word}\r\n`));
    socket.once('data', () => {
      socket.end();
      resolve();
    });
    socket.once('error', reject);
  });
}
