// SPDX-License-Identifier: Apache-2.0
// A campus to try the tool in: `./bootstrap demo`. Starts a simulated LMS, a simulated Zoom and a
// private httpd with the module, prints one address, and ends all of it with Ctrl-C.

import { startCampus } from '../lib/campus.js';
import { DEMO_CAMPUS } from './demo-campus.js';
import { seedCourses } from './demo-data.js';

const ended = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve(signal));
});

async function main() {
  const campus = await startCampus({
    ...DEMO_CAMPUS, httpd: { ...DEMO_CAMPUS.httpd, expectedLog: [/./] },
  });
  try {
    await seedCourses(campus).catch((error) => {
      console.error(`The courses start without meetings.\n${error.message}\n`);
    });
    console.log(welcome(campus));
    const death = campus.httpd.wait().then(() => 'httpd');
    if (await Promise.race([ended, death]) === 'httpd') {
      throw new Error(`httpd has ended by itself\n${campus.httpd.errorLog()}`);
    }
  } finally {
    await campus.stop();
  }
  console.log('Stopped.');
}

function welcome({ lms, zoom, base, httpd }) {
  const people = Object.values(lms.people).map((person) => {
    const courses = Object.values(lms.courses).filter((course) => course.members[person.key]);
    const titles = courses.map((course) => course.title).join(', ');
    return `    ${person.name} (${person.role}): ${titles}`;
  });
  return `
  Open  ${lms.url}

  and be one of
${people.join('\n')}

  tool ${base}   Zoom (simulated) ${zoom.url}   log ${httpd.root}/logs/error.log
  Ctrl-C ends everything.
`;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
