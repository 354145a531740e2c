// SPDX-License-Identifier: Apache-2.0
// Sentences that a page says by itself: what the server warns of, and what an action brought about.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { warningSaid } from '../telling.js';
import { clockTime } from '../time.js';

export const Note = ({ children }) => html`<p class="note">${children}</p>`;

// Warnings that the page can say better than the server, by their code: `stale` is the key of what an
// old list of this kind is still good for.
const SENTENCES = {
  zoom_stale: (view, zone, stale) => view.as_of && t(stale, {
    time: clockTime(Date.parse(view.as_of), zone),
  }),
};

// A view's warnings, each a sentence.
export const Warnings = ({ view, zone, stale = 'warning.zoom_stale' }) =>
  (view.warnings ?? []).map((warning) =>
    html`<${Note} key=${warning.code + (warning.field ?? '')}>${
      SENTENCES[warning.code]?.(view, zone, stale) || html`<bdi>${warningSaid(warning)}</bdi>`
    }<//>`);
