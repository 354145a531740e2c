// SPDX-License-Identifier: Apache-2.0
// Which sections or groups of the course something is for: those that are known to tick, and, for
// who runs the course, another one by its name. None ticked is the whole course.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { listOf } from '../time.js';
import { FieldError, fieldId, FieldHint, wiring } from './field.js';

const NAME = 'sections';
const LONGEST = 200;

const same = (one, other) => one.toLowerCase() === other.toLowerCase();
const includes = (names, name) => names.some((each) => same(each, name));

// The known ones and, where it has another name or is no longer known, what is chosen.
const offered = (choices, chosen) =>
  [...choices, ...chosen.filter((name) => !includes(choices, name))];

// What the choice comes to, and what keeps students from seeing anything.
function inWords(chosen, told) {
  if (!chosen.length) {
    return t('sections.all');
  }
  return told ? t('sections.only', { sections: listOf(chosen) }) : t('sections.nobody');
}

const Another = ({ onAdd, first }) => {
  const [typed, setTyped] = useState('');
  const take = () => {
    if (typed.trim()) {
      onAdd(typed.trim());
    }
    setTyped('');
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      take();
    }
  };
  const id = first ? fieldId(NAME) : `${fieldId(NAME)}-typed`;
  return html`
    <div class="field">
      <label for=${id}>${t('sections.another')}</label>
      <span class="measure">
        <input type="text" id=${id} dir="auto" autocomplete="off" maxlength=${LONGEST}
          value=${typed} onKeyDown=${onKeyDown} onBlur=${take}
          onInput=${({ target }) => setTyped(target.value)} />
        <button type="button" onClick=${take}>${t('sections.add')}</button>
      </span>
    </div>`;
};

// `known` is { choices, told, own } of the view, `chosen` the names, `label` what is asked, which is
// not shown where it is `titled` already.
export function SectionsField({ known, chosen, label, titled, error, onChange }) {
  const { choices = [], told = false, own = false } = known ?? {};
  const names = offered(choices, chosen);
  if (own && !names.length) {
    return null;
  }
  const hint = told ? t('sections.hint') : t('sections.untold');
  const toggle = (name, on) => onChange([
    ...chosen.filter((each) => !same(each, name)), ...(on ? [name] : [])]);
  const { 'aria-describedby': described } = wiring({ name: NAME, hint, error });
  return html`
    <fieldset aria-describedby=${described}>
      <legend class=${titled ? 'unseen' : null}>${label}</legend>
      <${FieldHint} name=${NAME} hint=${hint} />
      ${names.length ? html`
        <div class="columns">
          ${names.map((name, index) => html`
            <label class="toggle" key=${name}>
              <input type="checkbox" checked=${includes(chosen, name)}
                id=${index ? null : fieldId(NAME)}
                onChange=${({ target }) => toggle(name, target.checked)} />
              <bdi>${name}</bdi>
            </label>`)}
        </div>` : null}
      ${own ? null : html`
        <${Another} first=${!names.length}
          onAdd=${(name) => toggle(names.find((each) => same(each, name)) ?? name, true)} />`}
      <p class="help" role="status"><bdi>${inWords(chosen, told)}</bdi></p>
      <${FieldError} name=${NAME} error=${error} />
    </fieldset>`;
}
