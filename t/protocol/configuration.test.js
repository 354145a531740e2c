// SPDX-License-Identifier: Apache-2.0
// The ready-made configurations for LMSs: right for this address, readable by anybody, no secrets.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startCampus } from '../lib/campus.js';
import { createBrowser, enter } from '../lib/launch.js';
import { CUSTOM_PARAMETERS } from '../lib/registration.js';
import { parseXml } from '../lib/xml.js';

const ROSTER = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';

let campus;
before(async () => { campus = await startCampus({ mount: '/tools/zoom' }); });
after(() => campus.stop());

const get = (name) => createBrowser().get(`${campus.base}/config/${name}`);

test('what Canvas takes as a developer key', async () => {
  const { status, headers, json } = await get('canvas.json');
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^application\/json/);
  const launchUrl = `${campus.base}/launch`;
  const placement = (name, message) => ({
    placement: name, message_type: message, target_link_uri: launchUrl, text: 'Zoom', enabled: true,
  });
  const { description, ...key } = json();
  assert.ok(description.length > 10);
  assert.deepEqual(key, {
    title: 'Zoom',
    target_link_uri: launchUrl,
    oidc_initiation_url: `${campus.base}/login`,
    public_jwk_url: `${campus.base}/keys`,
    scopes: [ROSTER],
    custom_fields: CUSTOM_PARAMETERS,
    extensions: [{
      platform: 'canvas.instructure.com',
      domain: new URL(campus.base).host,
      tool_id: 'lti-zoom',
      privacy_level: 'public',
      settings: {
        text: 'Zoom',
        placements: [
          placement('course_navigation', 'LtiResourceLinkRequest'),
          placement('link_selection', 'LtiDeepLinkingRequest'),
          placement('assignment_selection', 'LtiDeepLinkingRequest'),
        ],
      },
    }],
  });
});

test('its addresses are the ones that work', async () => {
  const { custom_fields: custom, ...key } = (await get('canvas.json')).json();
  assert.equal((await createBrowser().get(key.public_jwk_url)).status, 200);
  campus.lms.tool = { loginUrl: key.oidc_initiation_url, launchUrl: key.target_link_uri };
  const { data } = await enter({
    lms: campus.lms, person: 'amara', course: 'chemistry',
    claims: (claims) => {
      claims['https://purl.imsglobal.org/spec/lti/claim/custom'] = {
        ...custom, [Object.keys(custom)[0]]: 'America/Lima',
      };
    },
  });
  assert.equal(data.me.time_zone, 'America/Lima');
});

test('the cartridge of LTI 1.1', async () => {
  const { status, headers, body } = await get('cartridge.xml');
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^application\/xml/);
  const root = parseXml(body);
  assert.equal(root.name, 'cartridge_basiclti_link');
  assert.equal(root.attributes.xmlns, 'http://www.imsglobal.org/xsd/imslticc_v1p0');
  const child = (name, of = root) => of.children.find((one) => one.name === name);
  assert.equal(child('blti:title').text, 'Zoom');
  assert.equal(child('blti:launch_url').text, `${campus.base}/launch`);
  assert.equal(child('blti:secure_launch_url'), undefined, 'the address is http in this test');
  const extensions = child('blti:extensions');
  assert.equal(extensions.attributes.platform, 'canvas.instructure.com');
  const property = (name, of) => of.children
    .find(({ attributes }) => attributes.name === name)?.text;
  assert.equal(property('privacy_level', extensions), 'public');
  assert.equal(property('domain', extensions), new URL(campus.base).host);
  const placements = extensions.children.filter(({ name }) => name === 'lticm:options');
  assert.deepEqual(placements.map(({ attributes, ...options }) => (
    [attributes.name, property('message_type', options), property('url', options)])), [
    ['course_navigation', undefined, `${campus.base}/launch`],
    ['link_selection', 'ContentItemSelectionRequest', `${campus.base}/launch`],
  ]);
  for (const [name, variable] of Object.entries(CUSTOM_PARAMETERS)) {
    assert.equal(property(name, child('blti:custom')), variable);
  }
  assert.ok(child('blti:vendor'));
});

test('no secret stands in them', async () => {
  const secrets = ['secret', 'zoom-secret']
    .map((name) => readFileSync(path.join(campus.httpd.root, name), 'utf8').trim());
  for (const name of ['canvas.json', 'cartridge.xml']) {
    const { body } = await get(name);
    for (const secret of [...secrets, campus.lms.clientId]) assert.ok(!body.includes(secret));
  }
});

test('they are read, not written', async () => {
  for (const name of ['canvas.json', 'cartridge.xml']) {
    assert.equal((await createBrowser().post(`${campus.base}/config/${name}`, { form: {} })).status,
      405);
  }
});

test('an https address has a secure launch URL', async () => {
  const secure = await startCampus({ httpd: { tls: true } });
  const browser = createBrowser({ ca: secure.httpd.ca });
  const root = parseXml((await browser.get(`${secure.base}/config/cartridge.xml`)).body);
  const { text } = root.children.find(({ name }) => name === 'blti:secure_launch_url');
  assert.equal(text, `${secure.base}/launch`);
  await secure.stop();
});
