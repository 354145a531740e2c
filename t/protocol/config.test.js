// SPDX-License-Identifier: Apache-2.0
// configtest: what is right passes, what is wrong is refused with its place, what is wrong and
// what would be right, and no output holds a secret.

import assert from 'node:assert/strict';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { configtest } from '../lib/httpd.js';
import { HTTPD, REPO } from '../lib/paths.js';
import { removeDirectory, run, temporaryDirectory } from '../lib/processes.js';
import { writeConfig } from '../lib/httpd-config.js';
import { BASE, leaks, SECRETS, writeFiles } from './config-base.js';
import { mistakes } from './config-mistakes.js';

const atOnce = { concurrency: 4 };
const START = '# here the configuration under test begins';

/** The result of reading `global`, with the base's files in place. */
async function read(global, options = {}) {
  const result = await configtest({
    global: `${START}\n${global}`,
    ...options,
    async prepare(root) {
      await writeFiles(root);
      return options.prepare?.(root);
    },
  });
  assert.deepEqual(leaks(result.output), [], 'a secret is in the output');
  return result;
}

const changed = (good, bad) => {
  assert.ok(BASE.includes(good), `the base has no ${good}`);
  return BASE.replace(good, () => bad);
};

function assertRight({ status, output }) {
  assert.equal(status, 0, output);
  assert.match(output, /Syntax OK/);
  assert.doesNotMatch(output, /LZ\d{4}/);
}

function assertWrong({ status, output }, line, ...patterns) {
  assert.equal(status, 1, output);
  assert.doesNotMatch(output, /Syntax OK/);
  assert.ok(line > 0, 'the test names a line that is not there');
  assert.ok(output.includes(`on line ${line} of $ROOT/httpd.conf:`)
    || output.includes(`$ROOT/httpd.conf:${line}: `), `nothing about line ${line}:\n${output}`);
  for (const pattern of patterns) assert.match(output, pattern);
}

/** What the output says about our directives, as tags. */
const tags = (output) => (output.match(/LZ\d{4}(?=: )/g) ?? []).sort();

test('a right configuration with every directive passes without a word', async () => {
  assertRight(await read(BASE));
});

test('a log level at which httpd writes session cookies down is advised against', async () => {
  const tagsAt = async (logLevel) => {
    const { status, output } = await read(BASE, { logLevel });
    assert.equal(status, 0, output);
    return tags(output);
  };
  assert.deepEqual(await tagsAt('trace4'), ['LZ0987']);
  assert.deepEqual(await tagsAt('info http:trace8'), ['LZ0987']);
  assert.deepEqual(await tagsAt('trace3'), []);
  assert.deepEqual(await tagsAt('info lti_zoom:trace8'), []);
});

describe('a wrong line is refused with its place and what would be right', atOnce, () => {
  assert.ok(mistakes.length >= 50);
  for (const { good, bad, wrong, right, at } of mistakes) {
    const name = bad ? bad.split('\n').slice(0, 2).join(' ') : `without ${good.split('\n')[0]}`;
    test(name, async () => {
      const text = changed(good, bad);
      const result = await read(text);
      assertWrong(result, lineOf(result, text, at), wrong, right);
    });
  }
});

describe('what works, but not as it is meant: a warning with its place', atOnce, () => {
  for (const [good, bad, tag, ...said] of [
    ['file:secret', 'file:dull-secret', 'LZ0988', /only 7 are different/, /at least 32 random/],
    ['LTIZoomAssets htdocs', 'LTIZoomAssets data', 'LZ0976', /not in '\$ROOT\/data'/],
    ['DBDParams data/lti-zoom.db', 'DBDParams /nowhere/lti-zoom.db', 'LZ0990',
      /'\/nowhere' is no directory/, /install -d -o www-data -m 700 \/nowhere/],
  ]) {
    test(bad, async () => {
      const text = changed(good, bad);
      const result = await read(text);
      assert.equal(result.status, 0, result.output);
      assert.deepEqual(tags(result.output), [tag]);
      assert.ok(result.output.includes(`$ROOT/httpd.conf:${lineOf(result, text, bad)}: `));
      for (const pattern of said) assert.match(result.output, pattern);
    });
  }
});

/** Line of httpd.conf on which `at` ends, of the text that `read` was given. */
function lineOf({ line }, text, at) {
  const start = text.includes(`\n${at}`) ? text.indexOf(`\n${at}`) + 1 : text.indexOf(at);
  assert.ok(start >= 0, `no ${at}`);
  return line(START) + text.slice(0, start + at.length).split('\n').length;
}

