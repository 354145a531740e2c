// SPDX-License-Identifier: Apache-2.0
// A simulated Zoom account: REST API, OAuth host and web pages on one loopback port. It is a strict
// judge: what Zoom's documents do not allow is refused as Zoom refuses it, and what a correct
// client would never send is also put on record in `violations`.

import { randomBytes } from 'node:crypto';
import { createFaults } from '../faults.js';
import { createListener } from '../listener.js';
import { addTrackingField } from './account.js';
import { loadContract } from './contract.js';
import { addGroup } from './groups.js';
import { addPast } from './instances.js';
import { createLimits } from './limits.js';
import { finishMeeting, joinMeeting, leaveMeeting, startMeeting } from './live.js';
import { meetingNumber } from './meeting-ids.js';
import { meetingView } from './meeting-store.js';
import { storeMeeting } from './meetings.js';
import { GRANULAR_SCOPES } from './operations.js';
import { addRecording } from './recording-store.js';
import { seedPeople } from './seed.js';
import { createHandler } from './server.js';
import { changeUser } from './user-accounts.js';
import { addUser, findUser } from './users.js';
import { createWebhooks } from './webhooks.js';

export { CLASSIC_SCOPES, GRANULAR_SCOPES, MASTER_SCOPES } from './operations.js';

const freshData = () => ({
  users: new Map(),
  groups: new Map(),
  trackingFields: [],
  meetings: new Map(),
  past: new Map(),
  recordings: new Map(),
  tokens: new Map(),
  pageTokens: new Map(),
  uuidCount: 0,
  stayCount: 0,
});

const freshAccount = (plan) => ({
  id: 'q6gBJVO5TzexKYTb_I2rpg',
  number: 10009239,
  owner: { id: 'Zk4vY2bTQ0eW6xU8a1sHrA', email: 'zoom-owner@example.edu' },
  clientId: 'lti_zoom_sandbox_app',
  clientSecret: randomBytes(24).toString('base64url'),
  plan: plan ?? 'business',
  defaults: {},
  locked: {},
  passcodeRequired: true,
  passcodeRequirement: {
    length: 1,
    have_letter: false,
    have_number: false,
    have_special_character: false,
    have_upper_and_lower_characters: false,
    only_allow_numeric: false,
    consecutive_characters_length: 0,
    weak_enhance_detection: false,
  },
  breakoutRoomSchedule: true,
  dataCenterRegions: ['DE', 'NL', 'US'],
  authenticationOptions: [{
    id: 'signIn_D8cJuqWVQ623CI4Q8yQK0Q',
    name: 'Signed-in users in my account',
    type: 'enforce_login_with_same_account',
    default_option: true,
    visible: true,
  }],
  managedDomains: ['example.edu'],
  trustedDomains: ['students.example.edu'],
  ssoPreProvision: false,
  seats: { basic: Infinity, licensed: Infinity },
});

/**
 * Starts a simulated Zoom on 127.0.0.1 and resolves to a handle:
 *
 *   url, apiBase, oauthBase          http://127.0.0.1:port, the same with /v2, the same
 *   account                          who it is and what it allows, see freshAccount; may be changed
 *                                    at any time. `locked` are settings that no meeting escapes,
 *                                    `plan` is what has been paid for
 *   users, groups, meetings,         Maps by id of what it holds; `past` and `recordings` by the
 *   past, recordings                 UUID of the time a meeting was held; `trackingFields` a list
 *   requests                         [{method, path, query, operation, authorization, time, status,
 *                                    ended}], also those that a fault ate (status null)
 *   violations                       [{operation, method, path, rule, detail}]
 *   contract                         the judge after Zoom's document, if there is one: contract.js
 *   secondJudge                      another, which a campus gives it: second-judge.js
 *   scopes, tokenLifetime            of the tokens to come (seconds); `oneTokenOnly`: a new token
 *                                    ends the older ones
 *   limits                           rate limits, see limits.js
 *   faults, latency                  bad weather, see ../faults.js; ms added to every call
 *   webhooks                         the sender of events, see webhooks.js
 *   clockOffset, now()               ms by which its clock is off, and what it shows
 *   addUser(fields)                  see users.js
 *   changeUser(user, fields)         as an administrator does: another name, status, type; `status`
 *                                    may be 'deleted'
 *   addGroup(fields), addTrackingField(fields)   see groups.js, account.js
 *   addMeeting(host, body, override) a meeting made in the web portal by a user (id or e-mail)
 *   changeMeeting(id, fields)        members of the record replaced, as no API call could
 *   addPast(id, held)                a time it was held, see instances.js
 *   addRecording(record, how)        the recording of what addPast or endMeeting returned
 *   startMeeting(id), endMeeting(id) as the host's client does; the latter returns the record
 *   joinMeeting(id, person), leaveMeeting(id, stay)   people in a running meeting, see live.js
 *   expireTokens()                   every token issued so far is refused from now on
 *   down(), up()                     cuts all connections and stops listening; listens again
 *   reset()                          back to the people of seed.js, nothing on record, no faults
 *   stop()
 *
 * Options: `port`, `tokenLifetime`, `scopes` (by default all that an ordinary account can grant),
 * `account` (members that replace the defaults), `plan` (free, pro or business: rate limits are
 * enforced; none by default).
 */
