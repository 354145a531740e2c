// SPDX-License-Identifier: Apache-2.0
// The server's own sentences, its warnings and refusals and what it says about fields, in the reader's
// language. Most pages say none, so their words come with the first answer that has one; what has no
// words is said as the server does, in English.

import { fetchPart } from './texts.js';

let words = null;
let coming = null;

// Resolves when the words are there, or cannot be had.
export function prepare() {
  coming ??= Promise.all([import('./told.js'), fetchPart('told')])
    .then(([module]) => { words = module; }, () => { coming = null; });
  return coming;
}

// A warning, { code, message, field? }.
export const warningSaid = (warning) => words?.warningInWords(warning) || warning.message;

// What a refusal says, "" when it says nothing.
export const refusalSaid = (refusal) => words?.refusalInWords(refusal) || refusal.sentence;

let sentences = null;
let sentencesComing = null;

// The same for what is said about fields.
export function prepareForFields() {
  sentencesComing ??= import('./sentences.js')
    .then((module) => module.fetchSentences().then(() => { sentences = module; }))
    .catch(() => { sentencesComing = null; });
  return sentencesComing;
}

// What is said about a field.
export const fieldSaid = (sentence) => sentences?.inWords(sentence) || sentence;
