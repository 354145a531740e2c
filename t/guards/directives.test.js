// SPDX-License-Identifier: Apache-2.0
// The annotated configuration names every directive that the module knows, and no other.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read } from './tree.js';

/** Names of the directives that the code knows, sections without their angle bracket. */
function registered()
{
    const entry = /(?:\bAP_INIT_\w+\(\s*|\.directive\s*=\s*)"<?(\w+)"/g;
    return files(/\.c$/, 'mod_lti_zoom').flatMap((name) =>
        [...read(name).matchAll(entry)].map(([, directive]) => directive));
}

/** The comment blocks of the annotated configuration: name and labelled lines. */
function documented()
{
    return read('conf/lti_zoom.conf').split(/^(?=# Directive:)/m).slice(1).map((block) => ({
        name: /^# Directive:\s*<?(\w+)/.exec(block)?.[1],
        labels: [...block.matchAll(/^# (Syntax|Default|Context|Example):[ \t]*(.*)((?:\n#[ \t]{2,}.+)*)/gm)]
            .filter(([, , first, more]) => first.trim() || more.trim())
            .map(([, label]) => label),
    }));
}

test('each directive of the module is documented, and each documented one exists', () => {
    const code = registered();
    const prose = documented().map(({ name }) => name);
    assert.ok(code.length > 10);
    assert.deepEqual(code.filter((name) => !name.startsWith('LTIZoom')), [], 'wrong prefix');
    assert.equal(new Set(code).size, code.length, 'registered twice');
    assert.equal(new Set(prose).size, prose.length, 'documented twice');
    assert.deepEqual(prose.toSorted(), code.toSorted());
});

test('each directive says its syntax, default, context and an example', () => {
    const bad = documented().flatMap(({ name, labels }) =>
        ['Syntax', 'Default', 'Context', 'Example'].filter((label) => !labels.includes(label))
            .map((label) => `${name} has no ${label}`));
    assert.deepEqual(bad, []);
});
