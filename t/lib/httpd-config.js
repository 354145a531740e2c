// SPDX-License-Identifier: Apache-2.0
// The ServerRoot and the configuration of a private httpd, arranged as Debian does it: the file
// system closed by default, modules loaded in alphabetical order.

import {
  chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { assetsPath, HTTPD_MODULES, modulePath } from './paths.js';
import { temporaryDirectory } from './processes.js';

const ALWAYS = ['authz_core', 'dbd', 'dir', 'mime', 'socache_shmcb'];

const MIME_TYPES = `text/html html
text/css css
text/javascript js mjs
application/json json
image/svg+xml svg
image/png png
font/woff2 woff2
text/plain txt
`;

// Few processes, so that a test starts quickly; several, so that sharing between them is real.
const MPM = {
  event: `StartServers 2
ServerLimit 4
ThreadsPerChild 25
MaxRequestWorkers 100
MinSpareThreads 25
MaxSpareThreads 100`,
  worker: `StartServers 2
ServerLimit 4
ThreadsPerChild 25
MaxRequestWorkers 100
MinSpareThreads 25
MaxSpareThreads 100`,
  prefork: `StartServers 4
MinSpareServers 2
MaxSpareServers 8
MaxRequestWorkers 32`,
};

// The module says all it ever says, since every log is searched for secrets (secrets.js).
const LOG_LEVEL = process.env.LTI_ZOOM_TEST_LOG_LEVEL ?? 'info lti_zoom:trace8';

const staged = new Map();

/**
 * A copy of the module and of its pages that any user can read: {module, assets}. Made once for
 * each pair in this process, since a checkout may be private to its owner.
 */
export function stage({ module = modulePath(), assets = assetsPath() } = {}) {
  const key = `${module}\n${assets}`;
  if (!staged.has(key)) {
    if (!existsSync(module)) throw new Error(`the module is not built: ${module} is not there`);
    const directory = temporaryDirectory('stage');
    cpSync(module, path.join(directory, 'mod_lti_zoom.so'), { dereference: true });
    mkdirSync(path.join(directory, 'htdocs'));
    if (existsSync(assets)) {
      cpSync(assets, path.join(directory, 'htdocs'), { recursive: true, dereference: true });
    }
    openToAll(directory);
    staged.set(key, {
      module: path.join(directory, 'mod_lti_zoom.so'), assets: path.join(directory, 'htdocs'),
    });
  }
  return staged.get(key);
}

/**
 * Writes httpd.conf into `root` and makes the directories it names. Options as of startHttpd; the
 * result is the path of the file.
 */
export function writeConfig(root, port, options) {
  const {
    mpm = 'event', http2 = false, tls, directives = '', global = '', modules = [],
    logLevel = LOG_LEVEL, withModule = true,
  } = options;
  const { module, assets } = withModule ? stage(options) : {};
  for (const name of ['logs', 'run', 'data', 'htdocs']) {
    mkdirSync(path.join(root, name), { recursive: true });
  }
  writeFileSync(path.join(root, 'mime.types'), MIME_TYPES);
  writeFileSync(path.join(root, 'htdocs/plain.txt'), 'a static file\n');

  const names = new Set([
    ...ALWAYS, ...modules, `mpm_${mpm}`, ...(tls ? ['ssl'] : []), ...(http2 ? ['http2'] : []),
  ]);
  const file = path.join(root, 'httpd.conf');
  writeFileSync(file, `ServerRoot "${root}"
ServerName localhost
DefaultRuntimeDir run
PidFile run/httpd.pid
ErrorLog logs/error.log
${options.logLevel ? '' : 'CustomLog logs/access.log "%h \\"%r\\" %U %q %f %>s"'}
${loadLines(names, module)}
LogLevel ${withModule ? logLevel : 'info'}
${MPM[mpm]}
GracefulShutdownTimeout 5
KeepAliveTimeout 60
TypesConfig mime.types
DocumentRoot htdocs
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory "${root}/htdocs">
  Require all granted
</Directory>
${withModule ? `<Directory "${assets}">\n  Require all granted\n</Directory>` : ''}
Listen 127.0.0.1:${port}
${http2 ? `Protocols ${tls ? 'h2' : 'h2c'} http/1.1` : ''}
${tls ? 'SSLSessionCache "shmcb:run/ssl(65536)"' : ''}
${global}
<VirtualHost 127.0.0.1:${port}>
ServerName ${options.host ?? 'localhost'}:${port}
${tls ? `SSLEngine on\nSSLCertificateFile "${tls.cert}"\nSSLCertificateKeyFile "${tls.key}"` : ''}
${withModule ? `LTIZoomAssets "${assets}"` : ''}
${directives}
</VirtualHost>
`);
  return file;
}

function loadLines(names, module) {
  const files = new Map([...names].map((name) => (
    [name, path.join(HTTPD_MODULES, `mod_${name}.so`)])));
  if (module) files.set('lti_zoom', module);
  return [...files.keys()].sort()
    .map((name) => `LoadModule ${name}_module "${files.get(name)}"`).join('\n');
}

// mkdtemp makes a directory that only its owner may enter, and copies keep the modes of a checkout.
function openToAll(directory) {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const name = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(name);
    else chmodSync(name, 0o644);
  }
}
