// SPDX-License-Identifier: Apache-2.0
// Where things lie: the checkout, the module under test, its pages, the system's programs.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPO = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const firstThere = (candidates) => candidates.find((name) => existsSync(name)) ?? candidates[0];

/**
 * The module under test: LTI_ZOOM_MODULE, else the one in the staged install root LTI_ZOOM_STAGE,
 * else what `make` leaves in the checkout.
 */
export function modulePath() {
  const { LTI_ZOOM_MODULE, LTI_ZOOM_STAGE } = process.env;
  if (LTI_ZOOM_MODULE) return path.resolve(LTI_ZOOM_MODULE);
  if (LTI_ZOOM_STAGE) return path.join(LTI_ZOOM_STAGE, 'usr/lib/apache2/modules/mod_lti_zoom.so');
  return path.join(REPO, 'mod_lti_zoom/.libs/mod_lti_zoom.so');
}

/**
 * The module's pages: from LTI_ZOOM_STAGE, else `build-assets` of the checkout (the pages together
 * with their libraries), else `htdocs`.
 */
export function assetsPath() {
  const stage = process.env.LTI_ZOOM_STAGE;
  if (stage) {
    return firstThere(['usr/share', 'usr/local/share'].map((share) => (
      path.join(stage, share, 'lti-zoom/htdocs'))));
  }
  return firstThere([path.join(REPO, 'build-assets'), path.join(REPO, 'htdocs')]);
}

/** The command lti-zoom: LTI_ZOOM_COMMAND, else as the module. */
export function commandPath() {
  const { LTI_ZOOM_COMMAND, LTI_ZOOM_STAGE } = process.env;
  if (LTI_ZOOM_COMMAND) return path.resolve(LTI_ZOOM_COMMAND);
  if (LTI_ZOOM_STAGE) {
    return firstThere(['usr/sbin', 'usr/local/sbin'].map((bin) => (
      path.join(LTI_ZOOM_STAGE, bin, 'lti-zoom'))));
  }
  return path.join(REPO, 'lti-zoom');
}

/** The program that performs Zoom's operations, t/probe/zoom_probe.c: LTI_ZOOM_PROBE, else as built. */
export function probePath() {
  const { LTI_ZOOM_PROBE } = process.env;
  return LTI_ZOOM_PROBE ? path.resolve(LTI_ZOOM_PROBE) : path.join(REPO, 't/probe/zoom_probe');
}

/** Where tests leave what people may want to look at: screenshots, logs of failures. */
export const OUTPUT = path.join(REPO, 't/output');

export const HTTPD = firstThere(['/usr/sbin/apache2', '/usr/sbin/httpd']);
export const HTTPD_MODULES = firstThere(['/usr/lib/apache2/modules', '/usr/lib/httpd/modules']);
export const CHROMIUM = firstThere(['/usr/bin/chromium', '/usr/bin/chromium-browser']);
