// SPDX-License-Identifier: Apache-2.0
// Meetings and recordings for sections of a course: what a launch tells of its person, who sees
// what in every view, feed and link, what instructors can choose, and that no list leaks.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { change, look, refused, view } from '../lib/course-calls.js';
import { meetingForm, schedule } from '../lib/journey.js';
import { createBrowser, enter } from '../lib/launch.js';
import { launch11 } from '../lib/launch11.js';
import { until } from '../lib/processes.js';

const A = 'Exercise class A';
const B = 'Exercise class B';
const CUSTOM = 'https://purl.imsglobal.org/spec/lti/claim/custom';
const DAY = 24 * 3_600_000;
const ABSENT = '99999999999';

// Every link to a meeting below the course; students are refused `edit` and `start` as such.
const LINKS = ['', '/join', '/event.ics', '/start', '/edit'];

for (const db of ['sqlite', 'pgsql']) {
  describe(`on ${db}`, () => {
    let campus;
    const made = {}; // by name: the meeting for A, for both, for the whole course
    before(async () => {
      campus = await startCampus({
        db,
        server: { LTIZoomFreshness: '1' },
        lms: { consumer: { key: 'old-key', secret: 'an old secret', beside: true } },
      });
      const host = await visit('amara');
      for (const [name, sections] of [['a', [A]], ['both', [A, B]], ['all', []]]) {
        const answer = await schedule(host, meetingForm({ topic: `For ${name}`, sections }));
        assert.equal(answer.status, 201, answer.body);
        made[name] = answer.json().meeting;
        assert.deepEqual(made[name].sections, sections);
      }
    });
    after(() => campus.stop());

    const visit = (person, options = {}) => (
      enter({ lms: campus.lms, person, course: 'chemistry', browser: createBrowser(), ...options }));
    /** The same by LTI 1.1, with these fields instead. */
    async function visit11(person, fields = {}) {
      const { browser, location, status, body } = await launch11({
        lms: campus.lms, person, course: 'chemistry',
        change: (form) => { for (const [name, text] of Object.entries(fields)) form.set(name, text); },
      });
      assert.equal(status, 303, body);
      const visitor = { browser, courseUrl: new URL('.', location).href.slice(0, -1) };
      return { ...visitor, data: await view(visitor, 'upcoming') };
    }
    /** Launches as somebody of whom the LMS tells these custom parameters. */
    const told = (custom, person = 'layla') => visit(person, {
      claims: (claims) => { Object.assign(claims[CUSTOM], custom); },
    });
    const topics = ({ meetings }) => meetings.map(({ topic }) => topic).sort();
    const sees = async (visitor, what = 'upcoming') => topics(await view(visitor, what));

    const ALL = ['For a', 'For all', 'For both'];
    const OF_B = ['For all', 'For both'];
    const OF_NONE = ['For all'];

    test('each section sees its own, whoever runs the course sees all with their names', async () => {
      assert.deepEqual(await sees(await visit('asa')), ALL);
      assert.deepEqual(await sees(await visit('misaki')), OF_B);
      assert.deepEqual(await sees(await visit('layla')), OF_NONE);
      const { meetings } = await view(await visit('tomas'), 'upcoming');
      assert.deepEqual(topics({ meetings }), ALL);
      assert.deepEqual(meetings.find(({ id }) => id === made.both.id).sections, [A, B]);
      assert.deepEqual(meetings.find(({ id }) => id === made.all.id).sections, []);
    });

    test('what is hidden answers as what is not there, and the rest as ever', async () => {
      for (const [person, open] of [['asa', true], ['misaki', false], ['layla', false]]) {
        const visitor = await visit(person);
        for (const link of LINKS) {
          const hidden = await look(visitor, `meetings/${made.a.id}${link}`);
          const absent = await look(visitor, `meetings/${ABSENT}${link}`);
          refused(absent, 404, 'no_such_meeting');
          if (!open) {
            const [one, other] = [hidden, absent].map((answer) => (
              { ...refused(answer, 404, 'no_such_meeting'), request_id: '' }));
            assert.deepEqual(one, other, link);
          } else if (link === '/start' || link === '/edit') {
            assert.equal(hidden.status, 403, `${link}: ${hidden.body}`);
          } else {
            assert.ok([200, 302].includes(hidden.status), `${link}: ${hidden.body}`);
          }
        }
        const page = await visitor.browser.get(`${visitor.courseUrl}/meetings/${made.a.id}`, {
          headers: { accept: 'text/html' },
        });
        assert.equal(page.status, open ? 200 : 404);
        assert.ok(open || !page.body.includes('For a'));
        const own = await look(visitor, `meetings/${made.all.id}/join`);
        assert.equal(own.status, 302, own.body);
      }
    });

    test('nobody changes or deletes what they do not see', async () => {
      const visitor = await visit('misaki');
      const json = { topic: 'Mine now' };
      refused(await change(visitor, 'PATCH', `meetings/${made.a.id}`, { json }), 404,
        'no_such_meeting');
      refused(await change(visitor, 'DELETE', `meetings/${made.a.id}`), 404, 'no_such_meeting');
      refused(await change(visitor, 'DELETE', `meetings/${made.a.id}?course_only=1`), 404,
        'no_such_meeting');
      refused(await change(visitor, 'PATCH', `meetings/${made.both.id}`, { json }), 403, 'forbidden');
      refused(await change(visitor, 'PATCH', `meetings/${made.both.id}`, { json: { sections: [] } }),
        403, 'forbidden');
    });

    test('what the LMS tells, in every form, until the next launch tells otherwise', async () => {
      const cases = [
        [{ section_names: `["${A}"]` }, ALL],
        [{ section_names: A.toUpperCase() }, ALL],
        [{ section_names: `other, ${B} ` }, OF_B],
        [{ section_names: '[]', groups: A }, ALL],
        [{ section_names: '', sections: B }, OF_B],
        [{ section_names: '["x"]', group_ids: A }, ALL],
        [{ section_names: '$com.instructure.User.sectionNames' }, OF_NONE],
        [{ section_names: `["${A}"` }, OF_NONE],
        [{ section_names: 'Exercise class' }, OF_NONE],
        [{ section_names: '' }, OF_NONE],
        [{ section_names: 'x'.repeat(20_000) }, OF_NONE],
      ];
      const first = await visit('layla');
      for (const [custom, expected] of cases) {
        const visitor = await told(custom);
        assert.deepEqual(await sees(visitor), expected, JSON.stringify(custom));
        assert.deepEqual(await sees(first), expected, 'in the tab that was open before');
      }
      const lis = (section) => visit('layla', {
        claims: (claims) => {
          claims['https://purl.imsglobal.org/spec/lti/claim/lis'] = {
            course_offering_sourcedid: B, course_section_sourcedid: section,
          };
        },
      });
      assert.deepEqual(await sees(await lis(A)), ALL);
      assert.deepEqual(await sees(await lis(B)), OF_NONE, 'the course itself is no section');
    });

    test('LTI 1.1 tells the same', async () => {
      const by11 = async (fields) => sees(await visit11('asa', fields));
      // The course of LTI 1.1 is another one: the instructor brings the meetings there.
      const csv = `meeting_id,section\n${made.a.id},${A}\n${made.all.id},\n`;
      const imported = await change(await visit11('amara'), 'POST', 'import', {
        body: csv, headers: { 'content-type': 'text/csv' },
      });
      assert.deepEqual(imported.json().results.map(({ status }) => status), ['added', 'added']);
      assert.deepEqual(await by11(), ['For a', 'For all']);
      assert.deepEqual(await by11({ custom_section_names: `["${B}"]` }), ['For all']);
      assert.deepEqual(await by11({ custom_section_names: '', custom_groups: A }),
        ['For a', 'For all']);
      assert.deepEqual(await by11({
        custom_section_names: '$Canvas', custom_section_ids: '',
        lis_course_section_sourcedid: A, lis_course_offering_sourcedid: 'CHEM',
      }), ['For a', 'For all']);
      const visitor = await visit11('asa', { custom_section_names: '' });
      assert.deepEqual(await sees(visitor), ['For all']);
      refused(await look(visitor, `meetings/${made.a.id}/join`), 404, 'no_such_meeting');
    });

    test('calendars have what their owner sees, and follow the launches', async () => {
      const program = createBrowser({ cookies: false });
      const feed = async (visitor, kind) => {
        const answer = await change(visitor, 'POST', 'calendar', { json: { kind } });
        return answer.json().feed.url;
      };
      const events = async (url) => [...(await program.get(url)).body.matchAll(/SUMMARY:(For \w+)/g)]
        .map(([, topic]) => topic).sort();
      for (const kind of ['mine', 'course']) {
        assert.deepEqual(await events(await feed(await visit('amara'), kind)), ALL, kind);
        assert.deepEqual(await events(await feed(await visit('misaki'), kind)), OF_B, kind);
        const url = await feed(await told({ section_names: '' }), kind);
        assert.deepEqual(await events(url), OF_NONE, kind);
        await told({ section_names: A });
        assert.deepEqual(await events(url), ALL, kind);
        await told({ section_names: '' });
        assert.deepEqual(await events(url), OF_NONE, kind);
      }
    });

    test('a placed link leads nobody to what is not theirs', async () => {
      const link = { title: 'For a', text: '', custom: { view: 'meeting', meeting_id: made.a.id } };
      campus.lms.placed.push({ id: 'p1', course: 'chemistry', ...link });
      const by = (person) => enter({
        lms: campus.lms, person, course: 'chemistry', browser: createBrowser(),
        link: campus.lms.placed.at(-1),
      });
      assert.equal((await by('asa')).data.meeting.topic, 'For a');
      await assert.rejects(by('misaki'), /the view failed: 404/);
    });

    test('changed later, without Zoom; one list never serves another section', async () => {
      const host = await visit('tomas'); // who does not host it
      const [asa, misaki, layla] = await Promise.all(['asa', 'misaki', 'layla'].map((one) => visit(one)));
      const limit = async (sections) => {
        const calls = campus.zoom.requests.length;
        const answer = await change(host, 'PATCH', `meetings/${made.a.id}`, { json: { sections } });
        assert.equal(answer.status, 200, answer.body);
        assert.deepEqual(answer.json().meeting.sections, sections);
        assert.deepEqual(campus.zoom.requests.slice(calls).map(({ operation }) => operation), []);
      };
      for (const sections of [[B], [A], [], ['Nobody'], [A]]) {
        const tags = new Map();
        await limit(sections);
        for (const [visitor, own] of [[asa, A], [misaki, B], [layla, null], [asa, A], [misaki, B]]) {
          const there = !sections.length || sections.includes(own);
          const answer = await look(visitor, 'upcoming');
          assert.equal(topics(answer.json()).includes('For a'), there, `${sections} for ${own}`);
          const { etag } = answer.headers;
          const again = await look(visitor, 'upcoming', { 'if-none-match': etag });
          assert.equal(again.status, 304);
          assert.equal(tags.get(own) ?? etag, etag);
          tags.set(own, etag);
          // Another section's tag is never good for what it does not show.
          const foreign = tags.get(own === A ? B : A);
          if (foreign && sections.length) {
            const other = await look(visitor, 'upcoming', { 'if-none-match': foreign });
            assert.equal(other.status, 200);
          }
        }
        assert.ok((await sees(host)).includes('For a'));
      }
    });

    test('what is no list of names is refused, beside what is one', async () => {
      const host = await visit('amara');
      const wrong = ['A', [7], [''], ['x'.repeat(201)], ['two\nlines'],
        Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(50, 'x')), { A: 1 }];
      for (const sections of wrong) {
        const answer = await change(host, 'PATCH', `meetings/${made.all.id}`, { json: { sections } });
        assert.deepEqual(Object.keys(refused(answer, 422, 'fields').fields), ['sections']);
        const both = refused(await schedule(host, meetingForm({ topic: '', sections })), 422, 'fields');
        assert.deepEqual(Object.keys(both.fields).sort(), ['sections', 'topic']);
      }
      const together = await change(host, 'PATCH', `meetings/${made.all.id}`, {
        json: { sections: [' Spring ', 'SPRING', 'Autumn'], agenda: 'Both at once.' },
      });
      assert.equal(together.status, 200, together.body);
      assert.deepEqual(together.json().meeting.sections, ['Spring', 'Autumn']);
      assert.equal(together.json().meeting.agenda, 'Both at once.');
      assert.deepEqual(await sees(await visit('layla')), []);
      const refusedByZoom = await change(host, 'PATCH', `meetings/${made.all.id}`, {
        json: { sections: [], settings: { alternative_hosts: 'asa.andersson@example.edu' } },
      });
      assert.equal(refusedByZoom.status, 422, refusedByZoom.body);
      assert.deepEqual(await sees(await visit('layla')), [], 'nothing of a refused change');
      const back = await change(host, 'PATCH', `meetings/${made.all.id}`, { json: { sections: [] } });
      assert.equal(back.status, 200, back.body);
      assert.deepEqual(await sees(await visit('layla')), OF_NONE);
    });

    test('the form offers what is known here, and says where nothing is told', async () => {
      const host = await visit('amara');
      const { form, options } = await view(host, 'schedule');
      assert.deepEqual(form.sections, []);
      assert.equal(options.sections.told, true);
      assert.equal(options.sections.own, false);
      for (const name of [A, B]) assert.ok(options.sections.choices.includes(name));
      assert.ok(!options.sections.choices.includes('4101'), 'no ids where there are names');
      const edited = await view(host, `meetings/${made.both.id}/edit`);
      assert.deepEqual(edited.form.sections, [A, B]);
      assert.ok((await view(host, `meetings/${made.a.id}`)).sections.choices.includes(A));
      const student = await view(await visit('asa'), `meetings/${made.a.id}`);
      assert.equal(student.sections, undefined, 'students are told no names');

      const elsewhere = await enter({
        lms: campus.lms, person: 'amara', course: 'literature', browser: createBrowser(),
      });
      const other = (await view(elsewhere, 'schedule')).options.sections;
      assert.deepEqual(other, { choices: [], told: false, own: false });
    });

    test('new meetings begin with what the course has set', async () => {
      const host = await visit('amara');
      const set = async (sections) => {
        const answer = await change(host, 'PATCH', 'settings', { json: { meeting: { sections } } });
        assert.equal(answer.status, 200, answer.body);
        return answer.json();
      };
      assert.deepEqual((await set([B])).settings.meeting.sections, [B]);
      const { settings, sections } = await view(host, 'settings');
      assert.deepEqual(settings.meeting.sections, [B]);
      assert.ok(sections.told && sections.choices.includes(A));
      assert.deepEqual((await view(host, 'schedule')).form.sections, [B]);
      const usual = (await schedule(host, meetingForm({ topic: 'Usual' }))).json().meeting;
      assert.deepEqual(usual.sections, [B]);
      const whole = (await schedule(host, meetingForm({ topic: 'Whole', sections: [] }))).json().meeting;
      assert.deepEqual(whole.sections, []);
      const bad = await change(host, 'PATCH', 'settings', { json: { meeting: { sections: [1] } } });
      assert.deepEqual(Object.keys(refused(bad, 422, 'fields').fields), ['sections']);
      assert.deepEqual((await set([])).settings.meeting.sections, []);
      for (const { id } of [usual, whole]) {
        assert.equal((await change(host, 'DELETE', `meetings/${id}`)).status, 204);
      }
    });

    test('what is over, and recordings: of the meeting\'s sections, or others', async () => {
      const host = await visit('amara');
      const id = String(campus.zoom.addMeeting('amara.okafor@example.edu', {
        topic: 'Held', type: 3, timezone: 'Europe/Berlin',
      }).id);
      const { uuid } = campus.zoom.addRecording(
        campus.zoom.addPast(id, { start: Date.now() - 2 * DAY, duration: 50 }));
      const name = Buffer.from(uuid).toString('base64url');
      const added = await change(host, 'POST', 'import', {
        body: `meeting_id,section\n${id},${A}\n`, headers: { 'content-type': 'text/csv' },
      });
      assert.equal(added.json().results[0].status, 'added', added.body);
      await until(async () => (await view(host, 'recordings')).recordings
        .some((one) => one.uuid === uuid), { what: 'the recording' });
      await until(async () => (await view(host, 'previous')).meetings.some((one) => one.id === id),
        { what: 'the meeting that was held' });
      const publish = async (json) => {
        const { status, body, json: parsed } = await change(host, 'PATCH', `recordings/${name}`, { json });
        assert.equal(status, 200, body);
        return parsed().recording;
      };
      const files = (await view(host, `recordings/${name}`)).recording.files;
      const play = files.find(({ actions }) => actions.includes('play')).id;
      const audience = async () => {
        const seen = [];
        for (const person of ['asa', 'misaki', 'layla']) {
          const visitor = await visit(person);
          const { recordings } = await view(visitor, 'recordings');
          const listed = recordings.some((one) => one.uuid === uuid);
          const doors = [`recordings/${name}`, `recordings/${name}/files/${play}/play`,
            `recordings/${name}/files/${play}/download`];
          for (const door of doors) {
            const { status, body } = await look(visitor, door);
            assert.equal(status !== 404, listed, `${person} at ${door}: ${status} ${body}`);
          }
          if (listed) {
            seen.push(person);
            const { recording } = await view(visitor, `recordings/${name}`);
            assert.equal(recording.sections, undefined);
          }
          const row = (await view(visitor, 'previous')).meetings.find((one) => one.id === id);
          assert.equal(Boolean(row), person === 'asa', 'the meeting is for its own sections');
          if (row) assert.equal(row.actions.includes('recording'), listed);
        }
        return seen;
      };
      assert.deepEqual(await audience(), [], 'not published yet');
      const usual = await publish({ published: true });
      assert.deepEqual([usual.sections, usual.sections_chosen, usual.meeting_sections],
        [[A], false, [A]]);
      assert.deepEqual(await audience(), ['asa']);
      const chosen = await publish({ sections: [B] });
      assert.deepEqual([chosen.sections, chosen.sections_chosen, chosen.meeting_sections],
        [[B], true, [A]]);
      assert.deepEqual(await audience(), ['misaki']);
      await publish({ sections: [] });
      assert.deepEqual(await audience(), ['asa', 'misaki', 'layla']);
      const all = await change(host, 'POST', 'recordings/publish', { json: { published: true } });
      assert.equal(all.status, 200, all.body);
      assert.deepEqual(await audience(), ['asa', 'misaki', 'layla'], 'what was chosen stays');
      await publish({ sections: null });
      assert.deepEqual(await audience(), ['asa']);
      // Changed later, also when it is over: the recording follows.
      const later = await change(host, 'PATCH', `meetings/${id}`, { json: { sections: [A, B] } });
      assert.equal(later.status, 200, later.body);
      assert.ok((await view(await visit('misaki'), 'recordings')).recordings
        .some((one) => one.uuid === uuid));
      const bad = await change(host, 'PATCH', `recordings/${name}`, { json: { sections: 'A' } });
      assert.deepEqual(Object.keys(refused(bad, 422, 'fields').fields), ['sections']);
      refused(await change(await visit('layla'), 'PATCH', `recordings/${name}`,
        { json: { sections: [] } }), 404, 'no_such_recording');
      refused(await change(await visit('asa'), 'PATCH', `recordings/${name}`,
        { json: { sections: [] } }), 403, 'forbidden');
    });

    test('a person is shown what is kept of their sections, and it is erased', async () => {
      const visitor = await told({ section_names: `["${A}"]`, section_ids: '4101' });
      const { courses: [mine] } = (await look(visitor, 'privacy/export')).json();
      assert.deepEqual([mine.sections, mine.section_ids], [[A], ['4101']]);
      assert.equal((await change(visitor, 'POST', 'privacy/erase')).status, 204);
      const again = await told({ section_names: '' });
      assert.deepEqual(await sees(again), OF_NONE);
    });
  });
}

