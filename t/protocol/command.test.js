// SPDX-License-Identifier: Apache-2.0
// The command lti-zoom: keys that httpd takes, scopes, and explanations that say of a login or
// launch what the server said of it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { campusDirectives, startCampus } from '../lib/campus.js';
import { formOf } from '../lib/http-browser.js';
import { configtest } from '../lib/httpd.js';
import { launch } from '../lib/launch.js';
import { launch11 } from '../lib/launch11.js';
import { commandPath, REPO } from '../lib/paths.js';
import { removeDirectory, temporaryDirectory } from '../lib/processes.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const SECRET_11 = 'the secret of LTI 1.1';
const now = () => Math.floor(Date.now() / 1000);

/** Runs the command: {status, out, err}. */
function lti(args, input = '') {
  const { status, stdout, stderr, error } = spawnSync(commandPath(), args, {
    input, encoding: 'utf8',
  });
  // It may have ended before it read what there was.
  if (error && error.code !== 'EPIPE') throw error;
  return { status, out: stdout, err: stderr };
}

let folder;
before(() => { folder = temporaryDirectory('command'); });
after(() => removeDirectory(folder));

test('says its version and what it can do; anything else is exit status 2', () => {
  const { version } = /AC_INIT\(\[mod_lti_zoom\], \[(?<version>[^\]]+)/
    .exec(readFileSync(path.join(REPO, 'configure.ac'), 'utf8')).groups;
  assert.deepEqual(lti(['--version']), { status: 0, out: `lti-zoom ${version}\n`, err: '' });
  const help = lti(['--help']);
  assert.equal(help.status, 0);
  for (const word of ['keygen', 'explain', 'scopes', '--secrets', 'Exit status']) {
    assert.ok(help.out.includes(word), word);
  }
  for (const args of [[], ['dance'], ['scopes', '--all'], ['scopes', 'x'], ['explain', '--what'],
    ['explain', 'file'], ['keygen'], ['keygen', 'a', 'b'], ['explain', '--at', 'noon']]) {
    const { status, out, err } = lti(args, 'iss=x');
    assert.deepEqual([status, out], [2, ''], args.join(' '));
    assert.match(err, /lti-zoom/);
  }
});

describe('keygen', () => {
  const file = (name) => path.join(folder, name);

  test('writes a key for its owner alone, and prints its public half', () => {
    const { status, out, err } = lti(['keygen', file('tool.pem')]);
    assert.deepEqual([status, err], [0, '']);
    assert.equal(statSync(file('tool.pem')).mode & 0o7777, 0o600);
    const { kid, jwk } = /^kid {3}(?<kid>\S+)\njwk {3}(?<jwk>.+)$/m.exec(out).groups;
    const { n, e } = createPublicKey(readFileSync(file('tool.pem'))).export({ format: 'jwk' });
    assert.deepEqual(JSON.parse(jwk), { kty: 'RSA', kid, alg: 'RS256', use: 'sig', n, e });
    assert.doesNotMatch(out, /PRIVATE/);
  });

  test('leaves an existing file as it is', () => {
    writeFileSync(file('there'), 'precious');
    const { status, out, err } = lti(['keygen', file('there')]);
    assert.deepEqual([status, out], [1, '']);
    assert.match(err, /is left as it is/);
    assert.equal(readFileSync(file('there'), 'utf8'), 'precious');
  });

  test('makes keys of 2048 to 8192 bits, and no others', () => {
    assert.equal(lti(['keygen', '--bits', '3072', file('large.pem')]).status, 0);
    const { asymmetricKeyDetails } = createPublicKey(readFileSync(file('large.pem')));
    assert.equal(asymmetricKeyDetails.modulusLength, 3072);
    for (const bits of ['1024', '2047', '8193', '2048x', '']) {
      assert.equal(lti(['keygen', '--bits', bits, file(`of-${bits}`)]).status, 2, bits);
      assert.throws(() => statSync(file(`of-${bits}`)));
    }
    assert.equal(lti(['keygen', file('no/such/folder')]).status, 1);
  });
});

test('scopes are those of the README, in both vocabularies', () => {
  const readme = readFileSync(path.join(REPO, 'README.md'), 'utf8');
  const listed = ({ out }) => [...out.matchAll(/^ {2}(\S+) +without it: no \w/gm)].map(([, s]) => s);
  const granular = listed(lti(['scopes', '--granular']));
  const classic = listed(lti(['scopes', '--classic']));
  assert.ok(granular.length > 2 && classic.length > 1);
  assert.deepEqual(listed(lti(['scopes'])), [...granular, ...classic]);
  for (const scope of [...granular, ...classic]) {
    assert.ok(readme.includes(`\`${scope}\``), `${scope} in the README`);
  }
  // The README has two tables as the command has two lists.
  const [, needed] = readme.split('| needed by everything | for |');
  const [table, others] = needed.split('| by feature | for |');
  const [, first, second] = lti(['scopes', '--granular']).out.split(/^(?:Needed|By feature).*:$/m);
  const named = (text) => [...text.matchAll(/\b[a-z_]+:[a-z]+:[a-z_]+:(?:admin|master)\b/g)]
    .map(([scope]) => scope).sort();
  assert.deepEqual(named(table), named(first));
  assert.deepEqual(named(others.split('\n\n')[0]), named(second));
  assert.match(second, /trusted_domains:master .*\(master accounts only\)/);
});

describe('with a campus', () => {
  let campus;
  let options;
  const secrets = new Set();
  before(async () => {
    campus = await startCampus({
      lms: [{}, { name: 'Old', consumer: { key: 'old', secret: SECRET_11 } }],
      httpd: {
        prepare(root) {
          const made = lti(['keygen', path.join(root, 'made.pem')]);
          assert.equal(made.status, 0, made.err);
        },
      },
      server: { LTIZoomKey: 'made.pem' },
    });
    const keys = path.join(folder, 'keys.json');
    writeFileSync(keys, JSON.stringify(campus.lms.keys.jwks()));
    options = ['--config', path.join(campus.httpd.root, 'httpd.conf'), '--secrets', '--keys', keys];
    secrets.add(readFileSync(path.join(campus.httpd.root, 'secret'), 'utf8').trim());
    secrets.add(SECRET_11);
  });
  after(() => campus.stop());

  /** explain with the campus's configuration, keys and secrets; nothing secret may be printed. */
  function explain(input, more = []) {
    const result = lti(['explain', ...options, ...more], input);
    for (const secret of secrets) {
      assert.ok(!`${result.out}${result.err}`.includes(secret), `printed ${secret}`);
    }
    return result;
  }

  /** What a launch sent: {answer, login (form text), launched (form text), cookie}. */
  async function capture(changes = {}) {
    const sent = {};
    const answer = await launch({
      lms: campus.lms, person: 'amara', course: 'chemistry', ...changes,
      form(fields) {
        const posted = changes.form?.(fields) ?? fields;
        sent.launched = `${posted}`;
        for (const name of ['id_token', 'state']) {
          if (fields.get(name)?.length > 30) secrets.add(fields.get(name));
        }
        return posted;
      },
    });
    const login = formOf(answer.steps[0]).fields;
    for (const [name, text] of Object.entries(changes.login ?? {})) {
      if (text === undefined) login.delete(name);
      else login.set(name, text);
    }
    const given = answer.steps[1].setCookies.find((line) => line.startsWith('lti_zoom_login_'));
    const cookie = given?.split(';')[0] ?? '';
    if (cookie) secrets.add(cookie.split('=')[1]);
    return { answer, login: `${login}`, cookie, ...sent };
  }

  const decision = ({ out }) => /^Decision: .*/m.exec(out)?.[0];

  test('httpd takes a key of keygen and publishes it', async () => {
    const pem = readFileSync(path.join(campus.httpd.root, 'made.pem'));
    const { n } = createPublicKey(pem).export({ format: 'jwk' });
    const answer = await fetch(`${campus.base}/keys`);
    const [key] = (await answer.json()).keys;
    assert.equal(key.n, n);
    const checked = await configtest({
      prepare: (root) => {
        writeFileSync(path.join(root, 'secret'), 'x'.repeat(48), { mode: 0o600 });
        writeFileSync(path.join(root, 'zoom-secret'), 'x', { mode: 0o600 });
        assert.equal(lti(['keygen', path.join(root, 'tool.pem')]).status, 0);
        return {
          directives: campusDirectives(root, {
            zoom: campus.zoom, lmss: [campus.lms], base: campus.base,
          }),
        };
      },
    });
    assert.equal(checked.status, 0, checked.output);
    assert.match(checked.output, /Syntax OK/);
  });

  test('a good login and a good launch', async () => {
    const { answer, login, launched, cookie } = await capture();
    assert.equal(answer.status, 303, answer.body);

    for (const input of [login, `${campus.base}/login?${login}`, `\n  ${login}\r\n`]) {
      const told = explain(input);
      assert.equal(told.status, 0, told.out);
      assert.equal(decision(told), 'Decision: accepted.');
      assert.match(told.out, /^ok +platform +<LTIZoomPlatform lms1>/m);
      assert.match(told.out, /^ok +answer +the browser is sent to http/m);
    }
    const told = explain(launched, ['--cookie', cookie]);
    assert.equal(told.status, 0, told.out);
    assert.equal(decision(told), 'Decision: accepted.');
    assert.doesNotMatch(told.out, /unchecked|REFUSED/);
    for (const step of ['form', 'token', 'state', 'platform', 'signature', 'audience', 'times',
      'nonce', 'claims', 'browser']) {
      assert.match(told.out, new RegExp(`^ok +${step} `, 'm'));
    }
    assert.match(told.out, /An instructor of course .*Chemistry/);
    assert.match(told.out, /Sections and groups: Exercise\s+class\s+A,Exercise\s+class\s+B; other\s+names\s+for\s+them:\s+4101,4102\./);
    assert.equal(explain(launched, ['--cookie', cookie.split('=')[1]]).status, 0);
  });

  // As the developer tools of browsers give a form away, one field in each line.
  const LISTS = {
    'name: value': ([name, value]) => `${name}: ${value}`,
    'name=value': ([name, value]) => `${name}=${value}`,
    'name: "value"': ([name, value]) => `  ${name}: "${value}"  `,
    'name=value, encoded': (field) => `${new URLSearchParams([field])}`,
  };
  for (const [form, line] of Object.entries(LISTS)) {
    test(`a list of fields: ${form}`, async () => {
      const { login: sent, launched, cookie } = await capture();
      const login = new URLSearchParams(sent);
      login.set('lti_message_hint', '{"cmid": 5, "of": "a & b"}');
      const listed = (text) => `${[...new URLSearchParams(text)].map(line).join('\r\n')}\n`;
      for (const [text, more] of [[login, []], [launched, ['--cookie', cookie]]]) {
        const asOne = explain(`${text}`, more);
        const asList = explain(listed(text), more);
        assert.equal(asList.status, 0, asList.out);
        assert.equal(asList.out.replace(/As of .*/, ''), asOne.out.replace(/As of .*/, ''));
      }
    });
  }

  test('a list of fields of LTI 1.1, with blanks in names', async () => {
    const { posted } = await launch11({ lms: campus.lmss[1], person: 'asa', course: 'chemistry' });
    const list = [...new URLSearchParams(posted.body)].map(LISTS['name: value']).join('\n');
    const { status, out } = explain(list);
    assert.equal(status, 0, out);
  });

  test('a form that mail has broken into lines is one form', async () => {
    const { launched, cookie } = await capture();
    const broken = launched.replace('&', '&\n').replace(/(.{76})/g, '$1\n');
    assert.equal(explain(broken, ['--cookie', cookie]).status, 0);
  });

  test('what is not given is not checked, and said so', async () => {
    const { launched } = await capture();
    const unchecked = ({ out }) => [...out.matchAll(/^unchecked (\w+)/gm)].map(([, step]) => step);
    const config = options.slice(0, 2);

    const plain = lti(['explain', ...config], launched);
    assert.deepEqual([plain.status, unchecked(plain)],
      [3, ['state', 'signature', 'nonce', 'browser']]);
    assert.match(decision(plain), /nothing speaks against it; unchecked: 4/);
    const alone = lti(['explain'], new URLSearchParams(launched).get('id_token'));
    assert.deepEqual([alone.status, unchecked(alone)],
      [3, ['state', 'platform', 'signature', 'nonce', 'browser']], alone.out);
    assert.match(alone.out, /^ok +claims/m);
    const later = explain(launched, ['--at', '2036-01-01T00:00:00Z']);
    assert.match(decision(later), /refused with LZ0105/);
    assert.match(later.out, /^REFUSED +times/m);
    assert.match(later.out, /^ok +nonce/m, 'goes on behind a state that has expired');
    assert.match(later.out, /It was issued at 20\d\d-.*Z: --at/);
  });

  const claim = (name, value) => ({
    claims(claims) { claims[`${LTI}${name}` in claims ? `${LTI}${name}` : name] = value; },
  });
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = (change) => ({
    sign: ({ header, claims }) => `${encode({ ...header, ...change })}.${encode(claims)}.AAAA`,
  });
  const posted = (form) => ({ form });

  // Each as the server refuses it, and as the command says.
  const REFUSALS = [
    ['an unknown issuer', { login: { iss: 'https://evil.example' } }, 'LZ0100', 'platform'],
    ['no login_hint', { login: { login_hint: undefined } }, 'LZ0102', 'parameters'],
    ['a foreign target', { login: { target_link_uri: 'https://evil.example/' } }, 'LZ0103',
      'target'],
    ['alg none', unsigned({ alg: 'none' }), 'LZ0108', 'token'],
    ['a wrong signature', unsigned({}), 'LZ0109', 'signature'],
    ['a kid that is not published', unsigned({ kid: 'other' }), 'LZ0111', 'signature'],
    ['two states', posted((fields) => fields.append('state', 'x')), 'LZ0007', 'form'],
    ['a state of somebody else', posted((fields) => fields.set('state', 'x'.repeat(99))), 'LZ0104',
      'state'],
    ['no state', posted((fields) => fields.delete('state')), 'LZ0104', 'state'],
    ['another audience', claim('aud', 'another'), 'LZ0113', 'platform'],
    ['one more audience', claim('aud', ['sandbox-zoom-tool', 'x']), 'LZ0113', 'audience'],
    ['an exp of the past', claim('exp', now() - 3600), 'LZ0114', 'times'],
    ['another nonce', claim('nonce', 'x'), 'LZ0115', 'nonce'],
    ['an unknown deployment', {
      ...claim('deployment_id', 'x'), login: { lti_deployment_id: undefined },
    }, 'LZ0119', 'claims'],
    ['another version', claim('version', '1.2.0'), 'LZ0122', 'claims'],
    ['no sub', claim('sub', undefined), 'LZ0120', 'claims'],
    ['a login that the LMS refused', posted((fields) => {
      fields.delete('id_token');
      fields.set('error', 'login_required');
    }), 'LZ0640', 'message'],
  ];

  for (const [name, changes, tag, step] of REFUSALS) {
    test(`${name}: ${tag}, as the server says`, async () => {
      const { answer, login, launched, cookie } = await capture(changes);
      assert.equal(answer.json().error.tag, tag, answer.body);
      const told = explain(answer.step === 'login' ? login : launched, ['--cookie', cookie]);
      assert.equal(told.status, 1, told.out);
      assert.match(decision(told), new RegExp(`^Decision: refused with ${tag} `));
      assert.match(told.out, new RegExp(`^REFUSED +${step} +${tag} `, 'm'));
      assert.ok(told.out.includes(answer.json().error.message), told.out);
    });
  }

  test('another browser: LZ0106', async () => {
    const { launched } = await capture();
    for (const cookie of ['x', 'session=1', 'lti_zoom_login_other=1']) {
      const told = explain(launched, ['--cookie', cookie]);
      assert.match(decision(told), /refused with LZ0106/);
      assert.match(told.out, /^ok +claims/m);
    }
  });

  test('which sections are told, and that none are', async () => {
    const { launched } = await capture({
      claims: (claims) => { claims['https://purl.imsglobal.org/spec/lti/claim/custom'] = {}; },
    });
    assert.match(explain(launched).out, /No section and no group is told/);
  });

  test('several faults: the first decides, all are told', async () => {
    const { answer, launched, cookie } = await capture({
      claims(claims) {
        claims.exp = now() - 3600;
        claims[`${LTI}version`] = '1.0';
      },
    });
    const told = explain(launched, ['--cookie', cookie]);
    assert.match(decision(told), new RegExp(answer.json().error.tag));
    const refused = [...told.out.matchAll(/^REFUSED +(\w+) +(LZ\d+)/gm)].map(([, ...one]) => one);
    assert.deepEqual(refused, [['times', 'LZ0114'], ['claims', 'LZ0122']]);
  });

  test('LTI 1.1: good, of a wrong secret, of an unknown consumer', async () => {
    const old = { lms: campus.lmss[1], person: 'amara', course: 'chemistry' };
    const good = await launch11(old);
    assert.equal(good.status, 303, good.body);
    const told = explain(good.posted.body);
    assert.equal(told.status, 0, told.out);
    assert.match(told.out, /^ok +signature/m);
    const unread = lti(['explain', ...options.slice(0, 2)], good.posted.body);
    assert.equal(unread.status, 3, unread.out);
    assert.match(unread.out, /^unchecked signature[^]*^ok +message/m);

    for (const [consumer, tag] of [
      [{ key: 'old', secret: 'wrong' }, 'LZ0109'], [{ key: 'new', secret: SECRET_11 }, null]]) {
      const answer = await launch11({ ...old, consumer });
      const { error } = answer.json();
      assert.ok(tag === null || error.tag === tag, answer.body);
      const other = explain(answer.posted.body);
      assert.equal(other.status, 1, other.out);
      assert.match(decision(other), new RegExp(`refused with ${error.tag} `));
    }
  });

  test('what comes from outside cannot play with the terminal', async () => {
    const { login } = await capture();
    const fields = new URLSearchParams(login);
    fields.set('iss', '\u001b[31mred\u0007\u009b2J');
    const told = explain(`${fields}`);
    assert.match(told.out, /\.\[31mred/);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(told.out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('the configuration', () => {
  const config = (text) => {
    const name = path.join(folder, 'httpd.conf');
    writeFileSync(name, text);
    return name;
  };
  const login = 'iss=https%3A%2F%2Flms.example&login_hint=1&client_id=a%20%22b%22';
  const explain = (text, args = [], input = login) =>
    lti(['explain', '--config', config(text), ...args], input);
  const platform = (name, client) => `<LTIZoomPlatform ${name}>
    LTIZoomIssuer https://lms.example
    LTIZoomPlatformClientID ${client}
    LTIZoomAuthURL https://lms.example/auth
    LTIZoomKeysURL https://lms.example/keys
  </LTIZoomPlatform>`;

  test('is read as httpd reads it: case, quotes, continued lines, comments, sections', () => {
    const told = explain(`
# LTIZoomBaseURL https://wrong.example/zoom
ServerName x
<IfModule lti_zoom_module>
  ltizoombaseurl \\
    "https://tool.example/zoom"
  <LTIZoomAccount main>
    LTIZoomClientID a
  </LTIZoomAccount>
  <LTIZoomPlatform "one">
    LTIZoomIssuer 'https://lms.example'
    LTIZoomPlatformClientID "a \\"b\\""
    LTIZoomAuthURL https://lms.example/auth # not a comment, more words
    LTIZoomKeysURL https://lms.example/keys
  </LTIZoomPlatform>
</IfModule>\r\n`);
    assert.equal(told.status, 0, told.out + told.err);
    assert.match(told.out, /<LTIZoomPlatform one>: issuer https:\/\/lms\.example, client_id a "b"/);
    assert.match(told.out, /https:\/\/tool\.example\/zoom\/launch/);
  });

  test('virtual hosts have their own and the server\'s', () => {
    const text = `
      ${platform('both', '"a \\"b\\""')}
      <VirtualHost *:443>
        LTIZoomBaseURL https://one.example/zoom
      </VirtualHost>
      <VirtualHost *:444>
        LTIZoomBaseURL https://two.example/zoom
        <LTIZoomPlatform both>
          LTIZoomPlatformClientID other
        </LTIZoomPlatform>
      </VirtualHost>`;
    assert.equal(explain(text, ['--base-url', 'https://one.example/zoom']).status, 0);
    const two = explain(text, ['--base-url', 'https://two.example/zoom']);
    assert.match(two.out, /REFUSED +platform +LZ0100/);
    const none = explain(text);
    assert.equal(none.status, 2);
    assert.match(none.err, /which host is meant\?.*one\.example.*two\.example/);
  });

  test('the address of a login may name the platform', () => {
    const text = `LTIZoomBaseURL https://tool.example/zoom
      ${platform('one', 'c')}\n${platform('two', 'c')}`;
    const form = 'iss=https%3A%2F%2Flms.example&login_hint=1&client_id=c';
    assert.match(explain(text, [], form).out, /REFUSED +platform +LZ0101/);
    assert.match(explain(text, ['--url', 'https://tool.example/zoom/login/two'], form).out,
      /<LTIZoomPlatform two>/);
    assert.match(explain(text, [], `https://tool.example/zoom/login/one?${form}`).out,
      /<LTIZoomPlatform one>/);
  });

  test('what keeps it from being understood is said, and is exit status 2', () => {
    const base = 'LTIZoomBaseURL https://tool.example/zoom\n';
    for (const [text, args, phrase] of [
      ['ServerName x', [], 'no LTIZoomBaseURL'],
      [`${base}<LTIZoomPlatform p>\nLTIZoomIssuer https://x\n</LTIZoomPlatform>`, [],
        '<LTIZoomPlatform p> of httpd.conf:2: lacks LTIZoomPlatformClientID'],
      [`${base}LTIZoomSecret file:/nonexistent/secret`, ['--secrets'], '/nonexistent/secret'],
      [`${base}LTIZoomSecret short`, ['--secrets'], 'shorter than 32 bytes'],
      [`${base}LTIZoomClockLeeway soon`, [], 'LTIZoomClockLeeway'],
      [base, ['--config', '/nonexistent.conf'], '/nonexistent.conf cannot be opened'],
      [base, ['--keys', '/nonexistent.json'], '/nonexistent.json cannot be opened'],
    ]) {
      const { status, out, err } = explain(text, args);
      assert.deepEqual([status, out], [2, ''], text);
      assert.ok(err.includes(phrase), `${phrase} in ${err}`);
      assert.ok(!err.includes('short '), 'no secret');
    }
  });

  test('secrets are left alone unless they are asked for', () => {
    const mark = path.join(folder, 'ran');
    const text = `LTIZoomBaseURL https://tool.example/zoom
      LTIZoomSecret "exec:/usr/bin/touch ${mark}"
      ${platform('p', '"a \\"b\\""')}`;
    assert.equal(explain(text).status, 0);
    assert.throws(() => statSync(mark));
    assert.equal(explain(text, ['--secrets']).status, 2, 'it prints nothing: no secret');
    assert.ok(statSync(mark));
  });

  test('what is not followed is noted', () => {
    const { err } = explain(`LTIZoomBaseURL https://tool.example/zoom
      Include conf/other.conf
      LTIZoomHostRoles \${ROLES}`);
    assert.match(err, /httpd\.conf:2: Include conf\/other\.conf is not followed/);
    assert.match(err, /httpd\.conf:3: LTIZoomHostRoles has a variable/);
  });

  test('nothing, or something else, on standard input', () => {
    assert.match(lti(['explain'], ' \n').err, /nothing came on standard input/);
    assert.match(lti(['explain'], 'hello=world').err, /neither a login/);
    assert.match(lti(['explain'], 'iss=%zz').out, /^REFUSED +form +LZ0006/m);
  });
});
