// SPDX-License-Identifier: Apache-2.0
// From one view to the next without loading the page anew. Every address is also a page of its own
// that the server answers; what is here only saves the way, and steps aside for anything unusual.

import { getView, Refusal } from './api.js';
import { inWords } from './refusal.js';
import { isCoursePath, pathBelowCourse } from './shell.js';
import { componentOf, prepare, viewOf, viewOfPath } from './views.js';

// A list or a meeting that is older than this is asked for again when the person returns to it. While
// they look at it that is done every minute; every quarter of one when a meeting is about to begin.
const STALE = 30_000;
const SOON = 15_000;
const SELDOM = 4;
const REFRESHED = ['upcoming', 'meeting', 'previous'];

// This long before and after its time a meeting is likely to begin.
const BEGINS = 10 * 60_000;

// How long to wait before asking once more when there was no answer, and before saying that one is
// long in coming.
const PAUSES = [1_000, 3_000];
const LONG = 4_000;

const here = () => location.pathname + location.search;
const pause = (time) => new Promise((done) => { setTimeout(done, time); });

// The address that this event's link leads to inside the course, or null when it leads elsewhere.
function addressOf(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin ||
    link.getAttribute('href').startsWith('#')) {
    return null;
  }
  return isCoursePath(link.pathname) ? link.pathname + link.search : null;
}

// The same for a click, unless the browser shall follow it.
function ownAddress(event) {
  const plain = event.button === 0 && !event.defaultPrevented &&
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  return plain ? addressOf(event) : null;
}

const expectedView = (path) => viewOfPath(pathBelowCourse(path));

// What has ended may have been held several times under one ID.
const sameRow = (one) => (other) =>
  one.id === other.id && one.occurrence_id === other.occurrence_id &&
    (one.status !== 'ended' || one.uuid === other.uuid);

// Whether a meeting of what is shown waits for its beginning.
const isAwaited = ({ meetings = [], meeting }) => [...meetings, meeting].some((each) =>
  each?.status === 'waiting' && Math.abs(Date.parse(each.start_time) - Date.now()) < BEGINS);

// Newer data for a list of which more than the first page is shown: its rows in place of the old.
const grownWith = (old, fresh) => ({
  ...old, as_of: fresh.as_of, warnings: fresh.warnings,
  meetings: old.meetings.map((meeting) => fresh.meetings.find(sameRow(meeting)) ?? meeting),
});

// Keeps what is shown, and calls `onChange` with it whenever it becomes another:
//   data     the JSON of the view, null when there has been none yet;
//   path     the address that it belongs to, which is not yet the browser's while another loads;
//   refusal  why there is none for this address, or null;
//   loading  true while another view is on its way; then slow may be "waiting", when that takes
//            long, or "again", when there was no answer and it is asked for once more;
//   notice   { text, warnings } that the last action left for the person to read, or null;
//   toast    the same of an action that stayed on this view.
// `first` is { data, refusal } of the address that the page was opened with.
export function createRouter(first, onChange) {
  let state = {
    ...first, path: here(), loading: false, slow: null, notice: null, toast: null,
  };
  let turn = 0;
  let shownAt = Date.now();
  let grown = false;

  const become = (change) => {
    state = { ...state, ...change };
    onChange(state, router);
  };

  // The data of an address and the code that shows it, asked for at the same time. What gets no
  // answer is asked again, and `onSlow` told.
  const fetchView = async (path, onSlow, pauses = PAUSES) => {
    prepare(expectedView(path));
    try {
      const data = await getView(path);
      const name = viewOf(data.view, path);
      await prepare(name);
      if (!componentOf(name)) {
        throw new Refusal({ kind: 'unreachable' });
      }
      return { data, path, refusal: null };
    } catch (refusal) {
      if (refusal.kind !== 'unreachable' || !pauses.length || !navigator.onLine) {
        return { refusal };
      }
      onSlow();
      await pause(pauses[0]);
      return fetchView(path, onSlow, pauses.slice(1));
    }
  };

  // Only the latest of several loads at once is shown.
  const load = async (path, onSlow = () => {}, pauses = []) => {
    const mine = ++turn;
    const change = await fetchView(path, () => mine === turn && onSlow(), pauses);
    if (mine !== turn) {
      return null;
    }
    shownAt = Date.now();
    return change;
  };

  const visit = async (notice = null) => {
    become({ loading: true, slow: null, toast: null });
    const mine = turn + 1;
    const timer = setTimeout(() => mine === turn && become({ slow: 'waiting' }), LONG);
    const change = await load(here(), () => become({ slow: 'again' }), PAUSES);
    clearTimeout(timer);
    if (change) {
      grown = false;
      become({ ...change, notice, loading: false, slow: null });
    }
  };

  // Nobody asked for it: what cannot be had anew stays as it is.
  const refresh = async () => {
    if (!state.loading && !state.refusal && REFRESHED.includes(state.data.view)) {
      const change = await load(here());
      if (change?.data) {
        become(grown ? { data: grownWith(state.data, change.data) } : change);
      }
    }
  };

  const mend = () => (state.refusal?.kind === 'unreachable' ? visit(state.notice) : refresh());

  const router = {
    // Shows the view of that address; `replace` when going back shall not lead here again.
    go(path, notice, { replace = false } = {}) {
      if (path !== here()) {
        history[replace ? 'replaceState' : 'pushState'](null, '', path);
      }
      if (!replace) {
        window.scrollTo(0, 0);
      }
      return visit(notice);
    },

    // Asks once more for the view that was refused.
    retry: () => visit(state.notice),

    // Tells what an action on this view came to: { text, warnings }.
    tell: (toast) => become({ toast }),

    // The person has read it.
    hush: () => become({ notice: null, toast: null }),

    // Tells why an action had no effect. Without a session nothing here has one any more.
    refuse(refusal) {
      const message = inWords(refusal).sentence;
      become(refusal.status === 401
        ? { refusal } : { toast: { warnings: [{ code: refusal.kind, message }] } });
    },

    // Gives what is shown.
    current: () => state,

    // Puts other data in place of what is shown, as when more rows have come; `toast` as in tell().
    update(data, toast = null) {
      grown = true;
      become({ data, toast });
    },

    listen() {
      document.addEventListener('click', (event) => {
        const path = ownAddress(event);
        if (path) {
          event.preventDefault();
          router.go(path);
        }
      });
      // Whoever points at a link is likely to follow it.
      for (const sign of ['pointerover', 'focusin']) {
        document.addEventListener(sign, (event) => {
          const path = addressOf(event);
          if (path) {
            prepare(expectedView(path));
          }
        });
      }
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible' && Date.now() - shownAt > STALE) {
          refresh();
        }
      });
      let ticks = 0;
      setInterval(() => {
        ticks += 1;
        if (document.visibilityState === 'visible' && navigator.onLine &&
          (ticks % SELDOM === 0 || (state.data && isAwaited(state.data)))) {
          refresh();
        }
      }, SOON);
      window.addEventListener('popstate', () => visit());
      window.addEventListener('online', mend);
    },
  };

  onChange(state, router);
  return router;
}
