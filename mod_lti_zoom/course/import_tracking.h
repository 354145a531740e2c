/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Meetings that come into a course get the course's tracking values at Zoom, as those that are
 * scheduled here do: what the admin maps (LTIZoomTrackingField) and the account has a field for,
 * and of which something is known. The meeting's other tracking fields stay as they are; one that
 * has the values already is not written.
 *
 * Zoom takes a hundred writes a day of the meetings of one host. All imports together use at most
 * LZ_IMPORT_WRITES of them, so that whoever brings a whole catalogue along can still schedule and
 * edit on that day.
 */
#ifndef LZ_COURSE_IMPORT_TRACKING_H
#define LZ_COURSE_IMPORT_TRACKING_H

#include "../base/json.h"
#include "session.h"

#define LZ_IMPORT_WRITES 50

typedef enum lz_tracking_e {
    LZ_TRACKING_RIGHT,          /* there was nothing to do, or it is done */
    LZ_TRACKING_NOT_YOURS,      /* this person may not change the meeting at Zoom */
    LZ_TRACKING_NOT_WRITTEN     /* Zoom did not take it, or it was not reached: to be sent again */
} lz_tracking_e;

typedef struct lz_tracked_t {
    json_object   *zoom;        /* in: what meeting.get answers */
    int            may;         /* in: whether this person may change it */
    lz_tracking_e  outcome;     /* out */
} lz_tracked_t;

/* 1 when the admin maps anything. */
int lz_import_tracks(const lz_site_t *site);

/*
 * Writes what has to be written of n meetings, by env->deadline. Best effort: the account's fields
 * that cannot be had, a refusal, a limit leave meetings LZ_TRACKING_NOT_WRITTEN, and the log says
 * why. An account whose plan or scopes have no tracking fields has nothing to write.
 */
void lz_import_tracking(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session,
                        lz_tracked_t *meetings, int n);

#endif
