// SPDX-License-Identifier: Apache-2.0
// Why a form was not saved: everything that is wrong at once, each leading to its field.

import { html, useLayoutEffect, useRef } from '../html.js';
import { t } from '../i18n.js';
import { inWords, reference } from '../refusal.js';
import { fieldId } from './field.js';

// The input of a field, or of the field that it is a part of.
function inputOf(name) {
  const parts = name.split('.');
  for (let count = parts.length; count > 0; count -= 1) {
    const found = document.getElementById(fieldId(parts.slice(0, count).join('.')));
    if (found) {
      return found;
    }
  }
  return null;
}

function focusField(name) {
  const input = inputOf(name);
  input?.closest('details')?.setAttribute('open', '');
  input?.focus();
}

// The link alone would only scroll there, and leave an entry in the history.
const onClick = (name) => (event) => {
  event.preventDefault();
  focusField(name);
};

// "tracking_fields.Course" is called by its own name.
const labelOf = (name, labels) => {
  const own = labels[name] ?? labels[name.split('.').slice(0, 2).join('.')];
  return own ? t(own) : name.replace(/^tracking_fields\./, '');
};

const Problems = ({ errors, labels }) => html`
  <ul>
    ${Object.keys(errors).map((name) => html`
      <li key=${name}>
        <a href=${`#${fieldId(name)}`} onClick=${onClick(name)}><bdi>${labelOf(name, labels)}</bdi></a>
        ${' '}<bdi>${errors[name]}</bdi>
      </li>`)}
  </ul>`;

// `errors` maps names of fields to sentences, `labels` to the keys of their labels. Without errors
// it is the `refusal` that is told; `uncertain` when it leaves open whether something was made.
export function Summary({ errors, labels, refusal, uncertain }) {
  const box = useRef(null);
  // Before anybody can press what is in it: later, it would take the keyboard from them.
  useLayoutEffect(() => box.current.focus(), [errors, refusal]);

  const count = Object.keys(errors).length;
  const title = refusal?.kind === 'changed_meanwhile' ? t('edit.collision.title')
    : t('schedule.errors', { count });
  const words = refusal && (uncertain
    ? { title: t('schedule.uncertain.title'), sentence: t('schedule.uncertain') }
    : inWords(refusal));
  return html`
    <div class="summary" tabindex="-1" ref=${box} role="group" aria-labelledby="summary-title">
      <h2 id="summary-title">${count ? title : words.title}</h2>
      ${count ? html`<${Problems} errors=${errors} labels=${labels} />`
        : html`<p>${words.sentence}</p>`}
      ${refusal && reference(refusal) ? html`<p class="help">${reference(refusal)}</p>` : null}
    </div>`;
}
