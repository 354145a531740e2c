// SPDX-License-Identifier: Apache-2.0
// The session of this course where no cookie carries it: sealed, kept in the browser's tab, sent as
// a header. Where the cookie does its work there is none here.

import { courseStorageKey, shell } from './shell.js';

const KEY = courseStorageKey('session');

// A browser that refuses cookies may refuse storage too; then the session lives as long as the page.
const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};

let session = shell.session || attempt(() => sessionStorage.getItem(KEY));

// The sealed session, or null.
export const keptSession = () => session;

export function keepSession(sealed) {
  session = sealed;
  attempt(() => sessionStorage.setItem(KEY, sealed));
}

export function dropSession() {
  session = null;
  attempt(() => sessionStorage.removeItem(KEY));
}
