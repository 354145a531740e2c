// SPDX-License-Identifier: Apache-2.0
// Browsers that keep third-party cookies away: the LMS is one site, the tool another, both with TLS
// under a private authority, and Chromium blocks what is not Partitioned. Where not even that is
// kept, as in browsers without Partitioned, the LMS's storage or a window of its own takes over.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { openTool, startBrowser, wayInto } from '../lib/browser.js';
import { startCampus } from '../lib/campus.js';
import { openSealed, seal } from '../lib/seal.js';
import { startTlsFront } from '../lib/tls-front.js';
import { axeOn } from './lib/visit.js';

const TOPIC = 'Lecture 16: Sigmatropic shifts';
const TITLE = 'Organic Chemistry II';
const LATER = 'The meeting of somebody else';
const HOSTS = ['lms.test', 'tool.example', 'impostor.test'];
const ARGUMENTS = [
  '--test-third-party-cookie-phaseout', '--ignore-certificate-errors',
  `--host-resolver-rules=${HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`,
];

let browser;
let campus;
let lms;
let toolFront;
let lmsFront;
before(async () => {
  [browser, lmsFront, toolFront] = await Promise.all([
    startBrowser({ args: ARGUMENTS }),
    startTlsFront(['lms.test', 'impostor.test']),
    startTlsFront(['tool.example']),
  ]);
  campus = await startCampus({
    origin: toolFront.origin('tool.example'),
    lms: { origin: lmsFront.origin('lms.test') },
    // The sites' names are known to the browser alone: the module cannot ask the LMS who is in a
    // course, and its form comes without them.
    httpd: { expectedLog: [/LZ0600: .*Could not resolve host: lms\.test/] },
  });
  ({ lms } = campus);
  lms.tool.ca = toolFront.ca;
  lmsFront.target = lms.port;
  toolFront.target = campus.httpd.port;
});
after(async () => {
  await browser?.stop();
  await campus?.stop();
  await Promise.all([lmsFront?.stop(), toolFront?.stop()]);
});
beforeEach(() => {
  lms.storage = undefined;
  toolFront.refusing = false;
  toolFront.refused = 0;
  toolFront.requests.length = 0;
});

const open = () => browser.open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });

const heading = (frame, name = TITLE) => frame.getByRole('heading', { level: 1, name });

const framed = (page) => page.frames().find((frame) => frame.name() === 'tool');

const withBearer = () => toolFront.requests.filter(({ authorization }) => authorization);

// What follows a click that opens a tab of its own.
async function opened(context, link) {
  const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
  return tab;
}

async function schedule(tool, topic) {
  const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);
  await tool.getByRole('link', { name: 'Schedule a meeting' }).first().click();
  await tool.getByLabel('Topic').fill(topic);
  await tool.getByLabel('Date').fill(tomorrow);
  await tool.getByLabel('Starts').fill('10:15');
  await tool.getByRole('button', { name: 'Schedule meeting' }).click();
  await tool.getByText(`Scheduled: ${topic}`).waitFor();
}

async function joins(context, tool, topic) {
  const row = tool.getByRole('listitem').filter({ hasText: topic });
  const zoom = await opened(context, await wayInto(row, /^Join/));
  await zoom.getByRole('heading', { name: `You are joining ${topic}` }).waitFor();
}

async function starts(context, tool, topic) {
  const row = tool.getByRole('listitem').filter({ hasText: topic });
  const zoom = await opened(context, await wayInto(row, /^Start/));
  await zoom.getByRole('heading', { name: `You are hosting ${topic}` }).waitFor();
}

test('partitioned cookies do: the whole way, with no header', async () => {
  const amara = await open();
  const tool = await openTool(amara.page, lms, 'amara', 'chemistry');
  await heading(tool).waitFor();
  await schedule(tool, TOPIC);
  await starts(amara.context, tool, TOPIC);

  await framed(amara.page).evaluate(() => location.reload());
  await tool.getByRole('listitem').filter({ hasText: TOPIC }).waitFor();

  const asa = await open();
  await joins(asa.context, await openTool(asa.page, lms, 'asa', 'chemistry'), TOPIC);

  assert.deepEqual(withBearer(), []);
  assert.deepEqual([...amara.problems, ...asa.problems], []);
  assert.deepEqual(lms.violations, []);
  await Promise.all([amara.close(), asa.close()]);
});

const WAYS_OUT = {
  'en-GB': {
    title: 'Open Zoom in a new window', open: 'Open in a new window',
    why: 'In a window of its own it works.', opened: 'Zoom is opening in the other window.',
  },
  'de-DE': {
    title: 'Zoom in einem neuen Fenster öffnen', open: 'In neuem Fenster öffnen',
    why: 'In einem eigenen Fenster geht es.', opened: 'Zoom öffnet sich im anderen Fenster.',
  },
  ar: {
    title: 'فتح Zoom في نافذة جديدة', open: 'فتح في نافذة جديدة',
    why: 'في نافذة مستقلة يعمل.', opened: 'يُفتح Zoom في النافذة الأخرى.',
  },
};

for (const [locale, words] of Object.entries(WAYS_OUT)) {
  test(`where nothing is kept, a window of its own is offered: ${locale}`, async () => {
    toolFront.refusing = true;
    const person = await browser.open({ locale, timezoneId: 'Europe/Berlin' });
    const tool = await openTool(person.page, lms, 'amara', 'chemistry');
    await heading(tool, words.title).waitFor();
    await tool.getByText(words.why).waitFor();
    const html = tool.locator('html');
    assert.equal(await html.getAttribute('lang'), locale.slice(0, 2));
    assert.equal(await html.getAttribute('dir') === 'rtl', locale === 'ar');
    assert.deepEqual(await axeOn(framed(person.page)), []);
    await person.shot(`way-out-${locale.slice(0, 2)}`);

    const tab = await opened(person.context, tool.getByRole('link', { name: words.open }));
    await tab.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await tool.getByText(words.opened).waitFor();
    // A page that stands alone makes the browser ask for an icon.
    assert.deepEqual(person.problems.filter((one) => !/status of 404/.test(one)), []);
    await person.close();
  });
}
