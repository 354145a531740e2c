// SPDX-License-Identifier: Apache-2.0
// The way in, against a real httpd: logins and launches as LMSs and browsers make them, what the
// browser is given, and the forms that a refusal takes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter, launch } from '../lib/launch.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const SHARED = 'https://hosted.example';

// Two LMSs of their own, and two customers of a hosted one that share its issuer.
let campus;
before(async () => {
  campus = await startCampus({
    lms: [
      { deploymentIds: ['1', '2'] },
      { name: 'Second' },
      { name: 'Hosted A', issuer: SHARED, clientId: 'client-a' },
      { name: 'Hosted B', issuer: SHARED, clientId: 'client-b' },
    ],
  });
});
after(() => campus.stop());

const amara = (changes = {}) => ({
  lms: campus.lms, person: 'amara', course: 'chemistry', ...changes,
});

const courseOf = ({ location }) => /\/c\/([^/]+)\/upcoming$/.exec(location)?.[1];

async function good(changes) {
  const answer = await launch(amara(changes));
  assert.equal(answer.step, 'launch', answer.body);
  assert.equal(answer.status, 303, answer.body);
  return answer;
}

/** The launch is refused like that, and the log says `phrase` under the same request id. */
async function refused(answer, status, tag, phrase) {
  assert.equal(answer.status, status, answer.body);
  const { error } = answer.json();
  assert.equal(error.tag, tag, JSON.stringify(error));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes(error.request_id));
  assert.ok(line?.includes(tag) && line.includes(phrase), line);
  assert.ok(!answer.setCookies.some((cookie) => cookie.startsWith('lti_zoom_session')));
}

for (const loginMethod of ['POST', 'GET']) {
  test(`a launch after a login by ${loginMethod}`, async () => {
    const answer = await good({ loginMethod });
    const [, login] = answer.steps;
    assert.equal(login.status, 302);
    assert.match(answer.location, new RegExp(`^${campus.base}/c/[\\w-]{43}/upcoming$`));
    assert.deepEqual(campus.lms.violations, []);
  });
}

test('the authentication request holds what it must and nothing else', async () => {
  const { steps: [page, login] } = await good();
  const url = new URL(login.location);
  assert.equal(url.origin + url.pathname, campus.lms.authUrl);
  const { state, nonce, lti_message_hint: hint, ...rest } = Object.fromEntries(url.searchParams);
  assert.deepEqual(rest, {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: campus.lms.clientId,
    redirect_uri: `${campus.base}/launch`,
    login_hint: '1001',
  });
  assert.match(state, /^[\w-]+$/);
  assert.match(nonce, /^[\w-]{43}$/);
  assert.match(hint, /^\{"cmid":41,"launchid":"launch_[\w-]+"\}$/);
  assert.match(page.body, /launch_/);
});

test('a login without a message hint sends none', async () => {
  const { steps: [, login] } = await launch(amara({ login: { lti_message_hint: undefined } }));
  assert.ok(!new URL(login.location).searchParams.has('lti_message_hint'));
});

test('cookies: one per login, and the session for its course alone', async () => {
  const answer = await good();
  const [, login] = answer.steps;
  const course = courseOf(answer);
  const attributes = 'Secure; HttpOnly; SameSite=None; Partitioned';

  const [started] = login.setCookies;
  assert.equal(login.setCookies.length, 1);
  const [, name] = /^(lti_zoom_login_[\w-]+)=[\w-]{43}; /.exec(started);
  assert.equal(started.slice(started.indexOf(';')),
    `; Path=/zoom/launch; Max-Age=300; ${attributes}`);

  assert.equal(answer.setCookies.length, 2);
  const session = answer.setCookies.find((one) => one.startsWith('lti_zoom_session='));
  assert.match(session, /^lti_zoom_session=[\w-]+; /);
  assert.match(session.slice(session.indexOf(';')),
    new RegExp(`^; Path=/zoom/c/${course}/; Max-Age=\\d+; ${attributes}$`));
  assert.ok(answer.setCookies.includes(`${name}=; Path=/zoom/launch; Max-Age=0; ${attributes}`));
  assert.ok(session.length < 3500);
});

