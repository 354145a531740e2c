// SPDX-License-Identifier: Apache-2.0
// Every refusal of a login or launch, beside the good launch that it differs from by one thing. A
// row says what is changed (options of launch()), the answer's status and tag, and words that the
// log line of that request holds.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, launch } from '../lib/launch.js';
import {
  assertRefused, claim, forge, login, now, post, refusals, rsa, text,
} from '../lib/refusals.js';

const ROLE = 'http://purl.imsglobal.org/vocab/lis/v2';

let campus;
before(async () => { campus = await startCampus(); });
after(() => campus.stop());

const good = { person: 'amara', course: 'chemistry' };

const hmac = (clear, lms) => createHmac('sha256', JSON.stringify(lms.keys.jwks().keys[0]))
  .update(clear).digest('base64url');

const long = 'x'.repeat(256);

const LOGINS = [
  ['without iss', login({ iss: undefined }), 400, 'LZ0102', 'iss is missing'],
  ['without login_hint', login({ login_hint: undefined }), 400, 'LZ0102', 'login_hint is missing'],
  ['of an issuer with a trailing slash', login({ iss: 'http://localhost/' }), 401, 'LZ0100',
    'LTIZoomIssuer'],
  ['of an unknown issuer', login({ iss: 'https://evil.example' }), 401, 'LZ0100', 'evil.example'],
  ['of an unknown client', login({ client_id: 'another' }), 401, 'LZ0100', '"another"'],
  ['for a target of another site', login({ target_link_uri: 'https://evil.example/zoom' }), 400,
    'LZ0103', 'of another origin'],
  ['for a target that is a script', login({ target_link_uri: 'javascript:alert(1)' }), 400,
    'LZ0103', 'must start with https://'],
  ['with an over-long hint', login({ login_hint: 'x'.repeat(8193) }), 400, 'LZ0102',
    '8193 bytes long, 8192 are accepted'],
  ['with an over-long deployment', login({ lti_deployment_id: long }), 400, 'LZ0102',
    'lti_deployment_id is 256 bytes'],
  ['with two deployments', login({ deployment_id: '2' }), 400, 'LZ0102', 'differ'],
];

const TOKENS = [
  ['alg none', forge({ alg: 'none' }), 401, 'LZ0108', 'RS256'],
  ['alg None', forge({ alg: 'None' }), 401, 'LZ0108', 'RS256'],
  ['alg HS256 with the public key', forge({ alg: 'HS256' }, hmac), 401, 'LZ0108', 'RS256'],
  ['an empty signature', forge({}), 401, 'LZ0109', 'signature'],
  ['alg RS384', forge({ alg: 'RS384' }, hmac), 401, 'LZ0108', 'RS256'],
  ['crit', forge({ crit: ['exp'], exp: 1 }, rsa), 401, 'LZ0108', 'crit'],
  ['no kid', forge({ kid: undefined }, rsa), 401, 'LZ0110', 'kid'],
  ['a kid that is a number', forge({ kid: 1 }, rsa), 401, 'LZ0110', 'kid'],
  ['a key that is not published', forge({ kid: '../../etc/passwd' }, rsa), 401, 'LZ0111', 'passwd'],
  ['no token at all', post((fields) => fields.delete('id_token')), 400, 'LZ0102',
    'without id_token'],
  ['a token of two parts', post((fields) => fields.set('id_token', 'a.b')), 400, 'LZ0107',
    'three parts'],
  ['a padded token', post((fields) => fields.set('id_token', `${fields.get('id_token')}=`)), 400,
    'LZ0107', 'base64url'],
  ['a duplicate member', text((json) => `{"iss":"https://evil.example",${json.slice(1)}`), 400,
    'LZ0107', 'duplicate'],
  ['bytes after the claims', text((json) => `${json} x`), 400, 'LZ0107', 'id_token ['],
  ['a NUL in a string', text((json) => `{"x":"a\\u0000",${json.slice(1)}`), 400, 'LZ0107',
    'id_token ['],
  ['claims too deep', text((json) => `{"x":${'['.repeat(200)}${']'.repeat(200)},${json.slice(1)}`),
    400, 'LZ0107', 'id_token ['],
];

