// SPDX-License-Identifier: Apache-2.0
// The LMS as a tool consumer of LTI 1.1: signed launches and Content-Item requests, and a strict
// look at the signed answers to the latter.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { customParameters } from './sections.js';

const LTI_LINK = 'application/vnd.ims.lti.v1.ltilink';
const WINDOW = 300;

const ROLES = {
  instructor: 'urn:lti:instrole:ims/lis/Faculty,urn:lti:role:ims/lis/Instructor',
  student: 'urn:lti:instrole:ims/lis/Student,Learner',
};

/**
 * The signed fields (URLSearchParams) of a launch of the course's own link, of `link` (one of
 * lms.placed), or with `placing` of a request to place something. They are good for a POST to
 * launchUrl(lms, {link}) within five minutes, once. `consumer` is {key, secret, method}.
 */
export function launchFields(lms, person, course, { link, placing, consumer } = {}) {
  const fields = new URLSearchParams({
    lti_version: 'LTI-1p0',
    user_id: person.id,
    roles: ROLES[course.members[person.key]],
    context_id: course.id,
    context_type: 'CourseSection',
    context_label: course.label,
    context_title: course.title,
    lis_person_name_given: person.given,
    lis_person_name_family: person.family,
    lis_person_name_full: person.name,
    lis_person_contact_email_primary: person.email,
    launch_presentation_locale: person.locale,
    launch_presentation_document_target: 'iframe',
    launch_presentation_return_url: `${lms.url}/courses/${course.key}?from=tool`,
    tool_consumer_instance_guid: lms.guid,
    tool_consumer_instance_name: lms.name,
    tool_consumer_info_product_family_code: 'sandbox',
    ...asFields(customParameters(course, person)),
    ext_submit: 'Press to continue & 100% go',
    ...(placing ? selectionRequest(lms, person, course) : linkRequest(course, link)),
  });
  return signFields(lms, fields, launchUrl(lms, { link }), consumer ?? lms.consumer);
}

/** Where a launch is posted to. */
export const launchUrl = (lms, { link } = {}) => link?.url ?? lms.tool.launchUrl;

const linkRequest = (course, link) => ({
  lti_message_type: 'basic-lti-launch-request',
  resource_link_id: link ? `placed-${link.id}` : `zoom-${course.id}`,
  resource_link_title: link?.title ?? 'Zoom',
  ...asFields(link?.custom ?? {}),
});

const asFields = (custom) => Object.fromEntries(Object.entries(custom)
  .map(([name, value]) => [`custom_${name}`, value]));

// The return URL's query is the LMS's own business: it names the request and is hard to copy.
function selectionRequest(lms, person, course) {
  const key = randomBytes(12).toString('base64url');
  const path = `/courses/${course.key}/placed?sesskey=${key}&back=a%20b+c%2Fd&empty=&%C3%A9`;
  const request = {
    lti_message_type: 'ContentItemSelectionRequest',
    content_item_return_url: `${lms.url}${path}`,
    accept_media_types: `image/*;q=0.5,${LTI_LINK}`,
    accept_presentation_document_targets: 'frame,iframe,window',
    accept_multiple: 'true',
    accept_unsigned: 'false',
    auto_create: 'false',
    data: `${key} "\\/<>&' ö 漢字 %20+=`,
    ...lms.deepLinking,
  };
  for (const name of Object.keys(request)) {
    if (request[name] === undefined) delete request[name];
  }
  lms.placings.set(key, { path, course, request });
  return request;
}

/** Adds OAuth's parameters for a POST of `fields` to `url`, the signature last. */
export function signFields(lms, fields, url, { key, secret, method = 'HMAC-SHA1' }) {
  const oauth = {
    oauth_consumer_key: key,
    oauth_signature_method: method,
    oauth_timestamp: Math.floor(lms.now() / 1000),
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_version: '1.0',
    oauth_callback: 'about:blank',
  };
  for (const [name, value] of Object.entries(oauth)) fields.set(name, value);
  fields.set('oauth_signature', signatureOf(fields, url, secret));
  return fields;
}

// encodeURIComponent leaves five characters alone that RFC 3986 does not call unreserved.
const encode = (text) => encodeURIComponent(text)
  .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The signature (RFC 5849 §3.4) of a POST of `fields` to `url`, by the fields' own method. */
