// SPDX-License-Identifier: Apache-2.0
// Lists by day, and the rest of a list that is longer than a page.

import { html, useLayoutEffect, useRef } from '../html.js';
import { t } from '../i18n.js';
import { getView } from '../api.js';
import { useAction } from '../action.js';
import { inWords } from '../refusal.js';
import { clockHasWords, dayOf, dayTitle, monthName } from '../time.js';

// The rows under what `keyOf` gives for each, in their order.
function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups];
}

// Rows by month, in the order that they have: as byDay().
export const byMonth = (rows, startOf, { zone }) =>
  grouped(rows, (row) => dayOf(startOf(row), zone).slice(0, 7))
    .map(([month, ofMonth]) => ({ day: month, title: monthName(month), rows: ofMonth }));

// Rows by day: [{ day, title, rows }]. `startOf` gives the instant that a row stands under, or null
// for no fixed time, which comes last. The days come in the order of time, or latest first.
export function byDay(rows, startOf, { zone, now, latestFirst = false }) {
  const today = dayOf(now, zone);
  const order = latestFirst ? -1 : 1;
  const dayOfRow = (row) => {
    const start = startOf(row);
    return start === null ? null : dayOf(start, zone);
  };
  return grouped(rows, dayOfRow)
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

// Gives the keyboard to the row of that place, else to the last one, else to the heading.
function focusRow(index) {
  const rows = document.querySelectorAll('.item');
  const row = rows[Math.min(index, rows.length - 1)];
  (row?.querySelector('a, button, summary') ?? document.querySelector('h1')).focus();
}

// The keyboard goes to the row that has come to stand where the last one went, else to the heading.
export function useFocusAfter(count) {
  const wanted = useRef(null);
  useLayoutEffect(() => {
    if (wanted.current !== null) {
      focusRow(wanted.current);
      wanted.current = null;
    }
  }, [count]);
  return wanted;
}

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
    if (!next.next_page) {
      focusRow(data[rows].length); // the button has gone
    }
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
