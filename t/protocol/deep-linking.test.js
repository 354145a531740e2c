// SPDX-License-Identifier: Apache-2.0
// Deep linking 2.0 against a real httpd: what the LMS asks for, what an instructor chooses, the
// signed answer that the LMS takes, and where the placed link leads.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { deepLink } from '../lib/deep-link.js';
import { cast, meetingForm, readJson, schedule } from '../lib/journey.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { openSealed, seal } from '../lib/seal.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

let campus;
let who;        // keys of people and of a course
let meeting;    // a meeting of the course
before(async () => {
  campus = await startCampus();
  who = cast(campus.lms);
  const visit = await enter({ lms: campus.lms, person: who.instructor, course: who.course });
  const made = await schedule(visit);
  assert.equal(made.status, 201, made.body);
  ({ meeting } = made.json());
});
after(() => campus.stop());
afterEach(() => {
  const { violations } = campus.lms;
  assert.deepEqual(violations.splice(0), []);
});

const ask = (changes = {}) => deepLink({
  lms: campus.lms, person: who.instructor, course: who.course, ...changes,
});

const lectures = () => [{ kind: 'meeting', id: meeting.id }];

// A choice that the tool takes and the LMS too; resolves to the claims that the LMS got.
async function place(asked, items) {
  const chosen = await asked.choose(items);
  assert.equal(chosen.status, 200, chosen.body);
  const back = await asked.send(chosen.json());
  assert.equal(back.status, 200);
  assert.deepEqual(campus.lms.violations, []);
  return campus.lms.answers.at(-1);
}

function refused(answer, status, tag, phrase) {
  assert.equal(answer.status, status, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line?.includes(tag) && line.includes(phrase), line);
  return error;
}

/* --- the offer ---------------------------------------------------------------------------------- */

test('the offer: the tool and the meetings of the course, for a page that may post to the LMS',
  async () => {
    const { data, viewUrl, browser } = await ask();
    assert.equal(data.view, 'select');
    assert.deepEqual(data.request.targets, ['iframe', 'window']);
    assert.equal(data.request.accept_multiple, true);
    assert.deepEqual([data.obstacle, data.answer], [null, null]);
    assert.deepEqual(data.items[0], { kind: 'tool', title: 'Zoom' });
    const offered = data.items.find(({ id }) => id === meeting.id);
    assert.deepEqual([offered.kind, offered.title, offered.start_time],
      ['meeting', meeting.topic, meeting.start_time]);

    const page = await browser.get(viewUrl, { headers: { accept: 'text/html' } });
    const policy = page.headers['content-security-policy'];
    assert.match(policy, new RegExp(`form-action ${campus.lms.url};`));
    assert.match(policy, /connect-src 'self';/);
    const upcoming = await browser.get(viewUrl.replace(/select.*/, 'upcoming'), {
      headers: { accept: 'text/html' },
    });
    assert.match(upcoming.headers['content-security-policy'], /form-action 'self';/);
  });

test('a series is offered as one', async () => {
  const visit = await enter({ lms: campus.lms, person: who.instructor, course: 'literature' });
  const made = await schedule(visit);
  const { id } = made.json().meeting;
  campus.zoom.meetings.get(Number(id)).type = 3;
  assert.equal((await readJson(visit, `${visit.courseUrl}/meetings/${id}`)).status, 200);
  const asked = await ask({ course: 'literature' });
  const offered = asked.data.items.find((item) => item.id === id);
  assert.equal(offered.kind, 'series');
  const claims = await place(asked, [{ kind: 'series', id }]);
  assert.equal(claims[`${DL}content_items`][0].custom.meeting_id, id);
});

/* --- the answer --------------------------------------------------------------------------------- */

test('one meeting', async () => {
  const claims = await place(await ask(), lectures());
  assert.deepEqual(claims[`${DL}content_items`], [{
    type: 'ltiResourceLink',
    url: `${campus.base}/launch?view=meeting&meeting_id=${meeting.id}`,
    title: meeting.topic,
    custom: { view: 'meeting', meeting_id: meeting.id },
    iframe: { width: 800, height: 720 },
    window: { targetName: 'lti-zoom' },
  }]);
  assert.equal(claims.exp - claims.iat, 300);
  assert.ok(!(`${DL}errormsg` in claims));
});

