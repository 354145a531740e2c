// SPDX-License-Identifier: Apache-2.0
// Reads the pages' own modules as text: which sentences they ask for, and what their templates say
// by themselves.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const HTDOCS = fileURLToPath(new URL('../../../htdocs/', import.meta.url));

// [{ name, text }] of every module of the pages.
export function modules() {
  return readdirSync(join(HTDOCS, 'js'), { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, text: readFileSync(join(HTDOCS, 'js', name), 'utf8') }));
}

const withoutComments = (text) => text.replace(/^\s*\/\/.*$/gm, '');

// Every string in quotes that is the whole of a key's shape, wherever it stands: the argument of
// t(), or a value in a table whose keys are passed to t() later.
export const quoted = (text) =>
  [...withoutComments(text).matchAll(/'([a-z][a-z_]*(?:\.[a-z_]+)*)'/g)].map(([, word]) => word);

// The keys that t() is called with directly.
export const asked = (text) =>
  [...withoutComments(text).matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key);

// Where the template literal that begins at `start` (just after its backtick) ends, and its text
// with each ${…} as a hole.
function templateAt(text, start) {
  let said = '';
  let at = start;
  while (text[at] !== '`') {
    if (text.startsWith('${', at)) {
      at = holeEnd(text, at + 2);
      said += '\u0000';
    } else {
      said += text[at];
      at += 1;
    }
  }
  return { said, end: at + 1 };
}

// Just after the brace that closes a hole; templates and strings inside may hold braces of theirs.
function holeEnd(text, start) {
  let at = start;
  for (let depth = 1; depth > 0;) {
    if (text[at] === '`') {
      at = templateAt(text, at + 1).end;
      continue;
    }
    if (text[at] === '\'') {
      at = text.indexOf('\'', at + 1);
    }
    depth += { '{': 1, '}': -1 }[text[at]] ?? 0;
    at += 1;
  }
  return at;
}

// The words that html`…` templates say themselves: text between tags, and the attributes that
// people read or hear.
export function literals(text) {
  const found = [];
  for (const { index } of text.matchAll(/html`/g)) {
    const { said } = templateAt(text, index + 5);
    for (const [, , value] of said.matchAll(/\s(aria-label|title|placeholder|alt|label)="([^"]*)"/g)) {
      found.push(value);
    }
    found.push(...said.replace(/<[^>]*>/g, '\u0000').split('\u0000'));
  }
  return found.map((words) => words.trim()).filter((words) => /\p{L}/u.test(words));
}
