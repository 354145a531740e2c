// SPDX-License-Identifier: Apache-2.0
// Meetings that exist at Zoom become the course's: by ID and from a file, only those that the person
// hosts, alternates or schedules for, with a result for each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change, guardsItsDoor, refused, view } from '../lib/course-calls.js';
import { onEachDatabase, zoomTime } from '../lib/on-campus.js';
import { until } from '../lib/processes.js';

const HOST = 'amara.okafor@example.edu';
const COLLEAGUE = 'tomas.lindqvist@example.edu';
const LIBRARY = 'library@example.edu';
const A = 'Exercise class A';

const inHours = (n) => zoomTime(Date.now() + n * 3_600_000);

onEachDatabase({
  server: { LTIZoomFreshness: '1' }, httpd: { expectedLog: [/LZ0(300|332|700)/] },
}, (campus, visit) => {
  const made = (host, settings = {}) => campus.zoom.addMeeting(host, {
    topic: 'From the portal', type: 2, start_time: inHours(30), duration: 30, settings,
  }).id;

  const looks = () => campus.zoom.requests.filter(
    ({ operation }) => operation === 'getMeeting').length;

  async function imported(visitor, ids) {
    const answer = await change(visitor, 'POST', 'import', { json: { ids: ids.map(String) } });
    assert.equal(answer.status, 200, answer.body);
    return answer.json().results;
  }

  async function fromFile(visitor, text, type = 'text/csv; charset=utf-8') {
    return change(visitor, 'POST', 'import', { body: text, headers: { 'content-type': type } });
  }

  const statuses = (results) => results.map(({ status }) => status);

  test('what I host, alternate or schedule for, and nothing else', async () => {
    const host = await visit('amara');
    const userOf = (address) => (
      [...campus.zoom.users.values()].find(({ email }) => email === address));
    const library = userOf(LIBRARY);
    const mine = made(HOST);
    const shared = made(COLLEAGUE, { alternative_hosts: HOST });
    const theirs = made(COLLEAGUE);
    const ofLibrary = made(LIBRARY);
    const ids = [mine, shared, theirs, ofLibrary, 99_999_999_999, 'abc', mine];
    const results = await imported(host, ids);
    assert.deepEqual(statuses(results), ['added', 'added', 'not_allowed', 'not_allowed',
      'not_found', 'not_found', 'already']);
    assert.deepEqual(results.map(({ id }) => id), ids.map(String));
    assert.ok(results.every(({ message }) => /\.$/.test(message)));

    const owner = userOf(HOST);
    owner.schedules_for = [library.id];
    assert.deepEqual(statuses(await imported(host, [ofLibrary, theirs, shared])),
      ['added', 'not_allowed', 'already']);
    owner.schedules_for = [];

    const rows = (await view(await visit('asa'), 'upcoming')).meetings;
    const found = rows.filter(({ id }) => ids.map(String).includes(id));
    assert.deepEqual(found.map(({ id }) => id).sort(), [mine, shared, ofLibrary].map(String).sort());
    assert.equal(found.find(({ id }) => id === String(ofLibrary)).host.name, 'University Library');
  });

  test('a file: quotes, BOM, CRLF, spaces in IDs, sections', async () => {
    const host = await visit('amara');
    const ids = [made(HOST), made(HOST), made(HOST)];
    const spaced = String(ids[1]).replace(/(...)(....)(....)/, '$1 $2 $3');
    const answer = await fromFile(host, `\ufeff"Meeting ID","Section"\r\n${ids[0]},"Tue, 10 h"\r\n`
      + `"${spaced}", Friday \r\n\r\n${ids[2]},\r\nnonsense,\r\n`);
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual(answer.json().results.map(({ id, status }) => [id, status]), [
      ...ids.map((id) => [String(id), 'added']), ['nonsense', 'not_found']]);
    const { meetings } = await view(host, 'upcoming');
    assert.deepEqual(ids.map((id) => meetings.find((row) => row.id === String(id)).sections),
      [['Tue, 10 h'], ['Friday'], []]);
  });

  test('a file that names other sections changes whom a meeting of the course is for', async () => {
    const host = await visit('amara');
    const students = [await visit('asa'), await visit('layla')];    // of class A, of none
    const id = String(made(HOST));
    const whoSees = () => Promise.all(students.map(async (student) => (
      (await view(student, 'upcoming')).meetings.some((row) => row.id === id))));
    const send = async (section) => {
      const answer = await fromFile(host, `meeting_id,section\n${id},${section}\n`);
      const [{ status, sections, warnings }] = answer.json().results;
      return { status, sections, told: warnings.map(({ code }) => code) };
    };
    assert.deepEqual(await send(''), { status: 'added', sections: [], told: [] });
    assert.deepEqual(await whoSees(), [true, true]);
    assert.deepEqual(await send(A),
      { status: 'already', sections: [A], told: ['sections_changed'] });
    assert.deepEqual(await whoSees(), [true, false]);
    assert.deepEqual(await send(A), { status: 'already', sections: [A], told: [] });
    assert.deepEqual(await send(''), { status: 'already', sections: [], told: [] });
    assert.deepEqual(await whoSees(), [true, false]);
  });

  test('at most 400, and each mistake of a file is named', async () => {
    const host = await visit('amara');
    const before = looks();
    const many = Array.from({ length: 401 }, (_, i) => String(81_000_000_000 + i));
    const fields = async (answer) => Object.keys(
      refused(await answer, 422, 'fields').fields);
    assert.deepEqual(await fields(change(host, 'POST', 'import', { json: { ids: many } })), ['ids']);
    assert.deepEqual(await fields(change(host, 'POST', 'import', { json: {} })), ['ids']);
    assert.deepEqual(await fields(change(host, 'POST', 'import', { json: { ids: [1] } })), ['ids']);
    assert.deepEqual(await fields(fromFile(host, `meeting_id\n${many.join('\n')}`)), ['file']);
    assert.deepEqual(await fields(fromFile(host, 'topic\n91234567890\n')), ['meeting_id']);
    assert.deepEqual(await fields(fromFile(host, 'meeting_id\n"91234567890\n')), ['file']);
    refused(await fromFile(host, 'meeting_id\n1', 'text/plain'), 415, 'content_type');
    refused(await fromFile(host, ''), 400, 'malformed');
    refused(await fromFile(host, `meeting_id\n${'9'.repeat(70_000)}`), 413, 'body_too_large');
    assert.equal(looks(), before);
  });

  test('four hundred at once', async () => {
    const host = await visit('amara', 'literature');
    const ids = Array.from({ length: 400 }, () => made(HOST));
    const results = await imported(host, ids);
    const done = results.filter(({ status }) => status === 'added').length;
    assert.ok(results.every(({ status }) => status === 'added' || status === 'failed'),
      JSON.stringify(statuses(results)));
    // What a busy machine does not reach in time says so, and is taken the next time.
    const rest = await imported(host, ids);
    assert.equal(rest.filter(({ status }) => status === 'already').length, done);
  });

  test('students import nothing; the door is shut for all others', async () => {
    const [host, student, stranger] = await Promise.all(
      [visit('amara'), visit('asa'), visit('misaki', 'literature')]);
    const id = String(made(HOST));
    const before = looks();
    refused(await change(student, 'POST', 'import', { json: { ids: [id] } }), 403, 'forbidden');
    refused(await fromFile(student, `meeting_id\n${id}\n`), 403, 'forbidden');
    refused(await change(student, 'POST', 'import', { json: {} }), 403, 'forbidden');
    refused(await fromFile(student, 'what is wrong'), 403, 'forbidden');
    await guardsItsDoor(host, stranger, [['POST', 'import', { json: { ids: [id] } }]]);
    assert.equal(looks(), before);
    assert.deepEqual(statuses(await imported(host, [id])), ['added']);
  });

  test('Zoom down: nothing is lost, each row says that it failed', async () => {
    const host = await visit('amara');
    const ids = [made(HOST), made(HOST)];
    await imported(host, ['81000000000']);
    await campus.zoom.down();
    const results = await imported(host, ids);
    assert.deepEqual(statuses(results), ['failed', 'failed']);
    assert.ok(results.every(({ message }) => /again/.test(message)), JSON.stringify(results));
    await campus.zoom.up();
    // A Zoom that did not answer is left alone for some seconds.
    await until(async () => !statuses(await imported(host, ids)).includes('failed'),
      { what: 'Zoom again', every: 200 });
    assert.deepEqual(statuses(await imported(host, ids)), ['already', 'already']);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
});
