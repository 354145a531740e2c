// SPDX-License-Identifier: Apache-2.0
// The words for what the server warns of and why it refuses (telling.js).

import { LABELS } from './form-labels.js';
import { knows, t } from './i18n.js';

const said = (key, values) => (knows(key) ? t(key, values) : null);

// By its code and, where there are several ways, how it came about; null when there is no sentence.
// What is about a field calls it by its label, which came with its form.
export function warningInWords({ code, field, how, people, made, asked }) {
  const label = LABELS[field];
  if (label && !knows(label)) {
    return null;
  }
  return said(how ? `told.${code}.${how}` : `told.${code}`, {
    field: label ? t(label) : field, people, made: made?.count, asked: asked?.count,
  });
}

// By its tag.
export const refusalInWords = ({ tag }) => said(`problem.${tag}`);
