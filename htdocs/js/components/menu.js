// SPDX-License-Identifier: Apache-2.0
// The rest of what can be done with something, behind one word. Closes by Escape, by a click
// elsewhere and when the keyboard moves on.

import { html, useRef } from '../html.js';
import { t } from '../i18n.js';

// `of` is the thing's name, for those who cannot see where the menu stands. `items` are
// { text, href, away }: away when it leads out to Zoom.
export function Menu({ of, items }) {
  const details = useRef(null);
  const close = () => { details.current.open = false; };

  const onKeyDown = (event) => {
    if (event.key === 'Escape' && details.current.open) {
      event.stopPropagation();
      close();
      details.current.querySelector('summary').focus();
    }
  };
  const onFocusOut = ({ relatedTarget }) => {
    if (!details.current.contains(relatedTarget)) {
      close();
    }
  };

  return html`
    <details class="menu" ref=${details} onKeyDown=${onKeyDown} onFocusOut=${onFocusOut}>
      <summary class="button quiet" aria-label=${t('menu.label', { name: of })}>
        ${t('menu')}
      </summary>
      <ul>
        ${items.map(({ text, href, away }) => html`
          <li key=${href}>
            <a href=${href} onClick=${close} ...${away ? AWAY : {}}>${text}</a>
          </li>`)}
      </ul>
    </details>`;
}

// A link out to Zoom: Zoom's pages refuse to stand in a frame.
export const AWAY = { target: '_blank', rel: 'noopener' };
