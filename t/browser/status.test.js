// SPDX-License-Identifier: Apache-2.0
// The status page of a real httpd as an administrator sees it: in order, and with much to say.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { journey } from '../lib/journey.js';
import { axeOn } from './lib/visit.js';

const overflow = (page) => (
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));

const STATES = {
  'in order': [{}, /All is well/],
  'with much to say': [{
    zoom: { scopes: ['user:read:user:admin', 'meeting:read:list_meetings:admin'] },
    httpd: { expectedLog: [/LZ058[234]/] },
  }, /needs a look/],
};

describe('the status page', () => {
  for (const [name, [options, words]] of Object.entries(STATES)) {
    test(`${name}: axe finds nothing, in any light and width`, async (t) => {
      const campus = await startCampus(options);
      t.after(() => campus.stop());
      const browser = await startBrowser();
      t.after(() => browser.stop());
      if (!options.zoom) await journey(campus);

      for (const colorScheme of ['light', 'dark']) {
        for (const width of [760, 320]) {
          const { page, context, problems, shot } = await browser.open({
            colorScheme, viewport: { width, height: 900 },
          });
          await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
          await page.goto(`${campus.base}/status`);
          await page.locator('h1').waitFor();
          assert.match(await page.locator('.verdict').textContent(), words);
          await shot(`page-status-${name.replaceAll(' ', '-')}-${colorScheme}-${width}`);
          assert.deepEqual(await axeOn(page), []);
          assert.equal(await overflow(page), 0, `${width} px`);
          await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
          assert.equal(await overflow(page), 0, 'from right to left');
          assert.deepEqual(problems, []);
          await context.close();
        }
      }
    });
  }
});
