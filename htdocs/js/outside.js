// SPDX-License-Identifier: Apache-2.0
// The language of a page outside a course: only the browser says which one it is.

import { choose, use } from './i18n.js';

export const languageOutside = () => choose(navigator.languages);

// Puts that language to use, with the texts of all pages and of these parts.
export async function speakOutside(parts = []) {
  const chosen = languageOutside();
  const names = [chosen.language, ...parts.map((part) => `${chosen.language}.${part}`)];
  const found = await Promise.all(names.map((name) =>
    fetch(`${document.body.dataset.assets}/locale/${name}.json`).then((answer) => answer.json())));
  const { language, direction } = use(chosen, Object.assign({}, ...found));
  Object.assign(document.documentElement, { lang: language, dir: direction });
}

// Where the words of refusals lie: those that a course's pages meet, and all others.
export const OF_REFUSALS = ['told', 'refused'];
