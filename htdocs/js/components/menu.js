// SPDX-License-Identifier: Apache-2.0
// The rest of what can be done with something, behind one word. Closes by Escape, by a click
// elsewhere and when the keyboard moves on.

import { html, useRef } from '../html.js';
import { t } from '../i18n.js';

// `of` is the thing's name, for those who cannot see where the menu stands. `items` are
// { text, href, away } for a link, away when it leads out to Zoom; { text, onClick } for what
// happens here.
export function Menu({ of, items }) {
  const details = useRef(null);
  const list = useRef(null);
  const close = () => { details.current.open = false; };

  const onKeyDown = (event) => {
    if (event.key === 'Escape' && details.current.open) {
      event.stopPropagation();
      close();
      details.current.querySelector('summary').focus();
    }
  };
  const onFocusOut = ({ relatedTarget }) => {
    if (details.current && !details.current.contains(relatedTarget)) {
      close();
    }
  };
  // Opens towards the middle of the page: where there is no room for it, from its other edge.
  const onToggle = ({ currentTarget: { dataset, open } }) => {
    delete dataset.side;
    const { left, right } = list.current.getBoundingClientRect();
    if (open && (left < 0 || right > document.documentElement.clientWidth)) {
      dataset.side = 'start';
    }
  };
  // What opens a dialog gets the keyboard back to where it can be seen.
  const does = (onClick) => () => {
    close();
    details.current.querySelector('summary').focus();
    onClick();
  };

  return html`
    <details class="menu" ref=${details} onKeyDown=${onKeyDown} onFocusOut=${onFocusOut}
      onToggle=${onToggle}>
      <summary class="button quiet" aria-label=${t('menu.label', { name: of })}>
        ${t('menu')}
      </summary>
      <ul ref=${list}>
        ${items.map(({ text, href, away, onClick }) => html`
          <li key=${text}>
            ${href
              ? html`<a href=${href} onClick=${close} ...${away ? AWAY : {}}>${text}</a>`
              : html`<button type="button" onClick=${does(onClick)}>${text}</button>`}
          </li>`)}
      </ul>
    </details>`;
}

// A link out to Zoom: Zoom's pages refuse to stand in a frame.
export const AWAY = { target: '_blank', rel: 'noopener' };
