// SPDX-License-Identifier: Apache-2.0
// SQLite is given numbers as texts, and makes numbers of them only where they meet a column or a
// CAST: any text is greater than any number, so with another expression a statement means nothing.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read } from './tree.js';

const sql = files(/statements\w*\.def$/, 'mod_lti_zoom/store').map(read).join('\n')
    .replace(/\/\*[^]*?\*\//g, '');
const macros = new Map([...sql.matchAll(/#define (\w+)\s+"\s*(.*)"\s*$/gm)]
    .map(([, name, text]) => [name, text]));

const meantAsNumber = (side) => {
    const [, macro] = /(\w+)\s*"\s*$/.exec(side) ?? [];
    return macros.get(macro)?.startsWith('CAST(') || /[\w.]*[a-z_]\s*$/.test(side);
};

test('a number is compared with a column or a CAST', () => {
    const compared = [...sql.matchAll(/([^\n]*?)\s*(?:<=|>=|<>|<|>|=)\s*%lld/g)].map(([, side]) => side);
    assert.ok(compared.length > 20, String(compared.length));
    assert.deepEqual(compared.filter((side) => !meantAsNumber(side)), []);
    assert.doesNotMatch(sql, /%lld\s*(?:<=|>=|<>|<|>|=)|[-+*/]\s*%lld|%lld\s*[-+*/]/);
});
