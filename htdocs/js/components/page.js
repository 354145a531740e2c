// SPDX-License-Identifier: Apache-2.0
// What every view stands in: the line that says something is loading, what the last action brought
// about, and whether we are cut off. `Header` and `Tabs` are a view's own top.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { paths } from '../shell.js';
import { useOnline } from './ticking.js';
import { Note } from './note.js';

export function Page({ loading, notice, children }) {
  const online = useOnline();
  return html`
    <div class="page" aria-busy=${loading ? 'true' : 'false'}>
      <div class=${loading ? 'loading on' : 'loading'} aria-hidden="true"></div>
      <div role="status" class="said">
        ${loading ? html`<span class="unseen">${t('page.loading')}</span>` : null}
        ${!loading && notice?.text ? html`<p class="done">${notice.text}</p>` : null}
        ${!loading && notice?.warnings?.map(({ code, message }) =>
          html`<${Note} key=${code}>${message}<//>`)}
        ${!online ? html`<${Note}>${t('page.offline')}<//>` : null}
      </div>
      ${children}
    </div>`;
}

// The top of a view: its heading, which takes the keyboard when the view is opened, and an aside.
export const Header = ({ title, aside, back }) => html`
  <header>
    ${back ? html`<a class="back" href=${back.href}>${back.text}</a>` : null}
    <h1 tabindex="-1"><bdi>${title}</bdi></h1>
    ${aside ? html`<p class="aside"><bdi>${aside}</bdi></p>` : null}
  </header>`;

// The views of a course: one line each.
const TABS = [
  { view: 'upcoming', path: paths.upcoming, text: 'tab.upcoming' },
];

export const Tabs = ({ current }) => html`
  <nav aria-label=${t('tabs.label')}>
    <ul>
      ${TABS.map(({ view, path, text }) => html`
        <li key=${view}>
          <a href=${path()} aria-current=${view === current ? 'page' : null}>
            ${t(text)}</a>
        </li>`)}
    </ul>
  </nav>`;
