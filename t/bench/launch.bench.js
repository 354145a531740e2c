// SPDX-License-Identifier: Apache-2.0
// Launches on distinct, signed messages, each with a login of its own, against a static file.

import http from 'node:http';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCampus } from '../lib/campus.js';
import { launch } from '../lib/launch.js';
import { cast } from '../lib/journey.js';
import { documents, load, ratio } from './lib/load.js';

const AT_ONCE = 16;
const ROUNDS = 3;
const FIRST_GUESS = 16_000;  // launches that one run may need; the next ones know better

/** The header and claims of a good launch, to make others from. */
async function goodLaunch(campus) {
  const { student: person, course } = cast(campus.lms);
  const seen = {};
  const answer = await launch({
    lms: campus.lms,
    person,
    course,
    header: (header) => { seen.header = header; },
    claims: (claims) => { seen.claims = claims; },
  });
  if (answer.status !== 303) throw new Error(`launch: ${answer.status}\n${answer.body}`);
  return seen;
}

/** A login at the tool: {state, nonce, cookie}. */
function login(agent, campus) {
  const { lms, base } = campus;
  const query = new URLSearchParams({
    iss: lms.issuer, login_hint: 'x', client_id: lms.clientId, target_link_uri: `${base}/launch`,
  });
  return new Promise((resolve, reject) => {
    http.get(`${base}/login?${query}`, { agent }, (answer) => {
      answer.resume();
      const location = new URL(answer.headers.location);
      const [cookie] = answer.headers['set-cookie'][0].split(';');
      answer.on('end', () => resolve({
        state: location.searchParams.get('state'),
        nonce: location.searchParams.get('nonce'),
        cookie,
      }));
    }).on('error', reject);
  });
}

/** n prepared launches, a line each: cookie, tab, form. */
async function prepare(campus, { header, claims }, n) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const lines = [];
  const now = Math.floor(Date.now() / 1000);
  const worker = async () => {
    while (lines.length < n) {
      const { state, nonce, cookie } = await login(agent, campus);
      const token = await campus.lms.keys.sign(header, {
        ...claims, nonce, iat: now, exp: now + 300,
      });
      lines.push(`${cookie}\t${new URLSearchParams({ id_token: token, state })}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
  return lines;
}

/**
 * A wrk script that posts the lines of file, each once: a second time they would be refused, wrk
 * would count that as an error, and load() throws. The requests are made before the time runs, as
 * wrk itself makes that for the static file.
 */
function wrkScript(file) {
  return `
local requests, at = {}, 0
init = function()
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
  for line in io.lines("${file}") do
    local cookie, body = line:match("^(.-)\\t(.*)$")
    headers["Cookie"] = cookie
    requests[#requests + 1] = wrk.format("POST", "/zoom/launch", headers, body)
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end`;
}

export async function run(report) {
  const campus = await startCampus({
    httpd: { ...documents({ 'static.txt': 'x'.repeat(1024) }), logLevel: 'warn' },
  });
  try {
    const file = path.join(campus.httpd.root, 'launches.txt');
    const script = path.join(campus.httpd.root, 'launches.lua');
    const good = await goodLaunch(campus);
    writeFileSync(script, wrkScript(file));
    let needed = FIRST_GUESS;
    const launches = async () => {
      writeFileSync(file, (await prepare(campus, good, needed)).join('\n'));
      const rate = await load(campus.httpd.url, { script });
      needed = Math.ceil(rate * 1.8);
      return rate;
    };
    const fixed = () => load(`${campus.httpd.url}/static.txt`);
    report({
      measure: 'launch',
      value: await ratio(launches, fixed, ROUNDS),
      unit: 'of the static rate',
      goal: '>= 0.35',
      reference: 'static file of 1024 bytes; SQLite',
    });
  } finally {
    await campus.stop();
  }
}
