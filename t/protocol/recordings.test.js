// SPDX-License-Identifier: Apache-2.0
// Recordings of a course: instructors see all, filter, publish and open them; students see what is
// published, for as long as it is, and nothing else even when they guess; links are fetched at the
// click and kept nowhere; a view costs Zoom nothing while what is known is fresh.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, guardsItsDoor, look, refused, view } from '../lib/course-calls.js';
import { createBrowser, enter } from '../lib/launch.js';
import { until } from '../lib/processes.js';

const HOST = 'amara.okafor@example.edu';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const zoomTime = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);
const nameOf = (uuid) => Buffer.from(uuid).toString('base64url');

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    let host;
    let student;
    let stranger;
    before(async () => {
      campus = await startCampus({
        db, server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: [/LZ0(300|332|700|701)/] },
      });
      [host, student, stranger] = await Promise.all(
        [visit('amara'), visit('asa'), visit('misaki', 'literature')]);
    });
    after(() => campus.stop());

    const visit = (person, course = 'chemistry') => (
      enter({ lms: campus.lms, person, course, browser: createBrowser() }));

    const recorded = (id, days, how) => campus.zoom.addRecording(
      campus.zoom.addPast(id, { start: Date.now() - days * DAY, duration: 50 }), how);

    const atZoom = (topic) => campus.zoom.addMeeting(HOST, {
      topic, type: 3, timezone: 'Europe/Berlin',
    }).id;

    /** A meeting that was held and recorded so many days ago becomes the course's: its recordings. */
    async function held(topic, days, how, visitor = host) {
      const id = atZoom(topic);
      const recordings = days.map((one) => recorded(id, one, how));
      const added = await change(visitor, 'POST', 'import', { json: { ids: [String(id)] } });
      assert.equal(added.json().results[0].status, 'added', added.body);
      return recordings;
    }

    const asked = () => campus.zoom.requests.filter(
      ({ operation }) => /ecording/.test(operation ?? '')).length;

    const list = async (visitor, query = '') => (await view(visitor, `recordings${query}`)).recordings;

    const rowOf = async (visitor, { uuid }, query) => (
      (await list(visitor, query)).find((row) => row.uuid === uuid));

    /** The row once the lists at Zoom are read again. */
    const shows = (visitor, recording, what = Boolean) => until(
      async () => what(await rowOf(visitor, recording)) && (await rowOf(visitor, recording) ?? true),
      { what: 'the recording' });

    async function publish(recording, json = { published: true }) {
      const answer = await change(host, 'PATCH', `recordings/${nameOf(recording.uuid)}`, { json });
      assert.equal(answer.status, 200, answer.body);
      return answer.json();
    }

    const notThere = async (visitor, name) => {
      refused(await look(visitor, `recordings/${name}`), 404, 'no_such_recording');
      for (const way of ['play', 'download']) {
        refused(await look(visitor, `recordings/${name}/files/abc/${way}`), 404, 'no_such_recording');
      }
    };

    test('an instructor sees the recordings of the course\'s meetings', async () => {
      const hidden = recorded(atZoom('Private'), 1);
      const [foreign] = await held('Genji', [2], {}, await visit('amara', 'literature'));
      const [recording] = await held('Lecture 3: Aldol', [3]);
      const row = await shows(host, recording);
      assert.deepEqual(row, {
        uuid: recording.uuid,
        id: String(recording.id),
        topic: 'Lecture 3: Aldol',
        start_time: zoomTime(recording.start),
        duration: 50,
        timezone: 'Europe/Berlin',
        total_size: recording.files.reduce((sum, { file_size: size }) => sum + size, 0),
        file_count: 2,
        published: false,
        sections: [],
        sections_chosen: false,
        meeting_sections: [],
        publish_from: null,
        publish_until: null,
        share: null,
        auto_delete_date: null,
        changed_by: null,
        changed_at: null,
        actions: ['recording', 'publish'],
      });
      for (const one of [foreign, hidden]) {
        assert.equal(await rowOf(host, one), undefined);
        await notThere(host, nameOf(one.uuid));
      }
      const data = await view(host, 'recordings');
      assert.deepEqual(Object.keys(data), ['view', 'course', 'me', 'recordings', 'publish_all',
        'next_page', 'as_of', 'warnings']);
      assert.deepEqual(data.warnings, []);
    });

    test('a student sees what is published, and guesses nothing else', async () => {
      const [recording] = await held('Lecture 4', [4]);
      await shows(host, recording);
      assert.equal(await rowOf(student, recording), undefined);
      await notThere(student, nameOf(recording.uuid));

      const { recording: published, warnings } = await publish(recording);
      assert.equal(published.published, true);
      assert.equal(published.changed_by, 'Dr. Amara Okafor');
      assert.ok(Math.abs(Date.parse(published.changed_at) - Date.now()) < 60_000);
      assert.deepEqual(warnings, []);
      const row = await rowOf(student, recording);
      assert.deepEqual(Object.keys(row), ['uuid', 'id', 'topic', 'start_time', 'duration',
        'timezone', 'total_size', 'file_count', 'actions']);
      assert.deepEqual(row.actions, ['recording']);
      assert.ok(!('publish_all' in await view(student, 'recordings')));
      assert.equal((await look(student, `recordings/${nameOf(recording.uuid)}`)).status, 200);

      await publish(recording, { published: false });
      assert.equal(await rowOf(student, recording), undefined);
      await notThere(student, nameOf(recording.uuid));
    });

    test('from and until', async () => {
      const [recording] = await held('Lecture 5', [5]);
      await shows(host, recording);
      const seen = async () => Boolean(await rowOf(student, recording));
      const at = (ms) => zoomTime(Date.now() + ms);
      const cases = [
        [{ published: true, publish_from: at(HOUR) }, false],
        [{ publish_from: at(-HOUR) }, true],
        [{ publish_until: at(-60_000) }, false],
        [{ publish_until: at(HOUR) }, true],
        [{ published: false }, false],
        [{ published: true, publish_from: null, publish_until: null }, true],
      ];
      for (const [json, expected] of cases) {
        const { recording: row } = await publish(recording, json);
        for (const [name, value] of Object.entries(json)) assert.equal(row[name], value);
        assert.equal(await seen(), expected, JSON.stringify(json));
        assert.equal((await look(student, `recordings/${nameOf(recording.uuid)}`)).status,
          expected ? 200 : 404);
      }
      const fields = async (json) => Object.keys(refused(await change(host, 'PATCH',
        `recordings/${nameOf(recording.uuid)}`, { json }), 422, 'fields').fields).sort();
      assert.deepEqual(await fields({ published: 1, publish_from: 'tomorrow', share: 'none', x: 1 }),
        ['publish_from', 'published', 'share', 'x']);
      assert.deepEqual(await fields({ publish_from: at(HOUR), publish_until: at(0) }),
        ['publish_until']);
      assert.equal(await seen(), true);
    });

    test('publish all, once and for those to come', async () => {
      const [one, other] = await held('Lecture 6', [6, 7]);
      await shows(host, one);
      const all = await change(host, 'POST', 'recordings/publish', { json: { published: true } });
      assert.equal(all.status, 200, all.body);
      assert.equal(all.json().published, true);
      assert.equal(all.json().recordings, (await list(host)).length);
      assert.ok(await rowOf(student, one) && await rowOf(student, other));
      await change(host, 'POST', 'recordings/publish', { json: { published: false } });
      assert.deepEqual(await list(student), []);

      const later = recorded(one.id, 1);
      await shows(host, later);
      assert.equal(await rowOf(student, later), undefined);
      const set = await change(host, 'PATCH', 'settings', { json: { publish_all: true } });
      assert.equal(set.status, 200, set.body);
      assert.ok(await rowOf(student, later));
      assert.equal(await rowOf(student, one), undefined, 'what was said of one stays so');
      await change(host, 'PATCH', 'settings', { json: { publish_all: false } });
      for (const json of [{}, { published: 'yes' }]) {
        refused(await change(host, 'POST', 'recordings/publish', { json }), 422, 'fields');
      }
    });

    test('the detail has a tile for each file, to play and to download', async () => {
      const [recording] = await held('Lecture 7', [8], {
        kinds: ['shared_screen_with_speaker_view', 'audio_only', 'audio_transcript', 'chat_file'],
      });
      await shows(host, recording);
      await publish(recording);
      const name = nameOf(recording.uuid);
      const { recording: mine } = await view(host, `recordings/${name}`);
      assert.equal(mine.password, recording.settings.password);
      assert.equal(mine.viewer_download, true);
      assert.equal(mine.share, 'publicly');
      assert.deepEqual(mine.files.map(({ file_type: type, actions }) => [type, actions]), [
        ['MP4', ['play', 'download']], ['M4A', ['play', 'download']],
        ['TRANSCRIPT', ['download']], ['CHAT', ['download']]]);
      const { recording: theirs } = await view(student, `recordings/${name}`);
      assert.deepEqual(theirs.files.map(({ file_type: type }) => type), ['MP4', 'M4A', 'TRANSCRIPT']);
      assert.ok(!('password' in theirs) && !('share' in theirs));
      const text = JSON.stringify([mine, theirs]);
      for (const secret of ['/rec/', 'pwd', 'access_token']) assert.ok(!text.includes(secret), secret);

      const [video] = theirs.files;
      const play = await look(student, `recordings/${name}/files/${video.id}/play`);
      assert.equal(play.status, 302, play.body);
      assert.equal(play.headers['cache-control'], 'no-store');
      const page = await student.browser.get(play.location);
      assert.match(page.body, /You are watching/);

      const download = await look(student, `recordings/${name}/files/${video.id}/download`);
      assert.equal(download.status, 302, download.body);
      const there = await student.browser.get(download.location);
      const file = await student.browser.get(there.location);
      assert.equal(file.status, 200, file.body);
      assert.match(file.body, /^MP4 of /);

      const chat = mine.files.find(({ file_type: type }) => type === 'CHAT');
      refused(await look(student, `recordings/${name}/files/${chat.id}/download`), 404,
        'no_such_recording');
      refused(await look(host, `recordings/${name}/files/${chat.id}/play`), 404, 'no_such_recording');
      assert.equal((await look(host, `recordings/${name}/files/${chat.id}/download`)).status, 302);
    });

    test('Zoom\'s own settings: no download for viewers, sharing shown and mended', async () => {
      const [recording] = await held('Lecture 8', [9], {
        settings: { viewer_download: false, share_recording: 'none' },
      });
      await shows(host, recording);
      const name = nameOf(recording.uuid);
      const { recording: row, warnings } = await publish(recording);
      assert.equal(row.share, 'none');
      assert.deepEqual(warnings.map(({ code, field }) => [code, field]), [['share_blocks', 'share']]);
      const { recording: theirs } = await view(student, `recordings/${name}`);
      assert.deepEqual(theirs.files[0].actions, ['play']);
      refused(await look(student, `recordings/${name}/files/${theirs.files[0].id}/download`), 403,
        'no_download');

      const mended = await publish(recording, { share: 'publicly' });
      assert.equal(mended.recording.share, 'publicly');
      assert.deepEqual(mended.warnings, []);
      assert.equal(recording.settings.share_recording, 'publicly');
      assert.equal((await rowOf(host, recording)).share, 'publicly');
      assert.equal(mended.recording.published, true);
    });

    test('filters, and pages to the end', async () => {
      const recordings = await held('Übung Катализ', Array.from({ length: 55 }, (_, i) => 20 + i));
      const [{ id }] = recordings;
      const uuids = new Set(recordings.map(({ uuid }) => uuid));
      await until(async () => (await list(host, `?q=${id}`)).length === 50, { what: 'them all' });
      const seen = [];
      let page = '';
      do {
        const data = await view(host, `recordings?q=${id}${page && `&page=${page}`}`);
        seen.push(...data.recordings.map(({ uuid }) => uuid));
        page = data.next_page;
      } while (page);
      assert.equal(seen.length, 55);
      assert.deepEqual(new Set(seen), uuids);

      const count = async (query) => (await list(host, `?${new URLSearchParams(query)}`)).length;
      assert.equal(await count({ q: 'übung КАТАЛИЗ' }), 50);
      assert.equal(await count({ q: 'übung nowhere' }), 0);
      const day = (days) => dayOf(Date.now() - days * DAY);
      assert.equal(await count({ q: id, from: day(22), to: day(21) }), 2);
      assert.equal(await count({ q: id, from: day(40), to: day(31) }), 10);
      await change(host, 'PATCH', `recordings/${nameOf(seen[0])}`, { json: { published: true } });
      assert.equal(await count({ q: id, published: 'true' }), 1);
      assert.equal(await count({ q: id, published: 'false' }), 50);

      for (const [query, field] of [['from=yesterday', 'from'], ['to=2026-13-01', 'to'],
        ['published=maybe', 'published'], ['from=2026-02-01&to=2026-01-01', 'to'],
        [`q=${'x'.repeat(201)}`, 'q']]) {
        const error = refused(await look(host, `recordings?${query}`), 422, 'fields');
        assert.deepEqual(Object.keys(error.fields), [field], query);
      }
      refused(await look(host, 'recordings?page=x'), 400, 'malformed');
      refused(await look(host, 'recordings?q=a&q=b'), 400, 'duplicate_field');
    });

    test('further back than half a year when asked', async () => {
      const [old, recent] = await held('Last year', [300, 100]);
      assert.ok(await rowOf(host, recent, '?q=last+year'));
      assert.equal(await rowOf(host, old, '?q=last+year'), undefined);
      const range = `?from=${dayOf(Date.now() - 310 * DAY)}&to=${dayOf(Date.now() - 290 * DAY)}`;
      assert.ok(await rowOf(host, old, range));
    });

    test('what Zoom has no longer is not shown', async () => {
      const [recording] = await held('Short-lived', [2]);
      await shows(host, recording);
      const name = nameOf(recording.uuid);
      campus.zoom.recordings.delete(recording.uuid);
      await until(async () => !await rowOf(host, recording), { what: 'its end' });
      await notThere(host, name);
    });

    test('the door, also of what a student may not do', async () => {
      const [recording] = await held('Lecture 9', [3]);
      await shows(host, recording);
      const one = `recordings/${nameOf(recording.uuid)}`;
      const json = { published: true };
      await guardsItsDoor(host, stranger, [
        ['GET', 'recordings'], ['GET', one], ['PATCH', one, { json }],
        ['POST', 'recordings/publish', { json }],
        ['GET', `${one}/files/x/play`], ['GET', `${one}/files/x/download`],
      ]);
      refused(await change(student, 'PATCH', one, { json }), 404, 'no_such_recording');
      refused(await change(student, 'POST', 'recordings/publish', { json }), 403, 'forbidden');
      await publish(recording);
      refused(await change(student, 'PATCH', one, { json: { published: false } }), 403, 'forbidden');
      assert.ok(await rowOf(student, recording));
      const theirs = await visit('amara', 'literature');
      for (const name of [nameOf(recording.uuid), 'x', 'AAAA', '!', nameOf('x'.repeat(500)),
        nameOf('a\0b')]) {
        await notThere(theirs, encodeURIComponent(name));
        refused(await change(theirs, 'PATCH', `recordings/${encodeURIComponent(name)}`, { json }),
          404, 'no_such_recording');
      }
    });

    test('a link for a window of its own', async () => {
      const [recording] = await held('Lecture 10', [3]);
      await shows(host, recording);
      const detail = (await view(host, `recordings/${nameOf(recording.uuid)}`)).recording;
      const target = `recordings/${nameOf(detail.uuid)}/files/${detail.files[0].id}/play`;
      const answer = await change(host, 'POST', 'handover', { json: { path: target } });
      assert.equal(answer.status, 200, answer.body);
      const opened = await createBrowser().get(new URL(answer.json().url, host.courseUrl).href);
      assert.equal(opened.status, 302, opened.body);
      refused(await change(host, 'POST', 'handover', { json: { path: 'recordings' } }), 400,
        'handover_path');
    });

    test('nothing that opens a recording is kept, and changes have a name', async () => {
      const [recording] = await held('Kept', [2]);
      await shows(host, recording);
      await publish(recording);
      await view(host, `recordings/${nameOf(recording.uuid)}`);
      const data = path.join(campus.httpd.root, 'data');
      const tables = ['lti_zoom_recording', 'lti_zoom_publication', 'lti_zoom_audit'];
      const kept = campus.postgres
        ? (await Promise.all(tables.map((one) => campus.postgres.query(`select * from ${one}`)))).join()
        : readdirSync(data).map((file) => readFileSync(path.join(data, file), 'latin1')).join('');
      assert.ok(kept.includes('recording.publish') && kept.includes(recording.uuid));
      for (const secret of [recording.settings.password, '/rec/play', '/rec/download']) {
        assert.ok(!kept.includes(secret), secret);
      }
      const audit = (await look(host, 'privacy/export')).json().audit;
      assert.ok(audit.some(({ action, subject, detail }) => (
        action === 'recording.publish' && subject === recording.uuid && detail === 'published')));
    });

    test('Zoom down: what is known, with its age', async () => {
      const [recording] = await held('Before the storm', [2]);
      await shows(host, recording);
      await campus.zoom.down();
      const data = await until(async () => {
        const one = await view(host, 'recordings');
        return one.warnings.length && one;
      }, { what: 'a warning' });
      assert.deepEqual(data.warnings.map(({ code }) => code), ['zoom_stale']);
      assert.ok(data.recordings.some(({ uuid }) => uuid === recording.uuid));
      const detail = await view(host, `recordings/${nameOf(recording.uuid)}`);
      assert.deepEqual(detail.recording.files, []);
      assert.deepEqual(detail.warnings.map(({ code }) => code), ['zoom_stale']);
      const play = await look(host, `recordings/${nameOf(recording.uuid)}/files/x/play`);
      assert.equal(play.status, 503, play.body);
      await campus.zoom.up();
      await until(async () => !(await view(host, 'recordings')).warnings.length, { what: 'Zoom' });
    });

    test('Zoom found nothing to complain of', () => {
      assert.deepEqual(campus.zoom.violations, []);
      assert.ok(asked() > 0);
    });
  });
}

