// SPDX-License-Identifier: Apache-2.0
// All recordings of the course at once: those that are there, and how it is with those to come.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { post } from '../api.js';
import { paths } from '../shell.js';
import { Answer, Dialog, DialogFoot, Refused } from './dialog.js';

function Ask({ me, router, onClose }) {
  const [what, setWhat] = useState('on');
  const [{ busy, refusal }, run] = useAction();
  const published = what === 'on';

  const onSubmit = async (event) => {
    event.preventDefault();
    let count = 0;
    if (await run(async () => {
      ({ recordings: count } = await post(paths.publication(), { published }, me));
    })) {
      onClose();
      const { data } = router.current();
      const recordings = data.recordings.map((one) => ({ ...one, published }));
      const text = t(published ? 'publish.all.done' : 'publish.all.done.off', { count });
      router.update({ ...data, recordings }, { text });
    }
  };
  return html`
    <${Dialog} title=${t('publish.all.title')} busy=${busy} onClose=${onClose}>
      <form onSubmit=${onSubmit}>
        <fieldset class="answers">
          <legend class="unseen">${t('publish.all.title')}</legend>
          <${Answer} name="what" value="on" checked=${published} onChange=${setWhat}
            label=${t('publish.all.on')} hint=${t('publish.all.on.hint')} />
          <${Answer} name="what" value="off" checked=${!published} onChange=${setWhat}
            label=${t('publish.all.off')} hint=${t('publish.all.off.hint')} />
        </fieldset>
        <${Refused} refusal=${refusal} />
        <${DialogFoot} text=${t(published ? 'publish.all.submit' : 'publish.all.submit.off')}
          busyText=${t('delete.busy')} busy=${busy} onClose=${onClose} />
      </form>
    <//>`;
}

// The button, and how it is with recordings to come.
export function PublishAll({ data, router }) {
  const [open, setOpen] = useState(false);
  return html`
    <button type="button" aria-haspopup="dialog" onClick=${() => setOpen(true)}>
      ${t('publish.all')}</button>
    <p class="help">
      ${t(data.publish_all ? 'publish.new.on' : 'publish.new.off')}${' '}
      <a href=${paths.settings()} aria-label=${t('publish.new.change.label')}>
        ${t('zone.change')}</a>
    </p>
    ${open ? html`
      <${Ask} me=${data.me} router=${router} onClose=${() => setOpen(false)} />` : null}`;
}
