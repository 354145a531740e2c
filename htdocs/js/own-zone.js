// SPDX-License-Identifier: Apache-2.0
// The zone that a person's times are shown in: the one they chose here, else the LMS's word for it,
// else the browser's. A choice is kept in the browser, for all courses.

import { useEffect, useState } from './html.js';
import { browserZone, isZone } from './zone.js';

const KEY = 'lti-zoom/time-zone';
const listeners = new Set();

// A browser may refuse storage to a framed page; then the choice lives as long as the page.
const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};

let chosen = attempt(() => localStorage.getItem(KEY));

// The zone when the person chooses nothing.
export const usualZone = ({ time_zone }) => isZone(time_zone) ? time_zone : browserZone();

export const zoneOf = (me) => isZone(chosen) ? chosen : usualZone(me);

// Shows times in that zone from now on.
export function chooseZone(zone, me) {
  chosen = zone === usualZone(me) ? null : zone;
  attempt(() => (chosen ? localStorage.setItem(KEY, chosen) : localStorage.removeItem(KEY)));
  listeners.forEach((listener) => listener());
}

// The person's zone, in a view that follows when it changes.
export function useZone(me) {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const listener = () => setTurn((turn) => turn + 1);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return zoneOf(me);
}
