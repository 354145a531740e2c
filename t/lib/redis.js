// SPDX-License-Identifier: Apache-2.0
// A private Redis, for one test.

import { freePort, isListening, startProgram, unprivileged, until } from './processes.js';

/** Starts a Redis that keeps nothing on disk and resolves to {port, address, stop()}. */
export async function startRedis() {
  const port = await freePort();
  const server = startProgram('redis-server', [
    '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no',
  ], unprivileged());
  await until(() => isListening(port), { what: 'Redis', explain: server.output });
  return { port, address: `127.0.0.1:${port}`, stop: () => server.stop() };
}
