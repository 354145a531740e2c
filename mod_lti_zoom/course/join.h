/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When Join opens: LTIZoomJoinLead before the start, for those who only come to it. Who runs the
 * course, and who hosts the meeting, alternates or schedules for its host, never waits; nor does
 * anybody once it has started, or where it has no fixed time. Until then pages hold the button
 * back; the server itself keeps people out with LTIZoomJoinEarly Off alone.
 */
#ifndef LZ_COURSE_JOIN_H
#define LZ_COURSE_JOIN_H

#include "permissions.h"
#include "site.h"

/* When it opens for this person; 0: it is open, over, or has no time to open at. */
apr_time_t lz_join_opens_at(const lz_site_t *site, lz_standing_e standing,
                            lz_ownership_e ownership, const lz_meeting_t *meeting, apr_time_t now);

/* may without LZ_MAY_JOIN where the person is kept out until then. */
int lz_join_may(const lz_site_t *site, lz_standing_e standing, lz_ownership_e ownership,
                const lz_meeting_t *meeting, apr_time_t now, int may);

#endif
