// SPDX-License-Identifier: Apache-2.0
// A launch of LTI 1.1, which is a single signed POST. Each step can be bent, so that a test of a
// refusal is the good launch with one thing changed.

import { launchFields, launchUrl, signatureOf } from '../sandbox/lms/consumer.js';
import { createBrowser } from './launch.js';

/**
 * Launches the tool from `lms` as `person` in `course`, in `browser` (a new one by default). What
 * may change it:
 *
 *   LMS     consumer: {key, secret, method}   instead of lms.consumer
 *           link, placing                 as of launch()
 *           url                           that the LMS takes for the tool's and signs
 *   before  change: (fields) => …         changes the URLSearchParams before they are signed
 *   after   form: (fields) => …           changes them afterwards; may return other text
 *           postUrl                       where they are posted to
 *           headers                       added to the request
 *
 * Resolves to the tool's answer as launch() does, with `browser` and `posted` (what was sent, to be
 * sent again).
 */
export async function launch11(options) {
  const { lms, change, form, browser = createBrowser() } = options;
  const person = lms.people[options.person];
  const course = lms.courses[options.course];
  const consumer = options.consumer ?? lms.consumer;
  const url = options.url ?? launchUrl(lms, options);
  const fields = launchFields(lms, person, course, { ...options, consumer });
  const changed = change?.(fields) ?? fields;
  changed.set('oauth_signature', signatureOf(changed, url, consumer.secret));
  const posted = {
    body: String(form?.(changed) ?? changed),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: new URL(lms.url).origin,
      ...options.headers,
    },
  };
  const answer = await browser.post(options.postUrl ?? url, posted);
  return { ...answer, step: 'launch', browser, posted };
}
