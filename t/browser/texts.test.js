// SPDX-License-Identifier: Apache-2.0
// No word outside the locale files, no key without a sentence, no sentence without a use; and the
// rules by which a language and its plurals are chosen.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choose, t, use } from '../../htdocs/js/i18n.js';
import { asked, HTDOCS, literals, modules, quoted } from './lib/templates.js';

// views.js knows where it lies from the page's body.
globalThis.document = { body: { dataset: { base: '', course: '' } } };
const { needsOf, viewNames } = await import('../../htdocs/js/views.js');

const LOCALES = join(HTDOCS, 'locale');
const readPart = (name) => JSON.parse(readFileSync(join(LOCALES, `${name}.json`), 'utf8'));
const names = readdirSync(LOCALES).map((file) => file.replace('.json', ''));
const languages = [...new Set(names.map((name) => name.split('.')[0]))];
const parts = names.filter((name) => name.startsWith('en.')).map((name) => name.slice(3));

// All sentences of a language, its parts one after the other.
const read = (language) => Object.assign({}, readPart(language),
  ...parts.map((part) => readPart(`${language}.${part}`)));
const english = read('en');

test('every key that the pages ask for has a sentence', () => {
  const used = modules().flatMap(({ name, text }) => asked(text).map((key) => [name, key]));
  assert.ok(used.length > 50, 'the keys were found');
  assert.deepEqual(used.filter(([, key]) => !(key in english)), []);
});

test('every key in a table has a sentence', () => {
  const groups = new Set(Object.keys(english).filter((key) => key.includes('.'))
    .map((key) => key.split('.')[0]));
  const used = modules().flatMap(({ text }) => quoted(text))
    .filter((word) => word.includes('.') && groups.has(word.split('.')[0]));
  assert.ok(used.length > 80, 'the keys were found');
  assert.deepEqual(used.filter((key) => !(key in english)), []);
});

test('a view finds its words in what all pages say and in its own parts', () => {
  const text = new Map(modules().map(({ name, text: own }) => [name, own]));
  const ofAll = Object.keys(readPart('en'));
  for (const view of viewNames) {
    const { modules: needed, texts } = needsOf(view);
    const known = new Set(
      [...ofAll, ...texts.flatMap((part) => Object.keys(readPart(`en.${part}`)))]);
    const own = needed.filter((name) => name.startsWith('./')).map((name) => name.slice(2));
    const words = own.flatMap((name) => [...asked(text.get(name)), ...quoted(text.get(name))])
      .filter((word) => word in english);
    assert.ok(words.length > 20, `${view}: the keys were found`);
    assert.deepEqual(words.filter((word) => !known.has(word)), [], view);
  }
});

// Keys that are made of what the server says, or are what it says: t/guards/words.test.js holds them
// against its source.
const OF_SERVER = /^(told|problem|map)\.| /;
const saidByServer = Object.keys(readPart('en.server'));

test('every sentence is used', () => {
  const used = new Set(modules().flatMap(({ text }) => quoted(text)));
  assert.deepEqual(
    Object.keys(english).filter((key) =>
      !used.has(key) && !OF_SERVER.test(key) && !saidByServer.includes(key)), []);
});

test('templates say nothing by themselves', () => {
  const found = modules().flatMap(({ name, text }) => literals(text).map((words) => [name, words]));
  assert.deepEqual(found, []);
});

test('the guard sees words in text, in attributes and in nested templates', () => {
  const example = 'html`<p title="One" class="c">${a ? html`<b>Two ${t(\'x\')}</b>` : `}`} Three</p>`';
  assert.deepEqual(literals(example).sort(), ['One', 'Three', 'Two']);
});

test('every language says the same things with the same values, in all its plural forms', () => {
  const holes = (sentence) => [...JSON.stringify(sentence).matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name).filter((name, at, all) => all.indexOf(name) === at).sort();
  assert.deepEqual(languages, ['ar', 'de', 'en', 'es', 'fr', 'ja']);
  for (const language of languages) {
    const sentences = read(language);
    assert.deepEqual(Object.keys(sentences), Object.keys(english), language);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, sentence] of Object.entries(sentences)) {
      assert.deepEqual(holes(sentence), holes(english[key]), `${language}: ${key}`);
      if (typeof sentence === 'object') {
        assert.deepEqual(Object.keys(sentence).sort(), [...forms].sort(), `${language}: ${key}`);
      }
    }
  }
});

test('the launch\'s language goes first, a region comes from the browser', () => {
  const languages = ['en', 'de', 'ar'];
  assert.deepEqual(choose(['de', 'en-US', 'de-AT'], languages),
    { language: 'de', locale: 'de-AT', reader: 'de-AT' });
  assert.deepEqual(choose(['', 'en-GB'], languages),
    { language: 'en', locale: 'en-GB', reader: 'en-GB' });
  assert.deepEqual(choose(['pt_BR', 'ar'], languages),
    { language: 'ar', locale: 'ar', reader: 'pt-BR' });
  assert.deepEqual(choose(['x y', 'nl'], languages),
    { language: 'en', locale: 'en', reader: 'nl' });
});

test('sentences take values, plurals and the writing of the language', () => {
  const sentences = {
    plain: 'Host: {name}', many: { one: '{count} row', other: '{count} rows' },
  };
  assert.equal(use(choose(['en-US'], ['en']), sentences).direction, 'ltr');
  assert.equal(t('plain', { name: 'Ada' }), 'Host: Ada');
  assert.equal(t('plain', { name: 'أمينة' }), 'Host: \u2068أمينة\u2069');
  assert.equal(t('many', { count: 1 }), '1 row');
  assert.equal(t('many', { count: 1200 }), '1,200 rows');
  assert.equal(t('plain', {}), 'Host: {name}');
  assert.equal(t('absent'), 'absent');
  assert.equal(use(choose(['ar-EG'], ['ar']), sentences).direction, 'rtl');
  assert.equal(t('plain', { name: 'Ada' }), 'Host: \u2068Ada\u2069');
  // A sentence inside a sentence has the page's direction, whatever it begins with.
  assert.equal(t('plain', { name: t('plain', { name: 'Ada' }) }),
    'Host: \u2067Host: \u2068Ada\u2069\u2069');
});
