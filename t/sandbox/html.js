// SPDX-License-Identifier: Apache-2.0
// Plain pages for the simulators: a template tag that escapes, and one look per simulator.

/** Text that goes into a page as it is. */
export class Markup {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for HTML content and quoted attributes. */
export function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/**
 * Template tag: values are escaped, Markup is taken as it is, arrays are joined, and false, null
 * and undefined give nothing. Returns Markup, so templates nest.
 */
export function html(strings, ...values) {
  const render = (value) => {
    if (value instanceof Markup) return value.text;
    if (Array.isArray(value)) return value.map(render).join('');
    return value === false || value === null || value === undefined ? '' : escape(value);
  };
  return new Markup(strings.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

/**
 * A whole page as an answer `{status, headers, body}`: `title`, `style` (CSS text), `content`
 * (Markup), optional `script` (trusted text, inline) and `status`.
 */
export function page({ title, style, content, script, status = 200 }) {
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${content}
${script ? new Markup(`<script>${script}</script>`) : ''}
</body>
</html>
`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: body.text,
  };
}

/**
 * A page that posts `fields` (name to text) to `action` by itself, as LMSs and identity providers
 * do; without scripts it shows a button.
 */
export function postingPage({ title, action, fields, style }) {
  const inputs = Object.entries(fields).map(([name, value]) => (
    html`<input type="hidden" name="${name}" value="${value}">\n`));
  return page({
    title,
    style,
    content: html`<form id="go" method="post" action="${action}">
${inputs}<noscript><button>Continue</button></noscript>
</form>`,
    script: 'document.getElementById("go").submit()',
  });
}
