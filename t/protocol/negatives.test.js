// SPDX-License-Identifier: Apache-2.0
// What an attacker or a broken LMS may send, one departure from the good launch at a time. The list
// that this walks, and where each case stands ("here" is this file):
//
//   alg           none, None, HS256 with the JWK, RS384: launch-refusals; nOnE, PS256, ES256, HS256
//                 with PEM and modulus, RS384 and RS512 rightly signed, empty, a list: here
//   keys          enc, key_ops, weak, odd exponents, the kid twice: key-sets; of another LMS under
//                 the same kid: launch-keys; redirects, 10 MB, slow, private addresses: key-sets,
//                 key-addresses; the header's own jwk, jku, x5u, x5c: here
//   kid           missing, a number, a path: launch-refusals; SQL, NUL, over-long, empty, other
//                 letters: here
//   aud, azp      another, none, one more, azp of another: launch-refusals; other types, ours among
//                 trusted ones with and without azp: here
//   iss           another, missing: launch-refusals; slash, case, homoglyph, port, NUL, list: here;
//                 a token of B with a state of A: launch
//   exp, iat, nbf past, years, text, missing: launch-refusals; the edges of the leeway, 1e400,
//                 negative, null, lists, NaN: here
//   nonce, state  missing, another: launch-refusals; used before, another browser: launch; of
//                 another login, two logins crossed, empty, a list: here
//   deployment    unknown, listed: launch; of another client: tenancy; over-long: launch-refusals;
//                 other types, empty, not ASCII: here
//   JSON          a name twice, bytes behind, NUL, depth of 200: launch-refusals; surrogates, BOM,
//                 NaN, comments, single quotes, broken UTF-8, other roots, depth bombs, 1 MB: here
//   token         parts, padding: launch-refusals; the other alphabet, blanks, JSON form, detached,
//                 bits beyond the end: here
//   POST          two tokens, wrong type, too long, token in the query: launch-refusals; multipart,
//                 no type, empty body, array names, GET: here
//   targets       redirects.test.js
//   certification certification.test.js

import assert from 'node:assert/strict';
import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, launch } from '../lib/launch.js';
import {
  assertRefused, claim, claimText, encode, forge, now, post, refusals, rsa, text,
} from '../lib/refusals.js';

const LEEWAY = 60;
const ISSUER = 'https://lms.example.edu';
const STRANGER = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let campus;
before(async () => {
  campus = await startCampus({
    lms: { issuer: ISSUER, clientId: 'our-client' },
    server: { LTIZoomTrustedAudience: 'analytics portal', LTIZoomClockLeeway: LEEWAY },
  });
});
after(() => campus.stop());

const good = { person: 'amara', course: 'chemistry' };

const strangerSigns = (clear) => createSign('sha256').update(clear)
  .sign(STRANGER.privateKey, 'base64url');
const strangerJwk = STRANGER.publicKey.export({ format: 'jwk' });
const hmacWith = (secretOf, hash = 'sha256') => (clear, lms) => (
  createHmac(hash, secretOf(lms)).update(clear).digest('base64url'));
