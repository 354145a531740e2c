// SPDX-License-Identifier: Apache-2.0
// The demo as a newcomer runs it: it starts, shows a term of meetings, and leaves nothing behind.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createBrowser } from '../lib/launch.js';
import { REPO } from '../lib/paths.js';
import { startProgram, until } from '../lib/processes.js';

async function startDemo() {
  const demo = startProgram(process.execPath, [path.join(REPO, 't/sandbox/demo.js')]);
  let ended = false;
  demo.exited.then(() => { ended = true; });
  await until(() => ended || /Ctrl-C/.test(demo.output()), {
    what: 'the demo', deadline: 30_000, explain: demo.output,
  });
  const log = /log (\S+)/.exec(demo.output());
  assert.ok(log, demo.output());
  const root = path.dirname(path.dirname(log[1]));
  return {
    ...demo,
    root,
    url: /Open {2}(\S+)/.exec(demo.output())[1],
    httpd: Number(readFileSync(path.join(root, 'run/httpd.pid'), 'utf8')),
  };
}

const isAlive = (pid) => existsSync(`/proc/${pid}`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`the demo says where it is and ends all with ${signal}`, async () => {
    const demo = await startDemo();
    assert.doesNotMatch(demo.output(), /without meetings/);
    assert.match(demo.output(), /Dr\. Amara Okafor \(instructor\): Organic Chemistry II, Medieval/);
    assert.match((await createBrowser().get(demo.url)).body, /Who would you like to be/);
    assert.deepEqual(await demo.stop({ signal }), { code: 0, signal: null });
    assert.ok(!isAlive(demo.httpd), 'httpd is still there');
    assert.ok(!existsSync(demo.root), 'its directory is still there');
  });
}

test('when httpd dies the demo says so and ends', async () => {
  const demo = await startDemo();
  process.kill(demo.httpd, 'SIGKILL');
  const { code } = await demo.wait();
  assert.equal(code, 1);
  assert.match(demo.output(), /httpd/);
  assert.ok(!existsSync(demo.root), 'its directory is still there');
});
