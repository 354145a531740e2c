// SPDX-License-Identifier: Apache-2.0
// The LMS's half of deep linking: what it asks the tool for, and a strict look at what comes back.

import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createBrowser } from '../../lib/http-browser.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

const HEADER = ['alg', 'kid', 'typ'];
const CLAIMS = [
  'iss', 'sub', 'aud', 'iat', 'exp', 'nonce',
  `${LTI}deployment_id`, `${LTI}message_type`, `${LTI}version`,
  `${DL}data`, `${DL}content_items`, `${DL}msg`, `${DL}log`, `${DL}errormsg`, `${DL}errorlog`,
];
const LINK = ['type', 'url', 'title', 'text', 'custom', 'iframe', 'window', 'icon', 'thumbnail',
  'lineItem', 'available', 'submission'];

/**
 * The deep_linking_settings of a request for `person` in `course`; `lms.deepLinking` has what is
 * to be otherwise than usual (undefined takes away). The return URL's query is the LMS's own
 * business: it names the request, and holds signs that a careless tool would change.
 */
export function deepLinkingSettings(lms, { person, course, deploymentId }) {
  const key = randomBytes(12).toString('base64url');
  const path = `/courses/${course.key}/placed?sesskey=${key}&back=a%20b+c%2Fd&empty=&%C3%A9`;
  const settings = {
    deep_link_return_url: `${lms.url}${path}`,
    accept_types: ['ltiResourceLink', 'link'],
    accept_presentation_document_targets: ['iframe', 'window'],
    accept_multiple: true,
    accept_lineitem: false,
    auto_create: false,
    title: '',
    text: '',
    data: `${key} "\\/<>&'\u2028 ö 漢字 %20+=`,
    ...lms.deepLinking,
  };
  lms.placings.set(key, { path, person, course, deploymentId, settings });
  return settings;
}

/**
 * Takes what was posted to `path` (as it stood in the request line) with the form `fields`.
 * Returns the sentence that says why nothing was placed, or null; what a correct tool would not
 * send is recorded in lms.violations, the response's claims in lms.answers. Links are added to
 * lms.placed: {id, course, title, text, url, custom}.
 */
export async function takeAnswer(lms, path, fields) {
  const placing = lms.placings.get(new URL(path, lms.url).searchParams.get('sesskey'));
  const wrong = placing ? await judge(lms, placing, path, fields) : 'an unknown return URL';
  if (wrong) {
    lms.violate(`deep linking: ${wrong}`, path);
    return 'The tool\'s answer is not a valid one.';
  }
  const claims = lms.answers.at(-1);
  for (const item of claims[`${DL}content_items`] ?? []) {
    const { title, text = '', url, custom = {} } = item;
    const id = String(lms.placed.length + 1);
    lms.placed.push({ id, course: placing.course.key, title, text, url, custom });
  }
  return claims[`${DL}errormsg`] ?? null;
}

async function judge(lms, placing, path, fields) {
  if (path !== placing.path) return 'the return URL was changed';
  if ([...fields.keys()].join() !== 'JWT') return `the form has ${[...fields.keys()]}`;
  let verified;
  try {
    verified = await jwtVerify(fields.get('JWT'), createLocalJWKSet(await toolKeys(lms)), {
      algorithms: ['RS256'], issuer: lms.clientId, audience: lms.issuer,
      currentDate: new Date(lms.now()), clockTolerance: 5, maxTokenAge: 60,
      requiredClaims: ['iat', 'exp', 'nonce'],
    });
  } catch (error) {
    return `the token: ${error.message}`;
  }
  const { payload, protectedHeader } = verified;
  const wrong = unknown(protectedHeader, HEADER) ?? unknown(payload, CLAIMS)
    ?? judgeClaims(lms, placing, payload) ?? judgeItems(lms, placing, payload);
  if (!wrong) lms.answers.push(payload);
  return wrong;
}

async function toolKeys(lms) {
  const browser = createBrowser({ ca: lms.tool.ca, keepAlive: false });
  const answer = await browser.get(new URL('keys', lms.tool.launchUrl).href);
  if (answer.status !== 200) throw new Error(`the tool's keys answer ${answer.status}`);
  return answer.json();
}

const unknown = (object, known) => {
  const [name] = Object.keys(object).filter((key) => !known.includes(key));
  return name && `unknown member ${name}`;
};

function judgeClaims(lms, { deploymentId, settings }, payload) {
  const expected = {
    aud: lms.issuer,
    sub: lms.clientId,
    [`${LTI}deployment_id`]: deploymentId,
    [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
    [`${LTI}version`]: '1.3.0',
    [`${DL}data`]: settings.data,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (payload[name] !== value) return `${name} is ${JSON.stringify(payload[name])}`;
  }
  if (payload.exp - payload.iat > 600) return 'exp is far from iat';
  const { nonce } = payload;
  if (typeof nonce !== 'string' || nonce.length < 16) return 'nonce is short';
  if (lms.nonces.has(nonce)) return 'nonce used twice';
  lms.nonces.add(nonce);
  return undefined;
}

function judgeItems(lms, { settings }, payload) {
  const items = payload[`${DL}content_items`];
  if (items !== undefined && !Array.isArray(items)) return 'content_items is no array';
  if ((items ?? []).length > 1 && !settings.accept_multiple) return 'several items';
  for (const item of items ?? []) {
    const wrong = judgeItem(lms, settings, item);
    if (wrong) return wrong;
  }
  return undefined;
}

function judgeItem(lms, settings, item) {
  if (!settings.accept_types.includes(item.type)) return `an item of type ${item.type}`;
  const surplus = unknown(item, LINK);
  if (surplus) return surplus;
  if (!item.url?.startsWith(new URL('.', lms.tool.launchUrl).href)) return `the url ${item.url}`;
  if (typeof item.title !== 'string' || !item.title) return 'a link without a title';
  if (Object.values(item.custom ?? {}).some((value) => typeof value !== 'string')) {
    return 'a custom parameter that is no string';
  }
  if (item.lineItem && settings.accept_lineitem === false) return 'a lineItem';
  for (const target of ['iframe', 'window']) {
    const accepted = settings.accept_presentation_document_targets.includes(target);
    if (item[target] && !accepted) return `presentation as ${target}`;
  }
  return undefined;
}

/** The claims by which a deep linking request differs from a launch: to be laid over its own. */
export const deepLinkingClaims = (launch) => ({
  [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
  [`${LTI}resource_link`]: undefined,
  [`${DL}deep_linking_settings`]: launch.deepLinking,
});

/** The claims by which the launch of a placed link differs from that of the course's own link. */
export const placedClaims = ({ id, title, text, custom }, ofTool) => ({
  [`${LTI}resource_link`]: { id: `placed-${id}`, title, description: text },
  [`${LTI}custom`]: { ...ofTool, ...custom },
});
