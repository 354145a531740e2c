// SPDX-License-Identifier: Apache-2.0
// Bad weather on demand: what a simulator does to a request instead of, or on top of, answering it.
//
// A fault matches by operation name, method and path, acts `times` times, and is one of
//
//   status    answer `status` with an API error {code, message} and `headers`
//   delay     wait `ms`, then go on
//   reset     end the TCP connection with RST
//   half      announce the whole answer, send half of it, cut the connection
//   notjson   answer `status` (200) as application/json with a text that is none
//   html      answer `status` (502) with a web page, as a proxy in between would
//   hang      accept the request and never answer
//
// With `after: true` the operation takes effect first and only its answer suffers: the case in
// which a client cannot know whether its write happened. `half` is always of that kind.

const KINDS = ['status', 'delay', 'reset', 'half', 'notjson', 'html', 'hang'];

/**
 * A list of faults: `add(fault)` returns a handle `{hits, remove()}`, `take(request, after)` gives
 * the first fault that matches `{operation, method, path}` in that phase and counts it, `clear()`
 * removes all. `fault.path` is a prefix or a RegExp, `fault.when` a function (request) that is
 * asked of each request that the others match; a fault without matchers meets every request.
 */
export function createFaults() {
  const active = [];
  return {
    add(fault) {
      if (!KINDS.includes(fault.kind)) throw new Error(`unknown kind of fault: ${fault.kind}`);
      const entry = { times: Infinity, after: fault.kind === 'half', ...fault, hits: 0 };
      active.push(entry);
      return {
        get hits() { return entry.hits; },
        remove() {
          const at = active.indexOf(entry);
          if (at >= 0) active.splice(at, 1);
        },
      };
    },
    take(request, after) {
      const found = active.find((fault) => (
        fault.hits < fault.times && fault.after === after && matches(fault, request)));
      if (found) found.hits += 1;
      return found;
    },
    clear() { active.length = 0; },
  };
}

function matches(fault, request) {
  if (fault.operation && fault.operation !== request.operation) return false;
  if (fault.method && fault.method !== request.method) return false;
  if (fault.path && !isBelow(fault.path, request.path)) return false;
  return !fault.when || fault.when(request);
}

const isBelow = (wanted, path) => (
  wanted instanceof RegExp ? wanted.test(path) : path.startsWith(wanted));

/** Waits `ms`; does not keep the process alive. */
export function pause(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms).unref(); });
}

/**
 * Lets `fault` act on a response. `answer` is `{status, headers, body}` where the operation has
 * already run, else undefined. Resolves to false when the exchange should go on (a delay), true
 * when the fault has dealt with it; for `hang` once the client has gone.
 */
export async function suffer(fault, response, answer) {
  switch (fault.kind) {
    case 'delay':
      await pause(fault.ms ?? 1000);
      return false;
    case 'reset':
      response.socket.resetAndDestroy();
      return true;
    case 'half':
      sendHalf(response, answer);
      return true;
    case 'hang':
      await new Promise((resolve) => { response.once('close', resolve); });
      return true;
    default:
      sendInstead(fault, response);
      return true;
  }
}

function sendHalf(response, answer) {
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}

function sendInstead(fault, response) {
  const texts = {
    status: JSON.stringify({ code: fault.code ?? fault.status, message: fault.message ?? 'Fault' }),
    notjson: '{"meetings": [oops',
    html: '<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>',
  };
  const type = fault.kind === 'html' ? 'text/html; charset=utf-8' : 'application/json';
  const usual = { status: 500, notjson: 200, html: 502 };
  response.writeHead(fault.status ?? usual[fault.kind], { 'content-type': type, ...fault.headers });
  response.end(texts[fault.kind]);
}