export async function startZoom(options = {}) {
  const { port = 0, tokenLifetime = 3600, scopes = GRANULAR_SCOPES, account, plan } = options;
  const zoom = {
    account: { ...freshAccount(plan), ...account },
    linkKey: randomBytes(32),
    requests: [],
    violations: [],
    contract: await loadContract(),
    faults: createFaults(),
    latency: 0,
    clockOffset: 0,
    oneTokenOnly: false,
    scopes,
    tokenLifetime,
    now: () => Date.now() + zoom.clockOffset,
    ...freshData(),
    expireTokens: () => zoom.tokens.clear(),
    reset() {
      Object.assign(zoom, freshData(), { scopes, tokenLifetime, latency: 0, clockOffset: 0 });
      zoom.limits = createLimits(plan, zoom.now);
      zoom.webhooks = createWebhooks(zoom);
      zoom.requests.length = 0;
      zoom.violations.length = 0;
      zoom.faults.clear();
      seedPeople(zoom);
    },
  };
  Object.assign(zoom, keepers(zoom));
  zoom.reset();

  const listener = await createListener(createHandler(zoom), port);
  zoom.url = `http://127.0.0.1:${listener.port}`;
  zoom.apiBase = `${zoom.url}/v2`;
  zoom.oauthBase = zoom.url;
  return Object.assign(zoom, {
    down: listener.close, up: listener.open, stop: listener.close,
  });
}

// What a test puts there, and what people do without the API.
const keepers = (zoom) => ({
  addUser: (fields) => addUser(zoom, fields),
  changeUser: (who, fields) => changeUser(zoom, knownUser(zoom, who), fields),
  addGroup: (fields) => addGroup(zoom, fields),
  addTrackingField: (fields) => addTrackingField(zoom, fields),
  addMeeting: (host, body, overrides) => {
    const meeting = storeMeeting(zoom, knownUser(zoom, host), body, overrides);
    zoom.webhooks.happened('meeting.created', { meeting });
    return meeting;
  },
  changeMeeting(id, fields) {
    const meeting = knownMeeting(zoom, id);
    const before = meetingView(zoom, meeting);
    Object.assign(meeting, fields);
    zoom.webhooks.happened('meeting.updated', { meeting, before });
  },
  addPast: (id, held) => addPast(zoom, knownMeeting(zoom, id), held),
  addRecording: (record, how) => addRecording(zoom, record, how),
  startMeeting: (id) => startMeeting(zoom, knownMeeting(zoom, id)),
  endMeeting: (id) => finishMeeting(zoom, knownMeeting(zoom, id)),
  joinMeeting: (id, person) => joinMeeting(zoom, knownMeeting(zoom, id), person),
  leaveMeeting: (id, stay) => leaveMeeting(zoom, knownMeeting(zoom, id), stay),
});

function knownUser(zoom, idOrEmail) {
  const user = findUser(zoom, idOrEmail);
  if (!user) throw new Error(`the simulated Zoom has no user ${idOrEmail}`);
  return user;
}

function knownMeeting(zoom, id) {
  const meeting = zoom.meetings.get(meetingNumber(id));
  if (!meeting) throw new Error(`the simulated Zoom has no meeting ${id}`);
  return meeting;
}
