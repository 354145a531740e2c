// SPDX-License-Identifier: Apache-2.0
// Dynamic registration step by step, as an LMS's administrator goes through it.

import { invite } from '../sandbox/lms/registration.js';
import { createBrowser, formOf } from './http-browser.js';

export const SECRET = 'correct-horse-battery-staple';

/** What an LMS is asked to tell with every launch. */
export const CUSTOM_PARAMETERS = {
  time_zone: '$Person.address.timezone',
  section_names: '$com.instructure.User.sectionNames',
  section_ids: '$Canvas.course.sectionIds',
  section_sourcedids: '$Canvas.course.sectionSisSourceIds',
  group_ids: '$Canvas.group.contextIds',
  groups: '$Moodle.Person.userGroupIds',
};

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
