// SPDX-License-Identifier: Apache-2.0
// Publishing recordings: how one stands towards the students, in words; and the list that the person
// came from.

import { t } from './i18n.js';
import { paths } from './shell.js';
import { dayAndTime } from './time.js';
import { inWords } from './refusal.js';

// The list as it was last looked at, with its filters: the way back leads there.
let listPath = null;
export const rememberList = (path) => { listPath = path; };
export const listOfRecordings = () => listPath ?? paths.recordings();

// Zoom lets anybody watch who has the link, or keeps somebody from it. What is not known does not.
export const isKeptFromStudents = ({ share }) => Boolean(share) && share !== 'publicly';

// From when and until when students see it, in words; "" for at any time.
export function datesInWords({ publish_from, publish_until }, zone, now) {
  const from = Date.parse(publish_from);
  const until = Date.parse(publish_until);
  if (until <= now) {
    return t('publish.was', { when: dayAndTime(until, zone, now) });
  }
  if (from > now) {
    return t('publish.from', { when: dayAndTime(from, zone, now) });
  }
  return until > now ? t('publish.until', { when: dayAndTime(until, zone, now) }) : '';
}

const inPlaceOf = (fresh) => (old) => (old.uuid === fresh.uuid ? { ...old, ...fresh } : old);

// Puts what a recording has become in place of what is shown of it, and tells `toast`. The person
// may have gone on to another view in the meantime.
export function showChanged(router, fresh, toast) {
  const { data } = router.current();
  if (data?.view === 'recordings') {
    router.update({ ...data, recordings: data.recordings.map(inPlaceOf(fresh)) }, toast);
  } else if (data?.view === 'recording' && data.recording.uuid === fresh.uuid) {
    const warnings = data.warnings.filter(({ field }) => field !== 'share');
    router.update({ ...data, warnings, recording: inPlaceOf(fresh)(data.recording) }, toast);
  } else {
    router.tell(toast);
  }
}

// Tells that a change of it was not made, and why.
export function tellUndone(router, { topic }, refusal) {
  if (refusal.status === 401) {
    router.refuse(refusal);
    return;
  }
  const message = t('publish.undone', { topic, reason: inWords(refusal).sentence });
  router.tell({ warnings: [{ code: refusal.kind, message }] });
}
