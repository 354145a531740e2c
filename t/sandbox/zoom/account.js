// SPDX-License-Identifier: Apache-2.0
// What belongs to the account as a whole: its domains, its locks, its tracking fields.

import { randomBytes } from 'node:crypto';
import { ApiError } from './errors.js';
import { accountLocks } from './locks.js';

function requireAccount(zoom, id) {
  if (id !== 'me' && id !== zoom.account.id) {
    throw new ApiError(404, 2001, `Account does not exist: ${id}`);
  }
  return zoom.account;
}

/** Operation: GET /accounts/{accountId}/managed_domains. */
export function listManagedDomains(zoom, { params }) {
  const domains = requireAccount(zoom, params.accountId).managedDomains
    .map((domain) => ({ domain, status: 'verified' }));
  return { status: 200, body: { domains, total_records: domains.length } };
}

/** Operation: GET /accounts/{accountId}/trusted_domains. */
export function listTrustedDomains(zoom, { params }) {
  const { trustedDomains } = requireAccount(zoom, params.accountId);
  return { status: 200, body: { trusted_domains: trustedDomains } };
}

/** Operation: GET /accounts/{accountId}/lock_settings. */
export function getAccountLocks(zoom, { params, query }) {
  const { locked } = requireAccount(zoom, params.accountId);
  return { status: 200, body: accountLocks(locked, query.option) };
}

/** Adds a tracking field and returns the record; only `field`, its label, is required. */
export function addTrackingField(zoom, fields) {
  const record = {
    id: randomBytes(12).toString('base64url'),
    required: false,
    visible: true,
    recommended_values: [],
    ...fields,
  };
  if (!record.field) throw new Error('a tracking field needs a label');
  zoom.trackingFields.push(record);
  return record;
}

/** Operation: GET /tracking_fields. */
export function listTrackingFields(zoom) {
  return {
    status: 200,
    body: { total_records: zoom.trackingFields.length, tracking_fields: zoom.trackingFields },
  };
}
