// SPDX-License-Identifier: Apache-2.0
// POST /oauth/token for Server-to-Server apps, and the check of a bearer token.

import { randomBytes } from 'node:crypto';
import { keepSecret } from '../../lib/secrets.js';
import { duplicates, mediaType } from '../listener.js';
import { invalidToken } from './errors.js';

/**
 * Answers a token request with `{status, body}`. Refusals have the OAuth host's own form
 * {reason, error}; those that no correct client causes are recorded by `violate(rule, detail)`.
 */
export function issueToken(zoom, { headers, query, text }, violate) {
  const refuse = (error, reason, rule) => {
    if (rule) violate(rule, reason);
    return { status: 400, body: { reason, error } };
  };
  if (mediaType(headers) !== 'application/x-www-form-urlencoded') {
    return refuse('invalid_request', 'The body must be a form', 'content type');
  }
  if ([...query].length) {
    return refuse('invalid_request', 'Parameters belong in the body', 'token query');
  }
  const form = new URLSearchParams(text);
  const unknown = [...form.keys()].filter((name) => !['grant_type', 'account_id'].includes(name));
  if (unknown.length || duplicates(form).length) {
    return refuse('invalid_request', `Unexpected: ${[...form.keys()]}`, 'token form');
  }
  if (!isClient(zoom.account, headers.authorization)) {
    return refuse('invalid_client', 'Invalid client_id or client_secret');
  }
  if (form.get('grant_type') !== 'account_credentials') {
    return refuse('unsupported_grant_type', 'unsupported grant type', 'grant type');
  }
  if (form.get('account_id') !== zoom.account.id) {
    return refuse('invalid_request', 'Account does not exist');
  }
  return { status: 200, body: newToken(zoom) };
}

function isClient(account, authorization = '') {
  const [scheme, credentials] = authorization.split(' ');
  const expected = Buffer.from(`${account.clientId}:${account.clientSecret}`).toString('base64');
  return scheme.toLowerCase() === 'basic' && credentials === expected;
}

function newToken(zoom) {
  if (zoom.oneTokenOnly) zoom.tokens.clear();
  const token = `eyJzdiI6IjAwMDAwMSJ9.${randomBytes(60).toString('base64url')}`;
  keepSecret(token, 'an access token of Zoom');
  const scopes = [...zoom.scopes];
  zoom.tokens.set(token, { scopes, expires: zoom.now() + zoom.tokenLifetime * 1000 });
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: zoom.tokenLifetime,
    scope: scopes.join(' '),
    api_url: zoom.url,
  };
}

/** The scopes that the request's bearer token carries; throws 401/124 for any that is not valid. */
export function scopesOf(zoom, { headers, query }) {
  if (query.has('access_token')) {
    throw Object.assign(invalidToken(), { rule: 'token in the URL' });
  }
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  const known = scheme.toLowerCase() === 'bearer' ? zoom.tokens.get(token) : undefined;
  if (!known) throw invalidToken();
  if (known.expires <= zoom.now()) throw invalidToken('Access token is expired.');
  return known.scopes;
}
