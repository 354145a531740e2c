// SPDX-License-Identifier: Apache-2.0
// What narrows the list of recordings down, behind one line; open while it does.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { dayName } from '../time.js';
import { Field } from './field.js';
import { Filters, queryOf, withQuery } from './filters.js';

const NAMES = ['q', 'from', 'to', 'published'];

const STATES = { any: 'filter.any', true: 'filter.published', false: 'filter.unpublished' };

export const isFiltered = (path) => NAMES.some((name) => queryOf(path).has(name));

const none = Object.fromEntries(NAMES.map((name) => [name, '']));
export const withoutFilters = (path) => withQuery(path, none);

// What the filters say: "“aldol”, from 1 November".
function inWords(query) {
  const day = (name) => dayName(query.get(name), '');
  return [
    query.get('q') && t('filter.said.words', { words: query.get('q') }),
    query.get('from') && t('filter.said.from', { day: day('from') }),
    query.get('to') && t('filter.said.to', { day: day('to') }),
    query.get('published') && t(STATES[query.get('published')] ?? STATES.any),
  ].filter(Boolean).join(t('list.comma'));
}

const Day = ({ name, label, value, error, onChange }) => html`
  <${Field} name=${name} label=${label} error=${error} input=${(wired) => html`
    <input type="date" ...${wired} value=${value}
      onChange=${({ target }) => onChange(target.value)} />`} />`;

const State = ({ value }) => html`
  <${Field} name="published" label=${t('filter.state')} input=${(wired) => html`
    <select ...${wired}>
      ${Object.entries(STATES).map(([each, text]) => html`
        <option key=${each} value=${each === 'any' ? '' : each}
          selected=${each === value}>${t(text)}</option>`)}
    </select>`} />`;

function Controls({ path, me, router }) {
  const query = queryOf(path);
  const [days, setDays] = useState({ from: query.get('from') ?? '', to: query.get('to') ?? '' });
  const wrong = days.from && days.to && days.from > days.to;
  const day = (name, label, error) => html`
    <${Day} name=${name} label=${label} error=${error} value=${days[name]}
      onChange=${(value) => setDays({ ...days, [name]: value })} />`;
  return html`
    <${Filters} label=${t('filter')} path=${path} router=${router} ready=${!wrong}>
      <${Field} name="q" label=${t('filter.words')} input=${(wired) => html`
        <input type="search" ...${wired} maxlength="200" dir="auto"
          defaultValue=${query.get('q') ?? ''} />`} />
      ${day('from', t('filter.from'))}
      ${day('to', t('filter.to'), wrong ? t('filter.order') : '')}
      ${me.role === 'instructor' ? html`<${State} value=${query.get('published') ?? 'any'} />` : null}
      <button id="filter-submit">${t('filter.submit')}</button>
    <//>`;
}

// Drawn anew with every other address, so that the controls hold what is filtered by. What came of it
// is said: `count` of the recordings that are shown, null where the list says so itself.
export function RecordingFilters({ path, count, me, router }) {
  const filtered = isFiltered(path);
  return html`
    <details class="narrow" open=${filtered}>
      <summary>
        <span>${t('filter')}</span>
        ${filtered ? html`<small><bdi>${inWords(queryOf(path))}</bdi></small>` : null}
      </summary>
      <${Controls} key=${path} path=${path} me=${me} router=${router} />
      ${filtered ? html`<p><a href=${withoutFilters(path)}>${t('filter.none')}</a></p>` : null}
    </details>
    <p role="status" class="unseen">
      ${count === null ? '' : count ? t('list.count', { count }) : t('recordings.empty.found.title')}
    </p>`;
}
