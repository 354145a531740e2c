// SPDX-License-Identifier: Apache-2.0
// The ways into Zoom. They open in a tab of their own, where the session of a page inside an LMS's
// frame is not there: so the page asks for a link that takes it along, good once.

import { t } from './i18n.js';
import { post, Refusal } from './api.js';
import { keptSession } from './session.js';
import { paths, wayBelowCourse } from './shell.js';

// In a window of its own with its cookie, the plain link does.
const isNeeded = () => window.parent !== window || keptSession() !== null;

// Opened at once, while the click still allows it; what it shows until the link is there, or for good
// where the link leads to a file.
function openTab(path) {
  const tab = window.open('', '_blank');
  if (tab) {
    const words = t(path.endsWith('/download') ? 'handover.download' : 'handover.opening');
    tab.opener = null;
    tab.document.title = words;
    tab.document.body.textContent = words;
  }
  return tab;
}

// Takes over the clicks on those links. `current` gives the state of the page, whose `data.me` asks,
// and `onRefusal` is told when there is no link to be had.
export function listenForWays(current, onRefusal) {
  const follow = async (path) => {
    const tab = openTab(path);
    try {
      if (!tab) {
        throw new Refusal({ kind: 'popup_blocked', message: t('handover.blocked') });
      }
      const { url } = await post(paths.handover(), { path }, current().data.me);
      tab.location.replace(url);
    } catch (refusal) {
      tab?.close();
      onRefusal(refusal);
    }
  };

  const onClick = (event) => {
    const link = event.target.closest?.('a[href]');
    const way = link && wayBelowCourse(link);
    if (way && event.button < 2 && isNeeded()) {
      event.preventDefault();
      follow(way);
    }
  };
  document.addEventListener('click', onClick);
  document.addEventListener('auxclick', onClick);
}