describe('all mistakes are told at once, each once', atOnce, () => {
  test('in one host', async () => {
    const text = BASE.replace('file:secret', 'file:tiny-secret')
      .replace('LTIZoomKey tool.pem', 'LTIZoomKey weak.pem')
      .replace('LTIZoomAccountID account-1', '')
      .replace('LTIZoomUseAccount main', 'LTIZoomUseAccount mian');
    const result = await read(text);
    assertWrong(result, lineOf(result, text, 'LTIZoomSecret file:tiny-secret'));
    assertWrong(result, lineOf(result, text, 'LTIZoomKey weak.pem'));
    assertWrong(result, lineOf(result, text, '<LTIZoomAccount main>'));
    assertWrong(result, lineOf(result, text, 'LTIZoomUseAccount mian'));
    assert.deepEqual(tags(result.output), ['LZ0953', 'LZ0956', 'LZ0958', 'LZ0962']);
  });

  test('in several hosts, those that are inherited not again', async () => {
    const text = `${BASE.replace('file:secret', 'file:tiny-secret')}
<VirtualHost *:9>
LTIZoomKey weak.pem
</VirtualHost>`;
    const result = await read(text);
    assertWrong(result, lineOf(result, text, '<VirtualHost *:9>\nLTIZoomKey weak.pem'), /2048/);
    assert.deepEqual(tags(result.output), ['LZ0953', 'LZ0956']);
  });
});

describe('secrets', atOnce, () => {
  test('in every accepted form', async () => {
    assertRight(await read(changed('LTIZoomSecret file:secret', `LTIZoomSecret file:secret \
  FILE:secret.previous "exec:printer webhook" exec:printer webhook exec:printer webhook`)));
  });

  test('in place: advised against, and shown nowhere, whatever else is wrong', async () => {
    const [seal, zoom, consumer, webhook] = SECRETS;
    const inPlace = BASE.replace('file:secret', seal).replace('file:zoom-secret', zoom)
      .replace('file:consumer-secret', consumer).replace('exec:printer webhook', webhook);
    const result = await read(inPlace);
    assert.equal(result.status, 0, result.output);
    assert.deepEqual(tags(result.output), Array(4).fill('LZ0974'));
    const place = lineOf(result, inPlace, `LTIZoomConsumer history ${consumer}`);
    assert.match(result.output, new RegExp(`httpd\\.conf:${place}: LTIZoomConsumer .*file:/path`));

    for (const [from, to] of [
      [`LTIZoomSecret ${seal}`, `LTIZoomSecret ${seal} ""`],
      [`LTIZoomSecret ${seal}`, `LTIZoomSecret ${seal}\nLTIZoomSecret ${seal}`],
      [`LTIZoomSecret ${seal}`, `LTIZoomSecret "${seal} \${NOWHERE}"`],
      [`LTIZoomClientSecret ${zoom}`, `LTIZoomClientSecret ${zoom} ${seal}`],
      [`LTIZoomConsumer history ${consumer}`, `LTIZoomConsumer history ${consumer} ${seal}`],
    ]) {
      assert.ok(inPlace.includes(from));
      const { status, output } = await read(inPlace.replace(from, () => to));
      assert.equal(status, 1, output);
    }
  });

  test('in a file that everyone may read: a warning', async () => {
    const result = await read(BASE, {
      prepare: (root) => chmodSync(path.join(root, 'zoom-secret'), 0o644),
    });
    assert.equal(result.status, 0, result.output);
    assert.deepEqual(tags(result.output), ['LZ0975']);
    assert.match(result.output, /LTIZoomClientSecret: .*zoom-secret; right would be chmod 600/);
  });

  test('of a program, which runs once for all hosts that inherit it', async () => {
    const directory = temporaryDirectory('counter');
    const log = path.join(directory, 'runs');
    chmodSync(directory, 0o777);
    try {
      assertRight(await read(changed('file:secret', `exec:counter ${log}`)));
      assert.equal(readFileSync(log, 'utf8'), 'run\n');
    } finally {
      removeDirectory(directory);
    }
  });
});

