// SPDX-License-Identifier: Apache-2.0
// The LMS's half of an LTI launch: the login initiation it starts, and the authorization endpoint
// that answers it. Every parameter is checked to the letter.

import { randomBytes } from 'node:crypto';
import { postingPage } from '../html.js';
import { duplicates } from '../listener.js';
import { launchClaims } from './claims.js';
import { deepLinkingSettings } from './deep-linking.js';
import { LOOK, problemPage } from './look.js';
import { storageField } from './storage.js';

const HINT_LIFE = 5 * 60_000;

/**
 * The fields of a login initiation for `person` and `course`: what the LMS's launch page posts to
 * the tool. The message hint is JSON text, as Moodle's is, and names a launch that is good once:
 * of the course's own link, of `link` (one of lms.placed), or with `placing` a deep linking request.
 */
export function loginFields(lms, person, course, options = {}) {
  const { deploymentId, targetLinkUri, link, placing } = options;
  const id = `launch_${randomBytes(9).toString('base64url')}`;
  const launch = {
    hint: JSON.stringify({ cmid: Number(course.id), launchid: id }),
    person,
    course,
    deploymentId: deploymentId ?? lms.deploymentIds[0],
    targetLinkUri: targetLinkUri ?? link?.url ?? lms.tool.targetLinkUri ?? lms.tool.launchUrl,
    link,
    expires: lms.now() + HINT_LIFE,
  };
  if (placing) launch.deepLinking = deepLinkingSettings(lms, launch);
  lms.launches.set(launch.hint, launch);
  return {
    iss: lms.issuer,
    target_link_uri: launch.targetLinkUri,
    login_hint: person.id,
    lti_message_hint: launch.hint,
    client_id: lms.clientId,
    lti_deployment_id: launch.deploymentId,
    ...storageField(lms),
  };
}

const EXPECTED = {
  scope: ['invalid_scope', 'openid'],
  response_type: ['unsupported_response_type', 'id_token'],
  response_mode: ['invalid_request', 'form_post'],
  prompt: ['invalid_request', 'none'],
};
const KNOWN = new Set([...Object.keys(EXPECTED), 'client_id', 'redirect_uri', 'login_hint',
  'lti_message_hint', 'state', 'nonce']);

/**
 * Answers an authentication request (`parameters`: URLSearchParams; `person`: who is signed in, or
 * undefined) with a page: the form that posts id_token and state to the tool, the form that posts
 * an OAuth error there, or, when the tool cannot be known for sure, an error page. What a correct
 * tool would never send is recorded in lms.violations.
 */
export async function authorize(lms, parameters, person) {
  const value = (name) => parameters.get(name) ?? '';
  const stay = (message) => {
    lms.violate(message, Object.fromEntries(parameters));
    return problemPage(400, message);
  };
  const [twice] = duplicates(parameters);
  if (twice) return stay(`The parameter ${twice} was given twice.`);
  if (value('client_id') !== lms.clientId) return stay('No tool has this client_id.');
  const redirectUris = lms.tool.redirectUris ?? [lms.tool.launchUrl];
  if (!redirectUris.includes(value('redirect_uri'))) {
    return stay('The redirect_uri is not registered.');
  }

  const { error, description, rule, launch } = judge(lms, parameters, value, person);
  if (rule) lms.violate(rule, Object.fromEntries(parameters));
  const state = parameters.has('state') ? { state: value('state') } : {};
  const fields = error
    ? { error, error_description: description ?? rule, ...state }
    : { id_token: await idToken(lms, launch, value('nonce')), ...state };
  return postingPage({ title: 'Zoom', style: LOOK, action: value('redirect_uri'), fields });
}

function judge(lms, parameters, value, person) {
  for (const name of parameters.keys()) {
    if (!KNOWN.has(name)) return { error: 'invalid_request', rule: `unknown parameter ${name}` };
  }
  for (const [name, [error, expected]] of Object.entries(EXPECTED)) {
    if (value(name) !== expected) return { error, rule: `${name} must be ${expected}` };
  }
  for (const name of ['state', 'nonce']) {
    if (!/^[A-Za-z0-9_-]{16,4096}$/.test(value(name))) {
      return { error: 'invalid_request', rule: `${name} must be long and only of A-Za-z0-9_-` };
    }
  }
  if (lms.nonces.has(value('nonce'))) return { error: 'invalid_request', rule: 'nonce used twice' };
  lms.nonces.add(value('nonce'));
  if (!person) {
    return { error: 'login_required', description: 'Must have an active user session' };
  }
  if (value('login_hint') !== person.id) {
    return { error: 'access_denied', description: 'The login_hint is not the signed-in user' };
  }
  return takeLaunch(lms, value('lti_message_hint'), person);
}

// The hint must come back as it was sent; the launch it names is good for one use.
function takeLaunch(lms, hint, person) {
  const launch = lms.launches.get(hint);
  if (!launch || launch.person !== person || launch.expires < lms.now()) {
    return { error: 'launch_no_longer_valid', description: 'The launch has either expired or '
      + 'already been consumed' };
  }
  lms.launches.delete(hint);
  return { launch };
}

function idToken(lms, launch, nonce) {
  return lms.keys.sign(lms.keys.header(), launchClaims(lms, launch, nonce));
}
