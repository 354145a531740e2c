// SPDX-License-Identifier: Apache-2.0
// The sender of events: signed as Zoom signs them, to an address that has first proved that it
// knows the secret; late, twice or in another order where a test wants that.

import { createHmac, randomBytes } from 'node:crypto';
import { EVENTS } from './webhook-events.js';

const PATIENCE = 3000;      // as Zoom's

/**
 * The events of the simulator `zoom`:
 *
 *   secret                       the app's secret token
 *   patience                     how long it waits for an answer (ms), 3000 as Zoom does
 *   deliveries                   [{event, status (null: no answer), ms, body, time}]
 *   subscribe(url, events)       validates the address and resolves once it has proved itself, else
 *                                rejects; from then on what happens is sent there. `events` is a
 *                                RegExp of names, all by default
 *   unsubscribe()
 *   validate(url)                the validation alone: resolves to true or false
 *   happened(event, details, {at})   called by the simulator; sends when somebody has subscribed
 *   send(event, details, options)
 *                                sends one event and resolves to its last delivery. `details` are
 *                                those of webhook-events.js, or {object, ...} given whole. Options:
 *                                `times` sends it so often, `at` is its time (ms), `timestamp`
 *                                that of the signature (s), `secret` another secret, `tamper`
 *                                changes the body after signing, `accountId`, `url`
 *   hold(), release(order)       keeps what happens; then sends it, 'forward', 'backward', or in an
 *                                order that a function makes of the list
 *   redeliver()                  what got no answer or a 5xx once more, as Zoom does after 5, 20
 *                                and 60 minutes; resolves to the new deliveries
 *   settled()                    resolves when nothing is under way
 */
export function createWebhooks(zoom) {
  let subscription;
  let held;
  const underWay = new Set();

  const webhooks = {
    secret: randomBytes(18).toString('base64url'),
    patience: PATIENCE,
    deliveries: [],
    async subscribe(url, events = /./) {
      if (!await webhooks.validate(url)) throw new Error(`${url} did not pass the validation`);
      subscription = { url, events };
    },
    unsubscribe() { subscription = undefined; },
    async validate(url) {
      const plainToken = randomBytes(16).toString('base64url');
      const { status, text } = await post(url, signed(zoom, webhooks.secret, {
        event: 'endpoint.url_validation', event_ts: zoom.now(), payload: { plainToken },
      }), webhooks.patience);
      return status === 200 && isProof(text, plainToken, hmac(webhooks.secret, plainToken));
    },
    happened(event, details, options) {
      if (!subscription?.events.test(event)) return;
      const envelope = envelopeOf(zoom, event, details, options);
      const job = () => deliver(envelope);
      if (held) held.push(job);
      else job();
    },
    async send(event, details, { times = 1, at, ...options } = {}) {
      const envelope = envelopeOf(zoom, event, details, { at, ...options });
      let last;
      for (let i = 0; i < times; i += 1) last = await deliver(envelope, options);
      return last;
    },
    hold() { held ??= []; },
    async release(order = 'forward') {
      const jobs = ORDERS[order]?.(held ?? []) ?? order(held ?? []);
      held = undefined;
      for (const job of jobs) await job();
    },
    async redeliver() {
      const failed = webhooks.deliveries.filter(({ status, repeated }) => (
        !repeated && (status === null || status >= 500)));
      for (const delivery of failed) delivery.repeated = true;
      return Promise.all(failed.map(({ envelope }) => deliver(envelope)));
    },
    async settled() {
      while (underWay.size) await Promise.all(underWay);
    },
  };

  function deliver(envelope, options = {}) {
    const sending = perform(envelope, options).finally(() => underWay.delete(sending));
    underWay.add(sending);
    return sending;
  }

  async function perform(envelope, { url, secret = webhooks.secret, timestamp, tamper }) {
    const message = signed(zoom, secret, envelope, timestamp);
    if (tamper) message.body = tamper(message.body);
    const delivery = {
      event: envelope.event, envelope, body: message.body, time: zoom.now(), status: null,
    };
    webhooks.deliveries.push(delivery);
    const began = performance.now();
    Object.assign(delivery, await post(url ?? subscription.url, message, webhooks.patience));
    delivery.ms = performance.now() - began;
    return delivery;
  }

  return webhooks;
}

const ORDERS = {
  forward: (jobs) => jobs,
  backward: (jobs) => jobs.toReversed(),
};

const hmac = (secret, text) => createHmac('sha256', secret).update(text).digest('hex');

function isProof(text, plainToken, encryptedToken) {
  try {
    const proof = JSON.parse(text);
    return proof.plainToken === plainToken && proof.encryptedToken === encryptedToken;
  } catch {
    return false;
  }
}

function envelopeOf(zoom, event, details, { at = zoom.now(), accountId = zoom.account.id } = {}) {
  const { payload, ...top } = details.object ? { payload: details } : EVENTS[event](zoom, details);
  const envelope = { event, event_ts: at, payload: { account_id: accountId, ...payload }, ...top };
  if (!details.object) zoom.contract?.checkEvent(envelope);
  return envelope;
}

function signed(zoom, secret, envelope, timestamp = Math.floor(zoom.now() / 1000)) {
  const body = JSON.stringify(envelope);
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-zm-request-timestamp': String(timestamp),
      'x-zm-signature': `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`,
    },
  };
}

// Zoom follows no redirect.
async function post(url, { headers, body }, patience) {
  try {
    const response = await fetch(url, {
      method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(patience),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: null, text: '' };
  }
}
