// SPDX-License-Identifier: Apache-2.0
// The LMS's token endpoint (OAuth 2 client credentials with a signed assertion), strict where real
// ones are strict and where they are not.

import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createBrowser } from '../../lib/http-browser.js';
import { keepSecret } from '../../lib/secrets.js';
import { duplicates, mediaType } from '../listener.js';

export const ROSTER_SCOPE = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';

const DEPLOYMENT = 'https://purl.imsglobal.org/spec/lti/claim/deployment_id';
const FIELDS = ['client_assertion', 'client_assertion_type', 'grant_type', 'scope'];
const CLAIMS = ['aud', 'exp', 'iat', 'iss', 'jti', 'sub'];

export const json = (status, value, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/**
 * What the LMS offers to tools: {scopes that may be granted, audience of assertions (its token URL),
 * life of a token in seconds, tokenType, granted(scopes): what is granted of those asked for}.
 */
export const services = () => ({
  scopes: [ROSTER_SCOPE],
  audience: undefined,
  life: 3600,
  tokenType: 'Bearer',
  granted: (scopes) => scopes,
});

/**
 * POST of a token request. A refusal is an OAuth error, recorded in lms.violations. Granted tokens
 * stand in lms.tokens: token → {scopes, expires, deploymentId}.
 */
export async function tokenRoute(lms, { headers, text }) {
  const refuse = (error, description) => {
    lms.violate(`token: ${description}`, error);
    return json(400, { error, error_description: description });
  };
  if (mediaType(headers) !== 'application/x-www-form-urlencoded') {
    return refuse('invalid_request', 'a form was expected');
  }
  const form = new URLSearchParams(text);
  if (duplicates(form).length || [...form.keys()].sort().join() !== FIELDS.join()) {
    return refuse('invalid_request', `the form has ${[...form.keys()]}`);
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse('unsupported_grant_type', 'client_credentials was expected');
  }
  if (form.get('client_assertion_type')
    !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') {
    return refuse('invalid_request', 'the type of the assertion is another');
  }
  const { claims, wrong } = await readAssertion(lms, form.get('client_assertion'));
  if (wrong) return refuse('invalid_client', wrong);
  const scopes = form.get('scope').split(' ');
  if (!scopes.every((scope) => lms.services.scopes.includes(scope))) {
    return refuse('invalid_scope', `not all of ${scopes} can be had`);
  }
  return grant(lms, scopes, claims[DEPLOYMENT]);
}

function grant(lms, asked, deploymentId) {
  const token = keepSecret(randomBytes(24).toString('base64url'), 'an access token of the LMS');
  const scopes = lms.services.granted(asked);
  lms.tokens.set(token, { scopes, expires: lms.now() + lms.services.life * 1000, deploymentId });
  return json(200, {
    access_token: token,
    token_type: lms.services.tokenType,
    expires_in: lms.services.life,
    scope: scopes.join(' '),
  }, { 'cache-control': 'no-store' });
}

// {claims} of an assertion that keeps every rule, or {wrong: the rule that it does not}.
async function readAssertion(lms, assertion) {
  const audience = lms.services.audience ?? lms.tokenUrl;
  let payload;
  let header;
  try {
    const keys = createLocalJWKSet(await toolKeys(lms));
    const result = await jwtVerify(assertion, keys, {
      algorithms: ['RS256'], issuer: lms.clientId, subject: lms.clientId, audience,
      currentDate: new Date(lms.now()),
    });
    payload = result.payload;
    header = result.protectedHeader;
  } catch (error) {
    return { wrong: `the assertion is not valid: ${error.message}` };
  }
  return { claims: payload, wrong: judge(lms, header, payload, audience) };
}

function judge(lms, header, claims, audience) {
  const known = [...CLAIMS, DEPLOYMENT];
  if (Object.keys(header).sort().join() !== 'alg,kid,typ') return 'the header has other members';
  if (!CLAIMS.every((name) => name in claims)) return 'a claim is missing';
  if (!Object.keys(claims).every((name) => known.includes(name))) return 'an unknown claim';
  if (claims.aud !== audience) return 'aud is no plain string';
  if (!(claims.exp - claims.iat <= 600)) return 'it is valid for too long';
  if (lms.assertions.has(claims.jti)) return 'jti was used before';
  if (claims[DEPLOYMENT] !== undefined && !lms.deploymentIds.includes(claims[DEPLOYMENT])) {
    return 'an unknown deployment';
  }
  lms.assertions.add(claims.jti);
  return undefined;
}

async function toolKeys(lms) {
  const browser = createBrowser({ keepAlive: false, ca: lms.tool.ca });
  const url = lms.tool.keysUrl ?? new URL('keys', lms.tool.launchUrl).href;
  const answer = await browser.get(url);
  if (answer.status !== 200) throw new Error(`the tool's keys answer ${answer.status}`);
  return answer.json();
}

/** The answer to a service call that lacks a good token for `scope`, or undefined. */
export function refuseWithout(lms, { headers }, scope) {
  const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  const known = lms.tokens.get(token);
  if (!known || known.expires <= lms.now()) return json(401, { error: 'invalid_token' });
  if (!known.scopes.includes(scope)) {
    lms.violate('a service called without its scope', scope);
    return json(403, { error: 'insufficient_scope' });
  }
  return undefined;
}
