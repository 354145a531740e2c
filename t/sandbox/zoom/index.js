// SPDX-License-Identifier: Apache-2.0
// A simulated Zoom account: REST API, OAuth host and web pages on one loopback port. It is a strict
// judge: what Zoom's documents do not allow is refused as Zoom refuses it, and what a correct
// client would never send is also put on record in `violations`.

import { randomBytes } from 'node:crypto';
import { createFaults } from '../faults.js';
import { createListener } from '../listener.js';
import { createLimits } from './limits.js';
import { storeMeeting } from './meetings.js';
import { GRANULAR_SCOPES } from './operations.js';
import { finishMeeting, startMeeting } from './pages.js';
import { seedPeople } from './seed.js';
import { createHandler } from './server.js';
import { addUser, findUser } from './users.js';

export { CLASSIC_SCOPES, GRANULAR_SCOPES } from './operations.js';

const freshData = () => ({
  users: new Map(),
  meetings: new Map(),
  tokens: new Map(),
  pageTokens: new Map(),
  uuidCount: 0,
});

/**
 * Starts a simulated Zoom on 127.0.0.1 and resolves to a handle:
 *
 *   url, apiBase, oauthBase          http://127.0.0.1:port, the same with /v2, the same
 *   account                          {id, number, clientId, clientSecret} and the account's policy:
 *                                    {defaults, locked} settings, passcodeRequired, passcodeRule,
 *                                    breakoutRoomSchedule; may be changed at any time
 *   users, meetings                  Maps by id of what it holds
 *   requests                         [{method, path, query, operation, authorization, time, status,
 *                                    ended}], also those that a fault ate (status null)
 *   violations                       [{operation, method, path, rule, detail}]
 *   scopes, tokenLifetime            of the tokens to come (seconds); `oneTokenOnly`: a new token
 *                                    ends the older ones
 *   faults, latency                  bad weather, see ../faults.js; ms added to every call
 *   clockOffset, now()               ms by which its clock is off, and what it shows
 *   addUser(fields)                  see users.js
 *   addMeeting(host, body, override) a meeting made in the web portal by a user (id or e-mail)
 *   startMeeting(id), endMeeting(id) as the host's client does
 *   expireTokens()                   every token issued so far is refused from now on
 *   down(), up()                     cuts all connections and stops listening; listens again
 *   reset()                          back to the people of seed.js, nothing on record, no faults
 *   stop()
 *
 * Options: `port`, `tokenLifetime`, `scopes`, `account` (members that replace the defaults), `plan`
 * (free, pro or business: rate limits are enforced; none by default).
 */
export async function startZoom(options = {}) {
  const { port = 0, tokenLifetime = 3600, scopes = GRANULAR_SCOPES, account, plan } = options;
  const zoom = {
    account: {
      id: 'q6gBJVO5TzexKYTb_I2rpg',
      number: 10009239,
      clientId: 'lti_zoom_sandbox_app',
      clientSecret: randomBytes(24).toString('base64url'),
      defaults: {},
      locked: {},
      passcodeRequired: true,
      passcodeRule: /^[\x21-\x7e]{1,10}$/,
      breakoutRoomSchedule: true,
      ...account,
    },
    linkKey: randomBytes(32),
    requests: [],
    violations: [],
    faults: createFaults(),
    latency: 0,
    clockOffset: 0,
    oneTokenOnly: false,
    scopes,
    tokenLifetime,
    now: () => Date.now() + zoom.clockOffset,
    ...freshData(),
    addUser: (fields) => addUser(zoom, fields),
    addMeeting: (host, body, overrides) => (
      storeMeeting(zoom, knownUser(zoom, host), body, overrides)),
    startMeeting: (id) => startMeeting(zoom.meetings.get(Number(id))),
    endMeeting: (id) => finishMeeting(zoom, zoom.meetings.get(Number(id))),
    expireTokens: () => zoom.tokens.clear(),
    reset() {
      Object.assign(zoom, freshData(), { scopes, tokenLifetime, latency: 0, clockOffset: 0 });
      zoom.limits = createLimits(plan, zoom.now);
      zoom.requests.length = 0;
      zoom.violations.length = 0;
      zoom.faults.clear();
      seedPeople(zoom);
    },
  };
  zoom.reset();

  const listener = await createListener(createHandler(zoom), port);
  zoom.url = `http://127.0.0.1:${listener.port}`;
  zoom.apiBase = `${zoom.url}/v2`;
  zoom.oauthBase = zoom.url;
  return Object.assign(zoom, {
    down: listener.close, up: listener.open, stop: listener.close,
  });
}

function knownUser(zoom, idOrEmail) {
  const user = findUser(zoom, idOrEmail);
  if (!user) throw new Error(`the simulated Zoom has no user ${idOrEmail}`);
  return user;
}
