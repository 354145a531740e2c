// SPDX-License-Identifier: Apache-2.0
// The campus of the demo, as startCampus() takes it: httpd as Debian has it, the module as it is when
// an administrator has set nothing more than they must; but whoever has just scheduled a meeting for
// later today or tomorrow wants to see a student join it now.

import { DEMO_COURSES, DEMO_PEOPLE } from './demo-people.js';

export const DEMO_CAMPUS = {
  webhooks: true,
  lms: { people: DEMO_PEOPLE, courses: DEMO_COURSES },
  server: { LTIZoomJoinLead: '24h' },
  httpd: {
    modules: ['deflate', 'filter'],
    directives: 'AddOutputFilterByType DEFLATE text/html application/json',
  },
};
