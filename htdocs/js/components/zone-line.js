// SPDX-License-Identifier: Apache-2.0
// The zone that a view's times are in, and the way to change it.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { chooseZone, usualZone } from '../own-zone.js';
import { zoneName } from '../time.js';
import { Dialog, DialogFoot } from './dialog.js';
import { Field } from './field.js';
import { ZoneSelect } from './zone-select.js';

function ChooseZone({ zone, me, onClose }) {
  const [wanted, setWanted] = useState(zone);
  const usual = usualZone(me);
  const onSubmit = (event) => {
    event.preventDefault();
    chooseZone(wanted, me);
    onClose();
  };
  return html`
    <${Dialog} title=${t('zone.title')} onClose=${onClose}>
      <form onSubmit=${onSubmit}>
        <${Field} name="own-zone" label=${t('zone.label')} hint=${t('zone.hint')}
          input=${(wired) => html`
            <${ZoneSelect} value=${wanted} likely=${[usual]} wired=${wired}
              onChange=${setWanted} />`} />
        <${DialogFoot} text=${t('zone.use')} onClose=${onClose} />
      </form>
    <//>`;
}

// `zone` is the one in use, `me` the view's.
export function ZoneLine({ zone, me }) {
  const [open, setOpen] = useState(false);
  return html`
    <p class="aside">
      ${t('zone.line', { zone: zoneName(zone) })}${' '}
      <button type="button" class="link" aria-haspopup="dialog"
        aria-label=${t('zone.change.label')} onClick=${() => setOpen(true)}>
        ${t('zone.change')}</button>
    </p>
    ${open ? html`
      <${ChooseZone} zone=${zone} me=${me} onClose=${() => setOpen(false)} />` : null}`;
}