describe('a place for the database', atOnce, () => {
  // As root configtest looks from outside at what User may do.
  const asRoot = process.getuid() === 0;
  const readWith = (owner, mode, existing = false) => {
    const directory = temporaryDirectory('database');
    const file = path.join(directory, 'lti-zoom.db');
    if (existing) writeFileSync(file, '', { mode: 0o600 });
    chownSync(directory, ...owner);
    chmodSync(directory, mode);
    return read(`User nobody\nGroup nogroup\n${changed('data/lti-zoom.db', file)}`, {
      user: { uid: 0, gid: 0 },
    }).finally(() => removeDirectory(directory));
  };
  const NOBODY = [65534, 65534];

  test('of the server\'s own user', { skip: !asRoot }, async () => {
    assertRight(await readWith(NOBODY, 0o700));
    assertRight(await readWith([0, 65534], 0o770));
    assertRight(await readWith([0, 0], 0o777));
  });

  test('that this user may not write: a warning', { skip: !asRoot }, async () => {
    for (const [owner, mode, existing] of [
      [[0, 0], 0o755], [[0, 65534], 0o750], [NOBODY, 0o500], [NOBODY, 0o700, true],
    ]) {
      const result = await readWith(owner, mode, existing);
      assert.equal(result.status, 0, result.output);
      assert.deepEqual(tags(result.output), ['LZ0991'], `${owner} ${mode}`);
      assert.match(result.output, /right would be to give it to that user/);
      assert.equal(/lti-zoom\.db'/.test(result.output), existing === true);
    }
  });
});

describe('what a virtual host sets stands before the server\'s', atOnce, () => {
  const hosts = (server, ...contents) => [server, ...contents.flatMap((content, i) => [
    `<VirtualHost *:${9 + i}>`, `ServerName host${i}.example.edu`, content, '</VirtualHost>',
  ])].join('\n');
  const address = (i) => `LTIZoomBaseURL https://host${i}.example.edu/zoom`;
  const withoutAddress = BASE.replace(/^LTIZoomBaseURL.*$/m, '');
  const shared = withoutAddress.replace('file:secret', 'file:tiny-secret');

  test('the address may stand in virtual hosts alone', async () => {
    assertRight(await read(hosts(withoutAddress, address(0), address(1), '')));
  });

  test('a single directive', async () => {
    assertRight(await read(hosts(shared, `${address(0)}\nLTIZoomSecret file:secret`)));
    const text = hosts(shared, `${address(0)}\nLTIZoomSecret file:secret`, address(1));
    const result = await read(text);
    assertWrong(result, lineOf(result, text, 'LTIZoomSecret file:tiny-secret'), /20 bytes/);
    assert.deepEqual(tags(result.output), ['LZ0953']);
  });

  test('a section of the same name, directive by directive', async () => {
    const half = withoutAddress.replace('LTIZoomClientSecret file:zoom-secret', '');
    const rest = '<LTIZoomAccount main>\nLTIZoomClientSecret file:zoom-secret\n</LTIZoomAccount>';
    assertRight(await read(hosts(half, `${address(0)}\n${rest}`)));
    const text = hosts(half, `${address(0)}\n${rest}`, address(1));
    const result = await read(text);
    assertWrong(result, lineOf(result, text, '<LTIZoomAccount main>'), /lacks LTIZoomClientSe/);
  });

  test('a section of another name stands beside the server\'s', async () => {
    const law = (name) => `${address(0)}
<LTIZoomPlatform law>
LTIZoomConsumer law file:consumer-secret
LTIZoomUseAccount ${name}
</LTIZoomPlatform>`;
    assertRight(await read(hosts(withoutAddress, law('main'))));
    const text = hosts(withoutAddress, law('other'));
    const result = await read(text);
    assertWrong(result, lineOf(result, text, 'LTIZoomUseAccount other'), /one of: main/);
  });

  test('a consumer key has one secret, whichever host it is read for', async () => {
    const old = (secret) => `<LTIZoomPlatform old>
LTIZoomConsumer law file:${secret}
</LTIZoomPlatform>`;
    const host = (i, secret) => `${address(i)}\n${old(secret)}`;
    assertRight(await read(hosts(withoutAddress, host(0, 'secret'), host(1, 'secret'))));
    assertRight(await read(hosts(`${withoutAddress}\n${old('secret')}`, address(0), address(1))));
    const text = hosts(withoutAddress, host(0, 'secret'), host(1, 'consumer-secret'));
    const result = await read(text);
    assertWrong(result, lineOf(result, text, 'LTIZoomConsumer law file:consumer-secret'),
      /gives the key 'law' another secret than <LTIZoomPlatform old> of another host/);
  });

  test('the database of mod_dbd', async () => {
    const without = BASE.replace(/^DBD.*$/gm, '').replace(/^LTIZoomBaseURL.*$/m, '');
    const database = 'DBDriver sqlite3\nDBDParams data/lti-zoom.db';
    assertRight(await read(hosts(without, `${address(0)}\n${database}`)));
    const text = hosts(without, `${address(0)}\n${database}`, address(1));
    const result = await read(text);
    assertWrong(result, lineOf(result, text, address(1)), /no DBDriver/);
  });

  test('a host with tuning alone is left alone', async () => {
    assertRight(await read(hosts('', 'LTIZoomTimeout 5', '')));
  });
});

test('a list may be long', async () => {
  const ids = Array.from({ length: 200 }, (_, i) => `d${i}`);
  const list = `LTIZoomDeployments ${ids.join(' ')}`;
  assertRight(await read(changed('LTIZoomDeployments auto', list)));
  const text = changed('LTIZoomDeployments auto', `${list} auto`);
  const result = await read(text);
  assertWrong(result, lineOf(result, text, 'd199 auto'), /mixes auto/);
});

test('an account that is never closed is refused', async () => {
  const { status, output } = await read(changed('</LTIZoomAccount>', ''));
  assert.equal(status, 1, output);
  assert.match(output, /on line \d+ of \$ROOT\/httpd\.conf:[^]*LTIZoomAccount>/);
});

test('without a platform the tool can be registered in an LMS', async () => {
  assertRight(await read(BASE.replace(/<LTIZoomAccount[^]*/, '')
    .replace(/LTIZoomRegistration.*/g, '')));
});

test('a platform of LTI 1.1 alone is complete', async () => {
  assertRight(await read(BASE.replace(/<LTIZoomPlatform[^]*/, `<LTIZoomPlatform old>
LTIZoomConsumer history file:consumer-secret
LTIZoomConsumer law exec:printer webhook
</LTIZoomPlatform>`)));
});

test('a platform without an account is refused', async () => {
  const text = BASE.replace(/<LTIZoomAccount[^]*?<\/LTIZoomAccount>/, '')
    .replace(/LTIZoomUse.*/, '');
  const result = await read(text);
  assertWrong(result, lineOf(result, text, '<LTIZoomPlatform canvas>'),
    /has no Zoom account to work with; right would be an <LTIZoomAccount main>/);
});

test('http is right for loopback addresses when LTIZoomInsecureLoopback is On', async () => {
  assertRight(await read(BASE.replace('LTIZoomInsecureLoopback Off', 'LTIZoomInsecureLoopback On')
    .replace('https://tools.example.edu/zoom', 'http://localhost:8080/zoom')
    .replace('https://canvas.example.edu/jwks', 'http://127.0.0.1:8081/jwks?x=1')
    .replace('https://api.zoom.us/v2', 'http://[::1]:8082/v2')));
});

test('mod_dbd has to be loaded', async () => {
  const root = temporaryDirectory('config');
  try {
    await writeFiles(root);
    const file = writeConfig(root, 8, { global: BASE.replace(/^DBD.*$/gm, '') });
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^LoadModule dbd_module.*$/m, ''));
    const { status, output } = await run(HTTPD, ['-t', '-d', root, '-f', file]);
    assert.equal(status, 1, output);
    assert.match(output, /httpd\.conf:\d+: .*mod_dbd is not loaded; .*: LoadModule dbd_module/);
  } finally {
    removeDirectory(root);
  }
});