test('a student who hosts chooses among their own sections, and sees no others', async (t) => {
  const campus = await startCampus({ server: { LTIZoomStudentsHost: 'On' } });
  t.after(() => campus.stop());
  campus.zoom.addUser({
    email: 'asa.andersson@example.edu', first_name: 'Åsa', last_name: 'Andersson',
    timezone: 'Europe/Berlin',
  });
  const visit = (person) => enter({
    lms: campus.lms, person, course: 'chemistry', browser: createBrowser(),
  });
  const [amara, asa, misaki] = await Promise.all(['amara', 'asa', 'misaki'].map(visit));
  const make = async (visitor, topic, sections) => {
    const answer = await schedule(visitor, meetingForm({ topic, sections }));
    assert.equal(answer.status, 201, answer.body);
    return answer.json().meeting.id;
  };
  const sees = async (visitor) => (await view(visitor, 'upcoming')).meetings
    .map(({ topic }) => topic).sort();

  const { options, form } = await view(asa, 'schedule');
  assert.deepEqual(options.sections, { choices: [A], told: true, own: true });
  assert.deepEqual(form.sections, []);
  for (const sections of [[B], [A, B], ['Made up']]) {
    const answer = await schedule(asa, meetingForm({ sections }));
    assert.deepEqual(Object.keys(refused(answer, 422, 'fields').fields), ['sections']);
  }
  const own = await make(asa, 'Study group', [A]);
  const of = await make(amara, 'For B', [B]);
  assert.deepEqual(await sees(asa), ['Study group']);
  assert.deepEqual(await sees(misaki), ['For B']);
  assert.deepEqual(await sees(amara), ['For B', 'Study group']);

  const patch = (visitor, id, json) => change(visitor, 'PATCH', `meetings/${id}`, { json });
  refused(await patch(asa, of, { sections: [A] }), 404, 'no_such_meeting');
  refused(await patch(misaki, own, { topic: 'Mine' }), 404, 'no_such_meeting');
  assert.deepEqual(Object.keys(refused(await patch(asa, own, { sections: [B] }), 422, 'fields').fields),
    ['sections']);
  const opened = await patch(asa, own, { sections: [], agenda: 'Everybody is welcome.' });
  assert.equal(opened.status, 200, opened.body);
  assert.deepEqual(opened.json().meeting.sections, []);
  assert.deepEqual(await sees(misaki), ['For B', 'Study group']);
  const alone = await patch(asa, own, { sections: [A.toUpperCase()] });
  assert.equal(alone.status, 200, alone.body);
  assert.deepEqual(await sees(misaki), ['For B']);
  assert.deepEqual(await sees(asa), ['Study group']);
});