const FORMS = [
  ['no state', post((fields) => fields.delete('state')), 401, 'LZ0104', 'without a state'],
  ['a state of somebody else', post((fields) => fields.set('state', 'x'.repeat(200))), 401,
    'LZ0104', 'not sealed here'],
  ['two states', post((fields) => fields.append('state', fields.get('state'))), 400, 'LZ0007',
    'state stands 2 times'],
  ['two tokens', post((fields) => fields.append('id_token', 'x')), 400, 'LZ0007',
    'id_token stands 2 times'],
  ['LTI 1.1', post((fields) => {
    fields.delete('id_token');
    fields.set('lti_message_type', 'basic-lti-launch-request');
  }), 400, 'LZ0122', 'LTI 1.1'],
  ['another content type', post((fields) => ({
    body: `${fields}`, headers: { 'content-type': 'text/plain' },
  })), 415, 'LZ0005', 'text/plain'],
  ['JSON', post((fields) => ({ json: Object.fromEntries(fields) })), 415, 'LZ0005', 'json'],
  ['a NUL', post((fields) => `${fields}&x=%00`), 400, 'LZ0006', 'NUL'],
  ['half an escape', post((fields) => `${fields}&x=%4`), 400, 'LZ0006', 'percent sign'],
  ['bytes that are not UTF-8', post((fields) => `${fields}&x=%ff`), 400, 'LZ0006', 'UTF-8'],
  ['a body over the limit', post((fields) => `${fields}&x=${'x'.repeat(300_000)}`), 413, 'LZ0004',
    ''],
];

const CLAIMS = [
  ['no issuer', claim('iss', undefined), 400, 'LZ0117', 'claim iss is (absent)'],
  ['another issuer', claim('iss', 'https://evil.example'), 401, 'LZ0100', 'LTIZoomIssuer'],
  ['another audience', claim('aud', 'another'), 401, 'LZ0113', '"another"'],
  ['no audience', claim('aud', []), 401, 'LZ0113', 'claim aud is []'],
  ['one more audience', claim('aud', ['sandbox-zoom-tool', 'x']), 401, 'LZ0113',
    'LTIZoomTrustedAudience'],
  ['another azp', claim('azp', 'another'), 401, 'LZ0113', 'claim azp is "another"'],
  ['exp in the past', claim('exp', () => now() - 600), 401, 'LZ0114', 'behind this server'],
  ['exp in years', claim('exp', () => now() + 1e8), 401, 'LZ0114', 'ahead of this server'],
  ['exp as text', claim('exp', () => `${now() + 60}`), 400, 'LZ0117', 'a JSON number'],
  ['no exp', claim('exp', undefined), 400, 'LZ0117', 'claim exp is (absent)'],
  ['no iat', claim('iat', undefined), 400, 'LZ0117', 'claim iat is (absent)'],
  ['iat in ten minutes', claim('iat', () => now() + 600), 401, 'LZ0114', 'claim iat is'],
  ['iat two days ago', claim('iat', () => now() - 172_800), 401, 'LZ0114', 'claim iat is 17280'],
  ['nbf in ten minutes', claim('nbf', () => now() + 600), 401, 'LZ0114', 'claim nbf is'],
  ['no nonce', claim('nonce', undefined), 401, 'LZ0115', 'nonce is absent'],
  ['another nonce', claim('nonce', 'x'), 401, 'LZ0115', 'not that of the login'],
  ['no message type', claim('message_type', undefined), 400, 'LZ0117', 'message_type is missing'],
  ['deep linking without its settings', claim('message_type', 'LtiDeepLinkingRequest'), 400,
    'LZ0190', 'deep_linking_settings is missing'],
  ['no version', claim('version', undefined), 400, 'LZ0117', 'version is missing'],
  ['version 11.3', claim('version', '11.3'), 400, 'LZ0122', '"11.3"'],
  ['no deployment', claim('deployment_id', undefined), 400, 'LZ0117', 'deployment_id is missing'],
  ['an over-long deployment', claim('deployment_id', long), 400, 'LZ0117', '256 characters'],
  ['no target', claim('target_link_uri', undefined), 400, 'LZ0117', 'target_link_uri is missing'],
  ['a target of another site', claim('target_link_uri', 'https://evil.example/'), 400, 'LZ0103',
    'of another origin'],
  ['another target than the login', claim('target_link_uri', () => `${campus.base}/other`), 400,
    'LZ0103', 'the login named'],
  ['no resource link', claim('resource_link', undefined), 400, 'LZ0117', 'resource_link.id'],
  ['a resource link without id', claim('resource_link', {}), 400, 'LZ0117', 'resource_link.id'],
  ['a context without id', claim('context', { title: 'x' }), 400, 'LZ0117', 'context.id'],
  ['a context that is not ASCII', claim('context', { id: 'é' }), 400, 'LZ0117', 'ASCII'],
  ['no sub', claim('sub', undefined), 401, 'LZ0120', 'sub is missing'],
  ['an empty sub', claim('sub', ''), 400, 'LZ0117', 'sub is empty'],
  ['a sub that is a number', claim('sub', 1001), 400, 'LZ0117', 'no string'],
  ['an over-long sub', claim('sub', long), 400, 'LZ0117', '256 characters'],
  ['no roles', claim('roles', undefined), 400, 'LZ0117', 'roles is missing'],
];

