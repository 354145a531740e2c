// SPDX-License-Identifier: Apache-2.0
// Time in tests. A clock that a test moves: what lasts for minutes has ended at once, and what began
// afterwards has minutes again, however busy the machine is. And a day that does not end meanwhile.

import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDirectory, unprivileged, until } from './processes.js';

const MACHINE = { arm64: 'aarch64', x64: 'x86_64' }[process.arch];
const FAKETIME = `/usr/lib/${MACHINE}-linux-gnu/faketime/libfaketimeMT.so.1`;

/**
 * A clock for the processes that are started with its `env`: {env, setOff(seconds), goOn(seconds)}.
 * setOff() makes it differ so much from the real time, goOn() moves it by so much.
 */
export function movableClock() {
  const file = path.join(temporaryDirectory('clock', unprivileged()), 'offset');
  let offset;
  const setOff = (seconds) => {
    offset = seconds;
    // In one piece: the processes read it whenever they look at the clock.
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
    renameSync(`${file}.new`, file);
  };
  setOff(0);
  return {
    env: {
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    setOff,
    goOn: (seconds) => setOff(offset + seconds),
  };
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Resolves once the day, of UTC, has minutes left: before tests of what ends with it. */
export const dayGoesOn = () => until(() => DAY - (Date.now() % DAY) > 5 * MINUTE,
  { what: 'the next day', every: 1000, deadline: 7 * MINUTE });
