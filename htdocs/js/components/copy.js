// SPDX-License-Identifier: Apache-2.0
// A button that copies a text and says, where it stands, that it did.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { copyText } from '../clipboard.js';

// `name` is what is copied, for those who do not see what the button stands beside. A button that
// stands by itself says so in `words`.
export function Copy({ text, name, words: own }) {
  const [copied, setCopied] = useState(null);
  const onClick = async () => setCopied(await copyText(text));
  const words = { null: own ?? t('copy'), true: t('copy.done'), false: t('copy.failed') };
  const said = {
    null: '', true: t('copy.done.label', { name }), false: t('copy.failed.label', { name }),
  };

  return html`
    <button type="button" class=${own ? null : 'small'}
      aria-label=${own ? null : t('copy.label', { name })}
      onClick=${onClick}>${words[copied]}</button>
    <span role="status" class="unseen">${said[copied]}</span>`;
}
