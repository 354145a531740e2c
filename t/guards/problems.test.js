// SPDX-License-Identifier: Apache-2.0
// A tag (LZ0123) means one thing for ever: people quote it to their IT team years later.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read } from './tree.js';

const catalog = 'mod_lti_zoom/base/problem_catalog.def';

function problems()
{
    const entry = /^\s*LZ_PROBLEM\(\s*(\w+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*"([^"]*)"\s*,\s*"((?:[^"\\]|\\.|"\s*")*)"\s*\)/gm;
    return [...read(catalog).matchAll(entry)].map(([, id, tag, status, kind, sentence]) =>
        ({ id, tag: Number(tag), status: Number(status), kind, sentence }));
}

/** Log lines that are no refusal carry a tag of the same numbers: LZNO(0500). */
function logTags()
{
    return files(/\.[ch]$/, 'mod_lti_zoom').flatMap((name) =>
        [...read(name).matchAll(/\bLZNO\((\d+)\)/g)].map(([, tag]) => ({ name, tag: Number(tag) })));
}

test('the catalogue is read whole', () => {
    const lines = read(catalog).match(/^\s*LZ_PROBLEM\(/gm) ?? [];
    assert.ok(lines.length > 10);
    assert.equal(problems().length, lines.length);
});

test('no tag and no id stands twice', () => {
    for (const key of ['tag', 'id']) {
        const values = problems().map((problem) => problem[key]);
        const twice = values.filter((value, at) => values.indexOf(value) !== at);
        assert.deepEqual(twice, [], key);
    }
});

test('each problem has a fitting status, a kind and a sentence', () => {
    const bad = problems().filter(({ status, kind, sentence }) =>
        status < 400 || status > 599 || !/^[a-z][a-z0-9_]*$/.test(kind) || !/[.!?]$/.test(sentence));
    assert.deepEqual(bad, []);
});

test('each problem is used', () => {
    const code = files(/\.[ch]$/, 'mod_lti_zoom').map(read).join('\n');
    const words = new Set(code.match(/\bLZ_P_\w+/g));
    assert.deepEqual(problems().map(({ id }) => id).filter((id) => !words.has(id)), []);
});

// t/guards/problem-tags.txt remembers every tag that was ever given, one "tag id" a line. A line
// is added with a new problem, and stays when the problem goes.
test('a tag keeps its meaning', () => {
    const given = new Map(read('t/guards/problem-tags.txt').split('\n')
        .filter((line) => /^\d/.test(line))
        .map((line) => line.split(' ')).map(([tag, id]) => [Number(tag), id]));
    const now = problems();
    const missing = now.filter(({ tag }) => !given.has(tag)).map(({ tag, id }) => `${tag} ${id}`);
    const changed = now.filter(({ tag, id }) => given.has(tag) && given.get(tag) !== id)
        .map(({ tag, id }) => `${tag} was ${given.get(tag)}, is ${id}`);
    assert.deepEqual(missing, [], 'add these lines to t/guards/problem-tags.txt');
    assert.deepEqual(changed, []);
});

test('no log line uses the tag of a refusal for something else', () => {
    const taken = new Set(problems().map(({ tag }) => tag));
    assert.deepEqual(logTags().filter(({ tag }) => taken.has(tag)), []);
});
