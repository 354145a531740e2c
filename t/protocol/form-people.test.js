// SPDX-License-Identifier: Apache-2.0
// The meeting form and the people and labels in it, against a real httpd: alternative hosts, whom
// one schedules for, tracking fields.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { change, look, refused, view } from '../lib/course-calls.js';
import { BASIC, COLLEAGUE, HOST, made, onCampus, wrongFields } from '../lib/form.js';
import { meetingForm, schedule } from '../lib/journey.js';

describe('people', () => onCampus({
  server: { LTIZoomAlternativeHosts: 'instructors' },
}, (campus, visit) => {
  let host;
  before(async () => {
    campus.zoom.addUser({ email: 'ghost@example.edu', status: 'inactive' });
    const dean = campus.zoom.addUser({
      email: 'dean@example.edu', first_name: 'Dana', last_name: 'Dean', timezone: 'Asia/Tokyo',
    });
    [...campus.zoom.users.values()].find(({ email }) => email === HOST).schedules_for = [dean.id];
    host = await visit();
  });

  const others = (list) => meetingForm({ settings: { alternative_hosts: list } });

  test('the instructors of the course are proposed', async () => {
    const { form } = await view(host, 'schedule');
    assert.equal(form.settings.alternative_hosts, COLLEAGUE);
    const { meeting } = await made(host, meetingForm());
    assert.equal(meeting.settings.alternative_hosts, COLLEAGUE);
    const { meeting: alone } = await made(host, others(''));
    assert.equal(campus.zoom.meetings.get(Number(alone.id)).settings.alternative_hosts, '');
  });

  test('each alternative host is asked about before saving', async () => {
    const before = campus.zoom.meetings.size;
    const error = refused(await schedule(host, others(
      `${COLLEAGUE};${BASIC.toUpperCase()};ghost@example.edu;nobody@example.edu`)), 422, 'fields');
    const message = error.fields['settings.alternative_hosts'];
    for (const [address, why] of [[BASIC, 'Basic'], ['ghost@example.edu', 'not active'],
      ['nobody@example.edu', 'no Zoom user']]) {
      assert.match(message, new RegExp(`${address}[^.]*${why}|${why}[^.]*${address}`), address);
    }
    assert.ok(!message.includes(COLLEAGUE), message);
    assert.equal(campus.zoom.meetings.size, before);
  });

  test('who stands there already is not asked about again', async () => {
    const { meeting } = await made(host, others(COLLEAGUE));
    const answer = await change(host, 'PATCH', `meetings/${meeting.id}`, {
      json: { settings: { alternative_hosts: `${COLLEAGUE};${BASIC}` } },
    });
    assert.deepEqual(wrongFields(answer), ['settings.alternative_hosts']);
    const emptied = await change(host, 'PATCH', `meetings/${meeting.id}`, {
      json: { settings: { alternative_hosts: '' } },
    });
    assert.equal(emptied.status, 200, emptied.body);
    assert.equal(campus.zoom.meetings.get(Number(meeting.id)).settings.alternative_hosts, '');
  });

  test('the picker asks about one address', async () => {
    assert.deepEqual(await view(host, `hosts?email=${COLLEAGUE.toUpperCase()}`), {
      email: COLLEAGUE, name: 'Tomáš Lindqvist', ok: true, message: '',
    });
    const basic = await view(host, `hosts?email=${BASIC}`);
    assert.equal(basic.ok, false);
    assert.match(basic.message, /licence\.$/);
    assert.equal((await view(host, 'hosts?email=nobody@example.edu')).ok, false);
    refused(await look(host, 'hosts?email=me'), 422, 'fields');
    refused(await look(host, 'hosts'), 422, 'fields');
    refused(await look(await visit('asa'), `hosts?email=${BASIC}`), 403, 'forbidden');
  });

  test('scheduling for whom allowed it, and for nobody else', async () => {
    const { options } = await view(host, 'schedule');
    assert.deepEqual(options.schedule_for, [{ email: 'dean@example.edu', name: 'Dana Dean' }]);
    const { meeting } = await made(host, meetingForm({ schedule_for: 'Dean@Example.edu' }));
    const dean = campus.zoom.users.get(campus.zoom.meetings.get(Number(meeting.id)).host_id);
    assert.equal(dean.email, 'dean@example.edu');
    assert.equal(meeting.host.name, 'Dana Dean');
    assert.equal(meeting.schedule_for, 'Dana Dean');
    assert.deepEqual(wrongFields(await schedule(host, meetingForm({ schedule_for: COLLEAGUE }))),
      ['schedule_for']);
    const { meeting: own } = await made(host, meetingForm({ schedule_for: HOST }));
    assert.equal(own.host.name, 'Dr. Amara Okafor');

    // Everybody's list says so, of this one alone, and goes on to when it is read anew.
    const rows = async (visitor) => (await view(visitor, 'upcoming')).meetings
      .filter(({ id }) => [meeting.id, own.id].includes(id))
      .map(({ id, schedule_for }) => [id, schedule_for]).sort();
    const expected = [[meeting.id, 'Dana Dean'], [own.id, null]].sort();
    for (const person of ['amara', 'tomas', 'asa']) {
      assert.deepEqual(await rows(await visit(person)), expected, person);
    }
    assert.equal((await view(host, `meetings/${meeting.id}`)).meeting.schedule_for, 'Dana Dean');
    const changed = await change(host, 'PATCH', `meetings/${meeting.id}`, { json: { topic: 'New' } });
    assert.equal(changed.json().meeting.schedule_for, 'Dana Dean');
    assert.deepEqual(await rows(host), expected);
  });

  test('who took the privilege back meanwhile is not scheduled for', async () => {
    const amara = [...campus.zoom.users.values()].find(({ email }) => email === HOST);
    const kept = amara.schedules_for;
    assert.equal((await view(host, 'schedule')).options.schedule_for.length, 1);
    amara.schedules_for = [];
    const before = campus.zoom.meetings.size;
    assert.deepEqual(
      wrongFields(await schedule(host, meetingForm({ schedule_for: 'dean@example.edu' }))),
      ['schedule_for']);
    assert.equal(campus.zoom.meetings.size, before);
    amara.schedules_for = kept;
  });

  test('the form of a meeting is for those who may change it', async () => {
    const { meeting } = await made(host, others(''));
    const path = `meetings/${meeting.id}/edit`;
    assert.equal((await view(host, path)).view, 'edit');
    refused(await look(await visit('tomas'), path), 403, 'not_yours');
    refused(await look(await visit('asa'), path), 403, 'forbidden');
    refused(await look(await visit('amara', 'literature'), path), 404, 'no_such_meeting');
    refused(await look(host, 'meetings/99999999999/edit'), 404, 'no_such_meeting');
    campus.zoom.meetings.delete(Number(meeting.id));
    refused(await look(host, path), 409, 'meeting_gone');
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
}));

describe('tracking fields', () => onCampus({
  server: {
    'LTIZoomTrackingField Course': '"{course_label} {term}"',
    'LTIZoomTrackingField Code': '{course_code}',
    'LTIZoomTrackingField Nothing': '{section}',
  },
}, (campus, visit) => {
  let host;
  const CUSTOM = 'https://purl.imsglobal.org/spec/lti/claim/custom';
  const LIS = 'https://purl.imsglobal.org/spec/lti/claim/lis';
  before(async () => {
    campus.zoom.addTrackingField({ field: 'Course' });
    campus.zoom.addTrackingField({ field: 'Code' });
    campus.zoom.addTrackingField({ field: 'Nothing' });
    campus.zoom.addTrackingField({
      field: 'Faculty', required: true, recommended_values: ['Science', 'Arts'],
    });
    host = await visit('amara', 'chemistry', {
      claims: (claims) => {
        claims[CUSTOM] = { ...claims[CUSTOM], term: 'Winter 26', section: '$Section.unknown' };
        claims[LIS] = { course_offering_sourcedid: 'uni:CHEM302-26' };
      },
    });
  });

  test('mapped ones are filled in, recommended values offered', async () => {
    const { form, options } = await view(host, 'schedule');
    assert.deepEqual(form.tracking_fields, [
      { field: 'Course', value: 'CHEM 302 Winter 26' }, { field: 'Code', value: 'uni:CHEM302-26' },
    ]);
    assert.deepEqual(options.tracking_fields.map(({ field, required, value }) => (
      [field, required, value])), [
      ['Course', false, 'CHEM 302 Winter 26'], ['Code', false, 'uni:CHEM302-26'],
      ['Nothing', false, ''], ['Faculty', true, ''],
    ]);
    assert.deepEqual(options.tracking_fields[3].recommended_values, ['Science', 'Arts']);
  });

  test('a required one that is missing is named, and a new one has all', async () => {
    assert.deepEqual(wrongFields(await schedule(host, meetingForm())),
      ['tracking_fields.Faculty']);
    const { meeting } = await made(host, meetingForm({
      tracking_fields: [{ field: 'Faculty', value: 'Science' }, { field: 'Code', value: 'other' }],
    }));
    assert.deepEqual(campus.zoom.meetings.get(Number(meeting.id)).tracking_fields, [
      { field: 'Faculty', value: 'Science' }, { field: 'Code', value: 'other' },
      { field: 'Course', value: 'CHEM 302 Winter 26' },
    ]);
  });

  test('Zoom found nothing to complain of', () => {
    assert.deepEqual(campus.zoom.violations, []);
  });
}));

