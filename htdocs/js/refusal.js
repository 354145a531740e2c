// SPDX-License-Identifier: Apache-2.0
// A refusal in words: what happened and what the person can do. Where the page knows better than
// the server what to do next, it says so itself; else the server's sentence is shown, in the reader's language.

import { t } from './i18n.js';
import { refusalSaid } from './telling.js';

// The help line under the sentence: what to give to whoever looks into it.
export const reference = ({ tag, requestId }) => [tag, requestId].filter(Boolean).join(' · ');

// { title, sentence } for a whole page, and for a note beside the form (the sentence alone).
export function inWords(refusal) {
  if (refusal.status === 401) {
    return { title: t('refused.session.title'), sentence: t('refused.session') };
  }
  if (refusal.kind === 'unreachable') {
    return { title: t('refused.unreachable.title'), sentence: t('refused.unreachable') };
  }
  if (refusal.status === 503 && refusal.retryAfter) {
    return {
      title: t('refused.busy.title'),
      sentence: t('refused.busy', { count: refusal.retryAfter }),
    };
  }
  return { title: t('refused.title'), sentence: refusalSaid(refusal) || t('refused.unreadable') };
}

// True when a write may have taken effect although no answer says so.
export const isUncertain = ({ status, kind }) =>
  kind === 'zoom_uncertain' || kind === 'unreachable' || status === 502 || status === 504 ||
    (kind === 'unreadable' && status < 400);
