// SPDX-License-Identifier: Apache-2.0
// Fetches the texts of the pages: those of all pages, and parts that only some views need.

import { add } from './i18n.js';
import { shell } from './shell.js';

// The language that texts are fetched in.
let language = 'en';
export const speak = (chosen) => { language = chosen; };

// Fetches texts of that language: those of all pages, or a part's.
export async function fetchTexts(part) {
  const name = part ? `${language}.${part}` : language;
  return (await fetch(`${shell.assets}/locale/${name}.json`)).json();
}

const parts = new Map();

// The same for a part that several may need, once; puts it to use.
export function fetchPart(part) {
  if (!parts.has(part)) {
    const fetched = fetchTexts(part).then(add);
    parts.set(part, fetched);
    fetched.catch(() => parts.delete(part));
  }
  return parts.get(part);
}
