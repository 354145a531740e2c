// SPDX-License-Identifier: Apache-2.0
// Adding meetings that exist at Zoom to the course, and what came of it.

import { useState } from './html.js';
import { useAction } from './action.js';
import { post, postFile } from './api.js';
import { paths } from './shell.js';

// The server takes that many at a time.
const MOST = 400;

// What came of adding a meeting, by the server's word for it.
const RESULTS = {
  added: 'import.added', already: 'import.already', not_found: 'import.not_found',
  not_allowed: 'import.not_allowed', failed: 'import.failed',
};

export const resultKey = ({ status }) => RESULTS[status] ?? RESULTS.failed;

export const isIn = (result) => result?.status === 'added' || result?.status === 'already';

// What else there is to say of one that is in the course, by the code of a warning.
const WARNINGS = {
  tracking_fields_not_yours: 'import.tracking.theirs',
  tracking_fields_not_written: 'import.tracking.missing',
};

const codesOf = ({ warnings = [] }) => warnings.map(({ code }) => code);

export const warningKeys = (result) =>
  codesOf(result).map((code) => WARNINGS[code]).filter(Boolean);

// What can be sent again: not in the course, or not yet with all that belongs to it.
export const isAgain = (result) => !(result.status in RESULTS) || result.status === 'failed'
  || codesOf(result).includes('tracking_fields_not_written');

// In place of what an ID came to before, or after all others.
function joined(old, fresh) {
  const kept = old.map((one) => fresh.find(({ id }) => id === one.id) ?? one);
  return [...kept, ...fresh.filter(({ id }) => !old.some((one) => one.id === id))];
}

// What has been sent and what came of it: { results, busy, refusal, sendIds(ids), sendFile(file) }.
// Both resolve to whether there was an answer; what is sent again has its new result in the old
// one's place.
export function useImport(me) {
  const [results, setResults] = useState([]);
  const [{ busy, refusal }, run] = useAction();
  const take = ({ results: fresh }) => setResults((old) => joined(old, fresh));

  const sendIds = (ids) => run(async () => {
    for (let from = 0; from < ids.length; from += MOST) {
      take(await post(paths.import(), { ids: ids.slice(from, from + MOST) }, me));
    }
  });
  const sendFile = (file) => run(async () => take(
    await postFile(paths.import(), await file.text(), 'text/csv; charset=utf-8', me)));
  return { results, busy, refusal, sendIds, sendFile };
}
