// SPDX-License-Identifier: Apache-2.0
// Dynamic registration as an LMS offers it to its administrator, with Moodle's strictness.

import { randomBytes } from 'node:crypto';
import { keepSecret } from '../../lib/secrets.js';
import { html, page } from '../html.js';
import { mediaType } from '../listener.js';
import { LOOK } from './look.js';
import { json, ROSTER_SCOPE } from './token.js';

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const MEMBERS = ['application_type', 'client_name', 'grant_types', 'initiate_login_uri', 'jwks_uri',
  'redirect_uris', 'response_types', 'scope', 'token_endpoint_auth_method', TOOL];
const MESSAGES = ['LtiResourceLinkRequest', 'LtiDeepLinkingRequest'];

/**
 * How registration goes:
 *
 *   tokens         Map of registration tokens to what became of them: 'new' or 'used'
 *   configuration  (document) => document | text: changes the OpenID configuration
 *   answer         (registration) => registration: changes what is said to the tool
 *   clientId       the next client id to give out; a random one by default
 *   registered     [the tool's requests]
 *   fetches        how often the configuration was fetched
 */
export const registration = () => ({ tokens: new Map(), registered: [], fetches: 0 });

/**
 * The address that the LMS's administration opens to register the tool at `registerUrl`; `token:
 * false` leaves the registration token out.
 */
export function invite(lms, registerUrl, { token = true } = {}) {
  const url = new URL(registerUrl);
  url.searchParams.set('openid_configuration', `${lms.url}/lti/openid-configuration`);
  if (token) {
    const text = keepSecret(randomBytes(24).toString('base64url'), 'a registration token');
    lms.registration.tokens.set(text, 'new');
    url.searchParams.set('registration_token', text);
  }
  return url.href;
}

const bearer = ({ headers }) => /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];

/** GET of the OpenID configuration. A token, where one comes, must be a good one. */
export function configurationRoute(lms, request) {
  const token = bearer(request);
  lms.registration.fetches += 1;
  if (token && lms.registration.tokens.get(token) !== 'new') {
    return json(401, { error: 'invalid_token' });
  }
  const document = {
    issuer: lms.issuer,
    authorization_endpoint: lms.authUrl,
    token_endpoint: lms.tokenUrl,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    jwks_uri: lms.keysUrl,
    registration_endpoint: `${lms.url}/lti/register`,
    scopes_supported: ['openid', ...lms.services.scopes],
    response_types_supported: ['id_token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
    [PLATFORM]: {
      product_family_code: 'moodle',
      version: '5.1',
      messages_supported: [
        { type: 'LtiResourceLinkRequest', placements: ['course_navigation', 'elsewhere'] },
        { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
      ],
      variables: ['basic-lti-launch-request', 'ToolPlatform.productFamilyCode'],
    },
  };
  const changed = lms.registration.configuration?.(document) ?? document;
  return typeof changed === 'string'
    ? { status: 200, headers: { 'content-type': 'application/json' }, body: changed }
    : json(200, changed);
}

/**
 * POST of a tool's registration. From then on the LMS knows the tool by what it said, and launches
 * it with the new client id.
 */
export function registerRoute(lms, request) {
  const { tokens } = lms.registration;
  const token = bearer(request);
  if (tokens.size && tokens.get(token) !== 'new') return json(401, { error: 'invalid_token' });
  tokens.set(token, 'used');
  if (mediaType(request.headers) !== 'application/json') {
    lms.violate('registration: no JSON', request.headers['content-type']);
    return json(400, { error: 'invalid_client_metadata' });
  }
  const wanted = JSON.parse(request.text);
  const wrong = judge(wanted);
  if (wrong) {
    lms.violate(`registration: ${wrong}`, wanted);
    return json(400, { error: 'invalid_client_metadata', error_description: wrong });
  }
  return accept(lms, wanted);
}

function accept(lms, wanted) {
  const clientId = lms.registration.clientId ?? randomBytes(11).toString('base64url');
  lms.registration.registered.push(wanted);
  lms.clientId = clientId;
  lms.tool = {
    ca: lms.tool?.ca,
    loginUrl: wanted.initiate_login_uri,
    launchUrl: wanted.redirect_uris[0],
    redirectUris: wanted.redirect_uris,
    targetLinkUri: wanted[TOOL].target_link_uri,
    keysUrl: wanted.jwks_uri,
  };
  const answer = {
    ...wanted,
    client_id: clientId,
    [TOOL]: { ...wanted[TOOL], deployment_id: lms.deploymentIds[0] },
  };
  return json(200, lms.registration.answer?.(answer) ?? answer);
}

// The rule that a registration does not keep, or undefined.
function judge(wanted) {
  const { [TOOL]: tool } = wanted;
  const host = (url) => new URL(url).host;
  if (Object.keys(wanted).sort().join() !== [...MEMBERS].sort().join()) return 'other members';
  if (wanted.application_type !== 'web') return 'application_type';
  if (wanted.response_types.join() !== 'id_token') return 'response_types';
  if (wanted.grant_types.join() !== 'client_credentials,implicit') return 'grant_types';
  if (wanted.token_endpoint_auth_method !== 'private_key_jwt') return 'auth method';
  if (!wanted.client_name) return 'client_name';
  if (wanted.scope !== ROSTER_SCOPE) return 'scope';
  if (host(tool.target_link_uri) !== tool.domain) return 'domain is not that of target_link_uri';
  for (const url of [wanted.initiate_login_uri, wanted.jwks_uri, ...wanted.redirect_uris]) {
    if (host(url) !== tool.domain) return `${url} is of another domain`;
  }
  const claims = ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'];
  if (!claims.every((claim) => tool.claims.includes(claim))) return 'claims';
  if (tool.messages.map(({ type }) => type).join() !== MESSAGES.join()) return 'messages';
  if (tool.messages.some((message) => message.target_link_uri !== tool.target_link_uri)) {
    return 'target_link_uri of a message';
  }
  if (tool.messages[0].placements.join() !== 'course_navigation'
    || tool.messages[1].placements.join() !== 'ContentArea') {
    return 'placements that were not offered';
  }
  return undefined;
}

/** The administration's page: the tool's registration page in a frame, which asks to be closed. */
export function adminPage(lms, { query }) {
  return page({
    title: 'Add a tool',
    style: `${LOOK} iframe { width: 100%; height: 34rem; border: 1px solid var(--line); }`,
    content: html`<main><h1>Add a tool</h1><p id="state">Registering…</p>
<iframe name="registration" src="${invite(lms, query.get('tool'))}"></iframe></main>`,
    script: `addEventListener('message', ({ data }) => {
      if (data?.subject !== 'org.imsglobal.lti.close') return;
      document.querySelector('iframe').remove();
      document.getElementById('state').textContent = 'The tool was added.';
    });`,
  });
}
