// SPDX-License-Identifier: Apache-2.0
// Programs and directories that belong to this process and end with it, whatever happens.

import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const running = new Set();
const directories = new Set();

process.on('exit', () => {
  endNow([...running]);
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

// Death by a signal runs no exit handlers, so it is turned into an exit where nobody else cares.
for (const [name, number] of [['SIGHUP', 1], ['SIGINT', 2], ['SIGTERM', 15]]) {
  process.on(name, () => {
    if (process.listenerCount(name) === 1) process.exit(128 + number);
  });
}

/**
 * The unprivileged user as whom servers run when this process is root: {uid, gid} of nobody, or
 * {} when this process is unprivileged itself.
 */
export function unprivileged() {
  if (process.getuid() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8').split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  if (!line) throw new Error('there is no user nobody to run servers as');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** A new directory under the system's temporary one, owned by `user` ({uid, gid} or {}). */
export function temporaryDirectory(name, user = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), `lti-zoom-${name}-`));
  directories.add(directory);
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid);
  return directory;
}

/** Removes a directory that temporaryDirectory made. */
export function removeDirectory(directory) {
  rmSync(directory, { recursive: true, force: true });
  directories.delete(directory);
}

/**
 * Starts a program in a process group of its own:
 *
 *   {pid, exited, output(), signal(name), wait(), stop()}
 *
 * `exited` and `wait()` resolve to {code, signal}, but only the latter keeps this process alive
 * till then; `output()` is what it wrote so far to both streams; `stop` sends SIGTERM, or the
 * signal named, then after `patience` ms SIGKILL to the whole group, and waits.
 */
export function startProgram(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options,
  });
  running.add(child);
  holdProcess(child, false);
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const exited = new Promise((resolve) => {
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      running.delete(child);
      resolve({ code: -1, signal: null });
    });
    // A server that was killed leaves children, which hold its streams open.
    child.once('exit', () => signalGroup(child, 'SIGKILL'));
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid,
    exited,
    output: () => Buffer.concat(chunks).toString('utf8'),
    signal: (name) => child.kill(name),
    wait() {
      holdProcess(child, true);
      return exited;
    },
    async stop({ signal = 'SIGTERM', patience = 60_000 } = {}) {
      holdProcess(child, true);
      child.kill(signal);
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience);
      const end = await exited;
      clearTimeout(timer);
      return end;
    },
  };
}

// A test that fails before it stops its server must end all the same, and takes the server along.
function holdProcess(child, hold) {
  for (const handle of [child, child.stdout, child.stderr]) handle?.[hold ? 'ref' : 'unref']();
}

// At exit nothing asynchronous runs any more, but what was started may have something to tidy up,
// so it gets a moment between being asked and being killed.
function endNow(children) {
  for (const child of children) signalGroup(child, 'SIGTERM');
  const end = Date.now() + 3000;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (children.some(isAlive) && Date.now() < end) Atomics.wait(clock, 0, 0, 20);
  for (const child of children) signalGroup(child, 'SIGKILL');
}

// A child that has ended but was not waited for is still listed, as a zombie.
function isAlive({ pid }) {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function signalGroup(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // it has gone by itself
  }
}

/** Runs a program to its end: {status, output}. Output holds both streams. */
export async function run(command, args, options) {
  const program = startProgram(command, args, options);
  const { code } = await program.wait();
  return { status: code, output: program.output() };
}

/** The process ids of a process's children. */
export const childrenOf = ({ pid }) => (
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number));

/**
 * Calls `check` until it gives something true, and resolves to that. Rejects after `deadline` ms,
 * naming `what` was awaited, with what `explain()` says.
 */
export async function until(check, { what, deadline = 60_000, every = 20, explain = () => '' }) {
  const end = Date.now() + deadline;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}\n${explain()}`);
    await new Promise((resolve) => { setTimeout(resolve, every); });
  }
}
