// SPDX-License-Identifier: Apache-2.0
// Refusals in Zoom's own words, and the difference that matters to a test: an ordinary refusal (a
// meeting is gone) against a broken rule (a client that sends an unknown field has a bug).

/** An answer `{code, message, errors?}` with an HTTP status; `rule` names a broken rule, if any. */
export class ApiError extends Error {
  constructor(status, code, message, { errors, rule, headers } = {}) {
    super(message);
    Object.assign(this, { status, code, errors, rule, headers });
  }

  body() {
    const { code, message, errors } = this;
    return errors ? { code, message, errors } : { code, message };
  }
}

export const noSuchUser = (id) => new ApiError(404, 1001, `User does not exist: ${id}.`);

export const noSuchMeeting = (id) => new ApiError(404, 3001, `Meeting does not exist: ${id}.`);

export const invalidToken = (message = 'Invalid access token.') => new ApiError(401, 124, message);

/** 400/300 for fields that break the documented types or limits: `errors` is [{field, message}]. */
export function invalidFields(errors, rule = 'fields') {
  return new ApiError(400, 300, 'Validation Failed.', { errors, rule });
}

/** 400/300 for one field whose value Zoom may refuse though its form is right. */
export function refusedField(field, message) {
  return new ApiError(400, 300, 'Validation Failed.', { errors: [{ field, message }] });
}

/** 400/300 for values that are well formed and yet never sent by a correct client. */
export function brokenRule(rule, field, message) {
  return invalidFields([{ field, message }], rule);
}
