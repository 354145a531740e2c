// SPDX-License-Identifier: Apache-2.0
// Dynamic registration step by step, as an LMS's administrator goes through it.

import { invite } from '../sandbox/lms/registration.js';
import { createBrowser, formOf } from './http-browser.js';

export const SECRET = 'correct-horse-battery-staple';

const asPage = { accept: 'text/html' };

/** Opens the registration page of `campus` for `lms`; options as of invite(), or `url` instead. */
export async function openPage(campus, lms, { url, browser = createBrowser(), ...options } = {}) {
  const address = url ?? invite(lms, `${campus.base}/register`, options);
  return Object.assign(await browser.get(address, { headers: asPage }), { browser });
}

/** Posts the form of `page` with `changes` to its fields. */
export async function post(page, changes, headers = asPage) {
  const { action, fields } = formOf(page);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) fields.delete(name);
    else fields.set(name, value);
  }
  const answer = await page.browser.post(action, { form: fields, headers });
  return Object.assign(answer, { browser: page.browser });
}

/** The whole way for an LMS that is where it says: resolves to the last page. */
export async function register(campus, lms, options) {
  return post(await openPage(campus, lms, options), { secret: SECRET });
}
