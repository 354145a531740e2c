// SPDX-License-Identifier: Apache-2.0
// What this tool reads at Zoom, for what, by which right and for how long it keeps it, as its own
// tables say; what it holds about the person, as a file; and the end of that.

import { html, useState } from '../html.js';
import { knows, t } from '../i18n.js';
import { useAction } from '../action.js';
import { post } from '../api.js';
import { saveFile } from '../download.js';
import { dropSession } from '../session.js';
import { paths } from '../shell.js';
import { Dialog, DialogFoot, Refused } from '../components/dialog.js';
import { Choice } from '../components/field.js';
import { Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

// The key of what the server says in its own words, which are English: those words as one.
const keyOf = (words) =>
  `map.${words.toLowerCase().replace(/[^a-z]+/g, '_').replace(/^_|_$/g, '')}`;

// The same in the reader's language, with the number that is in it.
function Own({ words, change = (said) => said }) {
  const key = keyOf(words);
  return knows(key) ? change(t(key, { count: Number(/\d+/.exec(words)) }))
    : html`<span lang="en" dir="ltr">${change(words)}</span>`;
}

// What is read for the same thing, together: [feature, operations].
function byFeature(operations) {
  const features = new Map();
  for (const operation of operations) {
    features.set(operation.feature, [...(features.get(operation.feature) ?? []), operation]);
  }
  return [...features];
}

// The fields of all of them, for each purpose: [purpose, paths].
function byPurpose(operations) {
  const purposes = new Map();
  for (const { path, purpose } of operations.flatMap(({ fields }) => fields)) {
    purposes.set(purpose, [...new Set([...(purposes.get(purpose) ?? []), path])]);
  }
  return [...purposes];
}

const Scopes = ({ operations }) => {
  const scopes = [...new Set(operations.flatMap(({ scope_granular, scope_classic }) =>
    [scope_granular, scope_classic].filter(Boolean)))];
  return scopes.length ? html`
    <p class="help">${t('privacy.scopes')} ${scopes.map((scope, index) => html`
      ${index ? t('list.comma') : ''}<code dir="ltr" key=${scope}>${scope}</code>`)}</p>` : null;
};

const Feature = ({ feature, operations }) => {
  const purposes = byPurpose(operations);
  return html`
    <details class="read">
      <summary><${Own} words=${feature} change=${capital} /></summary>
      ${purposes.length ? html`
        <table>
          <thead><tr>
            <th scope="col">${t('privacy.field')}</th>
            <th scope="col">${t('privacy.purpose')}</th>
          </tr></thead>
          <tbody>
            ${purposes.map(([purpose, fields]) => html`
              <tr key=${purpose}>
                <td>${fields.map((field) => html`<code dir="ltr" key=${field}>${field}</code> `)}</td>
                <td><${Own} words=${purpose} /></td>
              </tr>`)}
          </tbody>
        </table>` : html`<p class="help">${t('privacy.nothing')}</p>`}
      <${Scopes} operations=${operations} />
    </details>`;
};

const Kept = ({ kept }) => html`
  <ul class="kept">
    ${kept.map(({ what, where, how_long }) => html`
      <li key=${what}>
        <p><${Own} words=${what} /></p>
        <dl>
          <div><dt>${t('privacy.where')}</dt><dd><${Own} words=${where} change=${capital} /></dd></div>
          <div><dt>${t('privacy.how_long')}</dt><dd><${Own} words=${how_long} change=${capital} /></dd></div>
        </dl>
      </li>`)}
  </ul>`;

function Erase({ me, onClose, onErased }) {
  const [sure, setSure] = useState(false);
  const [missing, setMissing] = useState(false);
  const [{ busy, refusal }, run] = useAction();
  const onSubmit = async (event) => {
    event.preventDefault();
    setMissing(!sure);
    if (!sure) {
      document.getElementById('field-sure').focus();
    } else if (await run(() => post(paths.erasure(), undefined, me))) {
      dropSession();
      onErased();
    }
  };
  return html`
    <${Dialog} title=${t('privacy.erase.title')} busy=${busy} onClose=${onClose}>
      <form novalidate onSubmit=${onSubmit}>
        <p>${t('privacy.erase.what')}</p>
        <p>${t('privacy.erase.not')}</p>
        <div class="answers">
          <${Choice} name="sure" label=${t('privacy.erase.sure')} checked=${sure}
            error=${missing && !sure ? t('privacy.erase.missing') : ''} onChange=${setSure} />
        </div>
        <${Refused} refusal=${refusal} />
        <${DialogFoot} text=${t('privacy.erase.submit')} busyText=${t('delete.busy')} busy=${busy}
          danger onClose=${onClose} />
      </form>
    <//>`;
}

const Erased = () => html`
  <div class="problem">
    <h1 tabindex="-1" ref=${(heading) => heading?.focus()}>${t('privacy.erased.title')}</h1>
    <p>${t('privacy.erased')}</p>
  </div>`;

const Mine = ({ router, onErase }) => html`
  <section aria-labelledby="mine" class="card">
    <h2 id="mine">${t('privacy.mine')}</h2>
    <p class="help">${t('privacy.mine.hint')}</p>
    <div class="bar">
      <a class="button" href=${paths.export()} download
        onClick=${(event) => saveFile(event, router.refuse)}>${t('privacy.export')}</a>
      <button type="button" onClick=${onErase} aria-haspopup="dialog">${t('privacy.erase')}</button>
    </div>
  </section>`;

export function Privacy({ data, router }) {
  const [asking, setAsking] = useState(false);
  const [erased, setErased] = useState(false);
  if (erased) {
    return html`<${Erased} />`;
  }
  return html`
    <${Header} title=${data.course.title} />
    <${Tabs} current="privacy" me=${data.me} />
    <${Warnings} view=${data} />
    <${Mine} router=${router} onErase=${() => setAsking(true)} />
    <section aria-labelledby="read">
      <h2 id="read">${t('privacy.read')}</h2>
      <p class="help">${t('privacy.read.hint')}</p>
      <div class="reads">
        ${byFeature(data.operations).map(([feature, operations]) => html`
          <${Feature} key=${feature} feature=${feature} operations=${operations} />`)}
      </div>
    </section>
    <section aria-labelledby="kept">
      <h2 id="kept">${t('privacy.kept')}</h2>
      <${Kept} kept=${data.kept} />
    </section>
    ${asking ? html`
      <${Erase} me=${data.me} onClose=${() => setAsking(false)}
        onErased=${() => setErased(true)} />` : null}`;
}
