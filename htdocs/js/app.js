// SPDX-License-Identifier: Apache-2.0
// The page: the view that the data names, inside the frame that all views share.

import { html, render } from './html.js';
import { listenForWays } from './handover.js';
import { createRouter } from './router.js';
import { componentOf, titleOf, viewOf } from './views.js';
import { Page } from './components/page.js';
import { Problem } from './views/problem.js';

// A view is drawn anew, with the keyboard at its heading, when the address has become another.
const identityOf = ({ data, path, refusal }) => (refusal ? 'problem'
  : [viewOf(data.view, path), data.meeting?.id, data.meeting?.occurrence_id, data.recording?.uuid]
    .join(' '));

// What had the keyboard may have gone with what was drawn before: what has come in its place gets it,
// else the heading. In the middle of nowhere people would have to begin again at the top.
function keepKeyboard(had, root) {
  if (document.activeElement === document.body && !had.isConnected) {
    ((had.id && document.getElementById(had.id)) || root.querySelector('h1'))?.focus();
  }
}

// Shows the page in `root`, from `first` on: { data, refusal } of its address.
export function start(root, first) {
  let shown = null;
  root.textContent = '';

  const router = createRouter(first, (state, router) => {
    const { data, path, refusal } = state;
    const identity = identityOf(state);
    const name = data && viewOf(data.view, path);
    const content = refusal
      ? html`<${Problem} refusal=${refusal} onRetry=${router.retry} />`
      : html`<${componentOf(name)} key=${identity} data=${data} path=${path}
          router=${router} />`;
    const had = document.activeElement;
    render(html`<${Page} ...${state} onClose=${router.hush}>${content}<//>`, root);
    keepKeyboard(had, root);

    if (!state.loading) {
      document.title = refusal
        ? data?.course.title ?? document.title
        : `${titleOf(name, data)} · ${data.course.title}`;
      if (shown && shown !== identity) {
        root.querySelector('h1')?.focus();
      }
      shown = identity;
    }
  });
  router.listen();
  listenForWays(router.current, router.refuse);
}
