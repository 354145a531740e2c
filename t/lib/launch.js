// SPDX-License-Identifier: Apache-2.0
// An LTI launch step by step: LMS page, tool's login, LMS's authorization, tool's launch. Each step
// can be bent, so that a test of a refusal is the good launch with one thing changed.

import { createBrowser, formOf } from './http-browser.js';

export { createBrowser } from './http-browser.js';

/**
 * Launches the tool from `lms` as `person` (a key of lms.people) in `course` (a key of
 * lms.courses), in `browser` (a new one by default). The steps and what may change them:
 *
 *   LMS     deploymentId, targetLinkUri   other than the LMS's own
 *           link                          one of lms.placed, instead of the course's own link
 *           placing                       true: a deep linking request (see deep-link.js)
 *   login   loginMethod                   'POST' (default) or 'GET'
 *           loginUrl                      instead of the LMS's idea of it
 *           login: {name: text|undefined} replaces or removes parameters
 *   auth    auth: (parameters) => …       changes the URLSearchParams of the authentication request
 *   launch  claims: (claims) => …         changes the id_token's claims; may return JSON text
 *           header: (header) => …         changes its protected header
 *           sign: ({header, claims, lms}) => token    makes the token instead of the LMS
 *           form: (fields) => …           changes the URLSearchParams posted to the tool; may
 *                                         return other text or {body, headers}
 *           headers                       added to the launch request
 *           launchBrowser                 posts the launch from another browser
 *
 * A function that changes may alter its argument or return a new one. Resolves to the tool's answer
 * to the launch, {status, headers, body, location, json(), …}, with `browser` and `steps` (all
 * answers in order: page, login, auth, launch). When the tool refuses the login, or the LMS the
 * authorization, that answer is the last step and the result, and `step` names it.
 */
export async function launch(options) {
  const browser = options.browser ?? createBrowser();
  const steps = [];
  const finish = (step, answer) => ({ ...answer, step, browser, steps });
  const record = (answer) => {
    steps.push(answer);
    return answer;
  };

  await signIn(options.lms, options.person, browser);
  const page = record(await openLaunchPage(options, browser));
  const login = record(await initiateLogin(options, browser, formOf(page)));
  if (login.status !== 302 && login.status !== 303) return finish('login', login);

  const auth = record(await authenticate(options, browser, login.location));
  if (auth.status !== 200) return finish('auth', auth);

  const posted = await launchForm(options, formOf(auth));
  const answer = await (options.launchBrowser ?? browser).post(formOf(auth).action, {
    ...posted,
    headers: { origin: new URL(options.lms.url).origin, ...options.headers, ...posted.headers },
  });
  return finish('launch', record(answer));
}

/**
 * launch() that must succeed; then reads the view it leads to. Resolves to {browser, viewUrl,
 * courseUrl (without a trailing slash), page (the HTML answer), data (the view as JSON)}.
 */
export async function enter(options) {
  const answer = await launch(options);
  if (answer.status !== 303 || answer.step !== 'launch') {
    throw new Error(`the launch failed at ${answer.step}: ${answer.status}\n${answer.body}`);
  }
  const { browser, location: viewUrl } = answer;
  const page = await browser.get(viewUrl, { headers: { accept: 'text/html' } });
  const json = await browser.get(viewUrl, { headers: { accept: 'application/json' } });
  if (json.status !== 200) throw new Error(`the view failed: ${json.status}\n${json.body}`);
  return {
    browser, viewUrl, courseUrl: new URL('.', viewUrl).href.slice(0, -1), page, data: json.json(),
  };
}

/** Signs `person` in at the LMS unless the browser already is. */
export async function signIn(lms, person, browser) {
  if (!lms.people[person]) throw new Error(`no such person: ${person}`);
  const cookie = new RegExp(`campus_${lms.port}=([\\w-]+)`).exec(browser.jar.header(lms.url));
  if (cookie && lms.sessions.get(cookie[1]) === person) return;
  await browser.post(`${lms.url}/signin`, { form: { person } });
}

function openLaunchPage({ lms, course, deploymentId, targetLinkUri, link, placing }, browser) {
  const url = new URL(`/courses/${course}/launch`, lms.url);
  if (deploymentId) url.searchParams.set('deployment', deploymentId);
  if (targetLinkUri) url.searchParams.set('target', targetLinkUri);
  if (link) url.searchParams.set('link', link.id);
  if (placing) url.searchParams.set('placing', '1');
  return browser.get(url.href);
}

function initiateLogin({ login = {}, loginMethod = 'POST', loginUrl, lms }, browser, form) {
  const { fields } = form;
  for (const [name, text] of Object.entries(login)) {
    if (text === undefined) fields.delete(name);
    else fields.set(name, text);
  }
  const url = loginUrl ?? form.action;
  if (loginMethod === 'GET') {
    return browser.get(`${url}${url.includes('?') ? '&' : '?'}${fields}`);
  }
  return browser.post(url, { form: fields, headers: { origin: new URL(lms.url).origin } });
}

function authenticate({ auth }, browser, location) {
  if (!auth) return browser.get(location);
  const url = new URL(location);
  const parameters = new URLSearchParams(url.searchParams);
  url.search = (auth(parameters) ?? parameters).toString();
  return browser.get(url.href);
}

async function launchForm(options, { fields }) {
  const { lms, claims, header, sign, form } = options;
  const token = fields.get('id_token');
  if (token && (claims || header || sign)) {
    const parts = token.split('.').slice(0, 2).map((part) => JSON.parse(fromBase64url(part)));
    const changed = {
      header: header?.(parts[0]) ?? parts[0], claims: claims?.(parts[1]) ?? parts[1], lms,
    };
    fields.set('id_token', await (sign ?? signAsLms)(changed));
  }
  const posted = form?.(fields) ?? fields;
  if (typeof posted === 'string') {
    return { body: posted, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  return posted instanceof URLSearchParams ? { form: posted } : posted;
}

const fromBase64url = (text) => Buffer.from(text, 'base64url').toString('utf8');

const signAsLms = ({ lms, header, claims }) => lms.keys.sign(header, claims);
