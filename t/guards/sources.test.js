// SPDX-License-Identifier: Apache-2.0
// Nothing is forgotten: by the build, by make dist, by the run of the tests.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { files, read, root } from './tree.js';

const listed = new Set(`${read('Makefile.am')}\n${read('m4/sources.am')}`.split(/[\s=]+/));

test('m4/sources.am is fresh', () => {
    execFileSync('m4/update-sources', ['--check'], { cwd: root, encoding: 'utf8' });
});

test('every file of the product and of its tests is built, installed or packed', () => {
    const names = files(/\.(c|h|def|sym|js|mjs|css|html|svg|conf|sql|pem|md|sh|py)$/)
        .concat(files(/./, 'conf'), files(/\.json$/));
    const lost = names.filter((name) =>
        !listed.has(name) && !(/^t\/(unit\/test|fuzz\/fuzz)_.*\.c$/.test(name) && listed.has(name.slice(0, -2))));
    assert.deepEqual(lost, []);
});

test('every listed source exists', () => {
    const sources = read('m4/sources.am').replace(/^#.*/gm, '').split(/[\s=\\]+/)
        .filter((word) => word.includes('/'));
    const there = new Set(files(/./));
    assert.ok(sources.length > 20);
    assert.deepEqual(sources.filter((name) => !there.has(name) && !there.has(`${name}.c`)), []);
});

test('./bootstrap check runs every test file', () => {
    const run = execFileSync('./bootstrap', ['tests'], { cwd: root, encoding: 'utf8' })
        .trim().split('\n');
    const there = files(/\.test\.(js|mjs|cjs)$|^t\/(unit\/test|fuzz\/fuzz)_.*\.c$/);
    assert.deepEqual(run.toSorted(), there);
    assert.equal(new Set(run).size, run.length, 'a file runs twice');
});

test('no test is skipped, left for later, or the only one that runs', () => {
    const bad = files(/\.test\.js$/).filter((name) => name !== 't/guards/sources.test.js')
        .filter((name) => /\b(test|it|describe|suite)\.(only|todo)\b|\b(only|todo):\s*true/
            .test(read(name)));
    assert.deepEqual(bad, []);
});
