// SPDX-License-Identifier: Apache-2.0
// Adding meetings that exist at Zoom to the course, and what came of it.

import { useState } from './html.js';
import { t } from './i18n.js';
import { useAction } from './action.js';
import { post, postFile } from './api.js';
import { paths } from './shell.js';
import { listOf } from './time.js';

// The server takes that many at a time.
const MOST = 400;

// What came of adding a meeting, by the server's word for it.
const RESULTS = {
  added: 'import.added', already: 'import.already', not_found: 'import.not_found',
  not_allowed: 'import.not_allowed', failed: 'import.failed',
};

const resultKey = ({ status, sections }) =>
  (status === 'added' && sections?.length ? 'import.added.only' : RESULTS[status] ?? RESULTS.failed);

export const isIn = (result) => result?.status === 'added' || result?.status === 'already';

// What else there is to say of one that is in the course, by the code of a warning.
const WARNINGS = {
  sections_changed: 'import.sections.changed',
  tracking_fields_not_yours: 'import.tracking.theirs',
  tracking_fields_not_written: 'import.tracking.missing',
};

const codesOf = ({ warnings = [] }) => warnings.map(({ code }) => code);

// All there is to say of one.
export function inSentences(result) {
  const sections = listOf(result.sections ?? []);
  const keys = [resultKey(result), ...codesOf(result).map((code) => WARNINGS[code]).filter(Boolean)];
  return keys.map((key) => t(key, { sections })).join(' ');
}

// What can be sent again: not in the course, or not yet with all that belongs to it.
export const isAgain = (result) => !(result.status in RESULTS) || result.status === 'failed'
  || codesOf(result).includes('tracking_fields_not_written');

// In place of what an ID came to before, or after all others.
function joined(old, fresh) {
  const kept = old.map((one) => fresh.find(({ id }) => id === one.id) ?? one);
  return [...kept, ...fresh.filter(({ id }) => !old.some((one) => one.id === id))];
}

const FILE = 'text/csv; charset=utf-8';

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

// A file of these, each for the sections that it was sent for.
function fileOf(results) {
  const rows = results.flatMap(({ id, sections = [] }) =>
    (sections.length ? sections : ['']).map((section) => `${quoted(id)},${quoted(section)}`));
  return ['meeting_id,section', ...rows].join('\n');
}

// What has been sent and what came of it: { results, busy, refusal, sendIds(ids), sendFile(file),
// sendAgain(results) }. They resolve to whether there was an answer; what is sent again has its new
// result in the old one's place.
export function useImport(me) {
  const [results, setResults] = useState([]);
  const [{ busy, refusal }, run] = useAction();
  const take = ({ results: fresh }) => setResults((old) => joined(old, fresh));

  const sendIds = (ids) => run(async () => {
    for (let from = 0; from < ids.length; from += MOST) {
      take(await post(paths.import(), { ids: ids.slice(from, from + MOST) }, me));
    }
  });
  const sendText = async (text) => take(await postFile(paths.import(), text, FILE, me));
  const sendFile = (file) => run(async () => sendText(await file.text()));
  const sendAgain = (some) => (some.some(({ sections }) => sections?.length)
    ? run(() => sendText(fileOf(some)))
    : sendIds(some.map(({ id }) => id)));
  return { results, busy, refusal, sendIds, sendFile, sendAgain };
}
