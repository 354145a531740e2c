// SPDX-License-Identifier: Apache-2.0
// Files of the course to keep. Where the session travels in a header, a link alone would come without
// it: then the page fetches the file and hands it over.

import { fetchFile, Refusal } from './api.js';
import { keptSession } from './session.js';

// Takes over the click on a link to a file where it must; `onRefusal` is told why there is none.
export async function saveFile(event, onRefusal) {
  if (!keptSession()) {
    return;
  }
  event.preventDefault();
  const { href } = event.currentTarget;
  try {
    const { blob, name } = await fetchFile(href);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) {
      throw refusal;
    }
    onRefusal(refusal);
  }
}
