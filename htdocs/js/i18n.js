// SPDX-License-Identifier: Apache-2.0
// The words of the pages. Each language has a file for what all pages say, locale/<language>.json,
// and more for what only some views say, locale/<language>.<part>.json: keys to sentences, with
// {name} where a value goes; or to an object of sentences, one per plural category
// (Intl.PluralRules), chosen by the value called `count`.

// The languages that have a file. The first one stands in where the reader's is missing.
const LANGUAGES = ['en', 'de', 'es', 'fr', 'ja', 'ar'];

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];
const RTL_LETTER = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

let texts = {};
let plural;
let number;
let rtl = false;

// The locale that dates and numbers are written in: the language of the texts, with the region of
// the reader when the reader has one for it.
export let locale = 'en';

// The reader's own clock, "h23" or "h12", whichever language the texts are in.
export let hourCycle;

const languageOf = (tag) => tag.toLowerCase().split(/[-_]/)[0];

function validTags(tags) {
  return tags.filter(Boolean).map((tag) => tag.replaceAll('_', '-')).filter((tag) => {
    try {
      return Intl.getCanonicalLocales(tag).length === 1;
    } catch {
      return false;
    }
  });
}

// Chooses among the languages we have. `wanted` is a list of locales, the dearest first; the first
// one is the launch's, which often has no region ("en"), so a region may come from a later one.
export function choose(wanted, languages = LANGUAGES) {
  const tags = validTags(wanted);
  const language = tags.map(languageOf).find((each) => languages.includes(each)) ?? languages[0];
  const regional = tags.find((tag) => languageOf(tag) === language && tag.includes('-'));
  return { language, locale: regional ?? language, reader: regional ?? tags[0] ?? language };
}

// Puts a language to use: its texts, its direction, its rules for plurals and numbers.
export function use(chosen, sentences) {
  texts = { ...texts, ...sentences };
  locale = chosen.locale;
  plural = new Intl.PluralRules(locale);
  number = new Intl.NumberFormat(locale);
  rtl = RIGHT_TO_LEFT.includes(chosen.language);
  hourCycle = new Intl.DateTimeFormat(chosen.reader, { hour: 'numeric' })
    .resolvedOptions().hourCycle;
  return { language: chosen.language, direction: rtl ? 'rtl' : 'ltr' };
}

// Adds the sentences of a part to those in use.
export function add(sentences) {
  texts = { ...texts, ...sentences };
}

// A value inside a sentence must not turn the sentence's direction around, nor be turned by it:
// where the two can differ, it is wrapped in Unicode's isolates. A name has the direction of its
// first letter; what was itself made of sentences has the page's.
function written(value) {
  const word = typeof value === 'number' ? number.format(value) : String(value);
  if (!rtl && !RTL_LETTER.test(word)) {
    return word;
  }
  const own = rtl ? '\u2067' : '\u2066';
  return `${word.includes('\u2069') ? own : '\u2068'}${word}\u2069`;
}

// Whether there is a sentence of that key.
export const knows = (key) => key in texts;

// The sentence of that key with its values. A key without a sentence shows itself.
export function t(key, values = {}) {
  const found = texts[key] ?? key;
  const sentence = typeof found === 'object'
    ? found[plural.select(values.count)] ?? found.other
    : found;
  return sentence.replace(/\{(\w+)\}/g, (hole, name) =>
    name in values ? written(values[name]) : hole);
}