test('the session opens the course that was launched', async () => {
  const visit = await enter(amara());
  assert.equal(visit.data.course.title, 'Organic Chemistry II');
  assert.equal(visit.data.course.id, courseOf({ location: visit.viewUrl }));
  assert.deepEqual([visit.data.me.role, visit.data.me.name], ['instructor', 'Dr. Amara Okafor']);
  const student = await enter({ lms: campus.lms, person: 'misaki', course: 'chemistry' });
  assert.deepEqual([student.data.me.role, student.data.me.name], ['student', '佐藤 美咲']);
});

test('a course keeps its key; another course, deployment or platform has another', async () => {
  const key = courseOf(await good());
  assert.equal(courseOf(await good({ person: 'misaki' })), key);
  const others = [
    courseOf(await good({ course: 'literature' })),
    courseOf(await good({ deploymentId: '2' })),
    courseOf(await good({ lms: campus.lmss[1] })),
    courseOf(await good({ lms: campus.lmss[2] })),
    courseOf(await good({ lms: campus.lmss[3] })),
  ];
  assert.equal(new Set([key, ...others]).size, 6);
});

test('the session of one course does not open another', async () => {
  const browser = createBrowser();
  const first = await good({ browser });
  const cookie = browser.jar.header(first.location);
  const second = await good({ browser, course: 'literature' });
  const json = { accept: 'application/json' };
  assert.equal((await browser.get(first.location, { headers: json })).status, 200);
  assert.equal((await browser.get(second.location, { headers: json })).status, 200);
  const stranger = createBrowser();
  const wrong = await stranger.get(second.location, { headers: { ...json, cookie } });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.json().error.tag, 'LZ0200');
});

test('an issuer with several clients: the client, or the path, says which', async () => {
  const [, , hosted] = campus.lmss;
  await good({ lms: hosted });
  const login = { client_id: undefined };
  await good({ lms: hosted, loginUrl: `${campus.base}/login/lms3`, login });
  const ambiguous = await launch(amara({ lms: hosted, login }));
  assert.equal(ambiguous.step, 'login');
  await refused(ambiguous, 400, 'LZ0101', '/login/{name of the section}');
  await refused(await launch(amara({ lms: hosted, loginUrl: `${campus.base}/login/lms4` })),
    401, 'LZ0100', 'client-a');
  await refused(await launch(amara({ loginUrl: `${campus.base}/login/nowhere` })), 401, 'LZ0100',
    'nowhere');
});

test('a token of one customer with a state that was issued for the other', async () => {
  const [, , a, b] = campus.lmss;
  let state;
  await launch(amara({ lms: b, form: (fields) => { state = fields.get('state'); } }));
  const answer = await launch(amara({ lms: a, form: (fields) => fields.set('state', state) }));
  await refused(answer, 401, 'LZ0104', 'platform lms4, but the id_token is of platform lms3');
});

test('deployments: listed ones only, by either name in the login', async () => {
  await good({ deploymentId: '2' });
  const canvas = { lti_deployment_id: undefined, deployment_id: '1' };
  await good({ login: canvas });
  await refused(await launch(amara({ deploymentId: '3' })), 401, 'LZ0119',
    'LTIZoomDeployments in <LTIZoomPlatform lms1>');
  await refused(await launch(amara({ login: { lti_deployment_id: '2' } })), 401, 'LZ0104',
    'the login named deployment');
});

test('a launch is good once', async () => {
  let posted;
  const first = await good({ form: (fields) => { posted = new URLSearchParams(fields); } });
  const cookie = `${/^[^=]+=[^;]+/.exec(first.steps[1].setCookies[0])}`;
  const again = await createBrowser().post(`${campus.base}/launch`, {
    form: posted, headers: { cookie },
  });
  await refused(again, 401, 'LZ0116', 'used before');
});

