// SPDX-License-Identifier: Apache-2.0
// Addresses that an LMS, or somebody in its name, hands over: none of them leads the browser to
// another site, neither at the login nor after the launch nor by way of who may embed the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter, launch } from '../lib/launch.js';
import { assertRefused, claim, LTI } from '../lib/refusals.js';

let campus;
before(async () => { campus = await startCampus(); });
after(() => campus.stop());

const good = () => ({ lms: campus.lms, person: 'amara', course: 'chemistry' });

/** Addresses that look like ours, or make careless parsers think so. */
function elsewhere() {
  const { host, port } = new URL(campus.base);
  return [
    'https://evil.example/zoom',
    '//evil.example/zoom',
    '///evil.example',
    '/\\evil.example',
    '/zoom/launch',
    'zoom',
    `http://${host}@evil.example/zoom/launch`,
    `http://${host}:x@evil.example/`,
    `http://evil.example#@${host}/zoom`,
    `http://evil.example\\@${host}/zoom`,
    `http:\\\\${host}\\zoom`,
    `http:/${host}/zoom`,
    `http:${host}/zoom`,
    `http:///${host}/zoom`,
    `http://${host}.evil.example/zoom`,
    `http://localhost.evil.example:${port}/zoom`,
    `http://evil.example/${host}/zoom`,
    `http://evil.example?${campus.base}`,
    `http://localhost:${Number(port) + 1}/zoom`,
    'http://localhost/zoom',
    `https://${host}/zoom/launch`,
    `http://127.0.0.1:${port}/zoom/launch`,
    `http://localhost.:${port}/zoom/launch`,
    `http://LOCALHOST\u00ad:${port}/zoom`,
    `http://ⓛocalhost:${port}/zoom`,
    ` ${campus.base}/launch`,
    `${campus.base}/launch `,
    `\t${campus.base}`,
    `${campus.base}/\r\nLocation: https://evil.example/`,
    `${campus.base}/%`,
    `${campus.base}/launch#fragment`,
    'javascript:alert(1)//http://localhost/',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://evil.example/x',
    'file:///etc/passwd',
    'about:blank',
    'ftp://localhost/zoom',
    'http://',
    'http://[::1/zoom',
  ];
}

test('a login for a target elsewhere goes nowhere', async () => {
  const parameters = (target) => new URLSearchParams({
    iss: campus.lms.issuer, client_id: campus.lms.clientId, login_hint: '1',
    target_link_uri: target,
  });
  for (const target of elsewhere()) {
    for (const answer of [
      await createBrowser().post(`${campus.base}/login`, { form: parameters(target) }),
      await createBrowser().get(`${campus.base}/login?${parameters(target)}`),
    ]) {
      assert.equal(answer.json().error?.tag, 'LZ0103', `${target}: ${answer.body}`);
      assertRefused(campus, answer, 400, 'LZ0103', 'target_link_uri');
    }
  }
});

test('a login only ever leads to the LMS that is registered', async () => {
  for (const target of ['', campus.base, `${campus.base}/launch`, `${campus.base}/c/x/upcoming?a=b`,
    campus.base.replace('http://localhost', 'HTTP://LocalHost')]) {
    const answer = await createBrowser().post(`${campus.base}/login`, {
      form: {
        iss: campus.lms.issuer, client_id: campus.lms.clientId, login_hint: '1',
        target_link_uri: target, redirect_uri: 'https://evil.example', auth_url: '//evil.example',
      },
    });
    assert.equal(answer.status, 302, `${target}: ${answer.body}`);
    assert.ok(answer.location.startsWith(`${campus.lms.authUrl}?`), answer.location);
    const { searchParams } = new URL(answer.location);
    assert.equal(searchParams.get('redirect_uri'), `${campus.base}/launch`);
  }
});

test('a launch for a target elsewhere is refused', async () => {
  for (const target of elsewhere()) {
    const answer = await launch({
      ...good(), login: { target_link_uri: undefined }, ...claim('target_link_uri', target),
    });
    assert.equal(answer.json().error?.tag, 'LZ0103', `${target}: ${answer.body}`);
    assertRefused(campus, answer, 400, 'LZ0103', 'target_link_uri');
  }
});

test('a target below our address that is no page of ours opens no page of others', async () => {
  const { origin } = new URL(campus.base);
  for (const path of [
    '/zoom/..//evil.example', '/zoom/c/x/../../..//evil.example', '/zoom//evil.example',
    '/zoom/launch?view=//evil.example', '/zoom/launch?view=https://evil.example',
    '/zoom/launch?view=meeting&meeting_id=../../evil', '/zoom/c/other-course/meetings/1/join',
    '/zoom/launch?next=https://evil.example', '/zoom/%2f%2fevil.example', '/elsewhere',
  ]) {
    const target = origin + path;
    const answer = await launch({ ...good(), login: { target_link_uri: undefined },
      ...claim('target_link_uri', target) });
    if (answer.status === 303) {
      assert.match(answer.location.slice(campus.base.length), /^\/c\/[\w-]{43}\/upcoming$/);
      assert.ok(answer.location.startsWith(campus.base));
    } else {
      assert.equal(answer.location, undefined);
      assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`);
    }
  }
});

test('a return URL says who may embed the page, if it is one', async () => {
  const embedders = async (url) => {
    const visit = await enter({
      ...good(), ...claim('launch_presentation', { return_url: url, document_target: 'iframe' }),
    });
    const policy = visit.page.headers['content-security-policy'];
    assert.equal(policy.split(';').length, 8, policy);
    return policy.split('frame-ancestors ')[1].split(' ');
  };
  const usual = ["'self'", campus.lms.url];
  assert.deepEqual(await embedders('https://school.example:8443/course?x=1'),
    [...usual, 'https://school.example:8443']);
  assert.deepEqual(await embedders('HTTPS://School.Example:443/'),
    [...usual, 'https://school.example']);
  for (const url of [
    'javascript:alert(1)', 'data:text/html,x', '//evil.example', '/course', '', 'https://',
    'about:blank', 'https://evil.example;script-src *', 'https://evil.example script-src',
    'https://*', "https://evil.example'unsafe-inline'", 'https://evil.example\r\nX-Evil: 1',
    'https://u:p@evil.example/', 'https://evil.example,https://other.example',
    `https://${'e'.repeat(300)}.example/`, 7, null, ['x'],
  ]) {
    assert.deepEqual(await embedders(url), usual, String(url));
  }
});

test('nothing that an LMS sends is a header of ours', async () => {
  const evil = 'x\r\nSet-Cookie: evil=1\r\n\r\n<script>alert(1)</script>';
  const visit = await enter({
    ...good(),
    claims: (claims) => {
      Object.assign(claims, { name: evil, locale: evil, email: evil });
      claims[`${LTI}context`].title = evil;
      claims[`${LTI}resource_link`].title = evil;
    },
  });
  assert.equal(visit.browser.jar.all().some(({ name }) => name === 'evil'), false);
  assert.ok(!visit.page.body.includes('<script>alert(1)'));
  assert.ok(!visit.page.headers['x-evil']);
});