refusals(() => campus, 'login', 'login', LOGINS, good);
refusals(() => campus, 'token', 'launch', TOKENS, good);
refusals(() => campus, 'form', 'launch', FORMS, good);
refusals(() => campus, 'claim', 'launch', CLAIMS, good);

for (const name of ['iss', 'login_hint', 'client_id', 'target_link_uri', 'lti_message_hint']) {
  test(`login: two ${name}`, async () => {
    const fields = new URLSearchParams({
      iss: campus.lms.issuer, login_hint: '1', client_id: campus.lms.clientId,
      target_link_uri: `${campus.base}/launch`, lti_message_hint: 'x',
    });
    const browser = createBrowser();
    assert.equal((await browser.get(`${campus.base}/login?${fields}`)).status, 302);
    fields.append(name, fields.get(name));
    for (const answer of [
      await createBrowser().get(`${campus.base}/login?${fields}`),
      await createBrowser().post(`${campus.base}/login`, { form: fields }),
    ]) {
      assertRefused(campus, answer, 400, 'LZ0007', `${name} stands 2 times`);
      assert.equal(answer.location, undefined);
    }
  });
}

test('a token in the query string is none', async () => {
  let posted;
  const held = await launch({
    lms: campus.lms, ...good, form: (fields) => { posted = fields; return ''; },
  });
  const answer = await held.browser.post(`${campus.base}/launch?${posted}`, { form: { x: '1' } });
  assertRefused(campus, answer, 400, 'LZ0102', 'without id_token');
  const own = await held.browser.post(`${campus.base}/launch`, { form: posted });
  assert.equal(own.status, 303, own.body);
});

const VALID = [
  ['several roles', claim('roles', ['Learner', `${ROLE}/membership#Instructor`])],
  ['a short role', claim('roles', ['Instructor'])],
  ['an unknown role', claim('roles', [`${ROLE}/unknown/unknown#Helper`])],
  ['an empty role', claim('roles', [''])],
  ['no role', claim('roles', [])],
  ['no course', claim('context', undefined)],
  ['an audience in an array', claim('aud', ['sandbox-zoom-tool'])],
  ['our azp', claim('azp', 'sandbox-zoom-tool')],
  ['times in fractions', claim('exp', () => now() + 30.5)],
  ['a clock 30 s ahead', claim('iat', () => now() + 30)],
  ['no personal data', {
    claims(claims) {
      for (const name of ['name', 'given_name', 'family_name', 'email']) delete claims[name];
    },
  }],
  ['a platform of strange claims', claim('https://lms.example/extra', [{ a: [null] }])],
  ['further form fields', post((fields) => {
    fields.append('utf8', '✓');
    fields.append('utf8', '✓');
    fields.append('authenticity_token', 'x');
  })],
];

for (const [name, change] of VALID) {
  test(`accepted: ${name}`, async () => {
    const answer = await launch({ lms: campus.lms, ...good, ...change });
    assert.equal(answer.status, 303, answer.body);
  });
}
