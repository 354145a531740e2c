// SPDX-License-Identifier: Apache-2.0
// A cached view against a static file of the same size on the same httpd.

import { startCampus } from '../lib/campus.js';
import { courseWithMeetings, headersOf } from './lib/course.js';
import { documents, load, ratio } from './lib/load.js';

const MEETINGS = 10;
const VIEW_SIZE = 4096;     // about that of a view with so many meetings

export async function run(report) {
  const campus = await startCampus({
    httpd: { ...documents({ 'static.json': 'x'.repeat(VIEW_SIZE) }), logLevel: 'warn' },
  });
  try {
    const { host, guest } = await courseWithMeetings(campus, MEETINGS);
    const fixed = () => load(`${campus.httpd.url}/static.json`);
    for (const [who, visit] of [['an instructor', host], ['a student', guest]]) {
      for (const accept of ['application/json', 'text/html']) {
        const headers = headersOf(visit, visit.viewUrl, accept);
        const { body } = await visit.browser.get(visit.viewUrl, { headers: { accept } });
        report({
          measure: `cached upcoming as ${accept} for ${who}`,
          value: await ratio(() => load(visit.viewUrl, { headers }), fixed),
          unit: 'of the static rate',
          goal: '>= 0.5',
          reference: `static file of ${VIEW_SIZE} bytes, the view has ${Buffer.byteLength(body)}`,
        });
      }
    }
  } finally {
    await campus.stop();
  }
}
