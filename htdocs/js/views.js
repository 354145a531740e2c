// SPDX-License-Identifier: Apache-2.0
// Every view of the pages: the modules that it needs beside those of the frame, the part of the texts
// that it needs beside those of all pages, its component, its title. A view's code is fetched when it
// is first shown, or when it is about to be.

import { add, t } from './i18n.js';
import { shell } from './shell.js';

// What every page needs, whatever it shows.
const FRAME = [
  '../lib/htm.js', '../lib/preact-hooks.js', '../lib/preact.js',
  './api.js', './app.js', './handover.js', './html.js', './own-zone.js', './refusal.js',
  './router.js', './time.js', './zone.js',
  './components/menu.js', './components/note.js', './components/page.js',
  './components/ticking.js', './views/problem.js',
];

// The list of meetings, and what can be done with one of them where it stands.
const MEETINGS = [
  './action.js', './clipboard.js', './components/copy.js', './components/dialog.js',
  './components/field.js', './components/meeting-dialogs.js', './components/meeting-row.js',
  './components/zone-line.js', './components/zone-select.js', './recurrence.js',
  './recurrence-words.js',
];

const FORM = [
  './action.js', './draft.js', './hosts.js', './meeting-form.js', './meeting-problems.js',
  './passcode.js', './recurrence.js', './recurrence-words.js', './scheduling.js',
  './components/field.js', './components/filters.js', './components/form-parts.js',
  './components/hosts-field.js', './components/more-fields.js', './components/passcode-field.js',
  './components/repeat-fields.js', './components/rooms-field.js', './components/safety-fields.js',
  './components/summary.js', './components/tracking-fields.js', './components/when-fields.js',
  './components/zone-select.js', './views/schedule.js',
];

const schedule = () => import('./views/schedule.js').then(({ Schedule }) => Schedule);

const VIEWS = {
  upcoming: {
    modules: [...MEETINGS, './components/filters.js', './components/list.js', './views/upcoming.js'],
    load: () => import('./views/upcoming.js').then(({ Upcoming }) => Upcoming),
    title: () => t('upcoming.title'),
  },
  meeting: {
    modules: [...MEETINGS, './download.js', './views/meeting.js'],
    load: () => import('./views/meeting.js').then(({ Meeting }) => Meeting),
    title: ({ meeting }) => meeting.topic,
  },
  schedule: { modules: FORM, texts: 'form', load: schedule, title: () => t('schedule.title') },
  edit: { modules: FORM, texts: 'form', load: schedule, title: () => t('edit.title') },
  select: {
    modules: ['./components/field.js', './views/select.js'],
    texts: 'select',
    load: () => import('./views/select.js').then(({ Select }) => Select),
    title: () => t('select.title'),
  },
};

// The view that an address below the course most likely shows.
export function viewOfPath(path) {
  const [first, , third] = path.split('?')[0].split('/');
  const found = first === 'meetings' ? (third ?? 'meeting') : first;
  return found in VIEWS ? found : null;
}

const asked = new Set();

// Asks for modules at once, instead of each module's imports only when it has come.
function preload(modules) {
  for (const module of modules.filter((each) => !asked.has(each))) {
    asked.add(module);
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL(module, import.meta.url);
    document.head.append(link);
  }
}

export const preloadFrame = () => preload(FRAME);

// The language that texts are fetched in.
let language = 'en';
export const speak = (chosen) => { language = chosen; };

// Fetches texts of that language: those of all pages, or a part's.
export async function fetchTexts(part) {
  const name = part ? `${language}.${part}` : language;
  return (await fetch(`${shell.assets}/locale/${name}.json`)).json();
}

const loading = new Map();
const components = new Map();

// Fetches the code of a view, once; resolves when it can be shown. A view that is not known needs
// none.
export function prepare(name) {
  const view = VIEWS[name];
  if (view && !loading.has(name)) {
    preload(view.modules);
    const texts = view.texts ? fetchTexts(view.texts).then(add) : null;
    loading.set(name, Promise.all([view.load(), texts]).then(
      ([component]) => { components.set(name, component); },
      () => { loading.delete(name); }));
  }
  return loading.get(name) ?? Promise.resolve();
}

// The component of a view whose code has come, else undefined.
export const componentOf = (name) => components.get(name);

// The modules of a view with the frame's, and the part of the texts that is its own, if it has one.
export const needsOf = (name) => ({
  modules: [...FRAME, ...VIEWS[name].modules], texts: VIEWS[name].texts,
});

// Whether there is such a view.
export const isView = (name) => name in VIEWS;

export const titleOf = (data) => VIEWS[data.view].title(data);
