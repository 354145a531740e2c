// SPDX-License-Identifier: Apache-2.0
// A browser without a window: cookies, forms and redirects, but nothing happens that a test has not
// asked for.

import http from 'node:http';
import https from 'node:https';
import { createJar } from './cookies.js';

// A safety net: what is answered late on a busy machine is answered.
const DEADLINE = 120_000;

// Well before httpd closes an idle connection (httpd-config.js): no request must meet that.
const IDLE = 2500;

// An agent whose connections are left in time. What is in use has no limit here.
const leavingInTime = (Agent) => class extends Agent {
  keepSocketAlive(socket) {
    const kept = super.keepSocketAlive(socket);
    socket.setTimeout(IDLE);
    return kept;
  }

  reuseSocket(socket, request) {
    socket.setTimeout(0);
    super.reuseSocket(socket, request);
  }
};
const HttpAgent = leavingInTime(http.Agent);
const HttpsAgent = leavingInTime(https.Agent);

/**
 * A browser with its own cookie jar. `request(method, url, options)` sends one request, follows no
 * redirect, and resolves to
 *
 *   {status, headers, body, url, location, json(), setCookies}
 *
 * with `location` absolute and `body` as text. Options: `headers`, `body` (text or Buffer), `form`
 * (object or URLSearchParams, sent as a form), `json` (sent as JSON), `signal`. `get` and `post`
 * are short for it. `jar` is the cookie jar (see cookies.js). Every host name is taken for this
 * machine. Options of the browser: `cookies: false` refuses all cookies; `ca` trusts a private
 * certificate authority; `keepAlive: false` opens a connection per request, which a test that posts
 * while httpd restarts needs: only a GET is repeated on a connection that was closed when idle.
 */
export function createBrowser({ cookies = true, ca, keepAlive = true, headers: usual } = {}) {
  const jar = createJar();
  const agents = {
    'http:': new HttpAgent({ keepAlive }),
    'https:': new HttpsAgent({ keepAlive, ca }),
  };

  const browser = {
    jar,
    async request(method, url, options = {}) {
      const { body, type } = encode(options);
      const headers = { ...usual, ...options.headers };
      const cookie = cookies ? jar.header(url) : '';
      if (cookie && !headers.cookie) headers.cookie = cookie;
      if (type && !headers['content-type']) headers['content-type'] = type;
      if (body !== undefined) headers['content-length'] ??= Buffer.byteLength(body);
      const answer = await sendAgainIfStale(
        agents, method, url, { headers, body, signal: options.signal });
      if (cookies) jar.store(url, answer.setCookies);
      return answer;
    },
    get: (url, options) => browser.request('GET', url, options),
    post: (url, options) => browser.request('POST', url, options),
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
  return browser;
}

function encode({ body, form, json }) {
  if (form !== undefined) {
    return {
      body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded',
    };
  }
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  return { body };
}

// A server may close an idle connection just as it is taken for the next request. Browsers then ask
// again; here only what is safe to ask twice is, so that a test never counts a write double.
async function sendAgainIfStale(agents, method, url, options) {
  try {
    return await send(agents, method, url, options);
  } catch (error) {
    if (!error.stale || method !== 'GET') throw error;
    return send(agents, method, url, options);
  }
}

function send(agents, method, url, { headers, body, signal }) {
  const { protocol } = new URL(url);
  const options = {
    method, headers, signal, agent: agents[protocol], lookup: thisMachine, timeout: DEADLINE,
  };
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? https : http).request(url, options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(answerOf(url, response, Buffer.concat(chunks))));
    });
    request.on('error', (error) => {
      error.stale = request.reusedSocket && error.code === 'ECONNRESET';
      reject(error);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in time: ${method} ${url}`)));
    request.end(body);
  });
}

function thisMachine(hostname, options, callback) {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
}

function answerOf(url, { statusCode, headers }, content) {
  const body = content.toString('utf8');
  return {
    url,
    status: statusCode,
    headers,
    body,
    location: headers.location && new URL(headers.location, url).href,
    setCookies: headers['set-cookie'] ?? [],
    json: () => JSON.parse(body),
  };
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name]);

/** The first form of a page: {action (absolute), method, fields (URLSearchParams of inputs)}. */
export function formOf({ body, url }) {
  const form = /<form\b[^>]*>/i.exec(body)?.[0];
  if (!form) throw new Error(`no form in the answer of ${url}:\n${body.slice(0, 500)}`);
  const fields = new URLSearchParams();
  for (const [input] of body.matchAll(/<input\b[^>]*>/gi)) {
    fields.append(attribute(input, 'name'), attribute(input, 'value') ?? '');
  }
  return {
    action: new URL(attribute(form, 'action') ?? url, url).href,
    method: (attribute(form, 'method') ?? 'get').toUpperCase(),
    fields,
  };
}

function attribute(tag, name) {
  const value = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value === undefined ? undefined : unescape(value);
}
