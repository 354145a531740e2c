// SPDX-License-Identifier: Apache-2.0
// What the pages of the way in show when they cannot go on by themselves: a reason, and a link that
// opens the tool in a window of its own. It stands in the page, hidden.

import { t } from './i18n.js';
import { OF_REFUSALS, speakOutside } from './outside.js';

const main = document.querySelector('main');
const link = main.querySelector('a');

function write({ title, sentence, help = '' }) {
  document.title = title;
  main.querySelector('h1').textContent = title;
  main.querySelector('p').textContent = sentence;
  main.querySelector('.help').textContent = help;
}

// Each use takes the LMS's hints along, and some LMSs take them only once.
function onOpen() {
  link.hidden = true;
  main.querySelector('p').textContent = t('window.opened');
}

// In a window of its own a browser that refuses cookies does so everywhere.
const refusedEverywhere = () => ({ title: t('refused.title'), sentence: t('window.refused') });

// Shows it: as it stands, or, where a new window would not help, the words of `refusal`, a function
// that gives { title, sentence, help } once the texts are there.
export async function showWayOut(refusal) {
  await speakOutside(refusal ? OF_REFUSALS : []).catch(() => {});
  const words = window.parent === window ? refusedEverywhere : refusal;
  if (words) {
    write(words());
    link?.remove();
  } else {
    link?.addEventListener('click', onOpen);
  }
  main.hidden = false;
  main.querySelector('h1').focus();
}
