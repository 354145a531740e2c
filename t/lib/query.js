// SPDX-License-Identifier: Apache-2.0
// A campus's database, asked behind the server's back.

import assert from 'node:assert/strict';
import path from 'node:path';
import { run } from './processes.js';

/** Runs one statement on the database of `campus`; resolves to what it gave, as text. */
export async function query({ httpd, postgres }, sql) {
  if (postgres) return postgres.query(sql);
  const file = path.join(httpd.root, 'data/lti-zoom.db');
  const { status, output } = await run('sqlite3', [file, sql]);
  assert.equal(status, 0, output);
  return output.trim();
}
