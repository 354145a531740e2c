// SPDX-License-Identifier: Apache-2.0
// The people whom every simulated Zoom account knows unless a test says otherwise.

import { addUser, BASIC } from './users.js';

/** The teachers of the sandbox's LMS are licensed; its students have no Zoom user. */
export function seedPeople(zoom) {
  addUser(zoom, {
    email: 'amara.okafor@example.edu',
    first_name: 'Amara',
    last_name: 'Okafor',
    display_name: 'Dr. Amara Okafor',
    timezone: 'Europe/Berlin',
    dept: 'Chemistry',
  });
  addUser(zoom, {
    email: 'tomas.lindqvist@example.edu',
    first_name: 'Tomáš',
    last_name: 'Lindqvist',
    timezone: 'Europe/Berlin',
    dept: 'Chemistry',
  });
  addUser(zoom, {
    email: 'library@example.edu',
    first_name: 'University',
    last_name: 'Library',
    type: BASIC,
    timezone: 'Europe/Berlin',
  });
}
