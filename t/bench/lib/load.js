// SPDX-License-Identifier: Apache-2.0
// Load by wrk, and ratios that survive a noisy machine.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';

/**
 * One run of wrk against `url` for `seconds`: resolves to requests per second. `headers` is an
 * object, `script` the path of a Lua script, `connections` how many at once. Throws when an answer was an error or a socket failed.
 */
export async function load(url, { seconds = 1, headers = {}, script, connections = 16 } = {}) {
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`];
  for (const [name, value] of Object.entries(headers)) words.push('-H', `${name}: ${value}`);
  if (script) words.push('-s', script);
  const output = await outputOf('wrk', [...words, url]);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(output)?.[1];
  if (!rate || /Non-2xx|Socket errors/.test(output)) throw new Error(`wrk of ${url}:\n${output.slice(-2000)}`);
  return Number(rate);
}

function outputOf(command, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words);
    let output = '';
    child.stdout.on('data', (part) => { output += part; });
    child.stderr.on('data', (part) => { output += part; });
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/**
 * Runs the two measurements in turn, after one of each to warm up, and resolves to the median of
 * the pairwise ratios measured/reference.
 */
export async function ratio(measured, reference, rounds = 5) {
  await reference();
  await measured();
  const ratios = [];
  for (let i = 0; i < rounds; i += 1) {
    const below = await reference();
    ratios.push(await measured() / below);
  }
  return median(ratios);
}

/** For startCampus, as its `httpd`: a document root that holds `files` as {name: content}. */
export function documents(files) {
  return {
    prepare: (root) => {
      mkdirSync(path.join(root, 'htdocs'), { recursive: true });
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(path.join(root, 'htdocs', name), content, { mode: 0o644 });
      }
    },
  };
}
