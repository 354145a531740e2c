// SPDX-License-Identifier: Apache-2.0
// The frame of every page of the simulated zoom.us.

import { html, page } from '../html.js';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr;
  background: light-dark(#eef3fb, #12161d); color: light-dark(#131b2b, #e8ecf3); }
header { padding: 1rem 1.5rem; font-weight: 700; letter-spacing: .01em;
  color: light-dark(#0b5cff, #7ba7ff); }
header small { font-weight: 400; color: light-dark(#5b6675, #a3adbb); margin-inline-start: .5rem; }
main { place-self: center; width: min(30rem, calc(100vw - 4rem)); padding: 2rem;
  margin-bottom: 4rem; border-radius: 1rem; background: light-dark(#fff, #1c222c);
  box-shadow: 0 1px 2px #0002, 0 12px 32px #0001; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance; }
p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.25rem 0; }
dt { color: light-dark(#5b6675, #a3adbb); } dd { margin: 0; }
button { font: inherit; font-weight: 600; padding: .5rem 1rem; border-radius: .5rem; border: 0;
  background: light-dark(#b3261e, #ff9a92); color: light-dark(#fff, #2b0d0a); cursor: pointer; }
.live { color: light-dark(#0b7a4b, #5fd09b); font-weight: 600; }
`;

/** A page with this title and content, as `{status, headers, body}`. */
export const zoomPage = (title, content, status = 200) => page({
  title: `${title} · Zoom (simulated)`,
  style: STYLE,
  status,
  content: html`<header>zoom<small>simulated</small></header>\n<main>${content}</main>`,
});
