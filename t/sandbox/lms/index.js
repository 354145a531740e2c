// SPDX-License-Identifier: Apache-2.0
// A simulated LMS that speaks LTI 1.3 as a platform, or LTI 1.1: pages for people, an authorization
// endpoint that checks every parameter, and a key set.

import { createFaults } from '../faults.js';
import { createListener } from '../listener.js';
import { createKeyRing } from './keys.js';
import { COURSES, PEOPLE } from './people.js';
import { registration } from './registration.js';
import { roster } from './roster.js';
import { createHandler } from './server.js';
import { services } from './token.js';

/**
 * Starts a simulated LMS on 127.0.0.1, named http://localhost:port, and resolves to a handle:
 *
 *   url, port, name, guid      where it is and what it calls itself
 *   issuer, clientId, authUrl, tokenUrl, keysUrl, deploymentIds
 *                              what the tool must know about it
 *   consumer                   {key, secret, method?, beside?} of LTI 1.1, which its pages launch
 *                              with unless that stands `beside` LTI 1.3; see consumer.js
 *   tool                       what it knows about the tool: {loginUrl, launchUrl, targetLinkUri?,
 *                              redirectUris?, ca?}; may be set after the start
 *   people, courses            by key, see people.js
 *   keys, rotateKeys(options)  see keys.js
 *   deepLinking                members of deep_linking_settings that are to be otherwise, see
 *                              deep-linking.js
 *   placed                     [{id, course, title, text, url, custom}]: links that deep linking
 *                              brought; may be changed
 *   answers                    [claims]: of the tool's deep linking responses
 *   storage                    the platform storage that it offers, see storage.js; may be changed
 *   services, tokens           what tools may ask for, and the tokens they were given: token.js
 *   roster                     how it lists a course's members, see roster.js
 *   registration               how tools register by themselves, see registration.js
 *   requests                   [{operation, method, path, time, status}]
 *   violations                 [{rule, detail}]: what a correct tool would not have sent
 *   faults                     bad weather, see ../faults.js; operations are front, signin,
 *                              signout, courses, course, tool, place, placed, link, launch,
 *                              authorize, keys, storage, storage-script, token, roster,
 *                              configuration, register, admin
 *   clockOffset, now()         ms by which its clock is off, and what it shows
 *   down(), up(), stop()       cuts all connections and stops listening; listens again; ends
 *
 * Options: `port`, `tool`, `issuer` (its URL), `clientId`, `deploymentIds` (["1"]), `consumer` (none),
 * `name`, `host` (localhost), `people`, `courses`, `storage`; `origin`: where browsers find it when a
 * TLS front stands before it. Any number can run at once.
 */
export async function startLms(options = {}) {
  const lms = {
    name: options.name ?? 'Campus',
    guid: options.guid ?? 'campus.example.edu',
    clientId: options.clientId ?? 'sandbox-zoom-tool',
    deploymentIds: options.deploymentIds ?? ['1'],
    consumer: options.consumer,
    tool: options.tool,
    storage: options.storage,
    people: options.people ?? PEOPLE,
    courses: options.courses ?? COURSES,
    keys: await createKeyRing(),
    sessions: new Map(),
    launches: new Map(),
    nonces: new Set(),
    deepLinking: {},
    placings: new Map(),
    placed: [],
    answers: [],
    services: services(),
    tokens: new Map(),
    assertions: new Set(),
    roster: roster(),
    registration: registration(),
    requests: [],
    violations: [],
    faults: createFaults(),
    clockOffset: 0,
    now: () => Date.now() + lms.clockOffset,
    violate: (rule, detail) => lms.violations.push({ rule, detail }),
    rotateKeys: (rotation) => lms.keys.rotate(rotation),
  };
  const listener = await createListener(createHandler(lms), options.port ?? 0);
  const own = `http://${options.host ?? 'localhost'}:${listener.port}`;
  const url = options.origin ?? own;
  return Object.assign(lms, {
    url,
    port: listener.port,
    issuer: options.issuer ?? url,
    authUrl: `${url}/lti/auth`,
    tokenUrl: `${own}/lti/token`,
    keysUrl: `${own}/lti/keys`,
    down: listener.close,
    up: listener.open,
    stop: listener.close,
  });
}
