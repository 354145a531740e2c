// SPDX-License-Identifier: Apache-2.0
// A launch without the pages of an LMS: for LMSs that are not there, or are many and alike.

import { launchClaims } from '../sandbox/lms/claims.js';
import { createBrowser } from './http-browser.js';

/**
 * Starts a login at the tool of `campus` and posts the launch that an LMS would answer it with.
 * `lms` is a simulated one, or a copy with another issuer or clientId. Resolves to the tool's last
 * answer. `token({header, claims, lms})` may make the id_token in the LMS's place.
 */
export async function launchByHand({ base, httpd }, lms, { token } = {}) {
  const browser = createBrowser({ ca: httpd.ca, keepAlive: false });
  const targetLinkUri = `${base}/launch`;
  const login = await browser.get(`${base}/login?${new URLSearchParams({
    iss: lms.issuer, client_id: lms.clientId, login_hint: '1', target_link_uri: targetLinkUri,
  })}`);
  if (login.status !== 302) return login;
  const request = new URL(login.location).searchParams;
  const launch = {
    person: lms.people.amara,
    course: lms.courses.chemistry,
    deploymentId: lms.deploymentIds[0],
    targetLinkUri,
  };
  const parts = {
    lms, header: lms.keys.header(), claims: launchClaims(lms, launch, request.get('nonce')),
  };
  return browser.post(targetLinkUri, {
    form: {
      id_token: await (token?.(parts) ?? lms.keys.sign(parts.header, parts.claims)),
      state: request.get('state'),
    },
  });
}