test('a view costs Zoom nothing while what is known is fresh', async (t) => {
  const campus = await startCampus({ server: { LTIZoomFreshness: '900' } });
  t.after(() => campus.stop());
  const host = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  const student = await enter({ lms: campus.lms, person: 'asa', course: 'chemistry' });
  const { id } = campus.zoom.addMeeting(HOST, { topic: 'Once', type: 3 });
  campus.zoom.addRecording(campus.zoom.addPast(id, { start: Date.now() - DAY, duration: 50 }));
  await change(host, 'POST', 'import', { json: { ids: [String(id)] } });
  assert.equal((await view(host, 'recordings')).recordings.length, 1);
  const before = campus.zoom.requests.length;
  for (let i = 0; i < 5; i++) {
    await view(host, 'recordings');
    await view(student, 'recordings?q=once');
  }
  const since = campus.zoom.requests.slice(before).map(({ operation }) => operation);
  assert.deepEqual(since, []);
});

test('what is published and what no longer is shows at once, in every list', async (t) => {
  const campus = await startCampus();
  t.after(() => campus.stop());
  const host = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  const student = await enter({ lms: campus.lms, person: 'asa', course: 'chemistry' });
  const { id } = campus.zoom.addMeeting(HOST, { topic: 'Now', type: 3 });
  const { uuid } = campus.zoom.addRecording(
    campus.zoom.addPast(id, { start: Date.now() - DAY, duration: 50 }));
  await change(host, 'POST', 'import', { json: { ids: [String(id)] } });
  const seen = async (visitor) => [
    (await view(visitor, 'recordings')).recordings.length,
    (await view(visitor, 'previous')).meetings.flatMap(({ actions }) => actions)
      .filter((action) => action === 'recording').length,
  ];
  const says = (method, what, json) => async () => {
    const answer = await change(host, method, what, { json });
    assert.ok(answer.status < 300, answer.body);
  };
  const one = (json) => says('PATCH', `recordings/${nameOf(uuid)}`, json);
  const tomorrow = new Date(Date.now() + DAY).toISOString();
  const yesterday = new Date(Date.now() - DAY).toISOString();
  for (const [what, say, n] of [
    ['nothing said', async () => {}, 0],
    ['the course publishes all', says('PATCH', 'settings', { publish_all: true }), 1],
    ['and does not', says('PATCH', 'settings', { publish_all: false }), 0],
    ['published', one({ published: true }), 1],
    ['no longer', one({ published: false }), 0],
    ['all', says('POST', 'recordings/publish', { published: true }), 1],
    ['from tomorrow', one({ publish_from: tomorrow }), 0],
    ['until yesterday', one({ publish_from: null, publish_until: yesterday }), 0],
    ['until tomorrow', one({ publish_until: tomorrow }), 1],
    ['none', says('POST', 'recordings/publish', { published: false }), 0],
  ]) {
    await say();
    assert.deepEqual(await seen(student), [n, n], what);
    assert.deepEqual(await seen(host), [1, 1], what);
  }
  // For as long as it takes to see that it is there.
  for (let seconds = 2, inTime = false; !inTime; seconds *= 2) {
    const end = (Math.ceil(Date.now() / 1000) + seconds) * 1000;
    await one({ published: true, publish_until: new Date(end).toISOString() })();
    const there = await seen(student);
    inTime = Date.now() < end;
    if (inTime) assert.deepEqual(there, [1, 1]);
  }
  await until(async () => (await seen(student)).join() === '0,0', { what: 'its end by itself' });
});

