// SPDX-License-Identifier: Apache-2.0
// Requests to the simulated LMS: who is asking, which page or endpoint, bad weather, answer.

import { randomBytes } from 'node:crypto';
import { suffer } from '../faults.js';
import { mediaType, readBody } from '../listener.js';
import { authorize } from './authorize.js';
import { takeSelection } from './consumer.js';
import { takeAnswer } from './deep-linking.js';
import { problemPage } from './look.js';
import {
  backPage, coursePage, coursesPage, frontPage, launchPage, linkPage, placePage, toolPage,
} from './pages.js';
import { adminPage, configurationRoute, registerRoute } from './registration.js';
import { rosterRoute } from './roster.js';
import { storageFrame, storageScript } from './storage.js';
import { tokenRoute } from './token.js';

/** The handler of all requests to the simulator `lms`. */
export function createHandler(lms) {
  return async (message, response) => {
    const url = new URL(message.url, lms.url);
    const route = ROUTES.find((one) => (
      one.methods.includes(message.method) && one.path.test(url.pathname)));
    const entry = {
      operation: route?.name ?? 'unknown', method: message.method, path: url.pathname,
      time: lms.now(), status: null,
    };
    lms.requests.push(entry);
    const request = {
      method: message.method,
      url: message.url,
      headers: message.headers,
      query: url.searchParams,
      match: route?.path.exec(url.pathname).groups,
      person: lms.people[lms.sessions.get(cookieOf(lms, message))],
      text: await readBody(message),
    };
    if (await meetFault(lms, entry, response, false)) return;
    const answer = route ? await route.handle(lms, request) : problemPage(404, 'No such page.');
    entry.status = answer.status;
    if (await meetFault(lms, entry, response, true, answer)) return;
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  };
}

async function meetFault(lms, entry, response, after, answer) {
  const fault = lms.faults.take(entry, after);
  return fault ? suffer(fault, response, answer) : false;
}

// Cookies are shared by all ports of a host, so two LMSs on localhost need two names.
export const cookieName = (lms) => `campus_${lms.port}`;

function cookieOf(lms, message) {
  const cookies = (message.headers.cookie ?? '').split('; ');
  const mine = cookies.find((cookie) => cookie.startsWith(`${cookieName(lms)}=`));
  return mine?.slice(cookieName(lms).length + 1);
}

const redirect = (location, headers = {}) => ({ status: 303, headers: { location, ...headers } });

function signIn(lms, { text }) {
  const key = new URLSearchParams(text).get('person');
  if (!lms.people[key]) return problemPage(400, 'There is no such person.');
  const session = randomBytes(18).toString('base64url');
  lms.sessions.set(session, key);
  const site = lms.url.startsWith('https:') ? 'SameSite=None; Secure' : 'SameSite=Lax';
  const cookie = `${cookieName(lms)}=${session}; Path=/; HttpOnly; ${site}`;
  return redirect('/courses', { 'set-cookie': cookie });
}

function signOut(lms) {
  return redirect('/', { 'set-cookie': `${cookieName(lms)}=; Path=/; Max-Age=0` });
}

// A page of a course, for its members only.
const courseRoute = (show) => (lms, request) => {
  const course = lms.courses[request.match.course];
  if (!request.person) return redirect('/');
  if (!course?.members[request.person.key]) return problemPage(404, 'This is not your course.');
  return show(lms, request.person, course, request.query);
};

function launchWithOptions(lms, person, course, query) {
  return launchPage(lms, person, course, {
    deploymentId: query.get('deployment') ?? undefined,
    targetLinkUri: query.get('target') ?? undefined,
    link: lms.placed.find((link) => link.course === course.key && link.id === query.get('link')),
    placing: query.has('placing'),
  });
}

// The browser comes from the tool's page here, where this site's cookies may not follow: the return
// URL itself says whose request it is.
async function placedRoute(lms, { url, headers, text, match }) {
  if (mediaType(headers) !== 'application/x-www-form-urlencoded') {
    return problemPage(415, 'A form was expected.');
  }
  const take = lms.consumer && !lms.consumer.beside ? takeSelection : takeAnswer;
  const problem = await take(lms, url, new URLSearchParams(text));
  return backPage(lms.courses[match.course], problem);
}

function authorizeRoute(lms, request) {
  if (request.method === 'GET') return authorize(lms, request.query, request.person);
  if (mediaType(request.headers) !== 'application/x-www-form-urlencoded') {
    return problemPage(415, 'A form was expected.');
  }
  return authorize(lms, new URLSearchParams(request.text), request.person);
}

const keysRoute = (lms) => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'max-age=3600' },
  body: JSON.stringify(lms.keys.jwks()),
});

const ROUTES = [
  { name: 'front', methods: ['GET'], path: /^\/$/, handle: frontPage },
  { name: 'signin', methods: ['POST'], path: /^\/signin$/, handle: signIn },
  { name: 'signout', methods: ['POST'], path: /^\/signout$/, handle: signOut },
  {
    name: 'courses', methods: ['GET'], path: /^\/courses$/,
    handle: (lms, { person }) => (person ? coursesPage(lms, person) : redirect('/')),
  },
  {
    name: 'course', methods: ['GET'], path: /^\/courses\/(?<course>\w+)$/,
    handle: courseRoute(coursePage),
  },
  {
    name: 'tool', methods: ['GET'], path: /^\/courses\/(?<course>\w+)\/zoom$/,
    handle: courseRoute(toolPage),
  },
  {
    name: 'place', methods: ['GET'], path: /^\/courses\/(?<course>\w+)\/place$/,
    handle: courseRoute(placePage),
  },
  {
    name: 'placed', methods: ['POST'], path: /^\/courses\/(?<course>\w+)\/placed$/,
    handle: placedRoute,
  },
  {
    name: 'link', methods: ['GET'], path: /^\/courses\/(?<course>\w+)\/links\/(?<link>\d+)$/,
    handle: (lms, request) => courseRoute(linkPage(request.match.link))(lms, request),
  },
  {
    name: 'launch', methods: ['GET'], path: /^\/courses\/(?<course>\w+)\/launch$/,
    handle: courseRoute(launchWithOptions),
  },
  {
    name: 'authorize', methods: ['GET', 'POST'], path: /^\/lti\/auth$/, handle: authorizeRoute,
  },
  { name: 'keys', methods: ['GET'], path: /^\/lti\/keys$/, handle: keysRoute },
  { name: 'token', methods: ['POST'], path: /^\/lti\/token$/, handle: tokenRoute },
  {
    name: 'roster', methods: ['GET'], path: /^\/services\/courses\/(?<course>\w+)\/members$/,
    handle: rosterRoute,
  },
  {
    name: 'configuration', methods: ['GET'], path: /^\/lti\/openid-configuration$/,
    handle: configurationRoute,
  },
  { name: 'register', methods: ['POST'], path: /^\/lti\/register$/, handle: registerRoute },
  { name: 'admin', methods: ['GET'], path: /^\/admin$/, handle: adminPage },
  {
    name: 'storage', methods: ['GET'], path: /^\/lti\/storage\/(?<part>frame|impostor)$/,
    handle: storageFrame,
  },
  {
    name: 'storage-script', methods: ['GET'], path: /^\/lti\/storage\.js$/, handle: storageScript,
  },
];
