// SPDX-License-Identifier: Apache-2.0
// Does a child grow? Its resident memory after 10,000 requests against after 100,000.

import { readFileSync, readdirSync } from 'node:fs';
import { startCampus } from '../lib/campus.js';
import { courseWithMeetings, headersOf } from './lib/course.js';
import { load } from './lib/load.js';

const FIRST = 10_000;
const LAST = 100_000;

/** Kilobytes resident and private to the children of pid. */
function childMemory(pid) {
  let sum = 0;
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      if (Number(/PPid:\s+(\d+)/.exec(status)[1]) === pid) {
        sum += Number(/RssAnon:\s+(\d+)/.exec(status)[1]);
      }
    } catch {
      // ended while we looked
    }
  }
  return sum;
}

export async function run(report) {
  const campus = await startCampus({ httpd: { logLevel: 'warn' } });
  try {
    const { host, guest } = await courseWithMeetings(campus, 10);
    let requests = 0;
    let early;
    while (requests < LAST) {
      for (const visit of [host, guest]) {
        // No more at once than one child has threads, since a child that is busy closes idle
        // connections, some of them just as they are used again.
        const headers = headersOf(visit, visit.viewUrl);
        requests += await load(visit.viewUrl, { headers, connections: 20 });
      }
      if (early === undefined && requests >= FIRST) early = childMemory(campus.httpd.pid);
    }
    const late = childMemory(campus.httpd.pid);
    report({
      measure: `growth of the children's memory from request ${FIRST} to ${LAST}`,
      value: (late - early) / early,
      unit: 'of the earlier size',
      goal: '<= 0.02',
      reference: `${early} kB anonymous memory, later ${late} kB`,
    });
  } finally {
    await campus.stop();
  }
}
