// SPDX-License-Identifier: Apache-2.0
// Starts the page. The texts and all modules are asked for at once, in one round trip, instead of
// each module's imports only when it has come.

import { choose, use } from './i18n.js';
import { shell } from './shell.js';

const MODULES = [
  '../lib/htm.js', '../lib/preact-hooks.js', '../lib/preact.js',
  './api.js', './app.js', './clipboard.js', './draft.js', './html.js', './meeting-form.js',
  './refusal.js', './router.js', './scheduling.js', './time.js', './zone.js',
  './components/copy.js', './components/field.js', './components/meeting-row.js',
  './components/menu.js', './components/note.js', './components/page.js',
  './components/summary.js', './components/ticking.js', './components/when-fields.js',
  './components/zone-select.js',
  './views/meeting.js', './views/problem.js', './views/schedule.js', './views/select.js',
  './views/upcoming.js',
];

for (const module of MODULES) {
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = new URL(module, import.meta.url);
  document.head.append(link);
}

const chosen = choose([shell.locale, ...navigator.languages]);
const [sentences, { start }] = await Promise.all([
  fetch(`${shell.assets}/locale/${chosen.language}.json`).then((answer) => answer.json()),
  import('./app.js'),
]);

const { language, direction } = use(chosen, sentences);
document.documentElement.lang = language;
document.documentElement.dir = direction;
start(document.getElementById('app'));
