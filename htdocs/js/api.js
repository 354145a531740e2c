// SPDX-License-Identifier: Apache-2.0
// Speaking with the server. Every call resolves to the answer's JSON or throws a Refusal.

import { dropSession, keptSession } from './session.js';
import { fieldSaid, prepare as prepareToTell, prepareForFields } from './telling.js';

// Longer than the server's own deadline, so that it is the server who says what went wrong.
const PATIENCE = 20_000;

// Why a call has no answer. `kind` is the server's, or one of ours:
//   "unreachable"  no answer came: the network, or nobody there;
//   "unreadable"   an answer came that is not the server's own, such as a proxy's page.
// `fields` maps names of fields, dotted as in "settings.waiting_room", to what is wrong with them, in
// the reader's language.
export class Refusal extends Error {
  constructor({ status = 0, kind, message = '', tag = '', request_id = '', fields = {} },
    retryAfter = 0) {
    super(message || kind);
    Object.assign(this, { status, kind, tag, retryAfter });
    this.fields = Object.fromEntries(
      Object.entries(fields).map(([name, said]) => [name, fieldSaid(said)]));
    this.sentence = message;
    this.requestId = request_id;
  }
}

// With the session that the tab keeps, if it keeps one, else with the cookie.
async function send(path, { headers, ...options }) {
  const session = keptSession();
  const bearer = session ? { Authorization: `Bearer ${session}` } : {};
  try {
    return await fetch(path, {
      ...options, headers: { ...headers, ...bearer }, signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Refusal({ kind: 'unreachable' });
  }
}

// A kept session that no longer opens may stand beside a cookie that does.
async function sendOnce(path, options) {
  const answer = await send(path, options);
  if (answer.status === 401 && keptSession()) {
    dropSession();
    return send(path, options);
  }
  return answer;
}

function refusalOf(answer, body) {
  const seconds = Number.parseInt(answer.headers.get('Retry-After') ?? '', 10) || 0;
  return new Refusal({ kind: 'unreadable', ...body?.error, status: answer.status }, seconds);
}

async function bodyOf(answer) {
  if (answer.status === 204) {
    return null;
  }
  const body = await answer.json().catch(() => null);
  if (body?.error || body?.warnings?.length) {
    await Promise.all([prepareToTell(), body.error?.fields && prepareForFields()]);
  }
  if (answer.ok && body) {
    return body;
  }
  throw refusalOf(answer, body);
}

const call = async (path, options) => bodyOf(await sendOnce(path, options));

// What was read last: { path, tag, body }.
let last = {};

// The data of a view, by the address that also shows its page; and whatever else is only read. What
// is asked for again and has stayed as it was is not sent again.
export async function getView(path) {
  const known = last.path === path && last.tag ? last : null;
  const answer = await sendOnce(path, {
    headers: { Accept: 'application/json', ...(known && { 'If-None-Match': known.tag }) },
  });
  if (known && answer.status === 304) {
    return known.body;
  }
  const body = await bodyOf(answer);
  last = { path, tag: answer.headers.get('ETag'), body };
  return body;
}

const write = (method, path, body, { csrf, key }) => call(path, {
  method,
  headers: {
    Accept: 'application/json',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    'X-LTI-Zoom-CSRF': csrf,
    ...(key && { 'Idempotency-Key': key }),
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

// Asks the server to do something. `me` is the view's, with its `csrf`. `key`, beside it, names this
// one wish, where it makes something: sent again, nothing is made twice.
export const post = (path, body, me) => write('POST', path, body, me);

// The same with a file of the person's, sent as it is.
export const postFile = (path, file, type, { csrf }) => call(path, {
  method: 'POST',
  headers: { Accept: 'application/json', 'Content-Type': type, 'X-LTI-Zoom-CSRF': csrf },
  body: file,
});

// Changes the fields that `body` holds; again, it comes to the same.
export const patch = (path, body, me) => write('PATCH', path, body, me);

// Takes it away; resolves to null.
export const remove = (path, me) => write('DELETE', path, undefined, me);

const NAMED = /filename="([^"]+)"/;

// A file: { blob, name }, the name as the server says, else by the end of its address.
export async function fetchFile(path) {
  const answer = await sendOnce(path, { headers: {} });
  if (!answer.ok) {
    throw refusalOf(answer, await answer.json().catch(() => null));
  }
  const { pathname } = new URL(path, location.origin);
  const [, named] = NAMED.exec(answer.headers.get('Content-Disposition') ?? '') ?? [];
  return {
    blob: await answer.blob(), name: named ?? pathname.slice(pathname.lastIndexOf('/') + 1),
  };
}
