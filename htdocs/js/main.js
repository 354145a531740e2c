// SPDX-License-Identifier: Apache-2.0
// Starts the page. The texts and all modules are asked for at once, in one round trip, instead of
// each module's imports only when it has come.

import { choose, use } from './i18n.js';
import { dropSession, keepSession, keptSession } from './session.js';
import { firstView, shell } from './shell.js';

const MODULES = [
  '../lib/htm.js', '../lib/preact-hooks.js', '../lib/preact.js',
  './api.js', './app.js', './clipboard.js', './draft.js', './handover.js', './html.js',
  './meeting-form.js', './refusal.js', './router.js', './scheduling.js', './time.js', './zone.js',
  './components/copy.js', './components/field.js', './components/meeting-row.js',
  './components/menu.js', './components/note.js', './components/page.js',
  './components/summary.js', './components/ticking.js', './components/when-fields.js',
  './components/zone-select.js',
  './views/meeting.js', './views/problem.js', './views/schedule.js', './views/select.js',
  './views/upcoming.js',
];

function preload() {
  for (const module of MODULES) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL(module, import.meta.url);
    document.head.append(link);
  }
}

// The view of this address, as the session that the tab keeps is shown it: { data, refusal }.
async function loadView() {
  const { getView } = await import('./api.js');
  return getView(location.pathname + location.search).then(
    (data) => ({ data, refusal: null }), (refusal) => ({ data: null, refusal }));
}

// The page's own place for the view, whatever it has shown so far.
function makeRoot() {
  const root = document.querySelector('main');
  Object.assign(root, { id: 'app', className: '', hidden: false });
  document.body.className = '';
  return root;
}

async function open(data) {
  preload();
  const chosen = choose([shell.locale, ...navigator.languages]);
  const [sentences, { start }, first] = await Promise.all([
    fetch(`${shell.assets}/locale/${chosen.language}.json`).then((answer) => answer.json()),
    import('./app.js'),
    data ? { data, refusal: null } : loadView(),
  ]);
  if (first.refusal?.status === 401 && !shell.session) {
    return; // the refusal that the server wrote stands
  }
  const { language, direction } = use(chosen, sentences);
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  start(makeRoot(), first);
}

// A page that came with its view had its session in a cookie. One that came without is opened with
// the session of its launch, or with the one that a launch has left in this tab; without either it
// stays the refusal that the server wrote.
const data = firstView();
if (data) {
  dropSession();
} else if (shell.session) {
  keepSession(shell.session);
}
if (data || keptSession()) {
  await open(data);
}
