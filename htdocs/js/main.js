// SPDX-License-Identifier: Apache-2.0
// Starts the page. The texts and all modules that the view needs are asked for at once, in one round
// trip.

import { choose, use } from './i18n.js';
import { dropSession, keepSession, keptSession } from './session.js';
import { firstView, pathBelowCourse, shell } from './shell.js';
import { fetchTexts, speak } from './texts.js';
import { preloadFrame, prepare, viewOf, viewOfPath } from './views.js';

const here = location.pathname + location.search;

// The view of this address, as the session that the tab keeps is shown it: { data, refusal }.
async function loadView() {
  const { getView } = await import('./api.js');
  return getView(here).then(
    (data) => ({ data, refusal: null }), (refusal) => ({ data: null, refusal }));
}

const prepareToTell = () => import('./telling.js').then(({ prepare: come }) => come());

// The page's own place for the view, whatever it has shown so far.
function makeRoot() {
  const root = document.querySelector('main');
  Object.assign(root, { id: 'app', className: '', hidden: false });
  document.body.className = '';
  return root;
}

async function open(data) {
  preloadFrame();
  const chosen = choose([shell.locale, ...navigator.languages]);
  speak(chosen.language);
  const [sentences, { start }, first] = await Promise.all([
    fetchTexts(),
    import('./app.js'),
    data ? { data, refusal: null } : loadView(),
    prepare(data ? viewOf(data.view, here) : viewOfPath(pathBelowCourse(here))),
    data?.warnings?.length && prepareToTell(),
  ]);
  if (first.refusal?.status === 401 && !shell.session) {
    return; // the refusal that the server wrote stands
  }
  await prepare(first.data && viewOf(first.data.view, here));
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
