// SPDX-License-Identifier: Apache-2.0
// The pages without the module: writes the shell as the module does, under the same content
// security policy, with the data of samples.js; and serves htdocs beside it.
//
// Run by itself it is a preview: node t/browser/lib/page-server.js [port]

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { common, COURSES, detail, edit, schedule, select, upcoming } from './samples.js';
import * as views from './samples-views.js';

const HTDOCS = fileURLToPath(new URL('../../../htdocs/', import.meta.url));
const ASSETS = '/zoom/assets/sample';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
const TYPES = {
  ".js": 'text/javascript', ".css": 'text/css', ".json": 'application/json',
};
const LIBRARIES = {
  "lib/preact.js": 'preact/dist/preact.module.js',
  "lib/preact-hooks.js": 'preact/hooks/dist/hooks.module.js',
  "lib/htm.js": 'htm/dist/htm.module.js',
};

const inHtml = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const inScript = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

// The HTML of a view as the module writes it.
function shellOf(key, locale, data) {
  return `<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${inHtml(data.course.title)}</title>` +
    `<link rel="stylesheet" href="${ASSETS}/app.css">` +
    `<link rel="modulepreload" href="${ASSETS}/js/main.js">` +
    `<script type="module" src="${ASSETS}/js/main.js"></script></head>` +
    `<body data-view="${data.view}" data-assets="${ASSETS}" data-base="/zoom" ` +
    `data-course="${inHtml(key)}" data-locale="${inHtml(locale)}" data-session="">` +
    `<main id="app"><noscript><p>This page needs JavaScript.</p></noscript></main>` +
    `<script type="application/json" id="view-data">${inScript(data)}</script></body></html>`;
}

const PROBLEM = `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"><title>Problem</title>` +
  `<link rel="stylesheet" href="${ASSETS}/app.css"></head><body><main class="problem">` +
  `<h1>Open Zoom again from your course</h1><p>The link that brought you here has expired. Go ` +
  `back to the course in your learning platform and open Zoom there once more.</p>` +
  `<p class="help">LZ0123 · aM2xk9Q7</p></main></body></html>`;

