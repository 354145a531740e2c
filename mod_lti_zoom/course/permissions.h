/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what: pure functions over one table. Every view and every action asks here, and the
 * same answer is what the page is told (me.permissions, actions[]).
 *
 * What counts: what the role comes to here (with LTIZoomStudentsHost), what the person is to the
 * meeting at Zoom, whether the meeting is of the course, for whom of the course it is (sections.h),
 * and its state. That a recording or a
 * poll exists, and that it is not yet time to join (course/join.h), takes away from the answer;
 * nothing adds to it.
 *
 * "delete" means: at Zoom, for everybody. To take a meeting out of the course and leave it at Zoom
 * (LZ_MAY_REMOVE, DELETE with course_only) has no word of its own in actions[]: whoever runs the
 * course (me.role instructor) may do that with each of its meetings. The same is true of saying for
 * which sections of the course a meeting is (LZ_MAY_LIMIT, PATCH with sections alone). Nor has
 * LZ_MAY_LABEL a word: what an import changes at Zoom without being asked to, it changes for the
 * host and for who schedules for the host; an alternative host changes a meeting on purpose or not
 * at all.
 *
 * A meeting that a person may not even see (LZ_MAY_SEE) does not exist for them: whatever is asked
 * about it is answered as for an id that nobody has.
 */
#ifndef LZ_COURSE_PERMISSIONS_H
#define LZ_COURSE_PERMISSIONS_H

#include "../lti/roles.h"
#include "../store/meetings.h"

/* What a role comes to under the site's policy. */
typedef enum lz_standing_e {
    LZ_STANDING_GUEST,      /* looks and joins */
    LZ_STANDING_OWN,        /* schedules too, and hosts what is their own: a student where
                               LTIZoomStudentsHost is on */
    LZ_STANDING_HOST        /* one of those who run the course */
} lz_standing_e;

lz_standing_e lz_standing(lz_role_e role, int students_host);

/* What a person is to a meeting at Zoom: the first of them that holds. */
typedef enum lz_ownership_e {
    LZ_OWNS_NOTHING,
    LZ_OWNS_HOST,
    LZ_OWNS_ALTERNATIVE,    /* one of its alternative hosts */
    LZ_OWNS_SCHEDULER       /* may schedule for its host */
} lz_ownership_e;

/* Whom of the course a meeting, or a recording, is for. */
typedef enum lz_audience_e {
    LZ_FOR_ALL,             /* the whole course */
    LZ_FOR_THEM,            /* sections, one of which the person is in */
    LZ_FOR_OTHERS           /* sections that the person is in none of, or it is not known */
} lz_audience_e;

/* A set of them is their sum. */
typedef enum lz_may_e {
    LZ_MAY_NOTHING    = 0,
    LZ_MAY_JOIN       = 1,
    LZ_MAY_START      = 2,      /* the host with the host's own link, others as they join */
    LZ_MAY_DETAILS    = 4,      /* join link, passcode, settings */
    LZ_MAY_SCHEDULE   = 8,
    LZ_MAY_EDIT       = 16,
    LZ_MAY_DELETE     = 32,     /* at Zoom */
    LZ_MAY_REMOVE     = 64,     /* from this course only */
    LZ_MAY_INVITATION = 128,
    LZ_MAY_REPORT     = 256,
    LZ_MAY_POLLS      = 512,
    LZ_MAY_RECORDING  = 1024,
    LZ_MAY_PUBLISH    = 2048,
    LZ_MAY_IMPORT     = 4096,   /* into this course */
    LZ_MAY_LABEL      = 8192,   /* an imported one with the course's tracking fields, at Zoom */
    LZ_MAY_LIMIT      = 16384,  /* to sections of this course */
    LZ_MAY_SEE        = 32768   /* that it is there */
} lz_may_e;

/* In the course; has_zoom_user: Zoom knows this person as an active user of the account. */
int lz_may_in_course(lz_standing_e standing, int has_zoom_user);

/* With one of its meetings. */
int lz_may_with_meeting(lz_standing_e standing, lz_ownership_e ownership,
                        lz_meeting_status_e status, lz_audience_e audience);

/* With a meeting that is not of the course. */
int lz_may_with_other(lz_standing_e standing, lz_ownership_e ownership,
                      lz_meeting_status_e status);

/* actions[] of the JSON. */
json_object *lz_actions_json(int may);

/* me.permissions of the JSON: NULL-terminated, in pool. */
const char *const *lz_permission_names(apr_pool_t *pool, int may);

#endif
