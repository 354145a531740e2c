// SPDX-License-Identifier: Apache-2.0
// Refusals of logins and launches: ways to bend a launch by one thing, and what every refusal owes:
// to the person a sentence and a tag, to the admin a line in the log with the cause, to an attacker
// nothing.

import assert from 'node:assert/strict';
import { createSign } from 'node:crypto';
import { test } from 'node:test';
import { createBrowser, launch } from './launch.js';

export const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';

export const now = () => Math.floor(Date.now() / 1000);

/** Changes one claim; undefined removes it. The names of LTI's own claims go without prefix. */
export const claim = (name, value) => ({
  claims(claims) {
    const full = `${LTI}${name}` in claims ? `${LTI}${name}` : name;
    claims[full] = typeof value === 'function' ? value(claims[full]) : value;
  },
});

/** Changes parameters of the login; undefined removes one. */
export const login = (changes) => ({ login: changes });

/** Changes what is posted to the tool. */
export const post = (change) => ({ form: change });

/** The claims' JSON text, changed by hand. */
export const text = (change) => ({ claims: (claims) => change(JSON.stringify(claims)) });

/** Puts `json`, the text of a member's value, in the place of a claim's. */
export const claimText = (name, json) => text((claims) => {
  const others = JSON.stringify({ ...JSON.parse(claims), [name]: undefined });
  return `{${JSON.stringify(name)}:${json},${others.slice(1)}`;
});

export const encode = (value) => Buffer.from(
  typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token of any header and any signature, also those that no library would make. */
export const forge = (change, signature = () => '') => ({
  sign({ header: given, claims, lms }) {
    const header = typeof change === 'string' ? change : { ...given, ...change };
    const clear = `${encode(header)}.${encode(claims)}`;
    return `${clear}.${signature(clear, lms)}`;
  },
});

/** The right signature. */
export const rsa = (clear, lms, hash = 'sha256') => createSign(hash).update(clear)
  .sign(lms.keys.current.privateKey, 'base64url');

/** What of a launch must never be in a log: token, state, nonce, cookies. */
export function secretsOf(answer) {
  const asked = answer.steps?.[1]?.location;
  const parameters = asked ? new URL(asked).searchParams : new URLSearchParams();
  const cookies = [...(answer.steps ?? []), answer].flatMap(({ setCookies }) => setCookies ?? [])
    .map((cookie) => /=([^;]*)/.exec(cookie)[1]);
  return [answer.token, parameters.get('state'), parameters.get('nonce'), ...cookies]
    .filter((secret) => secret?.length > 15);
}

/**
 * The answer refuses with `status` and `tag`, says so in a sentence, gives nothing and leads
 * nowhere. The log has one line under that tag and request id, which holds `phrase`, says where to
 * look (a directive, the LMS, the browser), and no secret of the launch is anywhere in the log.
 */
export function assertRefused(campus, answer, status, tag, phrase) {
  assert.equal(answer.status, status, answer.body);
  const { error, ...rest } = answer.json();
  assert.deepEqual(rest, {});
  assert.equal(error.tag, tag, JSON.stringify(error));
  assert.deepEqual(Object.keys(error).sort(), ['kind', 'message', 'request_id', 'tag']);
  assert.match(error.message, /^[A-Z].*\.$/);
  assert.deepEqual(answer.setCookies, []);
  assert.equal(answer.location, undefined);

  const log = campus.httpd.errorLog();
  const lines = log.split('\n').filter((line) => line.includes(`request ${error.request_id}]`));
  assert.equal(lines.length, 1, lines.join('\n'));
  const [, cause] = new RegExp(`${tag}: ${error.kind}: (.*) \\[[A-Z]+ /\\S*, request`)
    .exec(lines[0]) ?? [];
  assert.ok(cause?.includes(phrase), `${phrase} in ${lines[0]}`);
  assert.match(cause, /LTIZoom|\bLMS|browser|the body|Content-Type|form:/, 'where to look');
  for (const secret of secretsOf(answer)) assert.ok(!log.includes(secret), 'a secret in the log');
}

/**
 * Tests, one for each row [name, change (options of launch()), status, tag, phrase]: the launch
 * with that change is refused at `step`, and the same browser then launches well. `campus()` is the
 * campus once it runs; `good` what every launch has in common.
 */
export function refusals(campus, title, step, rows, good) {
  for (const [name, change, status, tag, phrase] of rows) {
    test(`${title}: ${name}`, async () => {
      const browser = createBrowser();
      const { lms } = campus();
      let token;
      const answer = await launch({
        lms,
        browser,
        ...good,
        ...change,
        form: (fields) => {
          token = fields.get('id_token');
          return change.form?.(fields);
        },
      });
      assert.equal(answer.step, step, answer.body);
      assertRefused(campus(), { ...answer, token }, status, tag, phrase);

      const next = await launch({ lms, browser, ...good });
      assert.equal(next.status, 303, next.body);
    });
  }
}
