// SPDX-License-Identifier: Apache-2.0
// An LMS of LTI 1.1 in a real browser: the tool in its frame, placing a link, and the way back to
// the course when the tool cannot open.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { openTool, startBrowser } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { startProgram, until } from '../lib/processes.js';

let campus;
let browser;
before(async () => {
  [campus, browser] = await Promise.all([
    startCampus({
      lms: { consumer: { key: 'history', secret: 'secret & 11', method: 'HMAC-SHA256' } },
      httpd: { expectedLog: [/LZ040[01]: database/] },
    }),
    startBrowser(),
  ]);
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
});

const open = () => browser.open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });

async function leave(visit) {
  assert.deepEqual(visit.problems, []);
  assert.deepEqual(campus.lms.violations, []);
  await visit.close();
}

test('the tool opens in the frame; a link is placed and followed', async () => {
  const amara = await open();
  const tool = await openTool(amara.page, campus.lms, 'amara', 'chemistry');
  await tool.getByRole('heading', { level: 1, name: 'Organic Chemistry II' }).waitFor();
  await tool.getByRole('link', { name: 'Schedule a meeting' }).waitFor();

  await amara.page.goto(`${campus.lms.url}/courses/chemistry/place`);
  await tool.getByRole('heading', { level: 1, name: 'Add Zoom to your course' }).waitFor();
  await tool.getByLabel('All meetings of this course').check();
  await tool.getByRole('button', { name: 'Add', exact: true }).click();
  await amara.page.waitForURL(`${campus.lms.url}/courses/chemistry`);
  await amara.page.getByRole('main').getByRole('listitem').getByRole('link', { name: 'Zoom' })
    .last().click();
  await tool.getByRole('heading', { level: 1, name: 'Organic Chemistry II' }).waitFor();
  await leave(amara);
});

test('a tool that cannot open shows the way back to the course', async () => {
  const database = path.join(campus.httpd.root, 'data/lti-zoom.db');
  const holder = startProgram('sqlite3', [
    database, 'begin immediate', '.shell echo locked; exec sleep 60',
  ]);
  await until(() => holder.output().includes('locked'),
    { what: 'the lock', explain: holder.output });
  const asa = await open();
  const tool = await openTool(asa.page, campus.lms, 'asa', 'chemistry');
  const back = tool.getByRole('link', { name: 'Back to your course' });
  await back.waitFor();
  await asa.shot('lti11-back-to-course');
  await holder.stop();
  await back.click();
  await asa.page.waitForURL(/\/courses\/chemistry\?from=tool&lti_errormsg=/);
  await asa.page.getByRole('heading', { level: 1, name: /^Organic Chemistry II/ }).waitFor();
  assert.match(new URL(asa.page.url()).searchParams.get('lti_errorlog'), /^LZ040[01] database/);
  assert.deepEqual(asa.problems.filter((problem) => !/status of 503/.test(problem)), []);
  await asa.close();
});
