// SPDX-License-Identifier: Apache-2.0
// Every view of the pages: the modules that it needs beside those of the frame, the part of the texts
// that it needs beside those of all pages, its component, its title. A view's code is fetched when it
// is first shown, or when it is about to be.

import { t } from './i18n.js';
import { fetchPart } from './texts.js';

// What every page needs, whatever it shows.
const FRAME = [
  '../lib/htm.js', '../lib/preact-hooks.js', '../lib/preact.js',
  './api.js', './app.js', './handover.js', './html.js', './own-zone.js', './refusal.js',
  './router.js', './telling.js', './time.js', './zone.js',
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
  './action.js', './draft.js', './form-labels.js', './hosts.js', './meeting-form.js', './meeting-problems.js',
  './passcode.js', './recurrence.js', './recurrence-words.js', './scheduling.js',
  './components/field.js', './components/filters.js', './components/form-parts.js',
  './components/hosts-field.js', './components/more-fields.js', './components/passcode-field.js',
  './components/repeat-fields.js', './components/rooms-field.js', './components/safety-fields.js',
  './components/sections-field.js', './components/summary.js', './components/tracking-fields.js',
  './components/when-fields.js', './components/zone-select.js', './views/schedule.js',
];

// The parts of the form that other views have too.
const SETTINGS_FIELDS = [
  './action.js', './form-labels.js', './meeting-form.js', './passcode.js', './recurrence.js',
  './settings-form.js', './components/field.js', './components/form-parts.js', './components/more-fields.js',
  './components/passcode-field.js', './components/rooms-field.js', './components/safety-fields.js',
  './components/tracking-fields.js',
];

const RECORDINGS = [
  './action.js', './publishing.js', './sizes.js', './components/dialog.js', './components/field.js',
  './components/publish-switch.js', './components/zone-line.js', './components/zone-select.js',
];

const schedule = () => import('./views/schedule.js').then(({ Schedule }) => Schedule);

const VIEWS = {
  upcoming: {
    modules: [...MEETINGS, './components/filters.js', './components/list.js', './views/upcoming.js'],
    texts: ['meetings'],
    load: () => import('./views/upcoming.js').then(({ Upcoming }) => Upcoming),
    title: () => t('upcoming.title'),
  },
  import: {
    modules: [
      './action.js', './importing.js', './meeting-ids.js', './recurrence.js', './recurrence-words.js',
      './components/dialog.js', './components/field.js', './components/filters.js',
      './components/list.js', './components/meeting-row.js', './components/zone-line.js',
      './components/zone-select.js', './views/import.js',
    ],
    texts: ['meetings', 'own'],
    load: () => import('./views/import.js').then(({ Import }) => Import),
    title: () => t('import.title'),
  },
  previous: {
    modules: [...MEETINGS, './components/filters.js', './components/list.js',
      './views/previous.js'],
    texts: ['meetings', 'past'],
    load: () => import('./views/previous.js').then(({ Previous }) => Previous),
    title: () => t('tab.previous'),
  },
  recordings: {
    modules: [...RECORDINGS, './components/filters.js', './components/list.js',
      './components/meeting-row.js', './components/publish-all.js',
      './components/recording-filters.js', './recurrence.js', './recurrence-words.js',
      './views/recordings.js'],
    texts: ['meetings', 'past'],
    load: () => import('./views/recordings.js').then(({ Recordings }) => Recordings),
    title: () => t('tab.recordings'),
  },
  recording: {
    modules: [...RECORDINGS, './clipboard.js', './components/copy.js', './components/facts.js',
      './components/publish-dates.js', './components/publish-sections.js',
      './components/sections-field.js', './views/recording.js'],
    texts: ['meetings', 'past', 'sections'],
    load: () => import('./views/recording.js').then(({ Recording }) => Recording),
    title: ({ recording }) => recording.topic,
  },
  room: {
    modules: [...SETTINGS_FIELDS, './clipboard.js', './components/copy.js', './components/facts.js',
      './components/list.js', './components/meeting-row.js', './components/summary.js',
      './recurrence-words.js', './views/room.js'],
    texts: ['meetings', 'own', 'form'],
    load: () => import('./views/room.js').then(({ Room }) => Room),
    title: () => t('tab.room'),
  },
  settings: {
    modules: [...SETTINGS_FIELDS, './components/sections-field.js', './components/summary.js',
      './views/settings.js'],
    texts: ['own', 'form', 'sections'],
    load: () => import('./views/settings.js').then(({ Settings }) => Settings),
    title: () => t('tab.settings'),
  },
  calendar: {
    modules: ['./action.js', './clipboard.js', './components/copy.js', './components/dialog.js',
      './views/calendar.js'],
    texts: ['own'],
    load: () => import('./views/calendar.js').then(({ Calendar }) => Calendar),
    title: () => t('tab.calendar'),
  },
  privacy: {
    modules: ['./action.js', './download.js', './components/dialog.js', './components/field.js',
      './views/privacy.js'],
    texts: ['own', 'map'],
    load: () => import('./views/privacy.js').then(({ Privacy }) => Privacy),
    title: () => t('tab.privacy'),
  },
  meeting: {
    modules: [...MEETINGS, './download.js', './components/facts.js',
      './components/meeting-sections.js', './components/sections-field.js', './views/meeting.js'],
    texts: ['meetings', 'sections'],
    load: () => import('./views/meeting.js').then(({ Meeting }) => Meeting),
    title: ({ meeting }) => meeting.topic,
  },
  schedule: {
    modules: FORM, texts: ['form', 'sections'], load: schedule, title: () => t('schedule.title'),
  },
  edit: {
    modules: FORM, texts: ['form', 'sections'], load: schedule, title: () => t('edit.title'),
  },
  select: {
    modules: ['./components/field.js', './views/select.js'],
    texts: ['select'],
    load: () => import('./views/select.js').then(({ Select }) => Select),
    title: () => t('select.title'),
  },
};

// Of the answer `view`, asked for with that address: all that a person has at Zoom is shown in a view
// of its own.
export const viewOf = (view, path) =>
  (['upcoming', 'previous'].includes(view) && /[?&]scope=all(&|$)/.test(path) ? 'import' : view);

// The view that an address below the course most likely shows.
export function viewOfPath(path) {
  const [first, second, third] = path.split('?')[0].split('/');
  const found = {
    meetings: third ?? 'meeting', recordings: second ? 'recording' : 'recordings',
  }[first] ?? viewOf(first, path);
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

const loading = new Map();
const components = new Map();

// Fetches the code of a view, once; resolves when it can be shown. A view that is not known needs
// none.
export function prepare(name) {
  const view = VIEWS[name];
  if (view && !loading.has(name)) {
    preload(view.modules);
    const texts = (view.texts ?? []).map(fetchPart);
    loading.set(name, Promise.all([view.load(), ...texts]).then(
      ([component]) => { components.set(name, component); },
      () => { loading.delete(name); }));
  }
  return loading.get(name) ?? Promise.resolve();
}

// The component of a view whose code has come, else undefined.
export const componentOf = (name) => components.get(name);

// The modules of a view with the frame's, and the parts of the texts that it needs.
export const needsOf = (name) => ({
  modules: [...FRAME, ...VIEWS[name].modules], texts: VIEWS[name].texts ?? [],
});

export const viewNames = Object.keys(VIEWS);

// Whether there is such a view.
export const isView = (name) => name in VIEWS;

export const titleOf = (name, data) => VIEWS[name].title(data);
