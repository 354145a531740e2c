// SPDX-License-Identifier: Apache-2.0
// A TLS server before a plain one, under names of sites that only a test's browser knows
// (--host-resolver-rules). It can also be the browser's refusal of third-party cookies, for real
// browsers that know none as thorough: Chromium keeps those that are Partitioned.

import http from 'node:http';
import https from 'node:https';
import { readFileSync } from 'node:fs';
import { issueCertificate } from './tls.js';
import { temporaryDirectory } from './processes.js';

/**
 * Starts a front for `names` and resolves to {port, ca, origin(name), target, refusing, refused,
 * requests, stop()}. `target` is the port on 127.0.0.1 that requests go to, to be set by the owner.
 * While `refusing` is true, no answer but that to a navigation of a whole window keeps its
 * Set-Cookie; those that were taken away are counted in `refused`. `requests` lists
 * {method, path, destination, authorization}.
 */
export async function startTlsFront(names) {
  const { cert, key, ca } = await issueCertificate(temporaryDirectory('front'), names);
  const sockets = new Set();
  const front = { ca, target: undefined, refusing: false, refused: 0, requests: [] };
  const server = https.createServer(
    { cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
      forward(front, request, response);
    });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();

  return Object.assign(front, {
    port,
    origin: (name) => `https://${name}:${port}`,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      for (const socket of sockets) socket.destroy();
    }),
  });
}

function forward(front, request, response) {
  const { method, url, headers } = request;
  const destination = headers['sec-fetch-dest'];
  front.requests.push({
    method, path: url.split('?')[0], destination, authorization: headers.authorization,
  });
  const options = { host: '127.0.0.1', port: front.target, method, path: url, headers };
  const onward = http.request(options, (answer) => {
    const answered = { ...answer.headers };
    if (front.refusing && destination !== 'document' && answered['set-cookie']) {
      delete answered['set-cookie'];
      front.refused += 1;
    }
    response.writeHead(answer.statusCode, answered);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
