// SPDX-License-Identifier: Apache-2.0
// The texts of a page outside a course, in the language of the browser: nothing else says there which
// one it is. The server has written the page in it already.

import { choose, use } from './i18n.js';

// Puts that language to use, with the texts of all pages and of these parts.
export async function speakOutside(parts = []) {
  const chosen = choose(navigator.languages);
  const names = [chosen.language, ...parts.map((part) => `${chosen.language}.${part}`)];
  const found = await Promise.all(names.map((name) =>
    fetch(`${document.body.dataset.assets}/locale/${name}.json`).then((answer) => answer.json())));
  use(chosen, Object.assign({}, ...found));
}

// Where the words of refusals lie: those that a course's pages meet, and all others.
export const OF_REFUSALS = ['told', 'refused'];
