// SPDX-License-Identifier: Apache-2.0
// The page of a launch that came without its login's cookie: reads the login's secret back from the
// LMS's storage, posts the launch again with it, and becomes the course's page.

import { knows, t } from './i18n.js';
import { getData } from './platform-storage.js';

const { field, fields, storage } =
  JSON.parse(document.getElementById('page-data').textContent);

async function post(secret) {
  const form = new URLSearchParams(fields);
  form.append(field, secret);
  const answer = await fetch(location.pathname, {
    method: 'POST', body: form, headers: { Accept: 'application/json' },
  });
  return { status: answer.status, body: await answer.json() };
}

// The refusal in words, when the texts are there.
const inWords = ({ message, tag, request_id: id }) => () => ({
  title: t('refused.title'),
  sentence: knows(`problem.${tag}`) ? t(`problem.${tag}`) : message || t('refused.unreadable'),
  help: [tag, id].filter(Boolean).join(' · '),
});

const secret = storage ? await getData(storage) : null;
const { status, body } = await post(secret ?? '').catch(() => ({ status: 0, body: {} }));
if (status === 200) {
  // From here on this is the page of the view, and its address is what a reload asks for.
  const { course, locale, location: address, session } = body;
  Object.assign(document.body.dataset, { course, locale, session });
  history.replaceState(null, '', address);
  await import('./main.js');
} else {
  const { showWayOut } = await import('./way-out.js');
  await showWayOut(body.error?.kind === 'launch_browser' ? null : inWords(body.error ?? {}));
}