const pem = (lms) => lms.keys.current.publicKey.export({ type: 'spki', format: 'pem' });
const modulus = (lms) => Buffer.from(lms.keys.current.jwk.n, 'base64url');
const ecdsa = (clear) => createSign('sha256').update(clear)
  .sign({ key: EC.privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url');
const pss = (clear, lms) => createSign('sha256').update(clear)
  .sign({ key: lms.keys.current.privateKey, padding: 6, saltLength: 32 }, 'base64url');

const ALGORITHMS = [
  ['nOnE', forge({ alg: 'nOnE' }), 401, 'LZ0108', 'alg is not RS256'],
  ['none with the right signature', forge({ alg: 'none' }, rsa), 401, 'LZ0108', 'alg is not RS256'],
  ['HS256 with the public key as PEM', forge({ alg: 'HS256' }, hmacWith(pem)), 401, 'LZ0108',
    'alg is not RS256'],
  ['HS256 with the modulus', forge({ alg: 'HS256' }, hmacWith(modulus)), 401, 'LZ0108',
    'alg is not RS256'],
  ['RS256 that is an HMAC', forge({}, hmacWith(pem)), 401, 'LZ0109', 'not of that key'],
  ['RS384, rightly signed', forge({ alg: 'RS384' }, (clear, lms) => rsa(clear, lms, 'sha384')), 401,
    'LZ0108', 'alg is not RS256'],
  ['RS512, rightly signed', forge({ alg: 'RS512' }, (clear, lms) => rsa(clear, lms, 'sha512')), 401,
    'LZ0108', 'alg is not RS256'],
  ['RS256 over SHA-384', forge({}, (clear, lms) => rsa(clear, lms, 'sha384')), 401, 'LZ0109',
    'not of that key'],
  ['PS256', forge({ alg: 'PS256' }, pss), 401, 'LZ0108', 'alg is not RS256'],
  ['RS256 that is PSS', forge({}, pss), 401, 'LZ0109', 'not of that key'],
  ['ES256', forge({ alg: 'ES256' }, ecdsa), 401, 'LZ0108', 'alg is not RS256'],
  ['RS256 that is ES256', forge({}, ecdsa), 401, 'LZ0109', 'not of that key'],
  ['rs256', forge({ alg: 'rs256' }, rsa), 401, 'LZ0108', 'alg is not RS256'],
  ['an empty alg', forge({ alg: '' }, rsa), 401, 'LZ0108', 'alg is not RS256'],
  ['no alg', forge({ alg: undefined }, rsa), 401, 'LZ0108', 'alg is not RS256'],
  ['a list of algs', forge({ alg: ['RS256'] }, rsa), 401, 'LZ0108', 'alg is not RS256'],
  ['two algs', forge('{"alg":"none","alg":"RS256","kid":"x"}', rsa), 400, 'LZ0107', 'duplicate'],
  ['the signature of other claims', forge({}, (clear, lms) => rsa(`${clear}x`, lms)), 401, 'LZ0109',
    'not of that key'],
  ['half a signature', forge({}, (clear, lms) => rsa(clear, lms).slice(0, 172)), 401, 'LZ0109',
    'not of that key'],
  ['a signature of zeros', forge({}, () => Buffer.alloc(256).toString('base64url')), 401, 'LZ0109',
    'not of that key'],
];

const OWN_KEY = [
  ['its jwk', { jwk: strangerJwk }],
  ['its jwk under a new kid', { jwk: { ...strangerJwk, kid: 'new' }, kid: 'new' }, 'LZ0111'],
  ['its jku', { jku: 'https://evil.example/keys' }],
  ['its x5u', { x5u: 'https://evil.example/cert' }],
  ['its x5c', { x5c: ['MIIB'], x5t: 'x' }],
].map(([name, header, tag = 'LZ0109']) => (
  [name, forge(header, strangerSigns), 401, tag, 'LTIZoomKeysURL']));

const HEADERS = [
  ['b64', forge({ b64: false }, rsa), 401, 'LZ0108', 'b64'],
  ['zip', forge({ zip: 'DEF' }, rsa), 401, 'LZ0108', 'zip'],
  ['crit that is empty', forge({ crit: [] }, rsa), 401, 'LZ0108', 'crit'],
  ['a kid of SQL', forge({ kid: "' OR 1=1; DROP TABLE lti_zoom_nonce; --" }, rsa), 401, 'LZ0111',
    'no key of that kid'],
  ['a kid with a NUL', forge({ kid: 'x\0y' }, rsa), 400, 'LZ0107', 'id_token ['],
  ['a kid with line breaks', forge({ kid: 'x\r\n[error] forged line' }, rsa), 401, 'LZ0111',
    'x..[error] forged line'],
  ['a kid of 256 characters', forge({ kid: 'k'.repeat(256) }, rsa), 401, 'LZ0110', 'too long'],
  ['an empty kid', forge({ kid: '' }, rsa), 401, 'LZ0110', 'kid'],
  ['a kid that is null', forge({ kid: null }, rsa), 401, 'LZ0110', 'kid'],
  ['a header that is a list', forge('["RS256"]', rsa), 400, 'LZ0107', 'id_token ['],
  ['an empty header', forge('', rsa), 400, 'LZ0107', 'id_token ['],
];

const AUDIENCES = [
  ['no aud', claim('aud', undefined), 401, 'LZ0113', 'claim aud is (absent)'],
  ['aud null', claim('aud', null), 401, 'LZ0113', 'LTIZoomPlatformClientID'],
  ['aud a number', claim('aud', 1), 401, 'LZ0113', 'claim aud is 1'],
  ['aud an object', claim('aud', { 'our-client': true }), 401, 'LZ0113', 'lacks'],
  ['aud in another case', claim('aud', 'OUR-CLIENT'), 401, 'LZ0113', 'OUR-CLIENT'],
  ['aud with a blank', claim('aud', 'our-client '), 401, 'LZ0113', 'our-client '],
  ['aud in a list of a list', claim('aud', [['our-client']]), 401, 'LZ0113', 'lacks'],
  ['ours and a number', claim('aud', ['our-client', 7]), 401, 'LZ0113', 'LTIZoomTrustedAudience'],
  ['ours and null', claim('aud', ['our-client', null]), 401, 'LZ0113', 'LTIZoomTrustedAudience'],
  ['ours and a trusted one, without azp', claim('aud', ['our-client', 'portal']), 401, 'LZ0113',
    'claim azp is (absent)'],
  ['trusted ones alone', claim('aud', ['portal', 'analytics']), 401, 'LZ0113', 'lacks'],
  ['azp of a trusted one', {
    claims: (claims) => Object.assign(claims, { aud: ['our-client', 'portal'], azp: 'portal' }),
  }, 401, 'LZ0113', 'claim azp is "portal"'],
  ['azp an empty text', claim('azp', ''), 401, 'LZ0113', 'claim azp is ""'],
  ['azp a list', claim('azp', ['our-client']), 401, 'LZ0113', 'claim azp is ["our-client"]'],
];

const ISSUERS = [
  ['a trailing slash', `${ISSUER}/`], ['upper case', ISSUER.toUpperCase()],
  ['a host in upper case', 'https://LMS.example.edu'],
  ['another scheme', ISSUER.replace('s:', ':')],
  ['its default port', `${ISSUER}:443`], ['a blank behind', `${ISSUER} `],
  ['a homoglyph', ISSUER.replace('e', 'е')], ['a dot behind', `${ISSUER}.`],
  ['a longer name', `${ISSUER}.evil.example`], ['a user', 'https://lms.example.edu@evil.example'],
].map(([name, iss]) => [name, claim('iss', iss), 401, 'LZ0100', 'LTIZoomIssuer'])
  .concat([
    ['a list', claim('iss', [ISSUER]), 400, 'LZ0117', 'claim iss is ["https'],
    ['null', claim('iss', null), 400, 'LZ0117', 'claim iss is'],
    ['an empty text', claim('iss', ''), 401, 'LZ0100', 'claim iss is ""'],
    ['a NUL behind', claim('iss', `${ISSUER}\0`), 400, 'LZ0107', 'id_token ['],
  ]);

const TIMES = [
  ['exp beyond the leeway', claim('exp', () => now() - LEEWAY - 1), 401, 'LZ0114', 'exp is 6'],
  ['exp as old as the leeway', claim('exp', () => now() - LEEWAY), 401, 'LZ0114', 'exp is 6'],
  ['iat beyond the leeway', claim('iat', () => now() + LEEWAY + 5), 401, 'LZ0114', 'iat is 6'],
  ['exp negative', claim('exp', -1), 401, 'LZ0114', 'behind this server'],
  ['exp zero', claim('exp', 0), 401, 'LZ0114', 'behind this server'],
  ['exp null', claim('exp', null), 400, 'LZ0117', 'claim exp is'],
  ['exp a truth', claim('exp', true), 400, 'LZ0117', 'claim exp is true'],
  ['exp a list', claim('exp', () => [now() + 60]), 400, 'LZ0117', 'claim exp is ['],
  ['exp in milliseconds', claim('exp', () => Date.now() + 60_000), 400, 'LZ0117', 'claim exp is'],
  ['exp 1e400', claimText('exp', '1e400'), 400, 'LZ0107', 'id_token ['],
  ['exp -1e400', claimText('exp', '-1e400'), 400, 'LZ0107', 'id_token ['],
  ['exp of forty digits', claimText('exp', '9'.repeat(40)), 400, 'LZ0107', 'id_token ['],
  ['iat 1e30', claimText('iat', '1e30'), 400, 'LZ0117', 'claim iat is'],
  ['iat negative', claim('iat', -5), 401, 'LZ0114', 'claim iat is'],
  ['iat as text', claim('iat', () => `${now()}`), 400, 'LZ0117', 'claim iat is "'],
  ['nbf as text', claim('nbf', 'now'), 400, 'LZ0117', 'claim nbf is "now"'],
];

const NONCES = [
  ['empty', claim('nonce', ''), 401, 'LZ0115', 'not that of the login'],
  ['a list', claim('nonce', (nonce) => [nonce]), 401, 'LZ0115', 'absent or no string'],
  ['a number', claim('nonce', 7), 401, 'LZ0115', 'absent or no string'],
  ['longer by one', claim('nonce', (nonce) => `${nonce}x`), 401, 'LZ0115', 'not that of the login'],
  ['shorter by one', claim('nonce', (nonce) => nonce.slice(1)), 401, 'LZ0115', 'not that of'],
  ['in other letters', claim('nonce', (nonce) => nonce.toLowerCase()), 401, 'LZ0115', 'not that'],
];

const DEPLOYMENTS = [
  ['a number', 1, 'no string but of type int'], ['empty', '', 'is empty'],
  ['null', null, 'deployment_id is'], ['a list', ['1'], 'of type array'],
  ['not ASCII', '１', 'printable ASCII'], ['with a line break', '1\n', 'printable ASCII'],
].map(([name, value, phrase]) => (
  [name, claim('deployment_id', value), 400, 'LZ0117', phrase]));

const malformed = (change) => [text(change), 400, 'LZ0107', 'id_token ['];
const JSON_TEXTS = [
  ['a lone surrogate', ...malformed((json) => `{"x":"\\ud800",${json.slice(1)}`)],
  ['half a pair', ...malformed((json) => `{"x":"\\udc00\\ud800",${json.slice(1)}`)],
  ['a byte order mark', ...malformed((json) => `\ufeff${json}`)],
  ['NaN', ...malformed((json) => `{"x":NaN,${json.slice(1)}`)],
  ['Infinity', ...malformed((json) => `{"x":-Infinity,${json.slice(1)}`)],
  ['a comment', ...malformed((json) => `/* x */${json}`)],
  ['single quotes', ...malformed((json) => `{'x':1,${json.slice(1)}`)],
  ['a comma too many', ...malformed((json) => `${json.slice(0, -1)},}`)],
  ['a leading zero', ...malformed((json) => `{"x":01,${json.slice(1)}`)],
  ['a control character', ...malformed((json) => `{"x":"\u0001",${json.slice(1)}`)],
  ['a name twice, once escaped', ...malformed((json) => `{"\\u0069ss":"x",${json.slice(1)}`)],
  ['a name twice, deep inside', ...malformed((json) => `{"x":{"a":1,"a":2},${json.slice(1)}`)],
  ['a list', ...malformed((json) => `[${json}]`)],
  ['a text', ...malformed(() => '"x"')],
  ['nothing', ...malformed(() => ' ')],
  ['half of it', ...malformed((json) => json.slice(0, json.length / 2))],
  ['two of it', ...malformed((json) => json + json)],
  ['a bomb of lists', ...malformed((json) => `{"x":${'['.repeat(20_000)},${json.slice(1)}`)],
  ['a bomb of objects', ...malformed((json) => (
    `{"x":${'{"a":'.repeat(6000)}1${'}'.repeat(6000)},${json.slice(1)}`))],
  ['broken UTF-8', {
    sign: ({ header, claims, lms }) => {
      const json = Buffer.concat([
        Buffer.from('{"x":"'), Buffer.from([0xc3, 0x28]),
        Buffer.from(`",${JSON.stringify(claims).slice(1)}`),
      ]);
      const clear = `${encode(header)}.${json.toString('base64url')}`;
      return `${clear}.${rsa(clear, lms)}`;
    },
  }, 400, 'LZ0107', 'id_token ['],
  ['50 KB of claims too many', text((json) => `{"x":"${'x'.repeat(50_000)}",${json.slice(1)}`), 400,
    'LZ0107', 'too large'],
  ['1 MB of claims', text((json) => (
    `{"x":"${randomBytes(750_000).toString('base64')}",${json.slice(1)}`)), 413, 'LZ0004', ''],
];

const token = (change) => post((fields) => fields.set('id_token', change(fields.get('id_token'))));
const TOKENS = [
  ['in the other alphabet', token((jwt) => `${jwt.replace(/[-_]/, '+')}+/`), 'base64url'],
  ['with a blank', token((jwt) => jwt.replace('.', ' .')), 'base64url'],
  ['with a line break', token((jwt) => `${jwt}\n`), 'base64url'],
  ['of four parts', token((jwt) => `${jwt}.x`), 'three parts'],
  ['of five, as if encrypted', token((jwt) => `${jwt}.x.x`), 'three parts'],
  ['detached', token((jwt) => jwt.replace(/\..*\./, '..')), 'id_token ['],
  ['as JSON', token((jwt) => JSON.stringify({
    protected: jwt.split('.')[0], payload: jwt.split('.')[1], signature: jwt.split('.')[2],
  })), 'three parts'],
  ['with bits beyond its end', token((jwt) => {
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return jwt.slice(0, -1) + last[last.indexOf(jwt.at(-1)) + 1];
  }), 'base64url'],
  ['empty', token(() => ''), 'id_token ['],
  ['of dots', token(() => '..'), 'id_token ['],
].map(([name, change, phrase]) => [name, change, 400, 'LZ0107', phrase]);

const FORMS = [
  ['multipart', post((fields) => ({
    body: `${[...fields].map(([name, value]) => (
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)).join('')}--x--`,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })), 415, 'LZ0005', 'multipart'],
  ['no content type', post((fields) => ({ body: `${fields}`, headers: { 'content-type': '' } })),
    415, 'LZ0005', 'Content-Type'],
  ['an empty body', post(() => ''), 400, 'LZ0006', 'body is empty'],
  ['names of a list', post((fields) => `${fields}`.replace('id_token=', 'id_token[]=')), 400,
    'LZ0102', 'without id_token'],
  ['a name in upper case', post((fields) => `${fields}`.replace('id_token=', 'ID_TOKEN=')), 400,
    'LZ0102', 'without id_token'],
  ['an empty state', post((fields) => fields.set('state', '')), 401, 'LZ0104', 'without a state'],
  ['a state with a blank', post((fields) => fields.set('state', `${fields.get('state')} `)), 401,
    'LZ0104', 'not sealed here'],
  ['a state that is a token', post((fields) => fields.set('state', fields.get('id_token'))), 401,
    'LZ0104', 'not sealed here'],
];

for (const [title, rows] of Object.entries({
  'alg': ALGORITHMS, "the stranger's key in the header": OWN_KEY, header: HEADERS, aud: AUDIENCES,
  iss: ISSUERS, times: TIMES, nonce: NONCES, deployment: DEPLOYMENTS, JSON: JSON_TEXTS,
  token: TOKENS, form: FORMS,
})) {
  refusals(() => campus, title, 'launch', rows, good);
}

/** A launch that is ready to be posted: {fields, browser}. */
async function held(changes) {
  let fields;
  const { browser } = await launch({
    lms: campus.lms, ...good, ...changes,
    form: (posted) => { fields = new URLSearchParams(posted); return ''; },
  });
  return { fields, browser };
}

test('two logins crossed: the token of one with the state of the other', async () => {
  const browser = createBrowser();
  const [first, second] = [await held({ browser }), await held({ browser })];
  const url = `${campus.base}/launch`;
  for (const [one, other] of [[first, second], [second, first]]) {
    const form = new URLSearchParams(one.fields);
    form.set('state', other.fields.get('state'));
    const answer = await browser.post(url, { form });
    assertRefused(campus, answer, 401, 'LZ0115', 'not that of the login');
  }
  for (const { fields } of [first, second]) {
    assert.equal((await browser.post(url, { form: fields })).status, 303);
  }
});

test('the nonce of somebody else, rightly signed', async () => {
  const other = await held();
  const [, payload] = other.fields.get('id_token').split('.');
  const { nonce } = JSON.parse(Buffer.from(payload, 'base64url'));
  const answer = await launch({ lms: campus.lms, ...good, ...claim('nonce', nonce) });
  assertRefused(campus, answer, 401, 'LZ0115', 'not that of the login');
});

test('a launch by GET', async () => {
  const { fields, browser } = await held();
  const answer = await browser.get(`${campus.base}/launch?${fields}`);
  assert.equal(answer.status, 405);
  assert.deepEqual([answer.json().error.tag, answer.setCookies], ['LZ0003', []]);
});

const ACCEPTED = [
  ['exp just within the leeway', claim('exp', () => now() - LEEWAY + 10)],
  ['iat just within the leeway', claim('iat', () => now() + LEEWAY - 10)],
  ['nbf just within the leeway', claim('nbf', () => now() + LEEWAY - 10)],
  ['exp with an exponent', claimText('exp', `${(now() + 3000) / 1e9}e9`)],
  ['ours among trusted audiences, with our azp', {
    claims: (claims) => {
      Object.assign(claims, { aud: ['portal', 'our-client', 'analytics'], azp: 'our-client' });
    },
  }],
  ['a surrogate pair', text((json) => `{"x":"\\ud83d\\ude00",${json.slice(1)}`)],
  ['white space', text((json) => `\n\t ${json.replaceAll('":', '" : ')} \r\n`)],
  ['a deployment of printable ASCII', claim('deployment_id', '1')],
  ['the form with a charset', post((fields) => ({
    body: `${fields}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
  }))],
  ['30 KB of claims', text((json) => `{"x":"${'x'.repeat(30_000)}",${json.slice(1)}`)],
  ['a header that says nothing of typ', { header: ({ alg, kid }) => ({ alg, kid }) }],
];

for (const [name, change] of ACCEPTED) {
  test(`accepted: ${name}`, async () => {
    const answer = await launch({ lms: campus.lms, ...good, ...change });
    assert.equal(answer.status, 303, answer.body);
  });
}
