// SPDX-License-Identifier: Apache-2.0
// The simulated LMS against a small tool: good launches carry what LTI asks for, each departure of
// the tool is caught.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { createBrowser, launch } from '../../lib/launch.js';
import { createListener, readBody } from '../listener.js';
import { startLms } from './index.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const STATE = 'state-0123456789abcdef';

let lms;
let tool;
let counter = 0;
let lastLogin;

// A tool that does everything right and answers a launch with what was posted to it.
async function handleTool(request, response) {
  const text = await readBody(request);
  if (request.url.startsWith('/zoom/login')) {
    const query = new URL(request.url, lms.url).search.slice(1);
    const login = new URLSearchParams(request.method === 'POST' ? text : query);
    lastLogin = Object.fromEntries(login);
    counter += 1;
    const parameters = new URLSearchParams({
      scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none',
      client_id: login.get('client_id'), redirect_uri: lms.tool.launchUrl, state: STATE,
      nonce: `nonce-0123456789-${counter}`, login_hint: login.get('login_hint'),
      lti_message_hint: login.get('lti_message_hint'),
    });
    response.writeHead(302, { location: `${lms.authUrl}?${parameters}` }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(Object.fromEntries(new URLSearchParams(text))));
}

before(async () => {
  lms = await startLms();
  tool = await createListener(handleTool);
  const base = `http://localhost:${tool.port}/zoom`;
  lms.tool = { loginUrl: `${base}/login`, launchUrl: `${base}/launch` };
});
beforeEach(() => { lms.violations.length = 0; });
after(() => Promise.all([lms.stop(), tool.close()]));

const good = (more) => launch({ lms, person: 'amara', course: 'chemistry', ...more });

async function verify(token) {
  const keys = createLocalJWKSet(lms.keys.jwks());
  return jwtVerify(token, keys, { issuer: lms.issuer, audience: lms.clientId });
}

test('a launch carries what LTI asks for', async () => {
  const answer = await good();
  const { id_token, state } = answer.json();
  assert.equal(state, STATE);
  const { payload, protectedHeader } = await verify(id_token);
  assert.equal(protectedHeader.kid, lms.keys.current.kid);
  assert.equal(payload.exp - payload.iat, 60);
  assert.equal(payload.nonce, `nonce-0123456789-${counter}`);
  assert.equal(payload.email, 'amara.okafor@example.edu');
  assert.equal(payload[`${LTI}context`].title, 'Organic Chemistry II');
  assert.ok(payload[`${LTI}roles`].some((role) => role.endsWith('membership#Instructor')));
  assert.deepEqual(answer.steps.map(({ status }) => status), [200, 302, 200, 200]);
  assert.match(lastLogin.lti_message_hint, /^\{"cmid":41,"launchid":"launch_/);
  assert.deepEqual(lms.violations, []);
});

test('a student is a student, by GET as by POST', async () => {
  const { id_token } = (await good({ person: 'misaki', loginMethod: 'GET' })).json();
  const { payload } = await verify(id_token);
  assert.equal(payload.name, '佐藤 美咲');
  assert.ok(!payload[`${LTI}roles`].some((role) => role.includes('Instructor')));
});

test('each departure in the authentication request is refused and recorded', async () => {
  const cases = [
    ['scope', 'openid profile', 'invalid_scope'],
    ['response_type', 'code', 'unsupported_response_type'],
    ['response_mode', 'query', 'invalid_request'],
    ['prompt', 'login', 'invalid_request'],
    ['nonce', '', 'invalid_request'],
    ['state', 'state with spaces in it', 'invalid_request'],
    ['surprise', '1', 'invalid_request'],
  ];
  for (const [name, text, error] of cases) {
    lms.violations.length = 0;
    const answer = await good({ auth: (parameters) => parameters.set(name, text) });
    assert.equal(answer.json().error, error, name);
    assert.equal(lms.violations.length, 1, name);
  }
});

test('an unregistered redirect_uri or client never gets a redirect', async () => {
  for (const name of ['redirect_uri', 'client_id']) {
    const answer = await good({
      auth: (parameters) => parameters.set(name, `${parameters.get(name)}/`),
    });
    assert.deepEqual([answer.step, answer.status], ['auth', 400]);
  }
});

test('hints are for one person and one use', async () => {
  const other = await good({ auth: (parameters) => parameters.set('login_hint', '2001') });
  assert.equal(other.json().error, 'access_denied');

  const browser = createBrowser();
  const first = await good({ browser });
  const nonce = 'nonce-of-a-second-use';
  const second = new URL(first.steps[1].location);
  second.searchParams.set('nonce', nonce);
  const page = await browser.get(second.href);
  assert.match(page.body, /launch_no_longer_valid/);
  const signedOut = await createBrowser().get(second.href.replace(nonce, `${nonce}-2`));
  assert.match(signedOut.body, /login_required/);
});

test('a nonce used twice is recorded', async () => {
  let nonce;
  await good({ auth: (parameters) => { nonce = parameters.get('nonce'); } });
  const answer = await good({ auth: (parameters) => parameters.set('nonce', nonce) });
  assert.equal(answer.json().error, 'invalid_request');
  assert.equal(lms.violations[0].rule, 'nonce used twice');
});

test('a launch can be bent at each step', async () => {
  const bent = await good({
    login: { lti_deployment_id: undefined },
    claims: (claims) => { claims.sub = 'someone else'; },
    form: (fields) => fields.append('extra', 'yes'),
  });
  const { id_token, extra } = bent.json();
  assert.equal((await verify(id_token)).payload.sub, 'someone else');
  assert.equal(extra, 'yes');
  assert.ok(!('lti_deployment_id' in lastLogin));
  const unsigned = await good({ sign: ({ header }) => `${header.kid}..` });
  assert.equal(unsigned.json().id_token, `${lms.keys.current.kid}..`);
});

test('keys are published, rotated, and withheld on demand', async () => {
  const remote = () => createRemoteJWKSet(new URL(lms.keysUrl));
  const { id_token: old } = (await good()).json();
  await lms.rotateKeys();
  await jwtVerify(old, remote());
  const { id_token: fresh } = (await good()).json();
  assert.notEqual(fresh.split('.')[0], old.split('.')[0]);
  await jwtVerify(fresh, remote());
  await lms.rotateKeys({ keepOld: false });
  await assert.rejects(jwtVerify(fresh, remote()), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
  const fault = lms.faults.add({ operation: 'keys', kind: 'status', status: 500 });
  assert.equal((await fetch(lms.keysUrl)).status, 500);
  fault.remove();
});

test('pages: people, courses of a person, the tool in a frame', async () => {
  const browser = createBrowser();
  assert.match((await browser.get(lms.url)).body, /ليلى حداد/);
  assert.equal((await browser.get(`${lms.url}/courses`)).status, 303);
  await browser.post(`${lms.url}/signin`, { form: { person: 'layla' } });
  const courses = await browser.get(`${lms.url}/courses`);
  assert.match(courses.body, /Organic Chemistry II/);
  assert.doesNotMatch(courses.body, /Medieval/);
  const page = await browser.get(`${lms.url}/courses/chemistry/zoom`);
  assert.match(page.body, /<iframe title="Zoom" src="\/courses\/chemistry\/launch"/);
  assert.equal((await browser.get(`${lms.url}/courses/literature/zoom`)).status, 404);
});

test('two platforms live side by side', async () => {
  const second = await startLms({ clientId: 'other', deploymentIds: ['7', '8'], tool: lms.tool });
  try {
    const page = await createBrowser().get(second.keysUrl);
    assert.notDeepEqual(page.json(), lms.keys.jwks());
    const browser = createBrowser();
    const options = { lms: second, person: 'amara', course: 'chemistry', browser };
    const answer = await launch({ ...options, deploymentId: '8' });
    // This tool only knows the first platform's authorization endpoint, which knows no such client.
    assert.deepEqual([answer.step, answer.status], ['auth', 400]);
    assert.equal(lastLogin.lti_deployment_id, '8');
  } finally {
    await second.stop();
  }
});
