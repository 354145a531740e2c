// SPDX-License-Identifier: Apache-2.0
// The passcode, and while it is typed what it still lacks for the account's rules.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { lacksOf, LONGEST, makePasscode } from '../passcode.js';
import { listOf } from '../time.js';
import { Choice, Field, lockReason } from './field.js';

const LACKS = {
  characters: 'passcode.characters', only_allow_numeric: 'passcode.numeric',
  have_letter: 'passcode.letter', have_number: 'passcode.number',
  have_upper_and_lower_characters: 'passcode.case', have_special_character: 'passcode.special',
  length: 'passcode.length', consecutive_characters_length: 'passcode.run',
};

function lacksInWords(text, policy = {}) {
  const lacks = lacksOf(text, policy).map((name) => t(LACKS[name], {
    from: Math.max(1, policy.length ?? 1), to: LONGEST, run: policy.consecutive_characters_length,
  }));
  return lacks.length ? t('passcode.lacks', { rules: listOf(lacks) }) : t('passcode.fine');
}

const Word = ({ values, errors, options, set }) => html`
  <${Field} name="password" label=${t('form.passcode.word')} error=${errors.password}
    hint=${lacksInWords(values.password, options.password_policy)}
    input=${(wired) => html`
      <input type="text" ...${wired} class="passcode" value=${values.password} dir="ltr"
        maxlength=${LONGEST} autocomplete="off" autocapitalize="off" spellcheck=${false}
        onInput=${({ target }) => set({ password: target.value })} />`} />`;

// What a course's meetings begin with has no passcode of its own: each meeting gets one.
export function PasscodeField({ fields }) {
  const { values, errors, options, mode, set } = fields;
  const name = 'default_password';
  const locked = lockReason(options.locks, name) || lockReason(options.locks, 'password') ||
    (options.password_policy?.required ? t('lock.passcode') : '');
  const on = Boolean(locked) || values.withPasscode;
  return html`
    <${Choice} name=${name} label=${t('form.passcode')} hint=${locked || t('form.passcode.hint')}
      error=${errors[name]} checked=${on} disabled=${Boolean(locked)}
      onChange=${(withPasscode) => set({
        withPasscode, password: values.password || makePasscode(options.password_policy),
      })}>
      ${on && mode !== 'usual' ? html`
        <${Word} values=${values} errors=${errors} options=${options} set=${set} />` : null}
    <//>`;
}
