// SPDX-License-Identifier: Apache-2.0
// What narrows a list down. Each filter is a part of the list's address, so that what is found can be
// kept as a bookmark and the way back leads to it.

import { html } from '../html.js';

// The address with other values of its query; an empty one is left out.
export function withQuery(path, values) {
  const address = new URL(path, location.origin);
  for (const [name, value] of Object.entries(values)) {
    address.searchParams.delete(name);
    if (value) {
      address.searchParams.set(name, value);
    }
  }
  address.searchParams.delete('page');
  return address.pathname + address.search;
}

export const queryOf = (path) => new URL(path, location.origin).searchParams;

// A box that puts `value` under `name` into the address when it is ticked.
export const Toggle = ({ name, value, label, path, router }) => html`
  <label class="toggle">
    <input type="checkbox" checked=${queryOf(path).get(name) === value}
      onChange=${({ target }) => router.go(
        withQuery(path, { [name]: target.checked ? value : '' }), null, { replace: true })} />
    ${label}
  </label>`;

// Several filters that are used together when the person says so: `children` are controls with
// names of the address's query, and the button.
export function Filters({ label, path, router, children }) {
  const onSubmit = (event) => {
    event.preventDefault();
    router.go(withQuery(path, Object.fromEntries(new FormData(event.target))), null,
      { replace: true });
  };
  return html`
    <form role="search" class="filters" aria-label=${label} onSubmit=${onSubmit}>
      ${children}
    </form>`;
}
