// SPDX-License-Identifier: Apache-2.0
// Loopback ports for servers that start, or come back, on a port that was chosen before.

import { randomInt } from 'node:crypto';
import net from 'node:net';

// Below those that Linux gives to whoever connects, or listens without saying where: of these none
// is taken by chance between the choice and the start of the server.
const FIRST = 12_000;
const END = 32_000;

// The ports of this address are locks: who listens on one has the same port of 127.0.0.1.
const LOCKS = '127.0.0.2';

/** A port of 127.0.0.1 that is free, and is not given to anybody else while this process lives. */
export async function freePort() {
  for (;;) {
    const port = randomInt(FIRST, END);
    const lock = await listenOn(port, LOCKS);
    const trial = lock && await listenOn(port, '127.0.0.1');
    if (trial) {
      await new Promise((resolve) => { trial.close(resolve); });
      lock.unref();
      return port;
    }
    lock?.close();
  }
}

// A server that only holds its port; undefined where another has it.
function listenOn(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Does something accept connections on this loopback port? */
export function isListening(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
