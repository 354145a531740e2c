// SPDX-License-Identifier: Apache-2.0
// What can stand between the module and the simulated Zoom: a TLS server that speaks HTTP/2, as
// Zoom's does, and an HTTP proxy through which TLS goes by CONNECT.

import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { readFileSync } from 'node:fs';
import { issueCertificate } from './tls.js';
import { temporaryDirectory } from './processes.js';

/** Headers that belong to one connection only. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'host'];

const endToEnd = (headers) => Object.fromEntries(Object.entries(headers)
  .filter(([name]) => !name.startsWith(':') && !HOP.includes(name)));

function closing(server, sockets) {
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  return () => new Promise((resolve) => {
    server.close(resolve);
    for (const socket of sockets) socket.destroy();
  });
}

/**
 * A TLS front for `zoom` under `names` and 127.0.0.1; resolves to
 *
 *   {port, base(name), caFile, requests, connections, stop()}
 *
 * `requests` lists {path, version ('2.0' or '1.1')}. With `http2: false` it offers HTTP/1.1 alone.
 */
export async function startZoomFront(zoom, names = ['localhost'], options = {}) {
  const { http2: offersHttp2 = true } = options;
  const tls = await issueCertificate(temporaryDirectory('zoom-front'), names);
  const front = { requests: [], connections: 0, caFile: tls.caFile, ca: tls.ca };
  const secrets = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
  const server = offersHttp2
    ? http2.createSecureServer({ ...secrets, allowHTTP1: true })
    : https.createServer(secrets);
  server.on('request', (request, response) => {
    front.requests.push({ path: request.url.split('?')[0], version: request.httpVersion });
    const onward = http.request({
      host: '127.0.0.1',
      port: new URL(zoom.url).port,
      method: request.method,
      path: request.url,
      headers: endToEnd(request.headers),
    }, (answer) => {
      response.writeHead(answer.statusCode, endToEnd(answer.headers));
      answer.pipe(response);
    });
    onward.on('error', () => response.stream?.close?.() ?? response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.on('secureConnection', () => { front.connections += 1; });
  server.on('sessionError', () => {});
  const stop = closing(server, new Set());
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  return Object.assign(front, { port, base: (name) => `https://${name}:${port}`, stop });
}

/**
 * An HTTP proxy for CONNECT alone that leads every name to this machine; resolves to
 * {port, url, connects (targets in turn), refusing, silent, stop()}. While `refusing` is true it
 * answers 403, while `silent` not at all.
 */
export async function startProxy() {
  const proxy = { connects: [], others: 0, refusing: false, silent: false };
  const server = http.createServer((request, response) => {
    proxy.others += 1;
    response.writeHead(405).end();
  });
  const sockets = new Set();
  server.on('connect', (request, client, head) => {
    proxy.connects.push(request.url);
    client.on('error', () => client.destroy());
    if (proxy.silent) return;
    if (proxy.refusing) {
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const onward = net.connect(Number(request.url.split(':').pop()), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(client);
      client.pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => client.destroy());
    onward.on('close', () => { sockets.delete(onward); client.destroy(); });
    client.on('close', () => onward.destroy());
  });
  const stop = closing(server, sockets);
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  return Object.assign(proxy, { port, url: `http://127.0.0.1:${port}`, stop });
}
