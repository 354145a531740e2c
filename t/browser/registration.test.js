// SPDX-License-Identifier: Apache-2.0
// An administrator adds the tool in the LMS: a page in a frame of another site, which keeps no
// cookie, asks for the secret, and has the frame closed at the end.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { enter } from '../lib/launch.js';
import { SECRET } from '../lib/registration.js';
import { startLms } from '../sandbox/lms/index.js';

let campus;
let browser;
let lms;
before(async () => {
  [campus, browser, lms] = await Promise.all([
    startCampus({
      server: { LTIZoomRegistrationSecret: 'file:registration-secret' },
      httpd: {
        prepare: (root) => writeFileSync(path.join(root, 'registration-secret'), SECRET,
          { mode: 0o600 }),
        expectedLog: [/LZ0611: /, /LZ0633: /],
      },
    }),
    startBrowser({ args: ['--test-third-party-cookie-phaseout'] }),
    startLms({ host: '127.0.0.1' }),
  ]);
});
after(async () => {
  await browser?.stop();
  await lms?.stop();
  await campus?.stop();
});

test('the tool is added from the LMS, and courses use it', async () => {
  const admin = await browser.open({ viewport: { width: 700, height: 700 } });
  await admin.page.goto(`${lms.url}/admin?tool=${encodeURIComponent(`${campus.base}/register`)}`);
  const frame = admin.page.frameLocator('iframe[name=registration]');
  await frame.getByRole('heading', { name: 'Register Zoom' }).waitFor();
  await frame.getByLabel('Registration secret').fill('not the secret');
  await frame.getByRole('button', { name: 'Register' }).click();
  await frame.getByRole('alert').getByText('not the registration secret').waitFor();
  await admin.shot('registration-1-again');

  await frame.getByLabel('Registration secret').fill(SECRET);
  await frame.getByRole('button', { name: 'Register' }).click();
  await frame.getByRole('heading', { name: 'Zoom is registered' }).waitFor();
  await frame.getByText(lms.clientId).waitFor();
  await admin.shot('registration-2-done');
  await frame.getByRole('button', { name: 'Close' }).click();
  await admin.page.getByText('The tool was added.').waitFor();
  assert.deepEqual(admin.problems.filter((one) => !/status of 403/.test(one)), []);
  assert.deepEqual(await admin.context.cookies(campus.base), []);

  const { data } = await enter({ lms, person: 'amara', course: 'chemistry' });
  assert.equal(data.course.title, 'Organic Chemistry II');
  assert.deepEqual(lms.violations, []);
});

test('an LMS that says it is somebody else is shown to the administrator', async () => {
  lms.registration.configuration = (document) => ({
    ...document, issuer: 'https://campus.example.edu',
  });
  const admin = await browser.open({ viewport: { width: 700, height: 900 } });
  await admin.page.goto(`${lms.url}/admin?tool=${encodeURIComponent(`${campus.base}/register`)}`);
  const frame = admin.page.frameLocator('iframe[name=registration]');
  await frame.getByLabel('Registration secret').fill(SECRET);
  await frame.getByRole('button', { name: 'Register' }).click();
  await frame.getByRole('heading', { name: 'Is this your learning platform?' }).waitFor();
  await admin.shot('registration-3-elsewhere');
  const before = lms.registration.registered.length;
  await frame.getByRole('button', { name: 'Register all the same' }).click();
  await frame.getByRole('heading', { name: 'Zoom is registered' }).waitFor();
  assert.equal(lms.registration.registered.length, before + 1);
  assert.deepEqual(admin.problems, []);
});