export function signatureOf(fields, url, secret) {
  const { origin, pathname, searchParams } = new URL(url);
  const pairs = [...fields, ...searchParams]
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => (a === b ? Number(x > y) - Number(x < y) : a < b ? -1 : 1))
    .map((pair) => pair.join('='));
  const base = ['POST', `${origin}${pathname}`, pairs.join('&')].map(encode).join('&');
  const hash = fields.get('oauth_signature_method') === 'HMAC-SHA256' ? 'sha256' : 'sha1';
  return createHmac(hash, `${encode(secret)}&`).update(base).digest('base64');
}

/**
 * Takes a ContentItemSelection that was posted to `path` (as it stood in the request line), as
 * takeAnswer() of deep-linking.js does: the sentence that says why nothing was placed, or null.
 */
export function takeSelection(lms, path, fields) {
  const placing = lms.placings.get(new URL(path, lms.url).searchParams.get('sesskey'));
  const wrong = placing ? judge(lms, placing, path, fields) : 'an unknown return URL';
  if (wrong) {
    lms.violate(`content item: ${wrong}`, path);
    return 'The tool\'s answer is not a valid one.';
  }
  lms.answers.push(Object.fromEntries(fields));
  for (const item of itemsOf(fields)) {
    const { title, text = '', url, custom = {} } = item;
    const id = String(lms.placed.length + 1);
    lms.placed.push({ id, course: placing.course.key, title, text, url, custom });
  }
  return fields.get('lti_errormsg');
}

const FIELDS = [
  'lti_message_type', 'lti_version', 'content_items', 'data', 'lti_msg', 'lti_log', 'lti_errormsg',
  'lti_errorlog', 'oauth_consumer_key', 'oauth_signature_method', 'oauth_timestamp', 'oauth_nonce',
  'oauth_version', 'oauth_callback', 'oauth_signature',
];

function judge(lms, { path: expected, request }, path, fields) {
  if (path !== expected) return 'the return URL was changed';
  const names = [...fields.keys()];
  if (new Set(names).size !== names.length) return `fields stand twice: ${names}`;
  const unknown = names.find((name) => !FIELDS.includes(name));
  if (unknown) return `unknown field ${unknown}`;
  return judgeOAuth(lms, path, fields) ?? judgeMessage(request, fields)
    ?? itemsOf(fields).map((item) => judgeItem(lms, request, item)).find(Boolean);
}

function judgeOAuth(lms, path, fields) {
  const { key, secret } = lms.consumer;
  const off = Number(fields.get('oauth_timestamp')) - lms.now() / 1000;
  const nonce = fields.get('oauth_nonce') ?? '';
  if (fields.get('oauth_consumer_key') !== key) return 'another consumer key';
  if (!/^HMAC-SHA(1|256)$/.test(fields.get('oauth_signature_method'))) return 'another method';
  if (fields.get('oauth_version') !== '1.0') return 'another version of OAuth';
  if (!(Math.abs(off) < WINDOW)) return `oauth_timestamp is ${off} s off`;
  if (nonce.length < 16 || lms.nonces.has(nonce)) return `oauth_nonce "${nonce}" is short or used`;
  const right = Buffer.from(signatureOf(fields, `${lms.url}${path}`, secret));
  const given = Buffer.from(fields.get('oauth_signature') ?? '');
  if (right.length !== given.length || !timingSafeEqual(right, given)) return 'a wrong signature';
  lms.nonces.add(nonce);
  return undefined;
}

function judgeMessage(request, fields) {
  const expected = {
    lti_message_type: 'ContentItemSelection', lti_version: 'LTI-1p0', data: request.data ?? null,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (fields.get(name) !== value) return `${name} is ${fields.get(name)}`;
  }
  const items = itemsOf(fields);
  if (items.length > 1 && request.accept_multiple !== 'true') return 'several items';
  return undefined;
}

function itemsOf(fields) {
  if (!fields.has('content_items')) return [];
  const { '@context': context, '@graph': graph } = JSON.parse(fields.get('content_items'));
  if (context !== 'http://purl.imsglobal.org/ctx/lti/v1/ContentItem') {
    throw new Error(`the context is ${context}`);
  }
  return graph;
}

function judgeItem(lms, request, item) {
  const target = item.placementAdvice?.presentationDocumentTarget;
  if (item['@type'] !== 'LtiLinkItem' || item.mediaType !== LTI_LINK) return 'an unknown item';
  if (!item.url?.startsWith(lms.tool.launchUrl)) return `the url ${item.url}`;
  if (typeof item.title !== 'string' || !item.title) return 'a link without a title';
  if (Object.values(item.custom ?? {}).some((value) => typeof value !== 'string')) {
    return 'a custom parameter that is no string';
  }
  const accepted = request.accept_presentation_document_targets.split(',');
  return target && !accepted.includes(target) ? `presentation as ${target}` : undefined;
}