test('Zoom tells of recordings: they are there at once, and gone at once', async (t) => {
  const campus = await startCampus({ webhooks: true });
  t.after(() => campus.stop());
  const { zoom } = campus;
  const host = await enter({ lms: campus.lms, person: 'amara', course: 'chemistry' });
  const { id } = zoom.addMeeting(HOST, { topic: 'Told', type: 3 });
  await change(host, 'POST', 'import', { json: { ids: [String(id)] } });
  const uuids = async () => (await view(host, 'recordings')).recordings.map(({ uuid }) => uuid);
  assert.deepEqual(await uuids(), []);

  const recordings = [2, 60].map((days) => zoom.addRecording(
    zoom.addPast(id, { start: Date.now() - days * DAY, duration: 50 })));
  await until(async () => (await uuids()).includes(recordings[0].uuid), { what: 'the new one' });
  // What is recorded is new, so nothing older is asked for; what is trashed may be old.
  zoom.webhooks.happened('recording.renamed', { recording: recordings[1], before: 'Untold' });
  await until(async () => (await uuids()).length === 2, { what: 'the old one' });
  await zoom.webhooks.settled();
  await uuids();
  const asked = () => zoom.requests.filter(({ operation }) => operation === 'listRecordings').length;
  const before = asked();
  assert.equal((await uuids()).length, 2);
  assert.equal(asked(), before);

  for (const file of recordings[1].files) file.trashed = Date.now();
  zoom.webhooks.happened('recording.trashed', { recording: recordings[1] });
  await until(async () => (await uuids()).length === 1, { what: 'its end' });
  await zoom.webhooks.settled();
});
