// SPDX-License-Identifier: Apache-2.0
// What every view stands in: the line that says something is loading, what the last action brought
// about, and whether we are cut off. `Header` and `Tabs` are a view's own top.

import { html, useEffect, useRef } from '../html.js';
import { t } from '../i18n.js';
import { paths } from '../shell.js';
import { warningSaid } from '../telling.js';
import { isView } from '../views.js';
import { useOnline } from './ticking.js';
import { Note } from './note.js';

const SLOW = { waiting: 'page.slow', again: 'page.again' };

const Told = ({ text, warnings = [] }) => html`
  ${text ? html`<p class="done">${text}</p>` : null}
  ${warnings.map((warning) => html`
    <${Note} key=${warning.code + warning.message}><bdi>${warningSaid(warning)}</bdi><//>`)}`;

// What is said while the view stays: over its lower edge, so that nothing moves. It stays until it
// is closed, which gives the keyboard back to where it was, or the next thing is said.
function Toast({ toast, online, slow, onClose }) {
  const before = useRef(null);
  const onFocus = ({ relatedTarget }) => { before.current = relatedTarget; };
  const onClick = () => {
    before.current?.focus();
    onClose();
  };
  return html`
    <div role="status" class="toast">
      ${slow ? html`<${Note}>${t(SLOW[slow])}<//>` : null}
      ${!online ? html`<${Note}>${t('page.offline')}<//>` : null}
      ${toast ? html`
        <div class="told">
          <${Told} ...${toast} />
          <button type="button" class="small quiet" onFocus=${onFocus} onClick=${onClick}>
            ${t('page.close')}</button>
        </div>` : null}
    </div>`;
}

export function Page({ loading, slow, notice, toast, onClose, children }) {
  const online = useOnline();
  return html`
    <div class="page" aria-busy=${loading ? 'true' : 'false'}>
      <div class=${loading ? 'loading on' : 'loading'} aria-hidden="true"></div>
      <div role="status" class="said">
        ${loading ? html`<span class="unseen">${t('page.loading')}</span>` : null}
        ${!loading && notice ? html`<${Told} ...${notice} />` : null}
      </div>
      ${children}
      <${Toast} toast=${toast} online=${online} slow=${slow} onClose=${onClose} />
    </div>`;
}

// The top of a view: its heading, which takes the keyboard when the view is opened, and an aside,
// text or a component.
export const Header = ({ title, aside, back }) => html`
  <header>
    ${back ? html`<a class="back" href=${back.href}>${back.text}</a>` : null}
    <h1 tabindex="-1"><bdi>${title}</bdi></h1>
    ${typeof aside === 'string' ? html`<p class="aside"><bdi>${aside}</bdi></p>` : aside}
  </header>`;

// The tabs in their order. Those of `hosts` are for those who run the course.
const TABS = [
  { view: 'upcoming', path: paths.upcoming, text: 'tab.upcoming' },
  { view: 'previous', path: paths.previous, text: 'tab.previous' },
  { view: 'recordings', path: paths.recordings, text: 'tab.recordings' },
  { view: 'room', path: paths.room, text: 'tab.room', hosts: true },
  { view: 'settings', path: paths.settings, text: 'tab.settings', hosts: true },
  { view: 'calendar', path: paths.calendars, text: 'tab.calendar' },
  { view: 'privacy', path: paths.privacy, text: 'tab.privacy' },
];

const mayOpen = (me) => ({ view, hosts }) => isView(view) &&
  (!hosts || me.role === 'instructor' || me.permissions.includes(view));

// Where they do not all fit, the current one is among those that are seen.
export function Tabs({ current, me }) {
  const bar = useRef(null);
  useEffect(() => {
    const tab = bar.current.querySelector('[aria-current]');
    const { left, right } = bar.current.getBoundingClientRect();
    const at = tab?.getBoundingClientRect();
    if (at && (at.left < left || at.right > right)) {
      bar.current.scrollLeft += (at.left + at.right - left - right) / 2;
    }
  }, [current]);
  return html`
    <nav aria-label=${t('tabs.label')} ref=${bar}>
      <ul>
        ${TABS.filter(mayOpen(me)).map(({ view, path, text }) => html`
          <li key=${view}>
            <a href=${path()} aria-current=${view === current ? 'page' : null}>${t(text)}</a>
          </li>`)}
      </ul>
    </nav>`;
}
