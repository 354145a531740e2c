// SPDX-License-Identifier: Apache-2.0
// A database that somebody else is writing to.

import path from 'node:path';
import { startProgram, until } from './processes.js';

const TABLES = ['host', 'intent', 'nonce', 'meeting'];

/**
 * Locks what a write needs in the database of a campus, where a table can be locked by itself those
 * of `tables`; readers go on. Resolves to a function that lets go.
 */
export async function lockDatabase({ postgres, httpd }, tables = TABLES) {
  const names = tables.map((name) => `lti_zoom_${name}`).join(', ');
  const holder = postgres
    ? startProgram('psql', ['-h', postgres.socket, '-p', String(postgres.port), '-U', postgres.user,
      '-d', postgres.database, '-qX', '-c', 'begin', '-c',
      `lock table ${names} in exclusive mode`, '-c', '\\echo locked', '-c', 'select pg_sleep(60)'])
    : startProgram('sqlite3', [path.join(httpd.root, 'data/lti-zoom.db'), 'begin immediate',
      '.shell echo locked; exec sleep 60']);
  await until(() => holder.output().includes('locked'),
    { what: 'the lock', explain: holder.output });
  return async () => {
    await postgres?.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(60)'");
    await holder.stop();
  };
}