test('several at once', async () => {
  const claims = await place(await ask(), [{ kind: 'tool' }, ...lectures()]);
  const [tool, lecture] = claims[`${DL}content_items`];
  assert.deepEqual([tool.title, tool.custom], ['Zoom', { view: 'upcoming' }]);
  assert.equal(tool.url, `${campus.base}/launch?view=upcoming`);
  assert.equal(lecture.custom.meeting_id, meeting.id);
});

test('nothing: a change of mind is an answer too', async () => {
  const claims = await place(await ask(), []);
  assert.deepEqual(claims[`${DL}content_items`], []);
  assert.ok(!(`${DL}errormsg` in claims));
});

test('a request is answered anew as often as it takes, each time as a message of its own',
  async () => {
    const asked = await ask();
    const first = await place(asked, lectures());
    const again = await place(asked, lectures());
    assert.notEqual(again.nonce, first.nonce);
  });

const DATA = {
  'that is empty': '',
  'with signs of many scripts': '漢字 العربية é e\u0301 👩‍🔬 \ufeff',
  'with signs that JSON escapes': '"\\\u0001\b\f\n\r\t\u007f\u2028\u2029/',
  'with signs that HTML and URLs escape': '</script><!--&amp;%2F%00+ =;',
  'as long as a token': `eyJ.${'x'.repeat(3000)}`,
};
for (const [name, data] of Object.entries(DATA)) {
  test(`data ${name} comes back as it went`, async () => {
    // The LMS itself compares it with what it sent.
    assert.equal((await place(await ask({ settings: { data } }), []))[`${DL}data`], data);
  });
}

test('without data none comes back', async () => {
  for (const data of [undefined, null]) {
    const asked = await ask({
      claims: (claims) => { claims[`${DL}deep_linking_settings`].data = data; },
      settings: { data: undefined },
    });
    assert.ok(!(`${DL}data` in await place(asked, [])));
  }
});

test('a title and a text that were typed at the LMS go before our own, for a single link',
  async () => {
    const settings = { title: 'Week 3', text: 'Bring <your> notes' };
    const one = await place(await ask({ settings }), lectures());
    const [{ title, text }] = one[`${DL}content_items`];
    assert.deepEqual({ title, text }, settings);
    const two = await place(await ask({ settings }), [{ kind: 'tool' }, ...lectures()]);
    assert.deepEqual(two[`${DL}content_items`].map((item) => item.title), ['Zoom', meeting.topic]);
  });

test('links are shown as the LMS can show them', async () => {
  const shown = async (targets) => {
    const asked = await ask({ settings: { accept_presentation_document_targets: targets } });
    const { [`${DL}content_items`]: [{ iframe, window }] } = await place(asked, lectures());
    return [!!iframe, window?.targetName];
  };
  assert.deepEqual(await shown(['iframe']), [true, undefined]);
  assert.deepEqual(await shown(['window', 'embed']), [false, '_blank']);
  assert.deepEqual(await shown(['embed']), [false, undefined]);
});

test('the request of the certification suite: no target, no roles asked for', async () => {
  const asked = await ask({
    claims: (claims) => { delete claims[`${LTI}target_link_uri`]; },
  });
  await place(asked, lectures());
  const unknown = await ask({ claims: (claims) => { delete claims[`${LTI}roles`]; } });
  assert.equal(unknown.data.obstacle.kind, 'forbidden');
});

test('without a course each person chooses alone, and only the tool', async () => {
  const lost = (person) => ask({ person, claims: (claims) => { delete claims[`${LTI}context`]; } });
  const [amara, tomas] = [await lost('amara'), await lost('tomas')];
  assert.notEqual(amara.data.course.id, tomas.data.course.id);
  assert.deepEqual(amara.data.items, [{ kind: 'tool', title: 'Zoom' }]);
  await place(amara, [{ kind: 'tool' }]);
});

test('an LMS notices an answer that was bent on its way', async () => {
  const { violations, placed } = campus.lms;
  const asked = await ask();
  const chosen = async () => (await asked.choose(lectures())).json();
  const before = placed.length;
  const noticed = async (pattern, bend) => {
    await asked.send(bend(await chosen()));
    assert.match(violations.splice(0).map(({ rule }) => rule).join(), pattern);
  };
  const bentToken = ({ action, fields: { JWT } }) => {
    const [head, body, signature] = JWT.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url'));
    const bent = Buffer.from(JSON.stringify({ ...claims, aud: 'x' })).toString('base64url');
    return { action, fields: { JWT: [head, bent, signature].join('.') } };
  };
  await noticed(/signature/, bentToken);
  await noticed(/return URL was changed/, ({ action, fields }) => (
    { action: new URL(`${action}&x=`).href, fields }));
  await noticed(/unknown return URL/, ({ action, fields }) => (
    { action: action.replace(/sesskey=/, 'key='), fields }));
  const twice = await chosen();
  await asked.send(twice);
  await noticed(/nonce used twice/, () => twice);
  assert.equal(placed.length, before + 1);
});

