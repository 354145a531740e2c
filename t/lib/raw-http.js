// SPDX-License-Identifier: Apache-2.0
// Requests that no HTTP client would send: bytes to a loopback port, and what comes back.

import net from 'node:net';

const DEADLINE = 120_000;

/**
 * The bytes of a request: `line` ("POST /x HTTP/1.1"), `headers` as [name, value] pairs (Host and
 * nothing else is added), `body` as text or Buffer, sent as it is.
 */
export function rawRequest(line, headers = [], body = '') {
  const head = [['host', 'localhost'], ...headers].map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([
    Buffer.from(`${[line, ...head].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body),
  ]);
}

/** A body in chunks of `size` bytes; without its end when `unfinished`. */
export function chunked(body, { size = 8192, unfinished = false } = {}) {
  const bytes = Buffer.from(body);
  const parts = [];
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from(unfinished ? '' : '0\r\n\r\n')]);
}

/**
 * Sends `bytes` to 127.0.0.1:`port` and resolves, once the server has closed the connection, to
 * {text (all that came), status, headers (lower case, a name that stands twice joined by ", "),
 * body}. Rejects when it does not close in time: ask for that by a "Connection: close". With
 * `leave` the client goes away as soon as all is sent, and the result is undefined.
 */
export function sendRaw(port, bytes, { leave = false } = {}) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = net.connect(port, '127.0.0.1');
    socket.setTimeout(DEADLINE, () => {
      socket.destroy(new Error(`the server keeps the connection\n${Buffer.concat(chunks)}`));
    });
    // A server that refuses a long body closes while we write; what it said has come all the same.
    socket.on('error', (error) => {
      if (!chunks.length || !['EPIPE', 'ECONNRESET'].includes(error.code)) reject(error);
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(leave ? undefined : answerOf(Buffer.concat(chunks))));
    socket.write(bytes, () => { if (leave) socket.destroy(); });
  });
}

function answerOf(bytes) {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const [line, ...fields] = text.slice(0, end).split('\r\n');
  const headers = {};
  for (const field of fields) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(field);
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return { text, status: Number(line.split(' ')[1]), headers, body: text.slice(end + 4) };
}
