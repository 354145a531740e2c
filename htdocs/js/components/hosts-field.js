// SPDX-License-Identifier: Apache-2.0
// Who else may host: picked from the course's instructors or by e-mail. Each is asked about at once,
// so that nobody hears only after saving that Zoom refuses.

import { html, useEffect, useRef } from '../html.js';
import { t } from '../i18n.js';
import { askAboutHost, isEmail } from '../hosts.js';
import { FieldError, wiring } from './field.js';
import { SettingChoice } from './form-parts.js';

const NAME = 'settings.alternative_hosts';
const MOST_OFFERED = 8;

const same = (one, other) => one.toLowerCase() === other.toLowerCase();
const includes = (hosts, email) => hosts.some((host) => same(host.email, email));

// Takes them in, those who are new, and asks about each.
function useHosts({ values, set }) {
  const asking = useRef(new Set());
  useEffect(() => {
    for (const { email, ok, asked } of values.hosts) {
      if (ok === undefined && !asked && !asking.current.has(email)) {
        asking.current.add(email);
        askAboutHost(email).then((answer) => {
          asking.current.delete(email);
          set(({ hosts }) => ({
            hosts: hosts.map((host) => (same(host.email, email)
              ? { ...host, ...answer, name: answer.name || host.name, asked: true } : host)),
          }));
        });
      }
    }
  }, [values.hosts]);

  return {
    add: (people) => set(({ hosts }) => ({
      hosts: [...hosts, ...people.filter(({ email }) => !includes(hosts, email))],
      hostTyped: '',
    })),
    remove: (email) => set(({ hosts }) => ({
      hosts: hosts.filter((host) => !same(host.email, email)),
    })),
  };
}

// One who may host, and what Zoom says to that.
function Host({ host: { email, name, ok, asked, message }, onRemove }) {
  const said = ok === false ? message || t('hosts.refused', { email })
    : ok === undefined && asked ? t('hosts.unknown') : '';
  return html`
    <li class=${ok === false ? 'chip bad' : 'chip'}>
      <div>
        <bdi>${name ?? email}</bdi>
        ${name ? html`${' '}<small dir="ltr">${email}</small>` : null}
        ${ok === undefined && !asked ? html`<p class="help">${t('hosts.asking')}</p>` : null}
        ${said ? html`<p class=${ok === false ? 'error' : 'help'}><bdi>${said}</bdi></p>` : null}
      </div>
      <button type="button" class="small quiet" onClick=${onRemove}
        aria-label=${t('hosts.remove.label', { name: name ?? email })}>${t('hosts.remove')}</button>
    </li>`;
}

// The instructors who are neither the host nor among them: a button each.
const Offered = ({ people, onAdd }) => people.length ? html`
  <ul class="pills">
    ${people.slice(0, MOST_OFFERED).map(({ name, email }) => html`
      <li key=${email}>
        <button type="button" class="small" onClick=${() => onAdd([{ name, email }])}>
          ${t('hosts.offer', { name })}</button>
      </li>`)}
  </ul>` : null;

export function HostsField({ fields }) {
  const { values, errors, options, mode, host, set } = fields;
  const box = useRef(null);
  const { add, remove } = useHosts(fields);
  if (mode === 'date') {
    return null;
  }
  const typed = values.hostTyped ?? '';
  const people = (options.instructors ?? [])
    .filter(({ name, email }) => name !== host && !same(email, options.host_email ?? '') &&
      !includes(values.hosts, email));

  // Several at once, as they are pasted; what is no address stays.
  const take = () => {
    const words = typed.split(/[\s;,]+/).filter(Boolean);
    const emails = words.filter(isEmail);
    add(emails.map((email) => ({ email })));
    set({ hostTyped: words.filter((word) => !isEmail(word)).join(' ') });
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && typed.trim()) {
      event.preventDefault();
      take();
    }
  };
  const onRemove = (email) => {
    remove(email);
    box.current.querySelector('input').focus();
  };

  return html`
    <fieldset ref=${box}>
      <legend>${t('meeting.hosts')}</legend>
      <ul class="chips" aria-live="polite">
        ${values.hosts.map((host) => html`
          <${Host} key=${host.email} host=${host} onRemove=${() => onRemove(host.email)} />`)}
      </ul>
      <${Offered} people=${people} onAdd=${add} />
      <div class="field">
        <label for="field-settings-alternative_hosts">${t('form.hosts.email')}</label>
        <span class="measure">
          <input type="email" multiple dir="ltr" autocomplete="off" value=${typed}
            ...${wiring({ name: NAME, error: errors[NAME] })}
            onKeyDown=${onKeyDown} onBlur=${() => isEmail(typed.trim()) && take()}
            onInput=${({ target }) => set({ hostTyped: target.value })} />
          <button type="button" onClick=${take}>${t('hosts.add')}</button>
        </span>
        <${FieldError} name=${NAME} error=${errors[NAME]} />
      </div>
      ${values.hosts.length ? html`
        <${SettingChoice} name="alternative_hosts_email_notification"
          label=${t('form.hosts.notify')} fields=${fields} />` : null}
    </fieldset>`;
}
