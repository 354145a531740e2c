// SPDX-License-Identifier: Apache-2.0
// What goes between the module and Zoom, read by a stranger: a proxy between the two that writes a
// line "Violation: ..." for each departure from Zoom's own document, in a request or in an answer
// (../lib/prism.js). Skipped where there is none.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, view } from '../lib/course-calls.js';
import { journey, meetingForm, readJson, schedule } from '../lib/journey.js';
import { noPrism, startPrism } from '../lib/prism.js';
import { until } from '../lib/processes.js';
import { startProbe } from '../lib/zoom-probe.js';
import { createClient } from '../sandbox/zoom/client.js';
import { uuidInPath } from '../sandbox/zoom/fixture.js';
import { GRANULAR_SCOPES, MASTER_SCOPES, startZoom } from '../sandbox/zoom/index.js';
import { OPERATION_CASES, runCase } from './zoom-operations/index.js';

const HOST = 'amara.okafor@example.edu';
const DAY = 86_400_000;

describe('through a validating proxy', { skip: noPrism }, () => {
  let zoom;
  let prism;
  before(async () => {
    zoom = await startZoom();
    prism = await startPrism(zoom.url);
  });
  after(async () => {
    await prism?.stop();
    await zoom?.stop();
  });

  const violations = () => prism.output().split('\n').filter((line) => line.includes('Violation'));
  const passed = (what) => prism.output().split(what).length - 1;

  test('a departure is seen', async () => {
    const client = await createClient({ ...zoom, apiBase: `${prism.url}/v2` });
    await client.call('POST', `/users/${HOST}/meetings`, { json: { duration: 'long' } });
    await until(() => violations().length, { what: 'a violation', explain: prism.output });
    zoom.violations.length = 0;
  });

  test('the module schedules, lists, shows and changes', async () => {
    const before = violations().length;
    zoom.addTrackingField({ field: 'Course' });
    const campus = await startCampus({
      zoom,
      account: { LTIZoomAPIBase: `${prism.url}/v2`, LTIZoomOAuthBase: prism.url },
      server: { LTIZoomFreshness: '1' },
    });
    try {
      const { host } = await journey(campus);
      for (const form of [fullForm(), weeklyForm()]) {
        const answer = await schedule(host, form);
        assert.equal(answer.status, 201, answer.body);
        const { meeting } = answer.json();
        await view(host, `meetings/${meeting.id}/edit`);
        const changed = await change(host, 'PATCH', `meetings/${meeting.id}`, {
          json: { topic: 'Moved', settings: { host_video: false, alternative_hosts: '' } },
        });
        assert.equal(changed.status, 200, changed.body);
      }
      assert.equal((await readJson(host, `${host.courseUrl}/upcoming`)).status, 200);
    } finally {
      await campus.stop();
    }
    assert.ok(zoom.requests.some(({ operation }) => operation === 'createMeeting'));
    assert.ok(passed('/oauth/token') && passed('/meetings'), 'it went through the proxy');
    assert.deepEqual(violations().slice(before), []);
    assert.deepEqual(zoom.violations, []);
  });

  describe('every operation of the module', () => {
    let probe;
    beforeEach(() => {
      zoom.reset();
      zoom.account.locked = {};
      zoom.scopes = [...GRANULAR_SCOPES, ...MASTER_SCOPES];
      probe = startProbe(zoom, { apiBase: `${prism.url}/v2`, oauthBase: prism.url });
    });
    afterEach(() => probe.stop());

    for (const one of OPERATION_CASES) {
      test(one.title, async () => {
        const before = violations().length;
        await runCase(one, zoom, probe);
        assert.ok(zoom.requests.length > 1);
        assert.deepEqual(violations().slice(before), []);
        assert.deepEqual(zoom.violations, []);
      });
    }
  });

  test('the simulator answers as Zoom does', async () => {
    const before = violations().length;
    const paths = everyKindOfRead();
    const client = await createClient({ ...zoom, apiBase: `${prism.url}/v2` });
    for (const where of paths) {
      const { status } = await client.call('GET', where);
      assert.equal(status, 200, where);
    }
    assert.deepEqual(violations().slice(before), []);
    assert.deepEqual(zoom.violations, []);
  });

  // Every field that the form has.
  function fullForm() {
    return meetingForm({
      tracking_fields: [{ field: 'Course', value: 'CHEM 302' }],
      settings: {
        host_video: true, participant_video: true, audio: 'voip', join_before_host: true,
        jbh_time: 10, mute_upon_entry: false, waiting_room: false, approval_type: 0,
        alternative_hosts: 'tomas.lindqvist@example.edu',
        alternative_hosts_email_notification: false, auto_recording: 'cloud',
        meeting_authentication: true,
        authentication_option: zoom.account.authenticationOptions[0].id,
        additional_data_center_regions: ['AU'], focus_mode: true,
        breakout_room: {
          enable: true, rooms: [{ name: 'North', participants: ['asa.andersson@example.edu'] }],
        },
      },
    });
  }

  const weeklyForm = () => meetingForm({
    type: 8,
    recurrence: { type: 2, repeat_interval: 1, weekly_days: '2,4', end_times: 6 },
    settings: { approval_type: 0, registration_type: 2 },
  });

  function everyKindOfRead() {
    const { id } = zoom.addMeeting(HOST, { topic: 'Held', settings: { approval_type: 0 } });
    const participants = [{ name: 'Amara', email: HOST }, { name: 'Wei', email: 'wei@else.org' }];
    // Who has no address here would be a violation: the document forgets what Zoom says in words.
    const polls = [{ ...participants[0], answers: [{ question: 'Clear?', answer: 'Yes' }] }];
    const held = zoom.addPast(id, { start: Date.now() - DAY, participants, polls });
    zoom.addRecording(held);
    const group = zoom.addGroup({ name: 'Teachers', members: [HOST] });
    zoom.addTrackingField({ field: 'Course' });
    const uuid = uuidInPath(held.uuid);
    const from = new Date(Date.now() - 20 * DAY).toISOString().slice(0, 10);
    const to = new Date().toISOString().slice(0, 10);
    return [
      '/users', `/users/${HOST}`, `/users/${HOST}/settings`,
      `/users/${HOST}/settings?option=meeting_security`, `/users/${HOST}/schedulers`,
      `/users/${HOST}/assistants`, '/groups', `/groups/${group.id}/members`,
      `/groups/${group.id}/lock_settings`, '/tracking_fields', `/users/${HOST}/meetings`,
      `/meetings/${id}`, `/meetings/${id}/invitation`, `/meetings/${id}/registrants`,
      `/past_meetings/${uuid}`, `/past_meetings/${id}/instances`,
      `/past_meetings/${uuid}/participants`, `/past_meetings/${uuid}/polls`,
      `/report/meetings/${uuid}`, `/report/meetings/${uuid}/participants`,
      `/report/meetings/${id}/polls`, `/report/users/${HOST}/meetings?from=${from}&to=${to}`,
      `/users/${HOST}/recordings?from=${from}&to=${to}`, `/meetings/${uuid}/recordings`,
      `/meetings/${uuid}/recordings/settings`,
    ];
  }
});
