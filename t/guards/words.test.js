// SPDX-License-Identifier: Apache-2.0
// What the server says in English and a page shows has a sentence in every language of the pages: the
// warnings that C can emit, the refusals that a page can meet, what is wrong with a field.

import assert from 'node:assert/strict';
import test from 'node:test';
import { files, read } from './tree.js';

const languages = ['en', 'de', 'es', 'fr', 'ja', 'ar'];
const core = files(/\.(c|def)$/, 'mod_lti_zoom').map(read).join('\n');
const catalog = read('mod_lti_zoom/base/problem_catalog.def');

const sentences = (language, part) => JSON.parse(read(`htdocs/locale/${language}.${part}.json`));

/** Asserts that a part holds exactly these keys with that beginning, in every language. */
function holds(part, beginning, wanted)
{
    for (const language of languages) {
        const found = Object.keys(sentences(language, part))
            .filter((key) => key.startsWith(beginning)).sort();
        assert.deepEqual(found, [...new Set(wanted)].sort(), language);
    }
}

// What becomes a warning by its kind: about the person, the app, the plan.
const byKind = ['NO_ROOM', 'ZOOM_NO_USER', 'ZOOM_USER_INACTIVE', 'ZOOM_NO_EMAIL', 'ZOOM_SCOPE',
    'ZOOM_PLAN'];

