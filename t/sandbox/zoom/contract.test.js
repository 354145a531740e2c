// SPDX-License-Identifier: Apache-2.0
// Zoom's document as a judge: of the table of operations, of requests, of the simulator itself. It
// is not part of the project, so these tests run where LTI_ZOOM_OPENAPI names it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { HOST, openZoom } from './fixture.js';
import { OPERATIONS } from './operations.js';

const directory = process.env.LTI_ZOOM_OPENAPI;
const skip = !directory && 'LTI_ZOOM_OPENAPI names no document';

const { zoom, ask, get, broken } = await openZoom();

test('the table of operations says what the document says', { skip }, () => {
  const document = JSON.parse(readFileSync(path.join(directory, 'trimmed-strict.json'), 'utf8'));
  for (const operation of OPERATIONS) {
    const described = document.paths[`/v2${operation.path}`][operation.method.toLowerCase()];
    const { name, granular, classic, label } = operation;
    const text = described.description;
    assert.ok(text.includes(`\`${granular}\``), `${name}: ${granular}`);
    // Two rows differ on purpose, and say why.
    if (name !== 'getRecording') assert.ok(text.includes(`\`${classic}\``), `${name}: ${classic}`);
    if (name !== 'createMeeting') {
      assert.match(text, new RegExp(`\`${label}\``, 'i'), `${name}: ${label}`);
    }
    const known = described.parameters?.map((one) => one.name) ?? [];
    for (const parameter of Object.keys(operation.query)) {
      assert.ok(known.includes(parameter), `${name}: ${parameter}`);
    }
    assert.equal(Boolean(operation.body), Boolean(described.requestBody), `${name}: body`);
  }
});

test('a request that the simulator alone would take is refused', { skip }, async () => {
  const list = OPERATIONS.find(({ name }) => name === 'listMeetings');
  list.query.surprise = (value) => value;
  try {
    const query = { surprise: 'x' };
    assert.equal((await ask('GET', `/users/${HOST}/meetings`, { query })).status, 400);
    assert.deepEqual(broken(), ['contract']);
  } finally {
    delete list.query.surprise;
  }
});

test('an answer with a wrong type, or with an invention, is loud', { skip }, async () => {
  const { id } = await get(`/users/${HOST}`);
  const user = zoom.users.get(id);
  for (const [member, value] of [['type', 'two'], ['surprise', 1], ['status', 'asleep']]) {
    const before = user[member];
    user[member] = value;
    await assert.rejects(ask('GET', `/users/${HOST}`), SyntaxError, member);
    const { status, text } = await rawAnswer(`/users/${HOST}`);
    assert.equal(status, 500);
    assert.match(text, /would break its contract: getUser, 200/);
    if (before === undefined) delete user[member];
    else user[member] = before;
  }
  assert.equal((await ask('GET', `/users/${HOST}`)).status, 200);
});

async function rawAnswer(where) {
  const [token] = zoom.tokens.keys();
  const response = await fetch(`${zoom.apiBase}${where}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, text: await response.text() };
}

test('an event that Zoom would not send is not sent', { skip }, () => {
  const user = { id: 'x', first_name: 'A', last_name: 'B', email: 'a@example.edu', type: 'two' };
  assert.throws(() => zoom.contract.checkEvent({
    event: 'user.deactivated',
    event_ts: Date.now(),
    payload: { account_id: 'x', operator: 'a@example.edu', operator_id: 'y', object: user },
  }), /user.deactivated/);
  assert.throws(() => zoom.contract.checkEvent({ event: 'user.surprised' }), /no such event/);
});
