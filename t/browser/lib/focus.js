// SPDX-License-Identifier: Apache-2.0
// Where the keyboard is. It follows what was drawn, so it is waited for.

import { until } from '../../lib/processes.js';

/** Resolves to true once the element of `locator` has the focus; rejects when it never has. */
export async function hasFocus(locator) {
  await until(() => locator.evaluate((each) => each === document.activeElement), {
    what: `the focus on ${locator}`, every: 20,
  });
  return true;
}
