// SPDX-License-Identifier: Apache-2.0
// Links by which a person's own calendar follows the meetings: made, copied, renewed, taken back.

import { html, useRef, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { post, remove } from '../api.js';
import { paths } from '../shell.js';
import { Copy } from '../components/copy.js';
import { Dialog, DialogFoot, Refused } from '../components/dialog.js';
import { Note, Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';

const NAMES = { mine: 'calendar.mine', course: 'calendar.course' };
const HINTS = { mine: 'calendar.mine.hint', course: 'calendar.course.hint' };

// What a calendar program opens by itself.
const subscription = (url) => url.replace(/^https?:/, 'webcal:');

// Before a link that may be in use stops working. `does` resolves when it has.
function Ask({ title, sentence, text, done, danger, does, router, onClose }) {
  const [{ busy, refusal }, run] = useAction();
  const onSubmit = async (event) => {
    event.preventDefault();
    if (await run(does)) {
      onClose();
      router.tell({ text: done });
    }
  };
  return html`
    <${Dialog} title=${title} busy=${busy} onClose=${onClose}>
      <form onSubmit=${onSubmit}>
        <p>${sentence}</p>
        <${Refused} refusal=${refusal} />
        <${DialogFoot} text=${text} busyText=${t('delete.busy')} busy=${busy} danger=${danger}
          onClose=${onClose} />
      </form>
    <//>`;
}

const Address = ({ url, name }) => html`
  <div class="copied">
    <code dir="ltr">${url}</code>
    <${Copy} text=${url} name=${name} />
  </div>`;

// A link that there is, with all that can be done with it.
function Link({ feed, name, make, revoke, router }) {
  const [asking, setAsking] = useState(null);
  const onClose = () => setAsking(null);
  return html`
    <${Address} url=${feed.url} name=${name} />
    <div class="bar">
      <a class="button" href=${subscription(feed.url)} target="_blank" rel="noopener"
        aria-label=${t('calendar.open.label', { name })}>${t('calendar.open')}</a>
      <button type="button" class="quiet" aria-label=${t('calendar.renew.label', { name })}
        onClick=${() => setAsking('renew')}>${t('calendar.renew')}</button>
      <button type="button" class="quiet" aria-label=${t('calendar.revoke.label', { name })}
        onClick=${() => setAsking('revoke')}>${t('calendar.revoke')}</button>
    </div>
    ${asking === 'renew' ? html`
      <${Ask} title=${t('calendar.renew.title')} sentence=${t('calendar.renew.sentence')}
        text=${t('calendar.renew.submit')} done=${t('calendar.renew.done')} does=${make}
        router=${router} onClose=${onClose} />` : null}
    ${asking === 'revoke' ? html`
      <${Ask} title=${t('calendar.revoke.title')} sentence=${t('calendar.revoke.sentence')}
        text=${t('calendar.revoke.submit')} done=${t('calendar.revoke.done')} danger
        does=${revoke} router=${router} onClose=${onClose} />` : null}`;
}

function Feed({ feed, data, router }) {
  const { me } = data;
  const heading = useRef(null);
  const [{ busy, refusal }, run] = useAction();
  const name = t(NAMES[feed.kind], { course: data.course.title });

  const become = (url) => {
    const now = router.current().data;
    if (now.view === 'calendar') {
      router.update({
        ...now, feeds: now.feeds.map((one) => (one.kind === feed.kind ? { ...one, url } : one)),
      });
    }
  };
  const make = async () => {
    const { feed: { url } } = await post(paths.calendars(), { kind: feed.kind }, me);
    become(url);
  };
  // Its button goes as the link comes.
  const makeFirst = async () => {
    if (await run(make)) {
      heading.current?.focus();
    }
  };
  const revoke = async () => {
    await remove(paths.calendar(feed), me);
    become(null);
    setTimeout(() => heading.current?.focus()); // the buttons have gone with the link
  };
  return html`
    <section aria-labelledby=${`feed-${feed.kind}`} class="card">
      <h2 id=${`feed-${feed.kind}`} tabindex="-1" ref=${heading}><bdi>${name}</bdi></h2>
      <p class="help">${t(HINTS[feed.kind])}</p>
      ${feed.url ? html`
        <${Link} feed=${feed} name=${name} make=${make} revoke=${revoke} router=${router} />` : html`
        <button type="button" aria-label=${t('calendar.make.label', { name })}
          aria-disabled=${busy ? 'true' : null} onClick=${makeFirst}>
          ${t(busy ? 'delete.busy' : 'calendar.make')}</button>
        <${Refused} refusal=${refusal} />`}
    </section>`;
}

export const Calendar = ({ data, router }) => html`
  <${Header} title=${data.course.title} />
  <${Tabs} current="calendar" me=${data.me} />
  <${Warnings} view=${data} />
  <p class="lead">${t('calendar.lead')}</p>
  ${data.feeds.map((feed) => html`
    <${Feed} key=${feed.kind} feed=${feed} data=${data} router=${router} />`)}
  <section aria-labelledby="subscribe">
    <h2 id="subscribe">${t('calendar.how.title')}</h2>
    <p>${t('calendar.how')}</p>
  </section>
  <${Note}>${t('calendar.warning')}<//>`;
