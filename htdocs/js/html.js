// SPDX-License-Identifier: Apache-2.0
// The one door to Preact, its hooks and htm: a component imports them from here, so that where the
// libraries lie is said once.

import { h, render } from '../lib/preact.js';
import htm from '../lib/htm.js';

export { render };
export {
  useEffect, useId, useLayoutEffect, useMemo, useRef, useState,
} from '../lib/preact-hooks.js';

export const html = htm.bind(h);
