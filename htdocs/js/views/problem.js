// SPDX-License-Identifier: Apache-2.0
// A view that could not be had. The same markup as the error page that the server writes itself, and
// the way on: once more, or, where that is hopeless, to the list, for a page in a frame has no other
// way back.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { inWords, reference } from '../refusal.js';
import { paths } from '../shell.js';

export function Problem({ refusal, onRetry }) {
  const { title, sentence } = inWords(refusal);
  const away = refusal.status === 401;
  const hopeless = [403, 404].includes(refusal.status);
  return html`
    <div class="problem">
      <h1 tabindex="-1">${title}</h1>
      <p>${sentence}</p>
      ${away || hopeless ? null : html`
        <button type="button" class="primary" onClick=${onRetry}>
          ${t('refused.retry')}</button>`}
      ${hopeless ? html`
        <a class="button" href=${paths.upcoming()}>${t('back.upcoming')}</a>` : null}
      <p class="help">${reference(refusal)}</p>
    </div>`;
}
