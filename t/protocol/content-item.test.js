// SPDX-License-Identifier: Apache-2.0
// Content-Item 1.0, the deep linking of LTI 1.1, against a real httpd: the signed request, the
// choice, the signed answer that the LMS takes, and where the placed link leads.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { deepLink } from '../lib/deep-link.js';
import { schedule } from '../lib/journey.js';
import { launch11 } from '../lib/launch11.js';

let campus;
let lms;
let meeting;    // a meeting of the course
before(async () => {
  campus = await startCampus({
    lms: { name: 'History', consumer: { key: 'history', secret: 'secret & 11' } },
  });
  ({ lms } = campus);
  const made = await schedule(await visitOf(await launch11(amara())));
  assert.equal(made.status, 201, made.body);
  ({ meeting } = made.json());
});
after(() => campus.stop());
afterEach(() => assert.deepEqual(lms.violations.splice(0), []));

const amara = (changes) => ({ lms, person: 'amara', course: 'chemistry', ...changes });
const ask = (changes) => deepLink(amara(changes));

/** What enter() of launch.js makes of a launch. */
async function visitOf({ location, browser }) {
  const answer = await browser.get(location, { headers: { accept: 'application/json' } });
  assert.equal(answer.status, 200, answer.body);
  return { browser, courseUrl: new URL('.', location).href.slice(0, -1), data: answer.json() };
}

/** A choice that the tool takes and the LMS too; resolves to the fields that the LMS got. */
async function place(asked, items) {
  const chosen = await asked.choose(items);
  assert.equal(chosen.status, 200, chosen.body);
  const back = await asked.send(chosen.json());
  assert.equal(back.status, 200);
  assert.deepEqual(lms.violations, []);
  return lms.answers.at(-1);
}

function refused({ answer }, status, tag, phrase) {
  assert.equal(answer.status, status, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line?.includes(tag) && line.includes(phrase), line);
}

test('a meeting is placed, and launching the link leads to it', async () => {
  const asked = await ask();
  assert.deepEqual(asked.data.items[0], { kind: 'tool', title: 'Zoom' });
  assert.deepEqual(asked.data.request.targets, ['iframe', 'window']);
  const fields = await place(asked, [{ kind: 'meeting', id: meeting.id }, { kind: 'tool' }]);
  const items = JSON.parse(fields.content_items)['@graph'];
  assert.deepEqual(items.map(({ title, url, custom }) => ({ title, url, custom })), [
    {
      title: meeting.topic,
      url: `${campus.base}/launch?view=meeting&meeting_id=${meeting.id}`,
      custom: { view: 'meeting', meeting_id: meeting.id },
    },
    {
      title: 'Zoom', url: `${campus.base}/launch?view=upcoming`, custom: { view: 'upcoming' },
    },
  ]);

  const [link, tool] = lms.placed.slice(-2);
  const view = new RegExp(`/meetings/${meeting.id}$`);
  for (const person of ['amara', 'asa']) {
    const answer = await launch11(amara({ person, link }));
    assert.match(answer.location, view);
    const shown = await answer.browser.get(answer.location);
    assert.equal(shown.json().meeting.topic, meeting.topic);
  }
  assert.match((await launch11(amara({ link: { ...link, url: `${campus.base}/launch` } }))).location,
    view);
  assert.match((await launch11(amara({ link: { ...link, custom: {} } }))).location, view);
  assert.match((await launch11(amara({ link: tool }))).location, /\/upcoming$/);
});

test('nothing is chosen: the LMS gets its data back, and no links', async () => {
  const n = lms.placed.length;
  const fields = await place(await ask(), []);
  assert.equal(fields.lti_message_type, 'ContentItemSelection');
  assert.ok(!('content_items' in fields));
  assert.equal(lms.placed.length, n);
});

test('one at a time, in a window, without data', async () => {
  const asked = await ask({
    settings: {
      accept_multiple: 'false', accept_presentation_document_targets: 'window', data: undefined,
      title: 'Søren\'s hour',
    },
  });
  assert.equal(asked.data.request.accept_multiple, false);
  const several = await asked.choose([{ kind: 'tool' }, { kind: 'meeting', id: meeting.id }]);
  assert.equal(several.status, 422);
  const fields = await place(asked, [{ kind: 'tool' }]);
  const [item] = JSON.parse(fields.content_items)['@graph'];
  assert.deepEqual(item.placementAdvice, { presentationDocumentTarget: 'window' });
  assert.equal(item.title, 'Søren\'s hour');
  assert.ok(!('data' in fields));
});

test('an LMS that takes no links is told so', async () => {
  const asked = await ask({ settings: { accept_media_types: 'image/*,text/html' } });
  assert.deepEqual(asked.data.items, []);
  assert.equal(asked.data.obstacle.kind, 'select_not_accepted');
  await asked.send(asked.data.answer);
  assert.deepEqual(lms.violations, []);
  assert.equal(lms.answers.at(-1).lti_errormsg, asked.data.obstacle.message);
});

test('a student chooses nothing', async () => {
  const asked = await ask({ person: 'asa' });
  assert.deepEqual(asked.data.items, []);
  assert.equal(asked.data.obstacle.kind, 'forbidden');
  assert.equal((await asked.choose([{ kind: 'tool' }])).status, 403);
});

const set = (name, value) => ({ settings: { [name]: value } });

const REFUSALS = [
  ['without an address to answer to', set('content_item_return_url', undefined), 400, 'LZ0191',
    'content_item_return_url'],
  ['with a script for an address', set('content_item_return_url', 'javascript:alert(1)'), 400,
    'LZ0191', 'must start with https://'],
  ['that takes nothing', set('accept_media_types', undefined), 400, 'LZ0190', 'accept_media_types'],
  ['that shows nothing', set('accept_presentation_document_targets', ''), 400, 'LZ0190',
    'accept_presentation_document_targets'],
  ['with more data than can be sent back', set('data', 'x'.repeat(6000)), 400, 'LZ0190',
    'sent back'],
  ['by nobody', { change: (fields) => { fields.delete('user_id'); } }, 401, 'LZ0120', 'user_id'],
  ['with two of data', { change: (fields) => { fields.append('data', 'x'); } }, 400, 'LZ0007',
    'data stands 2 times'],
  ['with data of somebody else', { form: (fields) => { fields.set('data', 'x'); } }, 401, 'LZ0109',
    'oauth_signature'],
];

for (const [what, change, status, tag, phrase] of REFUSALS) {
  test(`refused: a request ${what}`, async () => {
    refused(await ask(change), status, tag, phrase);
  });
}
