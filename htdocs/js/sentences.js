// SPDX-License-Identifier: Apache-2.0
// The server's sentences about fields (telling.js). Each is its own key, with {1}, {2} where the
// server writes a value into it; a key with a small letter first is no sentence but an item of a
// list in one.

import { add, knows, locale, t } from './i18n.js';
import { fetchTexts } from './texts.js';

const HOLE = /\{\d\}/;

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// What a key stands for; a value in it is of that pattern.
const patternOf = (key, value) => key.split(HOLE).map(literally).join(value);

const isItem = (key) => /^[a-z]/.test(key);

let sentences = []; // those that hold values: [key, pattern]
let items = []; // the same
let anyItem;

// Fetches the words and puts them to use.
export async function fetchSentences() {
  const found = await fetchTexts('fields');
  add(found);
  const keys = Object.keys(found).sort((one, other) => other.length - one.length);
  const whole = (key) => [key, new RegExp(`^${patternOf(key, '(.+?)')}$`, 's')];
  sentences = keys.filter((key) => HOLE.test(key) && !isItem(key)).map(whole);
  items = keys.filter(isItem).map(whole);
  anyItem = new RegExp(items.map(([key]) => patternOf(key, '\\d+')).join('|'), 'g');
}

// By the first of the patterns that fits, the longest; null when none does.
function fitting(patterns, text, valueOf) {
  for (const [key, pattern] of patterns) {
    const found = pattern.exec(text);
    if (found) {
      return t(key, Object.fromEntries(
        found.slice(1).map((value, at) => [at + 1, valueOf(value)])));
    }
  }
  return null;
}

// A value may be a list of items of ours, "a digit, a letter and ...".
function valueInWords(value) {
  const said = (value.match(anyItem) ?? []).map((item) => fitting(items, item, (part) => part));
  const rest = value.replaceAll(anyItem, '').replaceAll(/, | and /g, '');
  return said.length && !rest ? new Intl.ListFormat(locale).format(said) : value;
}

const oneInWords = (sentence) =>
  (knows(sentence) ? t(sentence) : fitting(sentences, sentence, valueInWords));

// A sentence, or several with a blank between them; null when there are no words for it.
export function inWords(text) {
  const parts = text.split(/(?<=\.) /).map(oneInWords);
  return oneInWords(text) ?? (parts.includes(null) ? null : parts.join(' '));
}
