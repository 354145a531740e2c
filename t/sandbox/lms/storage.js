// SPDX-License-Identifier: Apache-2.0
// LTI platform storage: the LMS's page keeps a few values for the tool in its frame and speaks with
// it by postMessage. What a tool meets is said by `lms.storage`:
//
//   undefined      not offered (Moodle)
//   target         what lti_storage_target says: '_parent' (default), or 'post_message_forwarding',
//                  a frame of the LMS's page (Canvas)
//   habit          'answers' (default);
//                  'silent': offered, but nothing ever answers (Canvas' apps);
//                  'error': each request is refused with an error;
//                  'elsewhere': only the frame and the old subjects that lti.capabilities names work;
//                  'impostor': answers come, with the true values, from `impostorOrigin`, a name of
//                  this server at which it is another site
//   delay          ms before each answer (0)
//
// Values are kept per origin of the tool, as long as the LMS's page is open.

import { readFileSync } from 'node:fs';
import { html, page } from '../html.js';

const SCRIPT = readFileSync(new URL('storage-page.js', import.meta.url), 'utf8');
const FRAME = 'post_message_forwarding';

const settingsOf = ({ storage: { target = '_parent', habit = 'answers', delay = 0 } }) => ({
  target, habit, delay, frame: habit === 'elsewhere' ? FRAME : target,
});

const script = (lms, part) => {
  const { habit, frame, delay } = settingsOf(lms);
  return html`<script src="/lti/storage.js" data-part="${part}" data-habit="${habit}"
data-frame="${frame}" data-delay="${delay}"></script>`;
};

/** What a page with the tool's frame needs for it: markup, nothing when it is not offered. */
export function storageMarkup(lms) {
  if (!lms.storage) return '';
  const { habit, frame } = settingsOf(lms);
  return html`${script(lms, 'page')}
${frame === FRAME && html`<iframe hidden name="${FRAME}" src="/lti/storage/frame"></iframe>`}
${habit === 'impostor' && html`<iframe hidden name="impostor"
src="${lms.storage.impostorOrigin}/lti/storage/impostor"></iframe>`}`;
}

/** The field of a login initiation that offers it. */
export const storageField = (lms) => (
  lms.storage ? { lti_storage_target: settingsOf(lms).target } : {});

/** The page of a frame that takes part in it. */
export const storageFrame = (lms, { match: { part } }) => page({
  title: 'Storage', style: '', content: script(lms, part),
});

/** The script of all of them. */
export const storageScript = () => ({
  status: 200, headers: { 'content-type': 'text/javascript' }, body: SCRIPT,
});
