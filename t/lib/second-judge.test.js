// SPDX-License-Identifier: Apache-2.0
// The second judge itself: it hears, it finds, and it fails when it heard nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import path from 'node:path';
import { REPO } from './paths.js';
import { noPrism } from './prism.js';
import { run } from './processes.js';

const script = (body) => `
  import { startZoom } from '${REPO}/t/sandbox/zoom/index.js';
  import { createClient } from '${REPO}/t/sandbox/zoom/client.js';
  import { createSecondJudge } from '${REPO}/t/sandbox/zoom/second-judge.js';
  const zoom = await startZoom();
  zoom.secondJudge = createSecondJudge();
  const client = await createClient(zoom);
  ${body}
  await zoom.secondJudge.heard();
  await zoom.stop();`;

const judge = (body) => run(process.execPath, [
  path.join(REPO, 't/lib/with-second-judge.js'), process.execPath, '--input-type=module', '-e', body,
], { env: process.env });

test('what Zoom\'s document allows passes', { skip: noPrism }, async () => {
  const { status, output } = await judge(script("await client.call('GET', '/users');"));
  assert.match(output, /The second judge: 2 calls, 0 kinds of violation/);
  assert.equal(status, 0, output);
});

test('a departure is found', { skip: noPrism }, async () => {
  const { status, output } = await judge(script(
    "await client.call('POST', '/users/amara.okafor@example.edu/meetings', { json: { duration: 'x' } });"));
  assert.match(output, /1 times: POST .*duration/);
  assert.equal(status, 1, output);
});

test('to have heard nothing is a failure', { skip: noPrism }, async () => {
  const { status } = await judge('');
  assert.equal(status, 1);
});
