// SPDX-License-Identifier: Apache-2.0
// Now, and whether there is a network: things of the world that a page follows while it is open.

import { useEffect, useState } from '../html.js';

const MINUTE = 60_000;

// The time, told again at each full minute.
export function useNow() {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    let timer;
    const wait = () => {
      timer = setTimeout(() => {
        setNow(Date.now());
        wait();
      }, MINUTE - Date.now() % MINUTE);
    };
    wait();
    return () => clearTimeout(timer);
  }, []);
  return now;
}

export function useOnline() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    look(); // what changed between the drawing and the listening
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return online;
}
