// SPDX-License-Identifier: Apache-2.0
// The LMS's signing keys: the newest signs, all are published.

import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { CompactSign } from 'jose';
import { keepSecret } from '../../lib/secrets.js';

const generate = promisify(generateKeyPair);

async function newKey() {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const { kty, n, e } = publicKey.export({ format: 'jwk' });
  const kid = randomBytes(8).toString('hex');
  return { kid, privateKey, publicKey, jwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' } };
}

/**
 * A ring of two RSA keys. `rotate({keepOld = true})` puts a new key in front and, unless told
 * otherwise, goes on publishing the others. `jwks()` is the public set. `sign(header, payload)`
 * gives a compact RS256 token with the current key; `payload` is an object or, to say what no JSON
 * library would, the JSON text itself. `current` and `all` give the keys {kid, privateKey,
 * publicKey, jwk} to tests that forge.
 */
export async function createKeyRing() {
  const keys = await Promise.all([newKey(), newKey()]);
  return {
    get current() { return keys[0]; },
    get all() { return [...keys]; },
    async rotate({ keepOld = true } = {}) {
      if (!keepOld) keys.length = 0;
      keys.unshift(await newKey());
      return keys[0];
    },
    jwks: () => ({ keys: keys.map((key) => key.jwk) }),
    header: () => ({ typ: 'JWT', alg: 'RS256', kid: keys[0].kid }),
    async sign(header, payload) {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      return keepSecret(await new CompactSign(Buffer.from(text)).setProtectedHeader(header)
        .sign(keys[0].privateKey), 'a token of the LMS');
    },
  };
}
