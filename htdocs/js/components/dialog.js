// SPDX-License-Identifier: Apache-2.0
// A question over the page. The browser's own dialog keeps the keyboard inside, closes by Escape and
// gives the keyboard back to where it was.

import { html, useId, useLayoutEffect, useRef } from '../html.js';
import { t } from '../i18n.js';
import { inWords, reference } from '../refusal.js';

// Open as long as it is drawn; `onClose` is told when the person has closed it, which they cannot
// while it is `busy`.
export function Dialog({ title, busy, onClose, children }) {
  const dialog = useRef(null);
  const id = useId();
  useLayoutEffect(() => {
    const { current } = dialog;
    current.showModal();
    return () => current.close();
  }, []);

  const onCancel = (event) => {
    event.preventDefault();
    if (!busy) {
      onClose();
    }
  };
  return html`
    <dialog ref=${dialog} aria-labelledby=${id} aria-busy=${busy ? 'true' : null}
      onCancel=${onCancel}>
      <h2 id=${id}><bdi>${title}</bdi></h2>
      ${children}
    </dialog>`;
}

// Why what a dialog should have done was refused.
export const Refused = ({ refusal }) => refusal ? html`
  <div class="summary" role="alert">
    <p>${inWords(refusal).sentence}</p>
    ${reference(refusal) ? html`<p class="help">${reference(refusal)}</p>` : null}
  </div>` : null;

// The buttons below: what it does, in a word that says so, and the way out. `danger` for what cannot
// be undone.
export const DialogFoot = ({ text, busyText, busy, danger, onClose }) => html`
  <div class="foot">
    <button class=${danger ? 'primary danger' : 'primary'} aria-disabled=${busy ? 'true' : null}>
      ${busy ? busyText : text}</button>
    <span role="status" class="unseen">${busy ? busyText : null}</span>
    <button type="button" class="quiet" onClick=${busy ? null : onClose}
      aria-disabled=${busy ? 'true' : null}>${t('dialog.cancel')}</button>
  </div>`;

// One of several answers. `name` is the question's, the first checked answer takes the keyboard.
export const Answer = ({ name, value, checked, label, hint, onChange }) => {
  const id = useId();
  return html`
    <div class="choice">
      <input type="radio" id=${id} name=${name} value=${value} checked=${checked}
        aria-describedby=${hint ? `${id}-hint` : null} onChange=${() => onChange(value)} />
      <div>
        <label for=${id}>${label}</label>
        ${hint ? html`<p class="help" id=${`${id}-hint`}>${hint}</p>` : null}
      </div>
    </div>`;
};
