// SPDX-License-Identifier: Apache-2.0
// Lists by day, and the rest of a list that is longer than a page.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { getView } from '../api.js';
import { useAction } from '../action.js';
import { inWords } from '../refusal.js';
import { clockHasWords, dayOf, dayTitle } from '../time.js';

// Rows by day: [{ day, title, rows }]. `startOf` gives the instant that a row stands under, or null
// for no fixed time, which comes last. The days come in the order of time, or latest first.
export function byDay(rows, startOf, { zone, now, latestFirst = false }) {
  const days = new Map();
  for (const row of rows) {
    const start = startOf(row);
    const day = start === null ? null : dayOf(start, zone);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  const today = dayOf(now, zone);
  const order = latestFirst ? -1 : 1;
  return [...days]
    .sort(([a], [b]) => (a === null) - (b === null) || (a < b ? -order : order))
    .map(([day, ofDay]) => ({
      day: day ?? 'none',
      title: day === null ? t('when.none') : dayTitle(day, today),
      rows: ofDay,
    }));
}

// `days` as byDay() makes them; `row` draws one, with a key, as a list's item.
export const Days = ({ days, row }) => days.map(({ day, title, rows }) => html`
  <section key=${day} aria-labelledby=${`day-${day}`}>
    <h2 id=${`day-${day}`}>${title}</h2>
    <ul class="list" data-clock=${clockHasWords() ? 'words' : null}>
      ${rows.map(row)}
    </ul>
  </section>`);

// A list without rows: what that means, and what to do next.
export const Empty = ({ title, sentence, children }) => html`
  <div class="empty">
    <h2>${title}</h2>
    <p>${sentence}</p>
    ${children}
  </div>`;

// The rows after these, asked for when the person wants them. `rows` names the list in `data`;
// `path` is the address of the list, to which the next page is added.
export function More({ data, rows, path, text, router }) {
  const [{ busy, refusal }, run] = useAction();
  const onClick = () => run(async () => {
    const address = new URL(path, location.origin);
    address.searchParams.set('page', data.next_page);
    const next = await getView(address.pathname + address.search);
    router.update({ ...next, [rows]: [...data[rows], ...next[rows]] });
  });
  return html`
    <div class="more">
      ${data.next_page ? html`
        <button type="button" onClick=${onClick} aria-disabled=${busy ? 'true' : null}>
          ${busy ? t('list.loading') : text}
        </button>` : null}
      <p role="status" class=${refusal ? 'error' : 'help'}>
        ${refusal ? inWords(refusal).sentence : t('list.count', { count: data[rows].length })}
      </p>
    </div>`;
}
