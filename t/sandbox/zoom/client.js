// SPDX-License-Identifier: Apache-2.0
// A plain client of the simulated Zoom, for tests that look at the account from outside the module.

/**
 * A client with a token of its own: `token` (text), `call(method, path, {query, json, headers})`
 * with the path below /v2, resolving to {status, headers, body (parsed, undefined when empty)}.
 */
export async function createClient(zoom) {
  const answer = await requestToken(zoom);
  const token = answer.body.access_token;
  return {
    token,
    scope: answer.body.scope,
    async call(method, path, { query, json, headers } = {}) {
      const parameters = query ? `?${new URLSearchParams(query)}` : '';
      const response = await fetch(`${zoom.apiBase}${path}${parameters}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: json === undefined ? undefined : JSON.stringify(json),
      });
      return read(response);
    },
  };
}

/** POST /oauth/token with anything replaced: {status, body}. */
export async function requestToken(zoom, { credentials, form, headers, query = '' } = {}) {
  const { clientId, clientSecret, id } = zoom.account;
  const basic = Buffer.from(credentials ?? `${clientId}:${clientSecret}`).toString('base64');
  return read(await fetch(`${zoom.oauthBase}/oauth/token${query}`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, ...headers },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: id, ...form }),
  }));
}

async function read(response) {
  const text = await response.text();
  return {
    status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined,
  };
}
