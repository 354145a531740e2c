/* SPDX-License-Identifier: Apache-2.0 */
/* What an event about one meeting means for its row. */
#ifndef LZ_COURSE_MEETING_EVENTS_H
#define LZ_COURSE_MEETING_EVENTS_H

#include "../store/events.h"
#include "../zoom/webhook.h"
#include "snapshot.h"

/* 1 when there may be something to write: most people who join a meeting tell nothing new. */
int lz_meeting_event_matters(const lz_zoom_event_t *event, const lz_meeting_t *known);

/*
 * Writes what the event says about the meeting, within the caller's transaction that has locked it.
 * An event that is older than what is known of the same thing changes nothing.
 */
const lz_problem_t *lz_meeting_event(const lz_snapshots_t *snapshots, lz_store_t *store,
                                     const lz_zoom_event_t *event, const lz_meeting_t *known)
    __attribute__((warn_unused_result));

#endif
