// SPDX-License-Identifier: Apache-2.0
// Who may know whom: the core knows no httpd, and the arrows between its rooms run one way.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { files, read, root } from './tree.js';

// Each room, and the rooms that it may include besides itself.
const below = {
    base: [],
    store: ['base'],
    zoom: ['base'],
    lti: ['base'],
    course: ['lti', 'zoom', 'store', 'base'],
    views: ['course', 'lti', 'base'],
    command: ['lti', 'zoom', 'base'],
    httpd: ['views', 'course', 'lti', 'zoom', 'store', 'base'],
};

const headers = new Set(files(/\.(h|def)$/, 'mod_lti_zoom'));

function includes(name)
{
    return [...read(name).matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)]
        .map(([, quote, target]) => ({ quote, target }));
}

/** The room that an include leads to: relative to its file, else to mod_lti_zoom/. */
function roomOf(name, target)
{
    const beside = path.posix.join(path.posix.dirname(name), target);
    for (const candidate of [beside, path.posix.join('mod_lti_zoom', target)]) {
        if (headers.has(candidate))
            return candidate.split('/')[1];
    }
    return null;
}

/** Tests have headers of their own, beside them or in support/. */
function ours(name, target)
{
    return roomOf(name, target) !== null ||
        existsSync(path.join(root, path.dirname(name), target)) ||
        existsSync(path.join(root, 't/unit', target));
}

test('only mod_lti_zoom.c and httpd/ include headers of httpd', () => {
    const httpd = /^(httpd|ap_\w+|http_\w+|mod_\w+|util_\w+|scoreboard|mpm_common|unixd|os)\.h$/;
    const core = files(/\.[ch]$/).filter((name) =>
        name !== 'mod_lti_zoom/mod_lti_zoom.c' && !name.startsWith('mod_lti_zoom/httpd/'));
    const bad = core.flatMap((name) => includes(name)
        .filter(({ quote, target }) => httpd.test(target) && !(quote === '"' && ours(name, target)))
        .map(({ target }) => `${name} includes ${target}`));
    assert.ok(core.length > 20);
    assert.deepEqual(bad, []);
});

test('the arrows between the rooms run one way', () => {
    const bad = [];
    for (const [room, allowed] of Object.entries(below)) {
        for (const name of files(/\.[ch]$/, `mod_lti_zoom/${room}`)) {
            for (const { quote, target } of includes(name)) {
                const to = quote === '"' ? roomOf(name, target) : room;
                if (to === null)
                    bad.push(`${name} includes "${target}", which is in no room`);
                else if (to !== room && !allowed.includes(to))
                    bad.push(`${name} includes "${target}"`);
            }
        }
    }
    assert.deepEqual(bad, []);
});

test('every file of the module is in a room', () => {
    const stray = files(/\.(c|h|def)$/, 'mod_lti_zoom')
        .filter((name) => name !== 'mod_lti_zoom/mod_lti_zoom.c' &&
            !Object.hasOwn(below, name.split('/')[1]));
    assert.deepEqual(stray, []);
});
