// SPDX-License-Identifier: Apache-2.0
// The server's own sentences, its warnings and refusals, in the reader's language. Most pages say none,
// so their words come with the first answer that has one; what has no words is said as the server
// does, in English.

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