test('of many posts of one launch exactly one arrives', async () => {
  let posted;
  const held = await launch(amara({
    form: (fields) => { posted = new URLSearchParams(fields); return { form: '' }; },
  }));
  assert.notEqual(held.status, 303);
  const cookie = held.browser.jar.header(`${campus.base}/launch`);
  const answers = await Promise.all(Array.from({ length: 12 }, () => (
    createBrowser().post(`${campus.base}/launch`, { form: posted, headers: { cookie } }))));
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [303, ...Array(11).fill(401)]);
});

test('another browser does not get in, and burns nothing', async () => {
  let posted;
  const stranger = await launch(amara({
    launchBrowser: createBrowser(),
    form: (fields) => { posted = new URLSearchParams(fields); },
  }));
  await refused(stranger, 401, 'LZ0106', 'did not come back');
  const own = await stranger.browser.post(`${campus.base}/launch`, { form: posted });
  assert.equal(own.status, 303, own.body);
});

test('two launches of one page, in either order', async () => {
  const browser = createBrowser();
  const hold = async (course) => {
    let posted;
    await launch(amara({
      browser, course, form: (fields) => { posted = new URLSearchParams(fields); return ''; },
    }));
    return posted;
  };
  const [first, second] = [await hold('chemistry'), await hold('literature')];
  for (const form of [second, first]) {
    assert.equal((await browser.post(`${campus.base}/launch`, { form })).status, 303);
  }
});

test('a refusal as JSON', async () => {
  const answer = await launch(amara({ claims: (claims) => { delete claims.sub; } }));
  assert.equal(answer.status, 401);
  assert.match(answer.headers['content-type'], /^application\/json/);
  const { error, ...rest } = answer.json();
  assert.deepEqual(rest, {});
  assert.deepEqual(Object.keys(error).sort(), ['kind', 'message', 'request_id', 'tag']);
  assert.equal(error.kind, 'launch_anonymous');
  assert.equal(error.tag, 'LZ0120');
  assert.match(error.message, /user identifier/);
  await refused(answer, 401, 'LZ0120', 'claim sub is missing');
});

test('a refusal as a page', async () => {
  const { steps, ...answer } = await launch(amara({
    headers: { accept: 'text/html,application/xhtml+xml' },
    claims: (claims) => { claims[`${LTI}message_type`] = '<script>alert(1)</script>'; },
  }));
  assert.equal(answer.status, 400);
  assert.match(answer.headers['content-type'], /^text\/html; *charset=utf-8/i);
  assert.match(answer.body, /LZ0118/);
  assert.ok(!answer.body.includes('alert(1)'));
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  const policy = answer.headers['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.ok(policy.split('frame-ancestors ')[1].split(' ').includes(campus.lms.url));
  const line = campus.httpd.errorLog().split('\n').find((one) => one.includes('LZ0118'));
  assert.ok(answer.body.includes(/request ([\w-]+)/.exec(line)[1]), 'the page has the request id');
});

test('the key set of the tool', async () => {
  const answer = await createBrowser().get(`${campus.base}/keys`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'application/jwk-set+json');
  assert.equal(answer.headers['cache-control'], 'public, max-age=3600');
  const [key, ...more] = answer.json().keys;
  assert.equal(more.length, 0);
  assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
  assert.deepEqual([key.alg, key.use, key.kty], ['RS256', 'sig', 'RSA']);
});

test('other methods', async () => {
  const browser = createBrowser();
  const got = await browser.get(`${campus.base}/launch`);
  assert.equal(got.status, 405);
  assert.equal(got.headers.allow, 'POST');
  assert.equal((await browser.request('PUT', `${campus.base}/login`)).status, 405);
});

test('no secret of a launch is in the log', async () => {
  let posted;
  const answer = await good({ form: (fields) => { posted = new URLSearchParams(fields); } });
  const secrets = [
    posted.get('id_token'), posted.get('state'),
    ...[...answer.setCookies, ...answer.steps[1].setCookies]
      .map((cookie) => /=([^;]*)/.exec(cookie)[1]),
  ].filter((secret) => secret);
  assert.equal(secrets.length, 4);
  const log = campus.httpd.errorLog();
  for (const secret of secrets) assert.ok(!log.includes(secret));
});
