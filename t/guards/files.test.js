// SPDX-License-Identifier: Apache-2.0
// Each file by itself: its licence, its length, its words.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read, written } from './tree.js';

const source = /\.(c|h|def|js|mjs|cjs|css|html|svg|sh|py|conf|sql)$|^(bootstrap|\.ci\/run|m4\/update-sources|t\/(bench|fuzz)\/run|configure\.ac|Makefile\.am)$/;

function offences(names, check)
{
    return names.flatMap((name) => check(read(name), name).map((what) => `${name}: ${what}`));
}

test('every source file names its licence in its first lines', () => {
    const bad = offences(files(source), (text) =>
        text.split('\n', 3).some((line) => line.includes('SPDX-License-Identifier: Apache-2.0'))
            ? [] : ['no SPDX line']);
    assert.deepEqual(bad, []);
});

// The annotated configuration is looked up, not read: it has a paragraph for every directive.
test('no file is longer than 500 lines', () => {
    const told = files(source).filter((name) => name !== 'conf/lti_zoom.conf');
    const bad = offences(told, (text) => {
        const lines = text.split('\n').length - 1;
        return lines > 500 ? [`${lines} lines`] : [];
    });
    assert.deepEqual(bad, []);
});

test('no line of C is wider than 100 columns, sentences of the catalogue excepted', () => {
    const bad = offences(files(/^(mod_lti_zoom|t)\/.*\.[ch]$/), (text) =>
        text.split('\n').flatMap((line, at) =>
            [...line].length > 100 ? [`line ${at + 1} has ${[...line].length} columns`] : []));
    assert.deepEqual(bad, []);
});

test('no tab, no trailing space, a newline at the end', () => {
    const bad = offences(files(/\.(c|h|def|js|mjs|css|html)$/), (text) => [
        ...text.split('\n').flatMap((line, at) =>
            /\t|[ \r]$/.test(line) ? [`line ${at + 1}: tab or trailing space`] : []),
        ...(text === '' || text.endsWith('\n') ? [] : ['no newline at the end']),
    ]);
    assert.deepEqual(bad, []);
});

// The words that promise what is not there, and the places that are nobody's but a developer's.
const unwanted = [
    [/\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b/, 'an open end'],
    [/\bfor now\b|\bnot implemented\b|\bnot yet implemented\b/i, 'an open end'],
    [/\bstub(s|bed)?\b/i, 'something that only pretends'],
    // As an attribute or a pseudo-element it is HTML's and CSS's own word.
    [/(?<!::)\bplaceholders?\b(?!\s*[=:}|])/i, 'something that only pretends'],
    [/(^|[\s"'`(=:])\/(work|home|Users)\//, "a path of one person's machine"],
    [/\.\.\/shared\b/, 'a path outside the project'],
    [/registry\.npmjs|registry\.yarnpkg|"resolved":|artifactory|deb\.debian\.org/i,
        "a package registry's address"],
];

test('no word that promises what is not there, no place of one machine', () => {
    // A build machine may have more to judge by than a clone has: .ci/run looks.
    const names = written().filter((name) => (
        name !== 't/guards/files.test.js' && name !== '.ci/run'));
    const bad = offences(names, (text) => text.split('\n').flatMap((line, at) =>
        unwanted.filter(([pattern]) => pattern.test(line))
            .map(([, what]) => `line ${at + 1}: ${what}: ${line.trim().slice(0, 80)}`)));
    assert.deepEqual(bad, []);
});