/* --- who and what is refused -------------------------------------------------------------------- */

test('a student is sent back with an empty answer that says why', async () => {
  const asked = await ask({ person: who.student });
  assert.deepEqual(asked.data.items, []);
  assert.equal(asked.data.obstacle.kind, 'forbidden');
  assert.equal((await asked.send(asked.data.answer)).status, 200);
  const claims = campus.lms.answers.at(-1);
  assert.deepEqual(claims[`${DL}content_items`], []);
  assert.equal(claims[`${DL}errormsg`], asked.data.obstacle.message);
  refused(await asked.choose(lectures()), 403, 'LZ0204', 'by a student');
});

test('an LMS that takes no links gets none', async () => {
  const asked = await ask({ settings: { accept_types: ['html', 'file'] } });
  assert.deepEqual(asked.data.items, []);
  assert.equal(asked.data.obstacle.kind, 'select_not_accepted');
  await asked.send(asked.data.answer);
  assert.equal(campus.lms.answers.at(-1)[`${DL}errormsg`], asked.data.obstacle.message);
  refused(await asked.choose(lectures()), 422, 'LZ0195', 'no LTI links');
  await place(asked, []);
});

test('an LMS that takes one gets one', async () => {
  for (const accept_multiple of [false, undefined, 'true']) {
    const asked = await ask({ settings: { accept_multiple } });
    assert.equal(asked.data.request.accept_multiple, false);
    const { fields } = refused(await asked.choose([{ kind: 'tool' }, ...lectures()]), 422, 'LZ0450',
      'takes one');
    assert.match(fields.items, /one at a time/);
    await place(asked, lectures());
  }
});

test('only what was offered can be chosen', async () => {
  const asked = await ask();
  const wrong = (items) => asked.choose(items);
  refused(await wrong([{ kind: 'recordings' }]), 422, 'LZ0450', 'none of the offer');
  refused(await wrong([{ kind: 'meeting' }]), 422, 'LZ0450', 'none of the offer');
  refused(await wrong(['tool']), 422, 'LZ0450', 'none of the offer');
  refused(await wrong([...lectures(), ...lectures()]), 422, 'LZ0450', 'stands twice');
  refused(await wrong(Array(51).fill({ kind: 'tool' })), 422, 'LZ0450', 'too many');
  refused(await wrong([{ kind: 'meeting', id: '90000000001' }]), 404, 'LZ0205', 'no such meeting');
  refused(await wrong([{ kind: 'meeting', id: '../1' }]), 404, 'LZ0205', 'no such meeting');
  refused(await wrong({ kind: 'tool' }), 400, 'LZ0006', 'items');
  refused(await wrong(undefined), 400, 'LZ0006', 'items');
  await place(asked, lectures());
});

test('a choice is an action: only from our own page', async () => {
  const asked = await ask();
  refused(await asked.choose([], { headers: { 'x-lti-zoom-csrf': 'other' } }), 403, 'LZ0202', '');
  refused(await asked.choose([], { headers: { origin: campus.lms.url } }), 403, 'LZ0203', '');
});

const SETTINGS = {
  'a return URL without TLS': [{ deep_link_return_url: 'http://lms.example/back' }, 'LZ0191',
    'https://'],
  'a script for a return URL': [{ deep_link_return_url: 'javascript:alert(1)' }, 'LZ0191',
    'https://'],
  'a return URL of no site': [{ deep_link_return_url: '/back' }, 'LZ0191', 'https://'],
  'a return URL with a user': [{ deep_link_return_url: 'https://lms@evil.example/' }, 'LZ0191',
    'user name'],
  'a return URL that breaks a header': [{ deep_link_return_url: 'https://lms.example/a; b' },
    'LZ0191', 'character'],
  'a return URL that is too long': [
    { deep_link_return_url: `https://lms.example/${'x'.repeat(2048)}` }, 'LZ0191', 'too long'],
  'no return URL': [{ deep_link_return_url: undefined }, 'LZ0191', 'missing'],
  'a return URL that is no text': [{ deep_link_return_url: 17 }, 'LZ0191', 'no string'],
  'no accept_types': [{ accept_types: undefined }, 'LZ0190', 'accept_types'],
  'accept_types that are no list': [{ accept_types: 'ltiResourceLink' }, 'LZ0190', 'accept_types'],
  'no targets': [{ accept_presentation_document_targets: undefined }, 'LZ0190',
    'accept_presentation_document_targets'],
  'data that is no text': [{ data: { a: 1 } }, 'LZ0190', 'data is no string'],
  'more data than fits': [{ data: 'x'.repeat(6000) }, 'LZ0190', 'more than can be sent back'],
};
for (const [name, [settings, tag, phrase]] of Object.entries(SETTINGS)) {
  test(`refused: ${name}`, async () => {
    const { answer } = await ask({ settings });
    refused(answer, 400, tag, phrase);
  });
}