test('every warning has a sentence in every language', () => {
    const codes = [...core.matchAll(/lz_project_(?:field_)?warning\([^,]+,\s*"(\w+)"/g),
        ...core.matchAll(/\{ LZ_SETUP_\w+, [01], "(\w+)"/g)].map(([, code]) => code);
    assert.ok(codes.length > 15, 'the warnings were found');
    const how = [...core.matchAll(/changed\(comparison, (?:"\w+"|field->path), "(\w+)"/g),
        ...core.matchAll(/\bhow = "(\w+)"/g)].map(([, word]) => `told.changed_by_zoom.${word}`);
    assert.ok(how.length > 5, 'the ways of changing were found');
    const kinds = byKind.map((id) => new RegExp(`LZ_P_${id}, \\d+, \\d+, "(\\w+)"`).exec(catalog)[1]);
    const others = ['changed_by_zoom', 'changed_meanwhile', 'not_read_again'];
    assert.ok(others.every((code) => codes.includes(code)), 'changes were found');
    holds('told', 'told.', [...how, ...[...codes, ...kinds]
        .filter((code) => code !== 'changed_by_zoom').map((code) => `told.${code}`)]);
});

test('no other way of warning by a kind has come', () => {
    const given = [...core.matchAll(/lz_project_warning\(\w+, (\w+)->kind/g)].map(([, name]) => name);
    assert.deepEqual(given.sort(), ['behind', 'problem', 'problem']);
});

// Refusals that only the server's own page of a refusal shows: of a login, a launch, a session, a
// window of its own, a registration, a calendar's link, of what only a program sends.
const outside = [
    /^LZ_P_(LTI|DEEP|HANDOVER|NO_SESSION|SESSION|SIGNED|REGISTRATION|STATUS)/,
    /^LZ_P_(METHOD|BODY_TOO_LARGE|CONTENT_TYPE|MALFORMED|DUPLICATE_FIELD|RANDOM|SELECT_EXPIRED)$/,
    /^LZ_P_NO_SUCH_CALENDAR$/,
];

// Those that nobody reads but a program.
const elsewhere = [/^LZ_P_WEBHOOK/, /^LZ_P_(IDEMPOTENCY_MISSING|ABANDONED)$/];

const refusals = [...catalog.matchAll(/^LZ_PROBLEM\((\w+), (\d+),/gm)]
    .map(([, id, tag]) => ({ id, key: `problem.LZ${tag.padStart(4, '0')}` }))
    .filter(({ id }) => !elsewhere.some((pattern) => pattern.test(id)));
const isOutside = ({ id }) => outside.some((pattern) => pattern.test(id));

test('every refusal that a page can meet has a sentence in every language', () => {
    const met = refusals.filter((refusal) => !isOutside(refusal)).map(({ key }) => key);
    assert.ok(met.length > 50, 'the catalogue was read');
    holds('told', 'problem.', met);
});

test('so has every other refusal', () => {
    const others = refusals.filter(isOutside).map(({ key }) => key);
    assert.ok(others.length > 50, 'the catalogue was read');
    holds('refused', '', others);
});

const literal = '((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)';
const wordsOf = (text) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, words]) => words).join('');
const found = (text, pattern) => [...text.matchAll(pattern)].map(([, words]) => wordsOf(words));

// What makes HTML. The page for those who run the server is in English for everybody; metrics and
// the tool's configuration are for programs.
const speaking = files(/\.c$/, 'mod_lti_zoom/views')
    .filter((name) => !/\/(status|status_page|metrics|tool_config)\.c$/.test(name))
    .map((name) => ({ name, text: read(name).replace(/\/\*[^]*?\*\/|^#include.*/gm, '') }));

const sayings = new RegExp(`\\blz_say(?:_html)?\\(\\s*visit,\\s*${literal}`, 'g');

test('what the server writes into pages is said in every language', () => {
    const said = speaking.flatMap(({ text }) => found(text, sayings));
    const calls = speaking.filter(({ name }) => !name.endsWith('/say.c'))
        .flatMap(({ text }) => [...text.matchAll(/\blz_say(_html)?\(/g)]);
    assert.ok(said.length > 30, 'the words were found');
    assert.equal(calls.length, said.length, 'words come from somewhere else');
    holds('server', '', said);
    for (const [key, sentence] of Object.entries(sentences('en', 'server')))
        assert.equal(sentence, key);
});

/** What a file says in HTML by itself: text between tags, attributes that are read aloud, titles. */
function saidInHtml(text)
{
    const others = /\b(?:lz_problem|lz_log)\((?:"(?:[^"\\]|\\.)*"|[^;"])*;/g;
    const own = text.replaceAll(others, '').replaceAll(sayings, '')
        .replaceAll(/"\s*(?:LZ|MARKER|FRAMES)\w*\s*"/g, '');
    return found(own, new RegExp(literal, 'g')).flatMap((words) => {
        const plain = words.replaceAll('\\"', "'").replaceAll('\\n', ' ');
        const read = [...plain.matchAll(/\b(?:title|alt|placeholder|aria-label)='([^'{]+)/g)]
            .map(([, attribute]) => attribute);
        const between = /[<>]/.test(plain)
            ? plain.replaceAll(/<[^<>]*(?:>|$)|^[^<>]*>/g, ' ').match(/\p{L}[^<>]*/u) ?? []
            : plain.match(/^\p{Lu}\p{Ll}*(?: [\p{L}].*)?[.?!]?$/u) ?? [];
        return [...read, ...between];
    });
}

test('it says nothing by itself', () => {
    const names = /^(?:Accept|Allow|Authorization|Bearer|Cookie|Location|LTIZoom\w+|Origin|Vary) *$/;
    const said = speaking.flatMap(({ name, text }) => saidInHtml(text)
        .filter((words) => !names.test(words)).map((words) => `${name}: ${words}`));
    assert.deepEqual(said, []);
});

test('the guard sees words in tags, beside them and alone', () => {
    const example = 'f("<p>One</p>", x, "\\">Two</a>", "Three", "Four words."); '
        + 'g("<b title=\\"Five\\">", "class", "a b"); lz_say(visit, "Six");';
    assert.deepEqual(saidInHtml(example).map((words) => words.trim()).sort(),
        ['Five', 'Four words.', 'One', 'Three', 'Two']);
});

test('a page has its title from the server as from the scripts', () => {
    const titles = {
        Upcoming: ['', 'upcoming.title'], Previous: ['', 'tab.previous'],
        Recordings: ['', 'tab.recordings'], 'My room': ['', 'tab.room'],
        Settings: ['', 'tab.settings'], Calendar: ['', 'tab.calendar'],
        Privacy: ['', 'tab.privacy'], 'Schedule a meeting': ['.form', 'schedule.title'],
        'Edit the meeting': ['.form', 'edit.title'],
        'Add Zoom to your course': ['.select', 'select.title'],
    };
    const given = speaking.flatMap(({ text }) => found(text,
        new RegExp(`lz_page_answer(?:_text)?\\(visit, response, lz_say\\(visit, ${literal}`, 'g')));
    assert.deepEqual(given.sort(), Object.keys(titles).sort());
    for (const language of languages)
        for (const [title, [part, key]] of Object.entries(titles))
            assert.equal(sentences(language, 'server')[title],
                JSON.parse(read(`htdocs/locale/${language}${part}.json`))[key], language);
});

/** The key of such words, as views/privacy.js makes it. */
const keyOf = (words) =>
    `map.${words.toLowerCase().replace(/[^a-z]+/g, '_').replace(/^_|_$/g, '')}`;

test('the data map and what is kept can be read in every language', () => {
    const map = files(/data_map\w*\.def$/, 'mod_lti_zoom/zoom').map(read).join('\n');
    const purposes = found(map, new RegExp(`LZ_FIELD\\([^)]*?,\\s*${literal}\\)`, 'g'));
    const features = found(map, new RegExp(`^LZ_OPERATION\\([^]*?,\\s*${literal}\\)\\n`, 'gm'));
    const privacy = read('mod_lti_zoom/course/privacy.c');
    const ofEvents = found(privacy, new RegExp(`"feature", ${literal}\\)`, 'g'));
    const session = /"%" APR_INT64_T_FMT " (minutes after [^)]*?)\)?,\s*apr_time_sec/.exec(privacy);
    const table = read('mod_lti_zoom/course/kept.c');
    const kept = found(table.split('kept[] = {')[1].replace(/\{ (?:"lti_zoom_\w+"|NULL),/g, ''),
        new RegExp(literal, 'g'));
    const places = found(table, new RegExp(`^#define \\w+ +${literal}`, 'gm'));
    assert.ok(purposes.length > 200 && features.length > 30 && ofEvents.length === 1 && session &&
        kept.length > 40 && places.length === 2, 'the tables were read');
    const minutes = session[1].replace(/"\s*"/g, '').replace(/"$/, '');
    holds('map', 'map.', [...purposes, ...features, ...ofEvents, ...kept, ...places, minutes]
        .map(keyOf));
});

// Files of the course whose sentences are not about a field: they have keys of their own, or are for
// administrators; what came of an import is told by its status.
const notOfFields = /\/(form_proposal|import|kept|meeting_form_compare|recording_row|status)\.c$/;

/** What C says about fields: sentences, and the items of the list that a passcode lacks. */
function saidOfFields()
{
    const said = [];
    for (const name of files(/\.(c|h|def)$/, 'mod_lti_zoom/course')) {
        const text = read(name).replace(/\/\*[^]*?\*\/|^#include.*/gm, '')
            .replace(/\b(?:lz_project_\w+|warn_meanwhile|lz_log)\((?:"(?:[^"\\]|\\.)*"|[^;"])*;/g, '')
            .replaceAll('APR_INT64_T_FMT', '"d"');
        if (notOfFields.test(name))
            continue;
        for (const [, item, words] of text.matchAll(
            new RegExp(`(\\bwant\\(wants, [^"]*)?${literal}`, 'g'))) {
            const sentence = wordsOf(words).replaceAll('\\"', '"');
            if (item || /^(?:[A-Z]|%\S*[sd]).* .*[.*]$/s.test(sentence))
                said.push(sentence);
        }
    }
    return said;
}

test('what is wrong with a field is said in every language', () => {
    const said = saidOfFields();
    assert.ok(said.length > 110, 'the sentences were found');
    const keys = said.map((sentence) => {
        let values = 0;
        return sentence.replace(/%(?:\.\d+)?[sd]/g, () => `{${values += 1}}`);
    });
    holds('fields', '', keys);
    for (const [key, sentence] of Object.entries(sentences('en', 'fields')))
        assert.equal(sentence, key);
    for (const language of languages.slice(1)) {
        const same = Object.entries(sentences(language, 'fields'))
            .filter(([key, sentence]) => key === sentence);
        assert.deepEqual(same, [], language);
    }
});

test('each place that gives a field its sentence is among them', () => {
    const places = files(/\.c$/, 'mod_lti_zoom')
        .filter((name) => /\blz_problem_field\(/.test(read(name)));
    const others = places.filter((name) => notOfFields.test(name)
        || !name.startsWith('mod_lti_zoom/course/'));
    assert.deepEqual(others, ['mod_lti_zoom/base/problem.c', 'mod_lti_zoom/zoom/errors.c']);
});
