// SPDX-License-Identifier: Apache-2.0
// A whole campus: simulated LMSs, a simulated Zoom, and an httpd that ties them together with the
// module, configured as an administrator would.

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startLms } from '../sandbox/lms/index.js';
import { startZoom } from '../sandbox/zoom/index.js';
import { createSecondJudge } from '../sandbox/zoom/second-judge.js';
import { startHttpd } from './httpd.js';
import { startPostgres } from './postgres.js';
import { freePort } from './ports.js';
import { until } from './processes.js';
import { keepSecret } from './secrets.js';
import { writeRsaKey } from './tls.js';

// An event that a busy machine answers late has been answered. In ms.
const PATIENCE = 60_000;

/**
 * Starts a campus and resolves to {lms, lmss, zoom, httpd, postgres, base, stop(options)}: `lms` is
 * the first of `lmss`, `base` the tool's address (http://localhost:port/zoom), `stop` ends all and
 * has the guard of httpd.stop(). Options:
 *
 *   lms         options of startLms, or a list of such for several platforms
 *   zoom        options of startZoom, or a running one, which is then left running
 *   httpd       options of startHttpd
 *   db          'sqlite' (default) or 'pgsql'
 *   account     {directive: text | undefined}: changes within <LTIZoomAccount>; undefined removes
 *   platforms   the same for each <LTIZoomPlatform>, in the order of `lms`
 *   server      the same for the module's other directives and mod_dbd's
 *   directives  text added to the virtual host
 *   webhooks    true: LTIZoomWebhookSecret is set, and Zoom sends its events to the tool; a RegExp:
 *               those whose names match
 *   mount       the path of the base URL, '/zoom'
 *   origin      where browsers find the tool when a TLS front stands before httpd
 *
 * Resolves after the first round of the module's background task, unless LTIZoomBackground is Off.
 */
export async function startCampus(options = {}) {
  const stops = [];
  const started = async (starting, stop = (part) => part.stop()) => {
    const part = await starting;
    stops.unshift((how) => stop(part, how));
    return part;
  };
  const stopAll = async (how) => {
    let failure;
    for (const stop of stops.splice(0)) { // httpd first, so that it misses nothing while it ends
      await stop(how).catch((error) => { failure ??= error; });
    }
    if (failure) throw failure;
  };

  try {
    const wanted = [options.lms ?? {}].flat();
    const [zoom, postgres, ...lmss] = await Promise.all([
      options.zoom?.stop ? options.zoom : started(startZoom(options.zoom)),
      options.db === 'pgsql' ? started(startPostgres()) : undefined,
      ...wanted.map((one) => started(startLms(one))),
    ]);
    zoom.secondJudge ??= createSecondJudge();
    zoom.webhooks.patience = PATIENCE;
    stops.push(zoom.secondJudge.heard);
    const port = options.httpd?.port ?? await freePort();
    const scheme = options.httpd?.tls ? 'https' : 'http';
    const mount = options.mount ?? '/zoom';
    const origin = options.origin ?? `${scheme}://${options.httpd?.host ?? 'localhost'}:${port}`;
    const base = `${origin}${mount}`;
    for (const lms of lmss) {
      lms.tool ??= { loginUrl: `${base}/login`, launchUrl: `${base}/launch` };
    }
    const parts = { ...options, zoom, postgres, lmss, base };
    const httpd = await started(
      startHttpd({
        ...options.httpd,
        port,
        prepare: async (root) => {
          await writeSecrets(root, parts);
          const more = await options.httpd?.prepare?.(root);
          return {
            global: more?.global,
            directives: [
              campusDirectives(root, parts), more?.directives, options.directives,
            ].filter(Boolean).join('\n'),
          };
        },
      }),
      (part, how) => part.stop(how),
    );
    await backgroundReady(httpd, options);
    for (const lms of lmss) lms.tool.ca ??= httpd.ca;
    if (options.webhooks) {
      const events = options.webhooks === true ? undefined : options.webhooks;
      await zoom.webhooks.subscribe(eventsUrl(base), events);
    }
    return { lms: lmss[0], lmss, zoom, httpd, postgres, base, stop: stopAll };
  } catch (error) {
    await stopAll().catch(() => {});
    throw error;
  }
}

