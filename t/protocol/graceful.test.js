// SPDX-License-Identifier: Apache-2.0
// A graceful restart in the middle of a crowd loses no launch, no view and no session; nor does the
// cache's lock go before the last process that needs it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter } from '../lib/launch.js';
import { cast, journey, readJson } from '../lib/journey.js';

const VISITS = 100;     // each a login, a launch, and two views: with the rest over 200 of each kind
const AT_ONCE = 8;
const RESTARTS = 3;

test('apachectl graceful during launches and views loses none', async (t) => {
  const campus = await startCampus();
  t.after(() => campus.stop());
  // A connection for each request: one that idles is closed by a restart, and where a browser would
  // simply open another, this one does not.
  const options = { keepAlive: false };
  const { host, guest, meeting } = await journey(campus, options);
  const { instructor, student, course } = cast(campus.lms);

  let started = 0;
  let finished = 0;
  const visitor = async () => {
    while (started < VISITS) {
      const person = started % 2 ? instructor : student;
      started += 1;
      const browser = createBrowser(options);
      const visit = await enter({ lms: campus.lms, person, course, browser });
      assert.ok(visit.data.meetings.some((one) => one.id === meeting.id));
      for (const earlier of [host, guest]) {
        const view = await readJson(earlier, earlier.viewUrl);
        assert.equal(view.status, 200, view.body);
      }
      finished += 1;
    }
  };
  const restarts = async () => {
    for (let i = 1; i <= RESTARTS; i += 1) {
      while (finished < i * (VISITS / (RESTARTS + 1))) await new Promise(setImmediate);
      await campus.httpd.graceful();
    }
  };
  await Promise.all([restarts(), ...Array.from({ length: AT_ONCE }, visitor)]);
  assert.equal(finished, VISITS);
});

// The locks of so many configurations are kept (httpd/locks.h): no process of one of them, however
// late it begins, finds them gone.
const LOCKS_KEPT = 8;

// Each kind of lock that httpd may have for the cache: the usual one, and one that lies in a file.
const MUTEXES = { 'the usual lock': '', 'a lock in a file': 'Mutex flock:run lti-zoom-cache' };
for (const [name, global] of Object.entries(MUTEXES)) {
  test(`restarts so quickly one after the other that processes have hardly begun: ${name}`,
    async (t) => {
      const campus = await startCampus({ httpd: { global } });
      t.after(() => campus.stop());
      const { instructor, course } = cast(campus.lms);
      const visitor = await enter({
        lms: campus.lms, person: instructor, course, browser: createBrowser({ keepAlive: false }),
      });
      let over = false;
      const looks = async () => {
        while (!over) {
          const view = await readJson(visitor, visitor.viewUrl);
          assert.equal(view.status, 200, view.body);
        }
      };
      const looking = Promise.all(Array.from({ length: AT_ONCE }, looks));
      for (let i = 0; i < LOCKS_KEPT - 1; i += 1) await campus.httpd.graceful();
      over = true;
      await looking;
    });
}
