/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what: pure functions over one table. Every view and every action asks here, and the
 * same answer is what the page is told (me.permissions, actions[]).
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

/* A set of them is their sum. */
typedef enum lz_may_e {
    LZ_MAY_NOTHING  = 0,
    LZ_MAY_JOIN     = 1,
    LZ_MAY_START    = 2,    /* as the host */
    LZ_MAY_DETAILS  = 4,    /* join link, passcode, settings */
    LZ_MAY_SCHEDULE = 8
} lz_may_e;

/* In the course; has_zoom_user: Zoom knows this person as an active user of the account. */
int lz_may_in_course(lz_standing_e standing, int has_zoom_user);

/* With one of its meetings; is_host: this person's Zoom user hosts it. */
int lz_may_with_meeting(lz_standing_e standing, int is_host, lz_meeting_status_e status);

/* actions[] of the JSON. */
json_object *lz_actions_json(int may);

/* me.permissions of the JSON: NULL-terminated, in pool. */
const char *const *lz_permission_names(apr_pool_t *pool, int may);

#endif
