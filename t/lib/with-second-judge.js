#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Runs a command, and lets a validating proxy judge every call that reaches a campus's simulated
// Zoom meanwhile: with-second-judge.js COMMAND [ARGUMENT ...]
//
// A call is told after it was answered (../sandbox/zoom/second-judge.js). It is then sent once more,
// through the proxy, to a server that repeats what the simulated Zoom has said. So bad weather in a
// test stays as it is, and the proxy sees every request and every answer. Exit status: the
// command's; 1 when the proxy found a violation, or saw nothing at all. Where there is no proxy
// (prism.js), the command runs alone.

import { spawn } from 'node:child_process';
import http from 'node:http';
import { noPrism, startPrism } from './prism.js';

const CALL = 'x-recorded-call';
const [command, ...words] = process.argv.slice(2);

const run = (env) => new Promise((resolve) => {
  spawn(command, words, { stdio: 'inherit', env: { ...process.env, ...env } })
    .on('close', (code) => resolve(code ?? 1));
});

async function listen(handler) {
  const server = http.createServer((request, response) => {
    handler(request, response).catch((error) => {
      response.writeHead(500).end(error.stack);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A request of the simulated Zoom once more, as the transport needs it. */
function again({ method, url, headers, text }, base, id) {
  const { host, connection, 'content-length': length, 'transfer-encoding': coding, ...kept } = headers;
  return fetch(new URL(url, base), {
    method, headers: { ...kept, [CALL]: id }, body: text || undefined, redirect: 'manual',
  });
}

// What the proxy found, as it says in a header of its answer. Of an answer that refuses, Zoom's
// document says little; the request counts all the same.
function found(header, status) {
  return JSON.parse(header ?? '[]')
    .filter(({ location }) => status < 400 || location[0] !== 'response')
    .map(({ location, message }) => `${location.join('.')}: ${message}`);
}

async function judged() {
  const recorded = new Map();
  const violations = new Map();
  let calls = 0;
  const upstream = await listen(async (request, response) => {
    const { status, headers, body } = recorded.get(request.headers[CALL]);
    response.writeHead(status, headers).end(body);
  });
  const prism = await startPrism(upstream.url);
  const ear = await listen(async (request, response) => {
    const call = JSON.parse(await textOf(request));
    calls += 1;
    const id = String(calls);
    recorded.set(id, call.answer);
    const answer = await again(call, prism.url, id);
    await answer.arrayBuffer();
    recorded.delete(id);
    for (const one of found(answer.headers.get('sl-violations'), call.answer.status)) {
      const line = `${call.method} ${call.url.split('?')[0].replace(/\/[^/]*\d[^/]*/g, '/*')} ${one}`;
      violations.set(line, (violations.get(line) ?? 0) + 1);
    }
    response.end();
  });

  const code = await run({ LTI_ZOOM_SECOND_JUDGE: ear.url });
  ear.close();
  upstream.close();
  await prism.stop();
  process.stdout.write(`The second judge: ${calls} calls, ${violations.size} kinds of violation\n`);
  for (const [line, times] of violations) process.stdout.write(`  ${times} times: ${line}\n`);
  return code || (violations.size || !calls ? 1 : 0);
}

process.exitCode = noPrism ? await run({}) : await judged();
