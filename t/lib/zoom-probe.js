// SPDX-License-Identifier: Apache-2.0
// Runs t/probe/zoom_probe.c, which performs operations of the data map by the module's own code.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import readline from 'node:readline';
import { probePath } from './paths.js';

/**
 * Starts a probe of the simulated `zoom`; `bases` {apiBase, oauthBase} where something stands
 * between the two. Resolves to
 *
 *   perform(calls, deadline)  all at once: {answers, log, memory}; calls are [{operation, first,
 *                             second, query, body, stream, from, to}], answers [{answer, problem,
 *                             pages}], as the program's own comment says
 *   call(operation, options)  one of them: {answer, problem, pages, log, memory}
 *   stop()
 *
 * The program ends with its input, so with this process too.
 */
export function startProbe(zoom, { apiBase = zoom.apiBase, oauthBase = zoom.oauthBase } = {}) {
  if (!existsSync(probePath())) throw new Error(`${probePath()} is not there: make check builds it`);
  const { id, clientId, clientSecret } = zoom.account;
  const child = spawn(probePath(), [apiBase, oauthBase, id, clientId, clientSecret],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });

  const probe = {
    async perform(calls, deadline) {
      child.stdin.write(`${JSON.stringify({ calls, deadline })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the probe ended: ${JSON.stringify(await exited)}`);
      return JSON.parse(value);
    },
    async call(operation, options) {
      const { answers: [answer], log, memory } = await probe.perform([{ operation, ...options }]);
      return { ...answer, log, memory };
    },
    async stop() {
      child.stdin.end();
      const { code, signal } = await exited;
      if (code !== 0) throw new Error(`the probe ended with ${code ?? signal}`);
    },
  };
  return probe;
}