test('refused: settings that are missing or no object', async () => {
  for (const value of [undefined, 'none', []]) {
    const { answer } = await ask({
      claims: (claims) => { claims[`${DL}deep_linking_settings`] = value; },
    });
    refused(answer, 400, 'LZ0190', 'missing or no object');
  }
});

test('a request that was refused burns nothing: the good one still opens', async () => {
  let posted;
  const { browser } = await ask({
    form: (fields) => { posted = new URLSearchParams(fields); return ''; },
  });
  const bent = await browser.post(`${campus.base}/launch`, {
    form: { id_token: `${posted.get('id_token')}x`, state: posted.get('state') },
  });
  assert.equal(bent.status, 400, bent.body);
  const good = await browser.post(`${campus.base}/launch`, { form: posted });
  assert.match(good.location, /\/select\?request=/);
});

test('a deep linking request is good once', async () => {
  let posted;
  const { answer } = await ask({ form: (fields) => { posted = new URLSearchParams(fields); } });
  const cookie = /^[^=]+=[^;]+/.exec(answer.steps[1].setCookies[0])[0];
  const again = await createBrowser().post(`${campus.base}/launch`, {
    form: posted, headers: { cookie },
  });
  refused(again, 401, 'LZ0116', 'used before');
});

test('the largest request that is taken fits into its address', async () => {
  const data = 'x'.repeat(5200);
  const asked = await ask({ settings: { data } });
  assert.ok(asked.viewUrl.length > 7000 && asked.viewUrl.length < 8000, `${asked.viewUrl.length}`);
  assert.equal((await place(asked, lectures()))[`${DL}data`], data);
});

/* --- the request on its way --------------------------------------------------------------------- */

const other = (asked, sealed) => asked.choose(lectures(), { json: { request: sealed } });

test('a request of another person, or for another course, is not answered', async () => {
  const asked = await ask();
  const { sealed } = asked.data.request;
  const colleague = await ask({ person: 'tomas' });
  refused(await other(colleague, sealed), 403, 'LZ0193', 'another person');
  const page = await readJson(colleague, asked.viewUrl);
  refused(page, 403, 'LZ0193', 'another person');
  const elsewhere = await ask({ course: 'literature' });
  refused(await other(elsewhere, sealed), 403, 'LZ0193', 'another course');
  await place(asked, lectures());
});

test('a request that was changed, or never made, is not answered', async () => {
  const asked = await ask();
  const { sealed } = asked.data.request;
  const middle = sealed.length / 2 | 0;
  const flipped = sealed[middle] === 'A' ? 'B' : 'A';
  const session = asked.browser.jar.header(asked.viewUrl).split('=').at(-1);
  for (const bad of [
    `${sealed.slice(0, middle)}${flipped}${sealed.slice(middle + 1)}`, '', 'x', session, 17, null,
  ]) {
    refused(await other(asked, bad), 400, 'LZ0192', 'request to choose');
  }
  refused(await readJson(asked, `${asked.courseUrl}/select`), 400, 'LZ0192', 'missing');
});

test('a request is good for an hour', async () => {
  const asked = await ask();
  const secret = readFileSync(path.join(campus.httpd.root, 'secret'), 'utf8').trim();
  const record = openSealed(secret, 'handover', asked.data.request.sealed);
  const now = Date.now() * 1000;
  assert.ok(Math.abs(record.e - now - 3600e6) < 60e6);
  const aged = (e) => other(asked, seal(secret, 'handover', { ...record, e }));
  refused(await aged(now - 1e6), 401, 'LZ0194', 'ended');
  assert.equal((await aged(now + 60e6)).status, 200);
});

/* --- the placed link ---------------------------------------------------------------------------- */

const go = (changes) => launch({
  lms: campus.lms, person: who.student, course: who.course, ...changes,
});

