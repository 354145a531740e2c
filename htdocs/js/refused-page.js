// SPDX-License-Identifier: Apache-2.0
// The page of a refusal, which the server wrote in English, in the reader's language. Its heading and
// its links are their own keys, its sentence has that of its tag; what has no words stays.

import { knows, t } from './i18n.js';
import { languageOutside, OF_REFUSALS, speakOutside } from './outside.js';

const main = document.querySelector('main');
const sentence = main.querySelector('p');

function translate() {
  const [tag] = main.querySelector('.help').textContent.split(' · ');
  const said = `problem.${tag}`;
  for (const element of main.querySelectorAll('h1, a')) {
    element.textContent = t(element.textContent);
  }
  document.title = main.querySelector('h1').textContent;
  if (knows(said)) {
    sentence.textContent = t(said);
  } else {
    Object.assign(sentence, { lang: 'en', dir: 'ltr' });
  }
}

if (languageOutside().language !== 'en') {
  await speakOutside(OF_REFUSALS).then(translate, () => {});
}