/** Where the tool at `base` takes the events of its account. */
export const eventsUrl = (base) => `${base}/webhook/main`;

// Its first round gets a token from Zoom: what a test counts or breaks later comes behind that.
async function backgroundReady({ errorLog }, { server, httpd = {} }) {
  const { withModule = true, logLevel = 'info' } = httpd;
  if (server?.LTIZoomBackground === 'Off' || !withModule || /warn|error/.test(logLevel)) return;
  await until(() => /\bLZ0721:/.test(errorLog()), {
    what: 'the first round of the background task', explain: errorLog,
  });
}

async function writeSecrets(root, { zoom, lmss }) {
  const write = (name, text) => {
    writeFileSync(path.join(root, name), `${keepSecret(text, name)}\n`, { mode: 0o600 });
  };
  write('secret', randomBytes(32).toString('hex'));
  write('zoom-secret', zoom.account.clientSecret);
  if (zoom.webhooks) write('zoom-webhook', zoom.webhooks.secret);
  lmss.forEach(({ consumer }, i) => {
    if (consumer) write(`consumer-secret-${i + 1}`, consumer.secret);
  });
  const key = path.join(root, 'tool.pem');
  await writeRsaKey(key);
  readFileSync(key, 'utf8').split('\n').filter((line) => !line.startsWith('-'))
    .forEach((line) => keepSecret(line, 'the tool\'s private key'));
}

/**
 * The module's directives for a campus of `lmss` and `zoom` at `base`, with the secrets that lie in
 * `root`, as text for a virtual host. Options as of startCampus.
 */
export function campusDirectives(root, { zoom, lmss, base, postgres, ...changes }) {
  const database = postgres
    ? { DBDriver: 'pgsql', DBDParams: `"${postgres.dbdParams}"` }
    : { DBDriver: 'sqlite3', DBDParams: path.join(root, 'data/lti-zoom.db') };
  const server = lines({
    LTIZoomBaseURL: base,
    LTIZoomSecret: `file:${root}/secret`,
    LTIZoomKey: `${root}/tool.pem`,
    LTIZoomCache: `shmcb:${root}/run/lti-zoom(8388608)`,
    LTIZoomInsecureLoopback: 'On',
    LTIZoomJoinLead: 'off', // tests of joining schedule for tomorrow; join.test.js has the default
    ...database,
    ...changes.server,
  });
  const account = lines({
    LTIZoomAccountID: zoom.account.id,
    LTIZoomClientID: zoom.account.clientId,
    LTIZoomClientSecret: `file:${root}/zoom-secret`,
    LTIZoomAPIBase: zoom.apiBase,
    LTIZoomOAuthBase: zoom.oauthBase,
    LTIZoomPlan: 'business',
    ...(changes.webhooks && { LTIZoomWebhookSecret: `file:${root}/zoom-webhook` }),
    ...changes.account,
  });
  const platforms = lmss.map((lms, i) => section(`LTIZoomPlatform lms${i + 1}`, lines({
    ...(lms.consumer && {
      LTIZoomConsumer: `"${lms.consumer.key}" file:${root}/consumer-secret-${i + 1}`,
    }),
    ...((!lms.consumer || lms.consumer.beside) && {
      LTIZoomIssuer: lms.issuer,
      LTIZoomPlatformClientID: lms.clientId,
      LTIZoomAuthURL: lms.authUrl,
      LTIZoomTokenURL: lms.tokenUrl,
      LTIZoomKeysURL: lms.keysUrl,
      LTIZoomDeployments: lms.deploymentIds.join(' '),
    }),
    ...changes.platforms?.[i],
  })));
  return [server, section('LTIZoomAccount main', account), ...platforms].join('\n');
}

function lines(directives) {
  return Object.entries(directives)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join('\n');
}

function section(opening, content) {
  return `<${opening}>\n${content}\n</${opening.split(' ')[0]}>`;
}