async function lands(view, changes) {
  const answer = await go(changes);
  assert.equal(answer.status, 303, answer.body);
  assert.match(answer.location, new RegExp(`^${campus.base}/c/[\\w-]{43}/${view}$`));
  return answer;
}

test('a placed link lands on its meeting, whatever of it the LMS has kept', async () => {
  await place(await ask(), [{ kind: 'tool' }, ...lectures()]);
  const [tool, link] = campus.lms.placed.slice(-2);
  const view = `meetings/${meeting.id}`;
  const answer = await lands(view, { link });
  const page = await readJson(answer, answer.location);
  assert.equal(page.json().meeting.topic, meeting.topic);
  await lands('upcoming', { link: tool });

  const keep = (changes) => {
    campus.lms.placed.push({ ...link, id: String(campus.lms.placed.length + 1), ...changes });
    return { link: campus.lms.placed.at(-1) };
  };
  await lands(view, keep({ url: undefined }));
  await lands(view, keep({ custom: {} }));
  await lands('upcoming', keep({ url: undefined, custom: {} }));
});

test('a link that was copied with its course leads to the course it is in', async () => {
  const { location } = await lands('upcoming', {});
  const target = location.replace(/upcoming$/, `meetings/${meeting.id}`);
  await lands(`meetings/${meeting.id}`, { targetLinkUri: target });
  const copied = await lands(`meetings/${meeting.id}`, {
    targetLinkUri: target, course: 'literature', person: 'misaki',
  });
  assert.ok(!copied.location.startsWith(location.replace(/upcoming$/, '')));
  refused(await readJson(copied, copied.location), 404, 'LZ0205', 'no such meeting');
});

test('targets of ours that are views', async () => {
  for (const [target, view] of [
    ['', 'upcoming'], ['/', 'upcoming'], ['/launch', 'upcoming'], ['/launch?', 'upcoming'],
    ['/launch?ref=menu', 'upcoming'], ['/launch?view=schedule', 'schedule'],
    ['/c/x/upcoming', 'upcoming'], ['/c/x/schedule', 'schedule'],
    ['/launch?view=recordings', 'recordings'], ['/c/x/calendar', 'calendar'],
    [`/?view=meeting&meeting_id=${meeting.id}`, `meetings/${meeting.id}`],
  ]) {
    await lands(view, { targetLinkUri: `${campus.base}${target}` });
  }
});

test('targets that are no view are refused, however they are dressed up', async () => {
  const { origin } = new URL(campus.base);
  for (const target of [
    `${campus.base}/nowhere`, `${campus.base}/login`, `${campus.base}/keys`, `${campus.base}x`,
    `${origin}/`, `${origin}//evil.example/`, `${origin}/evil`,
    `${campus.base}//evil.example/`, `${campus.base}/../evil`, `${campus.base}/launch/../../evil`,
    `${campus.base}/launch?view=https://evil.example/`, `${campus.base}/launch?view=//evil.example`,
    `${campus.base}/launch?view=select`, `${campus.base}/launch?view=meeting`,
    `${campus.base}/launch?view=meeting&meeting_id=1/../../x`,
    `${campus.base}/launch?view=meeting&meeting_id=1%0d%0aLocation:%20https://evil.example`,
    `${campus.base}/launch?view=meeting&meeting_id=`,
    `${campus.base}/c/`, `${campus.base}/c/x`, `${campus.base}/c//upcoming`,
    `${campus.base}/c/x/meetings/`, `${campus.base}/c/x/meetings/1/start`,
    `${campus.base}/c/x/select`, `${campus.base}/c/x/upcoming/..`,
  ]) {
    const answer = await go({ targetLinkUri: target });
    assert.equal(answer.step, 'launch', target);
    assert.equal(answer.status, 400, target);
    refused(answer, 400, 'LZ0103', 'target_link_uri');
  }
});

test('custom parameters lead to views alone', async () => {
  const custom = (value) => ({
    claims: (claims) => { Object.assign(claims[`${LTI}custom`], value); },
  });
  await lands('schedule', custom({ view: 'schedule' }));
  for (const value of [
    { view: 'https://evil.example/' }, { view: '//evil.example' }, { view: 'select' },
    { view: 'meeting' }, { view: 'meeting', meeting_id: '$Meeting.id' }, { view: 17 },
    { view: 'meeting', meeting_id: '../../../evil' }, { view: '' }, { meeting_id: meeting.id },
  ]) {
    await lands('upcoming', custom(value));
  }
});
