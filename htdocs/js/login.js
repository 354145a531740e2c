// SPDX-License-Identifier: Apache-2.0
// The page before the LMS is asked who comes: goes on as soon as something will prove, when the
// launch comes back, that it is this browser: the login's cookie, or the LMS's own storage.

import { putData } from './platform-storage.js';

const { location: next, marker, secret, storage } =
  JSON.parse(document.getElementById('page-data').textContent);

// The marker came with the same answer as the login's cookie, which no script can see.
function cookiesCome() {
  try {
    return document.cookie.split('; ').some((cookie) => cookie.startsWith(`${marker}=`));
  } catch {
    return false; // a frame without an origin has none
  }
}

// Kept there in any case, waited for only when it is needed.
const kept = storage ? putData(storage, secret) : Promise.resolve(false);
if (cookiesCome() || await kept) {
  location.replace(next);
} else {
  const { showWayOut } = await import('./way-out.js');
  await showWayOut();
}
