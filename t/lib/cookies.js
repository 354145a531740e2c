// SPDX-License-Identifier: Apache-2.0
// A cookie jar with the rules of browsers that matter here: host, path, lifetime, and which cookies
// are not taken at all.

import { keepSecret } from './secrets.js';

const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;

/**
 * A jar: `store(url, setCookieLines)` takes what a browser would take, `header(url)` is the value
 * of the Cookie header for a request ('' for none), `all()` lists {name, value, host, path,
 * expires, attributes} as kept, `delete(name)` removes by name, `clear()` removes all. As in
 * browsers, ports do not separate cookies, `Secure` cookies go to https and to loopback hosts, and
 * SameSite=None without Secure is refused.
 */
export function createJar(now = Date.now) {
  const cookies = new Map();
  const keyOf = ({ host, path, name }) => `${host}${path};${name}`;
  const fresh = () => [...cookies.values()].filter((cookie) => cookie.expires > now());

  return {
    store(url, lines = []) {
      for (const line of lines) {
        const cookie = parse(line, new URL(url), now());
        if (cookie) cookies.set(keyOf(cookie), cookie);
        keepSecret(cookie?.value, `the cookie ${cookie?.name}`);
      }
    },
    header(url) {
      const { hostname, pathname, protocol } = new URL(url);
      return fresh()
        .filter((cookie) => cookie.host === hostname && covers(cookie.path, pathname))
        .filter((cookie) => !('secure' in cookie.attributes) || isSafe(protocol, hostname))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    },
    all: fresh,
    delete(name) {
      for (const cookie of fresh()) if (cookie.name === name) cookies.delete(keyOf(cookie));
    },
    clear: () => cookies.clear(),
  };
}

const isSafe = (protocol, hostname) => protocol === 'https:' || LOOPBACK.test(hostname);

function covers(path, pathname) {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function parse(line, { hostname, pathname, protocol }, now) {
  const [pair, ...rest] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const attributes = Object.fromEntries(rest.map((part) => {
    const [name, ...value] = part.split('=');
    return [name.toLowerCase(), value.join('=')];
  }));
  if (at < 1) return undefined;
  if ('secure' in attributes && !isSafe(protocol, hostname)) return undefined;
  if (/^none$/i.test(attributes.samesite ?? '') && !('secure' in attributes)) return undefined;
  return {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    host: hostname,
    path: attributes.path?.startsWith('/') ? attributes.path : directoryOf(pathname),
    expires: expiryOf(attributes, now),
    attributes,
  };
}

const directoryOf = (pathname) => pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')));

function expiryOf(attributes, now) {
  if ('max-age' in attributes) return now + Number(attributes['max-age']) * 1000;
  return attributes.expires ? Date.parse(attributes.expires) : Infinity;
}
