// SPDX-License-Identifier: Apache-2.0
// Opens and makes what the module seals, with its secret: for tests that let time pass, or that
// forge what only the module could have made. The form is described in base/seal.h.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const SALT = 'mod_lti_zoom seal v1';
const HEAD = 17;
const TAG = 16;

const derive = (secret, info, size) => Buffer.from(hkdfSync('sha256', secret, SALT, info, size));

/** The JSON value that `sealed` holds; throws unless it was sealed for `purpose`. */
export function openSealed(secret, purpose, sealed) {
  const bytes = Buffer.from(sealed, 'base64url');
  const cipher = createDecipheriv('aes-256-gcm', derive(secret, purpose, 32), bytes.subarray(5, HEAD));
  cipher.setAAD(Buffer.concat([bytes.subarray(0, 5), Buffer.from(purpose)]));
  cipher.setAuthTag(bytes.subarray(-TAG));
  const clear = [cipher.update(bytes.subarray(HEAD, -TAG)), cipher.final()];
  return JSON.parse(Buffer.concat(clear));
}

/** `value` sealed as JSON for `purpose`. */
export function seal(secret, purpose, value) {
  const head = Buffer.concat([Buffer.from([1]), derive(secret, 'key id', 4)]);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(secret, purpose, 32), nonce);
  cipher.setAAD(Buffer.concat([head, Buffer.from(purpose)]));
  const clear = [cipher.update(JSON.stringify(value)), cipher.final()];
  return Buffer.concat([head, nonce, ...clear, cipher.getAuthTag()]).toString('base64url');
}
