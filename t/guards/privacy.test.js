// SPDX-License-Identifier: Apache-2.0
// What is kept is said, and what is kept about a person can be shown to them and erased.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read } from './tree.js';

const schema = read('mod_lti_zoom/store/schema.def').replace(/\/\*[^]*?\*\//g, '');

/** The SQL of each step. */
const steps = schema.split(/^LZ_SCHEMA_STEP/m).slice(1)
    .map((step) => [...step.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join(''));

/** Tables and their columns, those that were added later too. */
function tables()
{
    const found = new Map();
    for (const sql of steps) {
        const [, name, columns] = /CREATE TABLE (\w+) \((.*)\)/.exec(sql) ?? [];
        if (name)
            found.set(name, [...columns.matchAll(/\b(\w+) (?:TEXT|BIGINT)\b/g)].map(([, one]) => one));
        const [, changed, column] = /ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(sql) ?? [];
        if (changed)
            found.get(changed).push(column);
        found.delete(/DROP TABLE (\w+)/.exec(sql)?.[1]);
    }
    return found;
}

test('the schema is read whole', () => {
    const named = (what) => new Set(schema.match(new RegExp(`${what} TABLE lti_zoom_\\w+`, 'g'))
        .map((text) => text.split(' ')[2]));
    const dropped = named('DROP');
    assert.deepEqual([...tables().keys()].sort(),
        [...named('CREATE')].filter((name) => !dropped.has(name)).sort());
    assert.ok(tables().get('lti_zoom_member').includes('signed_out_at'));
});

test('the privacy page names every table', () => {
    const said = new Set([...read('mod_lti_zoom/course/kept.c').matchAll(/\{ "(lti_zoom_\w+)"/g)]
        .map(([, name]) => name));
    assert.deepEqual([...tables().keys()].filter((name) => !said.has(name)), []);
    assert.deepEqual([...said].filter((name) => !tables().has(name)), []);
});

// Columns that hold a person's key, by which rows are theirs.
const keys = /^(person|added_by|changed_by)$/;

test('each table that knows people is exported and erased', () => {
    const sql = files(/\/statements\w*\.def$/, 'mod_lti_zoom/store').map(read).join('\n');
    const statements = new Map([...sql
        .matchAll(/LZ_STATEMENT\((\w+),\s*((?:"[^"]*"|[A-Z_]+|\s)+)\)/g)]
        .map(([, id, sql]) => [id, sql.replace(/"\s*"/g, '')]));
    const people = read('mod_lti_zoom/store/people.c');
    const used = [...statements].filter(([id]) => people.includes(id)).map(([, sql]) => sql);
    const bad = [];
    for (const [name, columns] of tables()) {
        for (const column of columns.filter((one) => keys.test(one))) {
            const shown = new RegExp(`FROM ${name}\\b[^]*\\b${column} = %s`);
            const erased = new RegExp(`(DELETE FROM|UPDATE) ${name}\\b[^]*\\b${column} = %s`);
            if (!used.some((sql) => /^\s*"?SELECT/.test(sql) && shown.test(sql)))
                bad.push(`${name}.${column} is not exported`);
            if (!used.some((sql) => erased.test(sql)))
                bad.push(`${name}.${column} is not erased`);
        }
    }
    assert.deepEqual(bad, []);
});
