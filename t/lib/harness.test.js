// SPDX-License-Identifier: Apache-2.0
// The harness itself: a guard that never bites would make every other test worthless.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { test } from 'node:test';
import { createJar } from './cookies.js';
import { unexpectedLines, WHILE_STOPPING } from './error-log.js';
import { createBrowser } from './http-browser.js';
import { configtest, startHttpd } from './httpd.js';
import { freePort, isListening } from './ports.js';
import { until } from './processes.js';
import { keepSecret } from './secrets.js';
import { createListener } from '../sandbox/listener.js';

const WARNING = '[Mon Nov 23 10:00:00.1 2026] [dbd:warn] [pid 1:tid 1] AH01: a warning';

test('the error log: what counts as a surprise', () => {
  const line = (level, text) => `[Mon Nov 23 10:00:00.1 2026] [lti_zoom:${level}] [pid 1] ${text}`;
  const log = [
    line('info', 'LZ0001: quiet'), line('notice', 'AH00489: resuming'), line('notice', 'LZ0002: x'),
    WARNING, line('error', 'LZ0003: y'), '==1==ERROR: AddressSanitizer', '',
  ].join('\n');
  assert.equal(unexpectedLines(log).length, 4);
  assert.deepEqual(unexpectedLines(log, [/LZ000[23]/, /Sanitizer/]), [WARNING]);
});

test('the error log: what httpd says of the machine is no surprise', () => {
  const of = (text) => `[Mon Nov 23 10:00:00.1 2026] [ssl:warn] [pid 1:tid 1] AH01882: Init: ${text}`;
  const machine = of('this version of mod_ssl was compiled against a newer library (OpenSSL 3.0.22)');
  assert.deepEqual(unexpectedLines(`${machine}\n${of('something else')}`), [of('something else')]);
});

test('the error log: to end slowly is no surprise, to have to be killed is one', () => {
  const line = (level, text) => `[Mon Nov 23 10:00:00.1 2026] [core:${level}] [pid 1:tid 1] ${text}`;
  const slow = line('warn', 'AH00045: child process 7 still did not exit, sending a SIGTERM');
  const stuck = line('error', 'AH00046: child process 7 still did not exit, sending a SIGKILL');
  assert.deepEqual(unexpectedLines(`${slow}\n${stuck}`, [WHILE_STOPPING]), [stuck]);
  assert.deepEqual(unexpectedLines(slow), [slow]);
});

test('stop() throws for a line that nobody expected, and only then', async () => {
  const start = () => startHttpd({
    withModule: false, directives: '<Location /denied>\nRequire all denied\n</Location>',
  });
  const provoke = async (httpd) => {
    const browser = createBrowser({ keepAlive: false });
    assert.equal((await browser.get(`${httpd.url}/denied`)).status, 403);
    await until(() => /AH01630/.test(httpd.errorLog()), { what: 'the log line' });
  };
  const first = await start();
  await provoke(first);
  await assert.rejects(first.stop(), /unexpected in the error log:\n.*AH01630/);
  assert.ok(!existsSync(first.root));

  const second = await start();
  await provoke(second);
  await second.stop({ allow: [/AH01630/] });
});

const KINDS = [{ mpm: 'event' }, { mpm: 'worker', tls: true, http2: true }, { mpm: 'prefork' }];
for (const options of KINDS) {
  test(`httpd starts, restarts and stops: ${JSON.stringify(options)}`, async () => {
    const httpd = await startHttpd({ withModule: false, ...options });
    const browser = createBrowser({ ca: httpd.ca });
    assert.equal((await browser.get(`${httpd.url}/plain.txt`)).body, 'a static file\n');
    await httpd.graceful();
    assert.equal((await browser.get(`${httpd.url}/plain.txt`)).status, 200);
    browser.close();
    await httpd.stop();
  });
}

test('a server that dies is reported by stop()', async () => {
  const httpd = await startHttpd({ withModule: false });
  process.kill(httpd.pid, 'SIGTERM');
  await httpd.wait();
  await assert.rejects(httpd.stop(), /httpd had died/);
});

test('configtest tells good from bad, with the line', async () => {
  assert.equal((await configtest({ withModule: false })).status, 0);
  const bad = await configtest({ withModule: false, directives: 'NoSuchDirective on' });
  assert.equal(bad.status, 1);
  const place = `line ${bad.line('NoSuchDirective')} of $ROOT/httpd.conf`;
  assert.ok(bad.output.includes(place), bad.output);
});

test('a port that was given is free, and is given to nobody else', async () => {
  const ports = await Promise.all(Array.from({ length: 40 }, freePort));
  assert.equal(new Set(ports).size, ports.length);
  for (const port of ports) {
    assert.equal(await isListening(port), false);
    const another = net.createServer();     // as freePort() of another process would try it
    await assert.rejects(new Promise((resolve, reject) => {
      another.once('error', reject);
      another.listen(port, '127.0.0.2', resolve);
    }), { code: 'EADDRINUSE' });
  }
});

test('a simulated outage ends on the same port, whoever asks for ports meanwhile', async () => {
  const listener = await createListener((request, response) => response.end('here'));
  await listener.close();
  const others = await Promise.all(Array.from({ length: 40 }, freePort));
  assert.ok(!others.includes(listener.port));
  await listener.open();
  const browser = createBrowser({ keepAlive: false });
  assert.equal((await browser.get(`http://127.0.0.1:${listener.port}/`)).body, 'here');
  await listener.close();
});

test('cookies: path, lifetime, and those that browsers refuse', () => {
  let now = 1_000_000;
  const jar = createJar(() => now);
  jar.store('http://localhost:1/zoom/launch', [
    'a=1; Path=/zoom/c/k/; Secure; HttpOnly; SameSite=None; Partitioned',
    'b=2; Path=/; Max-Age=10',
    'c=3; SameSite=None; Path=/',
    'd=4',
  ]);
  assert.equal(jar.header('http://localhost:2/zoom/c/k/upcoming'), 'a=1; d=4; b=2');
  assert.equal(jar.header('http://localhost:2/zoom/c/kk/upcoming'), 'd=4; b=2');
  assert.equal(jar.header('http://localhost/zoomed'), 'b=2');
  assert.equal(jar.header('http://127.0.0.1/zoom/c/k/upcoming'), '');
  now += 10_000;
  assert.equal(jar.header('http://localhost/zoom/launch'), 'd=4');
  jar.store('http://localhost/zoom/launch', ['d=; Max-Age=0']);
  assert.equal(jar.header('http://localhost/zoom/launch'), '');
  jar.store('http://tool.example/', ['e=5; Secure']);
  assert.equal(jar.header('http://tool.example/'), '');
});

test('stop() throws for a secret in the log, without repeating it', async () => {
  const secret = keepSecret(`s3cret-${process.pid}-${Date.now()}`, 'a word of this test');
  const httpd = await startHttpd({
    withModule: false, directives: '<LocationMatch ^/denied>\nRequire all denied\n</LocationMatch>',
    expectedLog: [/AH01630/],
  });
  const browser = createBrowser({ keepAlive: false });
  assert.equal((await browser.get(`${httpd.url}/denied-${secret}`)).status, 403);
  await until(() => /AH01630/.test(httpd.errorLog()), { what: 'the log line' });
  await assert.rejects(httpd.stop(), (error) => (
    /secrets in the logs:\na word of this test/.test(error.message)
      && !error.message.includes(secret)));
});
