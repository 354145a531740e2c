// SPDX-License-Identifier: Apache-2.0
// Zoom's answers have one door: what course/ reads of them stands in zoom/data_map.def, with its
// purpose. The parser drops everything else, so a name that is not there would silently be absent.
//
// This reads C as text. It knows Zoom's answers by the name `answer` that they bear throughout
// course/, and follows json_object variables that are set from one; it sees a member's name where
// it is a literal second argument, as in text_of(answer, "topic"). A part of an answer that is
// handed to a function under another name escapes it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read } from './tree.js';

const maps = files(/data_map\w*\.def$/, 'mod_lti_zoom/zoom');

/** The names that the map keeps, one by one: "settings.waiting_room" gives two. */
function keptNames()
{
    const paths = maps.map(read).flatMap((text) =>
        [...text.matchAll(/\bLZ_FIELD\(\s*"([^"]+)"/g)].map(([, path]) => path));
    return new Set(paths.flatMap((path) => path.replaceAll('[]', '').split('.')));
}

function withoutComments(text)
{
    return text.replace(/\/\*[^]*?\*\//g, ' ');
}

const mentions = (names, text) => [...names].some((name) => new RegExp(`\\b${name}\\b`).test(text));

/** The json_object variables of a file that hold an answer of Zoom's, or a part of one. */
function answersIn(text)
{
    const set = [...text.matchAll(/\bjson_object \*(?:const )?(\w+)\s*=\s*([^;]+);/g)];
    const found = new Set(['answer']);
    for (let before = 0; before !== found.size;) {
        before = found.size;
        for (const [, name, value] of set) {
            if (mentions(found, value))
                found.add(name);
        }
    }
    return found;
}

/** What a file reads of Zoom's answers: the second arguments of calls whose first one is such. */
function readNames(source)
{
    const text = withoutComments(source);
    const answers = answersIn(text);
    const call = /(\w+)\(((?:[^(),;]|\([^();]*\))+),\s*"([^"\n]*)"/y;
    const names = [];
    for (const { index } of text.matchAll(/\b\w+\(/g)) {
        call.lastIndex = index;
        const [, reader, object, name] = call.exec(text) ?? [];
        if (name !== undefined && !/^(lz_json_put|str)/.test(reader) && mentions(answers, object))
            names.push(name);
    }
    return names;
}

test('course/ reads no field of Zoom that is not in the data map', () => {
    const kept = keptNames();
    const bad = files(/\.[ch]$/, 'mod_lti_zoom/course').flatMap((name) =>
        readNames(read(name)).filter((field) => !kept.has(field))
            .map((field) => `${name} reads "${field}"`));
    assert.deepEqual(bad, []);
});

test('only zoom/ and lti/ send requests, so that nothing of Zoom comes past the map', () => {
    const senders = files(/\.[ch]$/, 'mod_lti_zoom')
        .filter((name) => /\bhttp->perform\b/.test(read(name)));
    assert.ok(senders.length > 0);
    assert.deepEqual(senders.filter((name) => !/^mod_lti_zoom\/(zoom|lti)\//.test(name)), []);
});

/** The names of the map's operations. */
function operationNames()
{
    return maps.map(read).flatMap((text) =>
        [...text.matchAll(/\bLZ_OPERATION\(\w+,\s*"([^"]+)"/g)].map(([, name]) => name));
}

/** Those that the table of t/protocol/zoom-operations tries out on the simulated Zoom. */
function triedNames()
{
    const tables = files(/\.js$/, 't/protocol/zoom-operations').map(read);
    return new Set(tables.flatMap((text) =>
        [...text.matchAll(/\boperation: '([^']+)'/g)].map(([, name]) => name)));
}

test('each operation of the map is tried out on the simulated Zoom', () => {
    const tried = triedNames();
    // A token is asked for before anything else can be.
    const names = operationNames().filter((name) => name !== 'token');
    assert.ok(names.length > 30);
    assert.deepEqual(names.filter((name) => !tried.has(name)), []);
    assert.deepEqual([...tried].filter((name) => !names.includes(name)), []);
});

test('this guard sees what it should', () => {
    const source = `
        /* text_of(answer, "in_a_comment") */
        json_object *rows = lz_json_array(call->answer, "meetings");
        json_object *row = json_object_array_get_idx(rows, i);
        text_of(row, "topic"); text_of(other, "name");
        lz_json_bool(lz_json_object(answer, "settings"), "waiting_room", &flag);
        if (strcmp(text_of(answer, "status"), "started") == 0) lz_json_put_int64(answer, "put", 1);`;
    assert.deepEqual(readNames(source),
        ['meetings', 'topic', 'waiting_room', 'settings', 'status']);
    const kept = keptNames();
    assert.ok(kept.size > 30);
    assert.ok(kept.has('waiting_room') && kept.has('meetings') && !kept.has('dept'));
    const seen = files(/\.c$/, 'mod_lti_zoom/course').flatMap((name) => readNames(read(name)));
    assert.ok(seen.length > 10);
});