describe('the shipped configurations', atOnce, () => {
  /** Files that the text names below /etc/lti-zoom and elsewhere become those in ServerRoot. */
  const here = (text) => text
    .replace(/(file:)?\/etc\/lti-zoom\/([\w.-]+)/g, (_, prefix = '', name) => (
      `${prefix}${{ 'authorities.pem': 'ca.pem', 'tool.pem': 'tool.pem' }[name] ?? 'secret'}`))
    .replace(/\/usr\/share\/lti-zoom\/htdocs/g, 'htdocs')
    .replace(/\/var\/lib\/lti-zoom/g, 'data');
  const database = 'DBDriver sqlite3\nDBDParams data/lti-zoom.db\n';
  const reference = readFileSync(path.join(REPO, 'conf/lti_zoom.conf'), 'utf8');

  test('lti_zoom.conf as it stands changes nothing', async () => {
    assertRight(await read(reference));
  });

  test('lti_zoom.conf with every example uncommented is a right configuration', async () => {
    const examples = reference.replace(/\r/g, '').split('# Example:\n').slice(1)
      .flatMap((block) => block.split('\n\n')[0].split('\n')
        .filter((line) => /^# {2,}/.test(line)).map((line) => line.slice(1)));
    assert.equal(examples.length, reference.match(/^# Directive:/gm).length + 2);
    assertRight(await read(`${database}${here(examples.join('\n'))}`));
  });

  test('minimal.conf is a right configuration', async () => {
    const text = readFileSync(path.join(REPO, 'conf/minimal.conf'), 'utf8');
    assertRight(await read(`LTIZoomAssets htdocs\n${here(text).replace(/^ *SSL.*$/gm, '')}`));
  });
});
