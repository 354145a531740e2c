// SPDX-License-Identifier: Apache-2.0
// The project's own files: what is in the tree, less what is built or fetched.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const notOurs = new Set(['.git', '.bootstrap', '.deps', '.libs', 'autom4te.cache', 'build',
    'build-assets', 'build-assets.new', 'build-aux', 'node_modules', 'output']);
const packed = /^mod_lti_zoom-\d/;

function* walk(folder)
{
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
        const name = path.posix.join(folder, entry.name);
        if (notOurs.has(entry.name) || packed.test(entry.name))
            continue;
        if (entry.isDirectory())
            yield* walk(name);
        else if (entry.isFile())
            yield name;
    }
}

/** Paths below the root, with slashes, whose name matches the pattern. */
export function files(pattern, folder = '')
{
    return [...walk(folder)].filter((name) => pattern.test(name)).sort();
}

export function read(name)
{
    return readFileSync(path.join(root, name), 'utf8');
}

/** What is written by hand: source, tests, scripts, pages, configuration, prose. */
export function written()
{
    const scripts = new Set(['bootstrap', '.ci/run', 'm4/update-sources', 'configure.ac',
        'Makefile.am', '.gitignore', '.gitattributes', 'NOTICE']);
    return [...walk('')].sort().filter((name) => scripts.has(name) || /^t\/(bench|fuzz)\/run$/.test(name) ||
        /\.(c|h|def|sym|js|mjs|cjs|css|html|svg|md|sh|py|conf|sql|json|pem|txt)$/.test(name));
}
