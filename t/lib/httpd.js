// SPDX-License-Identifier: Apache-2.0
// A private httpd with the module, for one test or one demo.

import { chmodSync, chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unexpectedLines, WHILE_STOPPING } from './error-log.js';
import { writeConfig } from './httpd-config.js';
import { HTTPD } from './paths.js';
import { freePort, isListening } from './ports.js';
import {
  removeDirectory, run, startProgram, temporaryDirectory, unprivileged, until,
} from './processes.js';
import { secretsIn } from './secrets.js';
import { issueCertificate } from './tls.js';

/**
 * Starts an httpd with a ServerRoot of its own on a loopback port and resolves to
 *
 *   {url, port, root, pid, ca, errorLog(), expect(...RegExps), graceful(), wait(), stop({allow})}
 *
 * Options:
 *   mpm            'event' (default), 'worker' or 'prefork'
 *   http2, tls     speaks HTTP/2; is https://localhost with a certificate of a private authority,
 *                  whose PEM is `ca`
 *   directives     text inside its only virtual host
 *   global         text outside
 *   modules        further modules to load, by name ('status', 'headers', ...)
 *   module, assets the module and its pages, instead of those of paths.js
 *   withModule     false: httpd alone
 *   prepare(root)  called before the start, to put files there; may return {directives, global} to
 *                  add. The directory and all in it is then given to the server's user
 *   env            added to the environment;  debug: true runs one process (-X)
 *   port, logLevel, host
 *   user           {uid, gid}; by default nobody when this process is root
 *   expectedLog    RegExps of error-log lines that this test provokes
 *
 * stop() ends the server, removes its directory, and throws when a log holds a secret
 * (secrets.js), or a line of level warn or worse, or with one of our tags, that neither
 * `expectedLog`, expect() nor `allow` names.
 */
export async function startHttpd(options = {}) {
  const user = options.user ?? unprivileged();
  const root = temporaryDirectory('httpd');
  const port = options.port ?? await freePort();
  const tls = options.tls && await issueCertificate(root, [options.host ?? 'localhost']);
  const expected = [...(options.expectedLog ?? [])];
  const file = await configure(root, port, user, { ...options, tls });
  const program = startProgram(HTTPD, httpdArguments(root, file, options), {
    env: { ...process.env, ...options.env }, ...user,
  });
  const errorLog = () => {
    const log = path.join(root, 'logs/error.log');
    return program.output() + (existsSync(log) ? readFileSync(log, 'utf8') : '');
  };
  let dead = false;
  program.exited.then(() => { dead = true; });
  await until(async () => {
    if (dead) throw new Error(`httpd did not start\n${errorLog()}`);
    return isListening(port);
  }, { what: 'httpd to listen', explain: errorLog });

  return {
    url: `${tls ? 'https' : 'http'}://${options.host ?? 'localhost'}:${port}`,
    port,
    root,
    pid: program.pid,
    ca: tls?.ca,
    wait: program.wait,
    errorLog,
    expect: (...patterns) => expected.push(...patterns),
    graceful: () => restart(program, errorLog),
    async stop({ allow = [] } = {}) {
      const alive = !dead;
      const known = [...expected, ...allow];
      const whileRunning = unexpectedLines(errorLog(), known);
      const { code, signal } = await program.stop();
      const log = errorLog();
      const access = path.join(root, 'logs/access.log');
      const requests = existsSync(access) ? readFileSync(access, 'utf8') : '';
      removeDirectory(root);
      if (!alive) throw new Error(`httpd had died (${signal ?? code})\n${log}`);
      const surprises = new Set([
        ...whileRunning, ...unexpectedLines(log, [...known, WHILE_STOPPING]),
      ]);
      const leaked = [...secretsIn(log), ...secretsIn(requests)];
      if (leaked.length) throw new Error(`secrets in the logs:\n${leaked.join('\n')}`);
      if (surprises.size) {
        throw new Error(`unexpected in the error log:\n${[...surprises].join('\n')}`);
      }
    },
  };
}

/**
 * Lets httpd read a configuration without starting: {status, output}, status 0 for "Syntax OK".
 * Options as of startHttpd; `port` need not be free. In the output the ServerRoot is written as
 * $ROOT, and `line(text)` gives the number of the line of httpd.conf that contains `text`.
 */
export async function configtest(options = {}) {
  const user = options.user ?? unprivileged();
  const root = temporaryDirectory('configtest');
  try {
    const tls = options.tls && await issueCertificate(root, [options.host ?? 'localhost']);
    const file = await configure(root, options.port ?? 8, user, { ...options, tls });
    const lines = readFileSync(file, 'utf8').split('\n');
    const { status, output } = await run(HTTPD, ['-t', '-d', root, '-f', file], {
      env: { ...process.env, ...options.env }, ...user,
    });
    return {
      status,
      output: output.replaceAll(root, '$ROOT'),
      line: (text) => lines.findIndex((line) => line.includes(text)) + 1,
    };
  } finally {
    removeDirectory(root);
  }
}

async function configure(root, port, user, options) {
  const more = await options.prepare?.(root) ?? {};
  const file = writeConfig(root, port, {
    ...options,
    directives: `${more.directives ?? ''}\n${options.directives ?? ''}`,
    global: `${more.global ?? ''}\n${options.global ?? ''}`,
  });
  chmodSync(root, 0o755);
  if (user.uid !== undefined) giveTo(user, root);
  return file;
}

function giveTo(user, name) {
  chownSync(name, user.uid, user.gid);
  for (const entry of readdirSync(name, { withFileTypes: true })) {
    const child = path.join(name, entry.name);
    if (entry.isDirectory()) giveTo(user, child);
    else chownSync(child, user.uid, user.gid);
  }
}

function httpdArguments(root, file, { debug }) {
  return ['-d', root, '-f', file, debug ? '-X' : '-DFOREGROUND'];
}

// A restart is over when httpd says for another time that it has resumed.
async function restart(program, errorLog) {
  const resumed = () => errorLog().match(/resuming normal operations/g)?.length ?? 0;
  const before = resumed();
  program.signal('SIGUSR1');
  await until(() => resumed() > before, { what: 'a graceful restart', explain: errorLog });
}
