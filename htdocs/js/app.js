// SPDX-License-Identifier: Apache-2.0
// The page: the view that the data names, inside the frame that all views share.

import { html, render } from './html.js';
import { t } from './i18n.js';
import { listenForWays } from './handover.js';
import { createRouter } from './router.js';
import { Page } from './components/page.js';
import { Problem } from './views/problem.js';
import { Upcoming } from './views/upcoming.js';
import { Schedule } from './views/schedule.js';
import { Meeting } from './views/meeting.js';
import { Select } from './views/select.js';

const VIEWS = {
  upcoming: { show: Upcoming, title: () => t('upcoming.title') },
  schedule: { show: Schedule, title: () => t('schedule.title') },
  meeting: { show: Meeting, title: ({ meeting }) => meeting.topic },
  select: { show: Select, title: () => t('select.title') },
};

// A view is drawn anew, with the keyboard at its heading, when the address has become another.
const identityOf = ({ data, refusal }) => (refusal ? 'problem'
  : `${data.view} ${data.meeting?.id ?? ''} ${data.meeting?.occurrence_id ?? ''}`);

// Shows the page in `root`, from `first` on: { data, refusal } of its address.
export function start(root, first) {
  let shown = null;
  root.textContent = '';

  const router = createRouter(first, (state, router) => {
    const { data, refusal } = state;
    const view = VIEWS[data?.view];
    const identity = identityOf(state);
    const content = refusal
      ? html`<${Problem} refusal=${refusal} onRetry=${router.retry} />`
      : html`<${view.show} key=${identity} data=${data} router=${router} />`;
    render(html`<${Page} ...${state}>${content}<//>`, root);

    if (!state.loading) {
      document.title = refusal
        ? data?.course.title ?? document.title
        : `${view.title(data)} · ${data.course.title}`;
      if (shown && shown !== identity) {
        root.querySelector('h1')?.focus();
      }
      shown = identity;
    }
  });
  router.listen();
  listenForWays(router.current, router.refuse);
}
