// SPDX-License-Identifier: Apache-2.0
// Chromium for tests: one browser, a fresh context (cookies, storage) per person.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, errors } from 'playwright-core';
import { CHROMIUM, OUTPUT } from './paths.js';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

// How long an action, a wait or a navigation may take: a safety net. In ms.
const PATIENCE = 120_000;

const PICTURE_ATTEMPTS = 3;
const PICTURE_PATIENCE_MS = 10_000;

/**
 * Starts Debian's Chromium without a window and resolves to {open(options), stop()}. `args` are
 * further arguments. open() gives a person of one's own: {context, page, problems, shot(name),
 * close()}, where `options` are playwright's for a context (viewport, colorScheme, locale, ...),
 * `problems` collects script errors and console errors of all its pages, and shot(name) takes
 * a picture of its first page (see screenshot).
 */
export async function startBrowser({ args = [] } = {}) {
  const browser = await chromium.launch({
    executablePath: CHROMIUM, headless: true, args: [...ARGUMENTS, ...args], timeout: PATIENCE,
  });
  return {
    async open(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1100, height: 900 }, ignoreHTTPSErrors: true, ...options,
      });
      context.setDefaultTimeout(PATIENCE);
      const problems = [];
      context.on('console', (message) => {
        if (message.type() !== 'error') return;
        problems.push(`${message.text()} (${message.page()?.url()})`);
      });
      context.on('weberror', (error) => problems.push(String(error.error())));
      const page = await context.newPage();
      return {
        context,
        page,
        problems,
        shot: (name) => screenshot(page, name),
        close: () => context.close(),
      };
    },
    stop: () => browser.close(),
  };
}

/**
 * Writes t/output/{name}.png of a page and resolves to the path; to null, with a line on standard
 * error, when Chromium gives no picture. Pictures are for people's eyes and prove nothing by
 * themselves: now and then a busy Chromium never draws the frame it was asked to capture, while the
 * page goes on answering. It is asked again, with the page in front; a page that is really dead
 * fails whatever the test does next.
 */
export async function screenshot(page, name, options = {}) {
  mkdirSync(OUTPUT, { recursive: true });
  const file = path.join(OUTPUT, `${name}.png`);
  for (let attempt = 1; attempt <= PICTURE_ATTEMPTS; attempt += 1) {
    try {
      await page.screenshot({ path: file, timeout: PICTURE_PATIENCE_MS, ...options });
      return file;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      await page.bringToFront();
    }
  }
  process.stderr.write(`No picture ${name}.png: Chromium did not draw it.\n`);
  return null;
}

/**
 * Signs in at the LMS in `page` as `person` and opens the tool in `course` as a person would, by
 * clicking; resolves to the frame of the tool.
 */
export async function openTool(page, lms, person, course) {
  await page.goto(lms.url);
  await page.locator(`button[name=person][value=${person}]`).click();
  await page.getByRole('link', { name: lms.courses[course].title }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Zoom' }).click();
  return page.frameLocator('iframe[title=Zoom]');
}

/**
 * The link into Zoom called `name` in a meeting's row, clickable: where the row leads with something
 * else, its menu is opened.
 */
export async function wayInto(row, name) {
  const link = row.getByRole('link', { name });
  await row.waitFor();
  if (!await link.isVisible()) await row.locator('summary').click();
  return link;
}
