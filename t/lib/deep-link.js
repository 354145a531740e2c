// SPDX-License-Identifier: Apache-2.0
// Deep linking step by step: the LMS's request, the tool's offer, the choice, and the form that
// brings it back.

import { createBrowser, launch } from './launch.js';
import { readJson } from './journey.js';
import { launch11 } from './launch11.js';

/**
 * Asks for something to place, as `person` in `course` of `lms`; the options are those of launch()
 * (launch.js) or, where the LMS speaks LTI 1.1, launch11(), which bend every step, and `settings`:
 * members of deep_linking_settings, or parameters of the ContentItemSelectionRequest, that are to be
 * otherwise (undefined takes away). Resolves to
 *
 *   answer, browser        the tool's answer to the launch, and whose it was
 *   viewUrl, courseUrl     where it leads, when it was good
 *   data                   the offer as JSON
 *   choose(items, changes) posts a choice and resolves to the tool's answer; `changes` are merged
 *                          into {json, headers}
 *   send(form)             posts what choose() answered to the LMS, and resolves to its answer
 */
export async function deepLink({ settings, ...options }) {
  const { lms } = options;
  const browser = options.browser ?? createBrowser();
  const usual = lms.deepLinking;
  lms.deepLinking = { ...usual, ...settings };
  const begin = lms.consumer && !lms.consumer.beside ? launch11 : launch;
  const answer = await begin({ ...options, browser, placing: true });
  lms.deepLinking = usual;
  const asked = { answer, browser };
  if (answer.step !== 'launch' || answer.status !== 303) return asked;

  asked.viewUrl = answer.location;
  asked.courseUrl = new URL('.', answer.location).href.slice(0, -1);
  const view = await readJson(asked, asked.viewUrl);
  if (view.status !== 200) throw new Error(`no offer: ${view.status}\n${view.body}`);
  asked.data = view.json();
  asked.choose = (items, { json, headers } = {}) => browser.post(`${asked.courseUrl}/select`, {
    json: { request: asked.data.request.sealed, items, ...json },
    headers: {
      'x-lti-zoom-csrf': asked.data.me.csrf, origin: new URL(asked.courseUrl).origin, ...headers,
    },
  });
  asked.send = ({ action, fields }) => browser.post(action, { form: fields });
  return asked;
}
