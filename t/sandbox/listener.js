// SPDX-License-Identifier: Apache-2.0
// A loopback HTTP server that can go away and come back on its own port, which is what a simulated
// outage needs: node's own close() waits for kept-alive connections, an outage does not.

import http from 'node:http';
import { freePort } from '../lib/ports.js';

const MAX_BODY = 1024 * 1024;

/**
 * Opens a server on 127.0.0.1:`port` (or any free port) that gives each request to
 * `handler(request, response)`. Resolves to `{port, open(), close()}`: close() refuses new
 * connections and cuts the present ones at once, open() listens again on the same port. Both may be
 * called in any state. The server does not keep the process alive. A handler that throws answers
 * 500 with the stack, since a simulator that fails silently would let a test blame the module.
 */
export async function createListener(handler, port) {
  const sockets = new Set();
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    Promise.resolve()
      .then(() => handler(request, response))
      .catch((error) => answerFailure(response, error));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.unref();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });

  const listener = {
    port: port || await freePort(),
    async open() {
      if (server.listening) return;
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(listener.port, '127.0.0.1', () => {
          server.off('error', reject);
          server.unref();
          resolve();
        });
      });
    },
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  await listener.open();
  return listener;
}

function answerFailure(response, error) {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`the simulator itself failed\n${error.stack}\n`);
}

/**
 * Reads a request's whole body as text. Rejects with `error.status` 413 above 1 MiB and with
 * `error.aborted` when the client leaves in the middle.
 */
export async function readBody(request) {
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > MAX_BODY) throw Object.assign(new Error('body too large'), { status: 413 });
      chunks.push(chunk);
    }
  } catch (error) {
    if (!error.status) error.aborted = true;
    throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The media type of a request or answer without its parameters, in lower case; '' when absent. */
export function mediaType(headers) {
  return (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

/** The names that occur more than once in a URLSearchParams. */
export function duplicates(parameters) {
  return [...new Set(parameters.keys())].filter((name) => parameters.getAll(name).length > 1);
}