// Everything goes out compressed, as a server with mod_deflate sends it.
function send(response, status, type, body, headers = {}) {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`, "Content-Security-Policy": POLICY,
    'X-Content-Type-Options': 'nosniff', "Vary": 'Accept',
    ...(body !== '' && { 'Content-Encoding': 'gzip' }), ...headers,
  });
  response.end(body === '' || Buffer.isBuffer(body) ? body : gzipSync(body));
}

const sendJson = (response, status, value, headers) =>
  send(response, status, 'application/json', JSON.stringify(value), headers);

const refusal = (kind, message, fields = {}) =>
  ({ error: { kind, tag: 'LZ0999', message, request_id: 'aM2xk9Q7', fields } });

// Compressed files of the pages by their paths, as they were when the server was first asked.
const compressed = new Map();

async function compress(path) {
  const file = LIBRARIES[path]
    ? join(HTDOCS, 'node_modules', LIBRARIES[path]) : join(HTDOCS, normalize(`/${path}`));
  const text = await readFile(file, 'utf8');
  return gzipSync(text.replace(/from *"preact"/g, 'from"./preact.js"'));
}

async function sendAsset(response, path) {
  if (!compressed.has(path)) {
    compressed.set(path, compress(path).catch(() => null));
  }
  const body = await compressed.get(path);
  return body
    ? send(response, 200, TYPES[extname(path)], body,
      { "Cache-Control": 'max-age=31536000, immutable' })
    : send(response, 404, 'text/plain', 'no such file');
}

function dataOf(known, view, query) {
  switch (view) {
  case 'upcoming': return upcoming(known, query);
  case 'schedule': return schedule(known);
  case 'select': return select(known, query.get('request'));
  case 'hosts': return host(query.get('email'));
  case 'previous':
  case 'recordings': return views[view](known, query, common);
  case 'room':
  case 'settings':
  case 'calendar':
  case 'privacy': return views[view](known, common);
  }
  const [, name] = view.match(/^recordings\/([^/]+)$/) ?? [];
  if (name) {
    return views.recording(known, name, common);
  }
  const [, id, form] = view.match(/^meetings\/(\d+)(\/edit)?$/) ?? [];
  return (form ? edit : detail)(known, id, query.get('occurrence_id'));
}

// Whether somebody can be an alternative host: those whose address begins with "un" cannot.
const host = (email) => (email.startsWith('un')
  ? { email, ok: false, message: `${email} has no licence.` }
  : { email, name: `Dr. ${email.split('@')[0]}`, ok: true });

// The meeting that a form makes, as Zoom would have stored it.
const stored = (body, known) => ({
  ...body, id: '99900011122', uuid: null, status: 'waiting', occurrence_id: null,
  schedule_for: null, sections: [], host: { name: known.me.name }, actions: ['start', 'join'],
});

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const isJson = request.headers['content-type']?.startsWith('application/json');
  return isJson ? JSON.parse(text) : text || undefined;
}

// What came of adding meetings, of { ids } or of a file's rows.
function imported(body) {
  const ids = body.ids ?? body.trim().split(/\r?\n/).slice(1).map((line) => line.split(',')[0]);
  return { results: ids.map((id) => ({ id, status: 'added' })) };
}

// Writes to the views of samples-views.js: [what "METHOD view" looks like, what it answers].
const WRITES = [
  [/^PATCH recordings\/([^/]+)$/, ({ known, body, name }) =>
    [200, views.changeRecording(known, name, body)]],
  [/^POST recordings\/publish$/, ({ known, body }) => [200, views.publishAll(known, body)]],
  [/^PATCH settings$/, ({ known, body }) => [200, views.changeSettings(known, body)]],
  [/^PATCH room$/, ({ known, body }) => {
    known.room = {
      ...known.room, ...body, settings: { ...known.room.settings, ...body.settings },
    };
    return [200, { room: known.room, warnings: [] }];
  }],
  [/^POST calendar$/, ({ known, body }) => [201, views.makeFeed(known, body.kind)]],
  [/^DELETE calendar\/(\w+)$/, ({ known, name }) => {
    views.revokeFeed(known, name);
    return [204];
  }],
  [/^POST privacy\/erase$/, () => [204]],
  [/^POST import$/, ({ body }) => [200, imported(body)]],
];

// What the server does with a write that nobody answers in its place.
function write(method, view, { known, body, url, response }) {
  for (const [shape, answer] of WRITES) {
    const [found, name] = shape.exec(`${method} ${view}`) ?? [];
    if (found) {
      const [status, value] = answer({ known, body, name });
      return value ? sendJson(response, status, value)
        : send(response, status, 'application/json', '');
    }
  }
  if (method === 'DELETE') {
    return send(response, 204, 'application/json', '');
  }
  if (method === 'PATCH') {
    const { meeting } = detail(known, view.split('/')[1], url.searchParams.get('occurrence_id'));
    return sendJson(response, 200, { meeting: { ...meeting, ...body }, warnings: [] });
  }
  const meeting = stored(body, known);
  known.meetings = [...known.meetings, meeting].sort((a, b) =>
    (a.start_time ?? '~') < (b.start_time ?? '~') ? -1 : 1);
  return sendJson(response, 201, { meeting, warnings: [] });
}

// Starts it on a free port. Returns { url, posts, writes, answers, close }: `posts` are the bodies
// and keys that were sent, `writes` "METHOD path" of each; `answers` maps "METHOD path" to a function
// that answers in the sample's place.
export async function startPageServer(port = 0) {
  const posts = [];
  const writes = [];
  const answers = new Map();
  const courses = structuredClone(COURSES);

  async function handle(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname.startsWith(`${ASSETS}/`)) {
      return sendAsset(response, url.pathname.slice(ASSETS.length + 1));
    }
    if (url.pathname === '/favicon.ico') {
      return send(response, 204, 'image/png', '');
    }
    if (url.pathname === '/problem') {
      return send(response, 401, 'text/html', PROBLEM);
    }
    const [, key, view] = url.pathname.match(/^\/zoom\/c\/([^/]+)\/(.+)$/) ?? [];
    const known = courses[key];
    if (!known) {
      return sendJson(response, 404, refusal('not_found', 'There is no such course.'));
    }
    const other = answers.get(`${request.method} ${view}`);

    if (request.method !== 'GET') {
      const body = await bodyOf(request);
      posts.push({ key: request.headers['idempotency-key'], body,
        csrf: request.headers['x-lti-zoom-csrf'] });
      writes.push(`${request.method} ${view}${url.search}`);
      return other ? other(response, { sendJson, refusal })
        : write(request.method, view, { known, body, url, response });
    }

    const wantsHtml = request.headers.accept?.includes('text/html');
    if (other && !wantsHtml) {
      return other(response, { sendJson, refusal });
    }
    const data = dataOf(known, view, url.searchParams);
    if (!data) {
      return sendJson(response, 404, refusal('not_found', 'There is no such meeting.'));
    }
    return wantsHtml
      ? send(response, 200, 'text/html', shellOf(key, url.searchParams.get('locale') ?? '', data))
      : sendJson(response, 200, data);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => send(response, 500, 'text/plain', error.stack));
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    posts,
    writes,
    answers,
    close: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startPageServer(Number(process.argv[2] ?? 0));
  for (const key of Object.keys(COURSES)) {
    console.log(`${url}/zoom/c/${key}/upcoming`);
  }
  console.log(`${url}/problem`);
}
