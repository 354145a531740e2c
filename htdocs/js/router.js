// SPDX-License-Identifier: Apache-2.0
// From one view to the next without loading the page anew. Every address is also a page of its own
// that the server answers; what is here only saves the way, and steps aside for anything unusual.

import { getView } from './api.js';
import { inWords } from './refusal.js';
import { isCoursePath } from './shell.js';

// A list or a meeting that is older than this is asked for again when the person returns to it.
const STALE = 30_000;
const REFRESHED = ['upcoming', 'meeting'];

const here = () => location.pathname + location.search;

// The address that this click leads to inside the course, or null when the browser shall follow it.
function ownAddress(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.defaultPrevented &&
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.target || link.origin !== location.origin ||
    link.getAttribute('href').startsWith('#')) {
    return null;
  }
  return isCoursePath(link.pathname) ? link.pathname + link.search : null;
}

// Keeps what is shown, and calls `onChange` with it whenever it becomes another:
//   data     the JSON of the view, null when there has been none yet;
//   refusal  why there is none for this address, or null;
//   loading  true while another view is on its way;
//   notice   { text, warnings } that the last action left for the person to read, or null.
// `first` is { data, refusal } of the address that the page was opened with.
export function createRouter(first, onChange) {
  let state = { ...first, loading: false, notice: null };
  let turn = 0;
  let shownAt = Date.now();
  let grown = false;

  const become = (change) => {
    state = { ...state, ...change };
    onChange(state, router);
  };

  // Only the latest of several loads at once is shown.
  const load = async (path) => {
    const mine = ++turn;
    const change = await getView(path).then(
      (data) => ({ data, refusal: null }), (refusal) => ({ refusal }));
    if (mine !== turn) {
      return null;
    }
    shownAt = Date.now();
    grown = false;
    return change;
  };

  const visit = async (notice = null) => {
    become({ loading: true });
    const change = await load(here());
    if (change) {
      become({ ...change, notice, loading: false });
    }
  };

  // Nobody asked for it: what cannot be had anew stays as it is.
  const refresh = async () => {
    if (!state.loading && !state.refusal && !grown && REFRESHED.includes(state.data.view)) {
      const change = await load(here());
      if (change?.data) {
        become(change);
      }
    }
  };

  const router = {
    // Shows the view of that address.
    go(path, notice) {
      if (path !== here()) {
        history.pushState(null, '', path);
      }
      window.scrollTo(0, 0);
      return visit(notice);
    },

    // Asks once more for the view that was refused.
    retry: () => visit(state.notice),

    // Tells why an action had no effect. Without a session nothing here has one any more.
    refuse(refusal) {
      const message = inWords(refusal).sentence;
      become(refusal.status === 401
        ? { refusal } : { notice: { warnings: [{ code: refusal.kind, message }] } });
    },

    // Gives what is shown.
    current: () => state,

    // Puts other data in place of what is shown, as when more rows have come.
    update(data) {
      grown = true;
      become({ data });
    },

    listen() {
      document.addEventListener('click', (event) => {
        const path = ownAddress(event);
        if (path) {
          event.preventDefault();
          router.go(path);
        }
      });
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible' && Date.now() - shownAt > STALE) {
          refresh();
        }
      });
      window.addEventListener('popstate', () => visit());
      window.addEventListener('online', refresh);
    },
  };

  onChange(state, router);
  return router;
}
