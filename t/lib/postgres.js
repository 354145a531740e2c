// SPDX-License-Identifier: Apache-2.0
// A private PostgreSQL, for one test.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  removeDirectory, run, startProgram, temporaryDirectory, unprivileged, until,
} from './processes.js';

const ROOT = '/usr/lib/postgresql';
const port = 5432;

function programs() {
  const versions = existsSync(ROOT) ? readdirSync(ROOT).sort((a, b) => b - a) : [];
  if (!versions.length) throw new Error('PostgreSQL is not installed');
  return path.join(ROOT, versions[0], 'bin');
}

/**
 * Starts a PostgreSQL with one empty database, without durability, as an unprivileged user, on a
 * socket in a directory of its own and on no port of the machine. Resolves to {port (a part of the
 * socket's name), socket (its directory), user, database, dbdParams (for DBDParams of mod_dbd),
 * query(sql) (the rows as text, fields separated by |), down(), up() (an outage: connections are cut
 * and refused; it comes back with what it held), stop()}.
 */
export async function startPostgres() {
  const bin = programs();
  const owner = unprivileged();
  const directory = temporaryDirectory('pg', owner);
  const data = path.join(directory, 'data');
  const options = { ...owner, cwd: directory, env: { ...process.env, LC_ALL: 'C.UTF-8' } };

  const init = await run(path.join(bin, 'initdb'),
    ['-D', data, '-U', 'lti_zoom', '-A', 'trust', '-E', 'UTF8', '-N'], options);
  if (init.status !== 0) throw new Error(`initdb failed\n${init.output}`);
  const start = () => startProgram(path.join(bin, 'postgres'), [
    '-D', data, '-k', directory, '-h', '', '-p', String(port),
    '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off',
  ], options);
  let server = start();
  const psql = (database, sql) => run(path.join(bin, 'psql'),
    ['-h', directory, '-p', String(port), '-U', 'lti_zoom', '-d', database, '-AtX', '-c', sql]);

  const answers = () => until(async () => (await psql('postgres', 'select 1')).status === 0,
    { what: 'PostgreSQL', explain: server.output, every: 100 });
  await answers();
  await psql('postgres', 'create database lti_zoom');

  return {
    port,
    socket: directory,
    user: 'lti_zoom',
    database: 'lti_zoom',
    dbdParams: `host=${directory} port=${port} user=lti_zoom dbname=lti_zoom`,
    async query(sql) {
      const { status, output } = await psql('lti_zoom', sql);
      if (status !== 0) throw new Error(output);
      return output.trim();
    },
    down: () => server.stop({ signal: 'SIGINT' }),  // "fast" shutdown: connections are cut
    async up() {
      server = start();
      await answers();
    },
    async stop() {
      await server.stop({ signal: 'SIGINT' });
      removeDirectory(directory);
    },
  };
}
