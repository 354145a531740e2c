// SPDX-License-Identifier: Apache-2.0
// How the simulated LMS looks.

import { html, page } from '../html.js';

export const LOOK = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans", sans-serif;
  --ink: light-dark(#22262b, #e9e7e3); --soft: light-dark(#676f79, #a8a49c);
  --line: light-dark(#e2e0db, #38362f); --paper: light-dark(#fff, #211f1b);
  --ground: light-dark(#f6f4f0, #181613); --brand: light-dark(#6b2d3e, #e3a5b4); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); }
a { color: var(--brand); }
.top { display: flex; gap: 1rem; align-items: center; padding: .75rem 1.5rem;
  background: light-dark(#6b2d3e, #3d1c26); color: #fff; }
.top a { color: inherit; text-decoration: none; font-weight: 600; }
.top form { margin-inline-start: auto; display: flex; gap: .75rem; align-items: center; }
.top button { font: inherit; color: inherit; background: #fff2; border: 0; padding: .375rem .75rem;
  border-radius: .375rem; cursor: pointer; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; margin: .25rem 0 1rem; } h1 small { display: block; font-size: .875rem;
  font-weight: 400; color: var(--soft); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
  padding: 0; list-style: none; }
.card { display: block; width: 100%; height: 100%; text-align: start; font: inherit; color: inherit;
  padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .75rem;
  background: var(--paper); text-decoration: none; cursor: pointer; }
.card:hover { border-color: var(--brand); } .card b { display: block; font-size: 1.0625rem; }
.card span { color: var(--soft); font-size: .875rem; display: block; }
.course { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 1.5rem; }
.course nav ul { list-style: none; margin: 0; padding: 0; }
.course nav a { display: block; padding: .5rem .75rem; border-radius: .375rem;
  color: var(--ink); text-decoration: none; }
.course nav a[aria-current] { background: var(--paper); font-weight: 600; color: var(--brand); }
iframe { display: block; width: 100%; max-width: 760px; height: 46rem;
  border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
@media (max-width: 44rem) { .course { grid-template-columns: 1fr; } main { padding: 1rem; } }
`;

/** A page of the LMS for `person` (undefined: nobody is signed in yet). */
export function lmsPage({ title, content, person, status }) {
  return page({
    title: `${title} · Campus`,
    style: LOOK,
    status,
    content: html`<div class="top"><a href="/courses">Campus</a>
${person && html`<form method="post" action="/signout"><span>${person.name}</span>
<button>Sign out</button></form>`}</div>
<main>${content}</main>`,
  });
}

/** A page that says only what went wrong. */
export function problemPage(status, message) {
  return lmsPage({
    title: 'Problem', status, content: html`<h1>That did not work</h1>\n<p>${message}</p>`,
  });
}
