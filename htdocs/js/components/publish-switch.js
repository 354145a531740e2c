// SPDX-License-Identifier: Apache-2.0
// The switch by which a recording is shown to the students. It shows the person's wish at once, and
// goes back when that is refused.

import { html, useEffect, useRef, useState } from '../html.js';
import { t } from '../i18n.js';
import { patch, Refusal } from '../api.js';
import { showChanged, tellUndone } from '../publishing.js';
import { paths } from '../shell.js';

// Whoever changes their mind while the first wish is under way has the last one sent afterwards.
function useWish(recording, me, router) {
  const [wished, setWished] = useState(recording.published);
  const wish = useRef(null);

  useEffect(() => {
    if (wish.current === null) {
      setWished(recording.published);
    }
  }, [recording.published]);

  const send = async () => {
    let is = recording.published;
    try {
      let answer;
      while (wish.current !== is) {
        is = wish.current;
        answer = await patch(paths.recording(recording), { published: is }, me);
      }
      wish.current = null;
      if (answer) {
        const text = t(is ? 'publish.done' : 'publish.done.off', { topic: recording.topic });
        showChanged(router, answer.recording, { text, warnings: answer.warnings });
      }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) {
        throw refusal;
      }
      wish.current = null;
      setWished(recording.published);
      tellUndone(router, recording, refusal);
    }
  };

  return [wished, (published) => {
    const busy = wish.current !== null;
    wish.current = published;
    setWished(published);
    if (!busy) {
      send();
    }
  }];
}

export function PublishSwitch({ recording, me, router }) {
  const [wished, setWished] = useWish(recording, me, router);
  return html`
    <label class="switch">
      <input type="checkbox" role="switch" checked=${wished}
        aria-label=${t('publish.label', { topic: recording.topic })}
        onChange=${({ target }) => setWished(target.checked)} />
      <span>${t('publish')}</span>
    </label>`;
}
