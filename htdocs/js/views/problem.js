// SPDX-License-Identifier: Apache-2.0
// A view that could not be had. The same markup as the error page that the server writes itself.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { inWords, reference } from '../refusal.js';

export function Problem({ refusal, onRetry }) {
  const { title, sentence } = inWords(refusal);
  const hopeless = [401, 403, 404].includes(refusal.status);
  return html`
    <div class="problem">
      <h1 tabindex="-1">${title}</h1>
      <p>${sentence}</p>
      ${hopeless ? null : html`
        <button type="button" class="primary" onClick=${onRetry}>
          ${t('refused.retry')}</button>`}
      <p class="help">${reference(refusal)}</p>
    </div>`;
}
