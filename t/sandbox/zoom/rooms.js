// SPDX-License-Identifier: Apache-2.0
// Personal meeting rooms: every user has one, under their PMI, from the first time that somebody
// asks for it.

import { storeMeeting } from './meetings.js';

const PMI_MEETING = 4;

/** The room whose number this is, or undefined. */
export function roomOf(zoom, number) {
  const owner = [...zoom.users.values()].find(({ pmi, foreign }) => pmi === number && !foreign);
  if (!owner) return undefined;
  return storeMeeting(zoom, owner, {
    topic: `${owner.display_name}'s Personal Meeting Room`, type: 3,
  }, { id: number, type: PMI_MEETING });
}
