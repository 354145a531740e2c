// SPDX-License-Identifier: Apache-2.0
// What narrows a list down. Each filter is a part of the list's address, so that what is found can be
// kept as a bookmark and the way back leads to it.

import { html, useEffect, useState } from '../html.js';

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

// A box that puts `value` under `name` into the address when it is ticked. It shows at once what is
// wished, and what the list is when that has come.
export function Toggle({ name, value, label, path, router }) {
  const is = queryOf(path).get(name) === value;
  const [wished, setWished] = useState(is);
  useEffect(() => setWished(is), [path]);
  const onChange = ({ target: { checked } }) => {
    setWished(checked);
    router.go(withQuery(path, { [name]: checked ? value : '' }), null, { replace: true });
  };
  return html`
    <label class="toggle">
      <input type="checkbox" checked=${wished} onChange=${onChange} />
      ${label}
    </label>`;
}

// Several filters that are used together when the person says so: `children` are controls with
// names of the address's query, and the button. Unless `ready`, something in them is still wrong.
export function Filters({ label, path, router, ready = true, children }) {
  const onSubmit = (event) => {
    event.preventDefault();
    if (!ready) {
      event.target.querySelector('[aria-invalid=true]')?.focus();
      return;
    }
    router.go(withQuery(path, Object.fromEntries(new FormData(event.target))), null,
      { replace: true });
  };
  return html`
    <form role="search" class="filters" aria-label=${label} onSubmit=${onSubmit}>
      ${children}
    </form>`;
}
