// SPDX-License-Identifier: Apache-2.0
// What someone has typed into a form and not yet saved. It is kept in the browser's tab, per
// course, so that neither a reload nor an expired session loses it.

import { courseStorageKey } from './shell.js';

// A browser may refuse storage to a framed page; then the draft lives as long as the page.
const memory = new Map();

const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};

// The draft, or null when there is none.
export function readDraft(form) {
  const key = courseStorageKey(form);
  const kept = attempt(() => sessionStorage.getItem(key)) ?? memory.get(key);
  return kept ? attempt(() => JSON.parse(kept)) : null;
}

export function keepDraft(form, draft) {
  const key = courseStorageKey(form);
  const text = JSON.stringify(draft);
  memory.set(key, text);
  attempt(() => sessionStorage.setItem(key, text));
}

export function dropDraft(form) {
  const key = courseStorageKey(form);
  memory.delete(key);
  attempt(() => sessionStorage.removeItem(key));
}
