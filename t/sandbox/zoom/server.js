// SPDX-License-Identifier: Apache-2.0
// One request from arrival to answer: log, bad weather, judge, handler, answer.

import { pause, suffer } from '../faults.js';
import { duplicates, mediaType, readBody } from '../listener.js';
import { ApiError, invalidFields } from './errors.js';
import { jsonText } from './json-text.js';
import { findOperation } from './operations.js';
import { meetingPage } from './pages.js';
import { recordingPage } from './recording-pages.js';
import { issueToken, scopesOf } from './token.js';

const TOKEN = { name: 'token', method: 'POST', path: '/oauth/token' };
const PLANS = ['free', 'pro', 'business'];

/** The handler of all requests to the simulator `zoom`. */
export function createHandler(zoom) {
  return async (message, response) => {
    const request = openRequest(zoom, message);
    response.on('close', () => { request.entry.ended = zoom.now(); });
    if (zoom.latency) await pause(zoom.latency);
    if (await meetFault(zoom, request, response, false)) return;

    try {
      request.text = await readBody(message);
    } catch (error) {
      if (!error.aborted) throw error;
      return;
    }
    const answer = answerTo(zoom, request);
    request.entry.status = answer.status;
    if (request.isToken || request.route) zoom.secondJudge?.hear(request, answer);
    if (await meetFault(zoom, request, response, true, answer)) return;
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  };
}

function openRequest(zoom, message) {
  const url = new URL(message.url, zoom.url);
  const path = url.pathname;
  const route = findOperation(message.method, path);
  const isToken = message.method === TOKEN.method && path === TOKEN.path;
  const entry = {
    method: message.method,
    path,
    query: Object.fromEntries(url.searchParams),
    operation: isToken ? TOKEN.name : route?.operation.name ?? 'page',
    authorization: (message.headers.authorization ?? 'none').split(' ')[0].toLowerCase(),
    time: zoom.now(),
    status: null,
    ended: null,
  };
  zoom.requests.push(entry);
  return {
    method: message.method, url: message.url, path, query: url.searchParams,
    headers: message.headers, route, isToken, entry,
  };
}

async function meetFault(zoom, request, response, after, answer) {
  const fault = zoom.faults.take(request.entry, after);
  if (!fault) return false;
  if (fault.kind === 'status') request.entry.status = fault.status;
  return suffer(fault, response, answer);
}

function answerTo(zoom, request) {
  const violate = (rule, detail) => {
    const { operation, method, path } = request.entry;
    zoom.violations.push({ operation, method, path, rule, detail });
  };
  if (request.isToken) return checked(zoom, TOKEN, issueToken(zoom, request, violate));
  const web = meetingPage(zoom, request) ?? recordingPage(zoom, request);
  if (web) return web;
  let answer;
  try {
    answer = callOperation(zoom, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.rule) violate(error.rule, error.errors ?? error.message);
    answer = { status: error.status, body: error.body(), headers: error.headers };
  }
  return checked(zoom, request.route?.operation, answer);
}

// An answer that breaks Zoom's own contract is the simulator's mistake, and loud.
function checked(zoom, operation, answer) {
  if (operation) zoom.contract?.checkAnswer(operation, answer);
  return jsonAnswer(answer);
}

function callOperation(zoom, request) {
  const scopes = scopesOf(zoom, request);
  if (!request.route) {
    throw new ApiError(400, 2300, 'This API endpoint is not recognized.', { rule: 'path' });
  }
  const { operation, params } = request.route;
  demandScope(operation, scopes);
  zoom.limits.countCall(operation.label);
  demandPlan(zoom, operation);
  const query = readQuery(operation, request.query);
  const body = readJson(operation, request);
  zoom.contract?.judgeRequest(operation, { query: Object.fromEntries(request.query), body });
  const answer = operation.handler(zoom, { operation, params, query, body });
  return { ...answer, headers: zoom.limits.headers(operation.label) };
}

function demandScope({ granular, classic }, scopes) {
  if (scopes.includes(granular) || scopes.includes(classic)) return;
  throw new ApiError(400, 4711,
    `Invalid access token, does not contain scopes:[${granular}, ${classic}].`);
}

function demandPlan({ account }, { plan = 'free' }) {
  if (PLANS.indexOf(account.plan) >= PLANS.indexOf(plan)) return;
  throw new ApiError(400, 200, `Only available for paid account, ${account.id}.`);
}

function readQuery(operation, parameters) {
  const errors = duplicates(parameters).map((field) => ({ field, message: 'Given twice.' }));
  const query = {};
  for (const [field, text] of parameters) {
    const value = operation.query[field]?.(text);
    if (value === undefined) errors.push({ field, message: `Not understood: ${text}` });
    query[field] = value;
  }
  for (const field of operation.required ?? []) {
    if (!(field in query)) errors.push({ field, message: 'Is required.' });
  }
  if (errors.length) throw invalidFields(errors, 'query');
  return query;
}

function readJson(operation, { headers, text }) {
  if (!operation.body) {
    if (text) throw new ApiError(400, 300, 'No body expected.', { rule: 'body' });
    return undefined;
  }
  if (mediaType(headers) !== 'application/json') {
    throw new ApiError(415, 300, 'Unsupported content type.', { rule: 'content type' });
  }
  const body = parsed(text);
  const errors = operation.body(body, '');
  if (errors.length) throw invalidFields(errors);
  return body;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 300, 'Request Body should be a valid JSON object.', { rule: 'json' });
  }
}

let trackingId = 0;

function jsonAnswer({ status, body, headers = {} }) {
  trackingId += 1;
  const common = { 'x-zm-trackingid': `v=2.0;clid=sandbox;rid=WEB_${trackingId}`, ...headers };
  if (body === undefined) return { status, headers: common, body: undefined };
  const text = jsonText(body);
  return {
    status,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'content-length': Buffer.byteLength(text),
      ...common,
    },
    body: text,
  };
}
