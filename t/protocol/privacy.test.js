// SPDX-License-Identifier: Apache-2.0
// Privacy: what is read and kept is said as it is, a person gets what is held about them, and when
// they have it erased it is gone, with their sessions.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, guardsItsDoor, look, refused, view } from '../lib/course-calls.js';
import { schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';
import { query } from '../lib/query.js';

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    before(async () => {
      campus = await startCampus({ db });
    });
    after(() => campus.stop());

    const visit = (person, course = 'chemistry', browser = createBrowser()) => (
      enter({ lms: campus.lms, person, course, browser }));

    const count = (condition) => (
      query(campus, `select count(*) from lti_zoom_person where ${condition}`));

    async function held(visitor) {
      const answer = await look(visitor, 'privacy/export');
      assert.equal(answer.status, 200, answer.body);
      assert.equal(answer.headers['content-disposition'],
        'attachment; filename="zoom-data-about-me.json"');
      assert.equal(answer.headers['cache-control'], 'no-store');
      return answer.json();
    }

    test('the page says what is read, for what, by which scope, and what is kept', async () => {
      for (const person of ['amara', 'asa']) {
        const { operations, kept, ...rest } = await view(await visit(person), 'privacy');
        assert.deepEqual(Object.keys(rest), ['view', 'course', 'me', 'warnings']);
        assert.equal(rest.view, 'privacy');
        const meeting = operations.find(({ name }) => name === 'meeting.get');
        assert.equal(meeting.scope_granular, 'meeting:read:meeting:admin');
        assert.equal(meeting.scope_classic, 'meeting:read:admin');
        assert.ok(meeting.fields.some(({ path: field, purpose }) => (
          field === 'password' && /never stored/.test(purpose))));
        assert.ok(operations.length > 10);
        for (const { feature, fields } of operations) {
          assert.ok(feature.length > 5);
          assert.ok(fields.every((field) => field.path && field.purpose));
        }
        assert.ok(kept.length > 5);
        for (const { what, where, how_long: howLong } of kept) assert.ok(what && where && howLong);
        assert.ok(kept.some(({ how_long: howLong }) => howLong.startsWith('480 minutes')));
      }
    });

    test('a person gets what is held about them, and nothing about others', async () => {
      const host = await visit('amara');
      await visit('amara', 'literature');
      const student = await visit('asa');
      assert.equal((await schedule(host)).status, 201);
      assert.equal((await change(host, 'POST', 'calendar', { json: { kind: 'mine' } })).status, 201);
      const mine = await held(host);
      assert.equal(mine.people[0].name, 'Dr. Amara Okafor');
      assert.equal(mine.people[0].email, 'amara.okafor@example.edu');
      assert.deepEqual(mine.courses.map(({ title }) => title).sort(),
        ['Medieval Japanese Literature', 'Organic Chemistry II']);
      assert.equal(mine.meetings_added.length, 1);
      assert.deepEqual(mine.calendars.map(({ kind }) => kind), ['mine']);
      assert.equal(mine.session.role, 'instructor');
      assert.match(mine.exported_at, /^\d{4}-.*Z$/);

      const theirs = await held(student);
      assert.deepEqual([theirs.meetings_added, theirs.calendars], [[], []]);
      assert.ok(!JSON.stringify(theirs).includes('Amara'));
    });

    test('what is erased is gone, and with it every session of the person', async () => {
      const [here, there] = [await visit('misaki'), await visit('misaki', 'literature')];
      const another = await visit('misaki');    // a second browser
      const bystander = await visit('asa');
      const { feed } = (await change(here, 'POST', 'calendar', { json: { kind: 'mine' } })).json();
      assert.equal((await change(here, 'POST', 'privacy/erase')).status, 204);

      for (const visitor of [here, there, another]) {
        const token = visitor === here ? 'no_session' : 'signed_out'; // here the cookie is gone too
        refused(await look(visitor, 'upcoming'), 401, token);
        refused(await change(visitor, 'POST', 'privacy/erase'), 401, token);
      }
      assert.equal((await look(bystander, 'upcoming')).status, 200);
      assert.equal((await here.browser.get(feed.url)).status, 404);

      assert.equal(await count("email like 'misaki%'"), '0');
      assert.equal(await count("email like 'asa%'"), '1');
      assert.ok(!campus.httpd.errorLog().includes('misaki.sato'));

      // Who comes back starts anew, in every course.
      const back = await visit('misaki');
      const again = await held(back);
      assert.equal(again.people.length, 1);
      assert.deepEqual(again.calendars, []);
      refused(await look(there, 'upcoming'), 401, 'signed_out');
    });

    test('what an instructor made for the course stays the course\'s', async () => {
      const host = await visit('tomas');
      const made = await schedule(host);
      const { id } = made.json().meeting;
      assert.equal((await change(host, 'POST', 'privacy/erase')).status, 204);
      const rows = (await view(await visit('asa'), 'upcoming')).meetings;
      assert.ok(rows.some((row) => row.id === id));
      assert.deepEqual((await held(await visit('tomas'))).meetings_added, []);
    });

    test('lists that are kept for a crowd name nobody who was erased, in none of their courses', async () => {
      const meeting = campus.zoom.addMeeting('amara.okafor@example.edu', {
        topic: 'Recorded', type: 3, timezone: 'Europe/Berlin',
      });
      const { uuid } = campus.zoom.addRecording(
        campus.zoom.addPast(meeting.id, { start: Date.now() - 86_400_000, duration: 50 }));
      const recording = `recordings/${Buffer.from(uuid).toString('base64url')}`;
      const [host, colleague] = [await visit('amara'), await visit('tomas')];
      const added = await change(host, 'POST', 'import', { json: { ids: [String(meeting.id)] } });
      assert.equal(added.json().results[0].status, 'added', added.body);
      await until(async () => (await look(host, recording)).status === 200, { what: 'the recording' });
      const published = await change(host, 'PATCH', recording, { json: { published: true } });
      assert.equal(published.status, 200, published.body);
      const publisher = async () => (await view(colleague, 'recordings')).recordings[0].changed_by;
      assert.equal(await publisher(), 'Dr. Amara Okafor');

      const elsewhere = await visit('amara', 'literature');
      assert.equal((await change(elsewhere, 'POST', 'privacy/erase')).status, 204);
      assert.equal(await publisher(), null);
    });

    test('the door', async () => {
      const [visitor, stranger] = [await visit('asa'), await visit('misaki', 'literature')];
      await guardsItsDoor(visitor, stranger, [
        ['GET', 'privacy'], ['GET', 'privacy/export'], ['POST', 'privacy/erase'],
      ]);
      assert.equal((await look(visitor, 'privacy')).status, 200);
      assert.equal((await look(visitor, 'privacy/erase')).status, 405);
    });
  });
}
