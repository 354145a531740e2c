// SPDX-License-Identifier: Apache-2.0
// A right configuration that names every directive, and the files it refers to.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { issueCertificate } from '../lib/tls.js';
import { temporaryDirectory } from '../lib/processes.js';

/** Stands in the server's context; paths are relative to ServerRoot. */
export const BASE = `
DBDriver sqlite3
DBDParams data/lti-zoom.db
LTIZoomBaseURL https://tools.example.edu/zoom
LTIZoomSecret file:secret
LTIZoomKey tool.pem
LTIZoomCache shmcb:run/lti-zoom(8388608)
LTIZoomAssets htdocs
LTIZoomInsecureLoopback Off
LTIZoomClockLeeway 60
LTIZoomTrustedAudience https://analytics.example.edu
LTIZoomHostRoles Instructor Instructor#TeachingAssistant
LTIZoomAdministratorsHost Off
LTIZoomStudentsHost Off
LTIZoomFreshness auto
LTIZoomJoinLead 15m
LTIZoomJoinEarly On
LTIZoomMeetingDefault mute_upon_entry off
LTIZoomMeetingDefault duration 90
LTIZoomMeetingLock waiting_room on
LTIZoomTrackingField "Course code" "{course_code} {term}"
LTIZoomTrackingField Platform {platform}
LTIZoomAlternativeHosts instructors
LTIZoomSessionLifetime 8h
LTIZoomSessionIdle 2h
LTIZoomCAFile ca.pem
LTIZoomTimeout 8
LTIZoomBodyLimit 262144
LTIZoomStatus local
LTIZoomBackground On
LTIZoomConcurrency auto
LTIZoomProxy http://proxy.example.edu:3128
LTIZoomNoProxy lms.example.edu example.org
LTIZoomRegistrationSecret file:registration-secret
LTIZoomRegistrationAccount main
<LTIZoomAccount main>
  LTIZoomAccountID account-1
  LTIZoomClientID client-1
  LTIZoomClientSecret file:zoom-secret
  LTIZoomWebhookSecret exec:printer webhook
  LTIZoomAPIBase https://api.zoom.us/v2
  LTIZoomOAuthBase https://zoom.us
  LTIZoomPlan business
  LTIZoomBudget 50
  LTIZoomDomains example.edu students.example.edu
</LTIZoomAccount>
<LTIZoomPlatform canvas>
  LTIZoomIssuer https://canvas.example.edu
  LTIZoomPlatformClientID 10000000000042
  LTIZoomAuthURL https://canvas.example.edu/auth
  LTIZoomTokenURL https://canvas.example.edu/token
  LTIZoomKeysURL https://canvas.example.edu/jwks
  LTIZoomTokenAudience https://canvas.example.edu/audience
  LTIZoomDeployments auto
  LTIZoomConsumer history file:consumer-secret
  LTIZoomUseAccount main
</LTIZoomPlatform>
`;

/** Every secret that the files and programs of writeFiles() give. */
export const SECRETS = ['seal', 'zoom', 'consumer', 'webhook', 'tiny', 'registration']
  .map((name) => `${name}-${randomBytes(24).toString('hex')}`);
const [SEAL, ZOOM, CONSUMER, WEBHOOK] = SECRETS;
SECRETS[4] = SECRETS[4].slice(0, 20);

const pem = (type, options, encoding = {}) => generateKeyPairSync(type, options).privateKey
  .export({ type: 'pkcs8', format: 'pem', ...encoding });

const scripts = {
  printer: `case "$1" in webhook) echo ${WEBHOOK};; esac`,
  counter: `echo run >> "$1"; echo ${SEAL}`,
  failing: `echo ${SEAL}; exit 3`,
  silent: 'true',
  endless: 'exec sleep 60',
  chatty: 'exec head -c 70000 /dev/zero',
};

let files;

async function makeFiles() {
  const authority = await issueCertificate(temporaryDirectory('config'));
  return {
    secret: `${SEAL}\n`,
    'secret.previous': `${SEAL}-previous\r\n`,
    'zoom-secret': ZOOM,
    'consumer-secret': CONSUMER,
    'registration-secret': SECRETS[5],
    'short-secret': SECRETS[5].slice(0, 15),
    'tiny-secret': `${SECRETS[4]}\n`,
    'empty-secret': '\n',
    'dull-secret': 'changeme'.repeat(8),
    'binary-secret': Buffer.alloc(48),
    'large-secret': 'x'.repeat(65537),
    'htdocs/js/main.js': '',
    'ca.pem': authority.ca,
    'tool.pem': pem('rsa', { modulusLength: 2048 }),
    'weak.pem': pem('rsa', { modulusLength: 1024 }),
    'ec.pem': pem('ec', { namedCurve: 'P-256' }),
    'locked.pem': pem('rsa', { modulusLength: 2048 }, { cipher: 'aes-256-cbc', passphrase: 'x' }),
    ...Object.fromEntries(Object.entries(scripts).map(([name, text]) => (
      [name, `#!/bin/sh\n${text}\n`]))),
  };
}

/** Puts them all into `root`, readable by their owner alone. */
export async function writeFiles(root) {
  files ??= makeFiles();
  for (const [name, content] of Object.entries(await files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content, { mode: name in scripts ? 0o700 : 0o600 });
  }
}

/** The lines of all files of SECRETS: what no output may contain. */
export function leaks(output) {
  return SECRETS.filter((secret) => output.includes(secret));
}
