// SPDX-License-Identifier: Apache-2.0
// The module, built with AddressSanitizer and UndefinedBehaviorSanitizer, in stock httpd, through
// the whole journey and some refusals. `./bootstrap check` builds it beforehand.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, made, meetingUrl, remove, rowsOf } from '../lib/changes.js';
import { journey, meetingForm, readJson, schedule } from '../lib/journey.js';
import { REPO } from '../lib/paths.js';

const module = process.env.LTI_ZOOM_SANITIZED_MODULE
  ?? path.join(REPO, '.bootstrap/sanitizers/mod_lti_zoom/.libs/mod_lti_zoom.so');

const runtime = (name) => execFileSync('gcc', [`-print-file-name=${name}`]).toString().trim();

test('nothing is found by the sanitizers', {
  skip: !existsSync(module) && `${module} is not built: ./bootstrap check builds it`,
}, async (t) => {
  const campus = await startCampus({
    httpd: {
      module,
      debug: true,
      env: {
        LD_PRELOAD: `${runtime('libasan.so')} ${runtime('libubsan.so')}`,
        // httpd itself leaves memory to the end of the process.
        ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=0:exitcode=99',
        UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
      },
    },
  });
  t.after(() => campus.stop());
  const { host, guest } = await journey(campus);
  assert.equal((await schedule(host, meetingForm({ topic: '' }))).status, 422);
  assert.equal((await schedule(host, { topic: 1 })).status, 422);
  assert.equal((await readJson(guest, `${guest.courseUrl}/meetings/1`)).status, 404);
  assert.equal((await readJson(guest, `${guest.courseUrl}/nothing`)).status, 404);
  const series = await made(host, {
    type: 8, recurrence: { type: 1, repeat_interval: 1, end_times: 3 },
  });
  const [first, second] = await rowsOf(guest, series);
  assert.equal((await change(host, first, { duration: 5, agenda: 'Short' })).status, 200);
  assert.equal((await change(host, series, { topic: '', colour: 1 })).status, 422);
  assert.equal((await change(host, series, { topic: 'Changed' })).status, 200);
  assert.equal((await readJson(host, meetingUrl(host, first))).status, 200);
  assert.equal((await remove(host, second)).status, 204);
  assert.equal((await rowsOf(guest, series)).length, 2);
  assert.equal((await remove(host, series)).status, 204);
  assert.equal((await remove(guest, first)).status, 403);
  campus.zoom.expireTokens();
  assert.equal((await readJson(host, host.viewUrl)).status, 200);
  assert.doesNotMatch(campus.httpd.errorLog(), /ERROR: AddressSanitizer|runtime error:/);
});
