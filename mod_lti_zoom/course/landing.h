/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a launch leads. A placed link says so in its custom parameters or in the query of its
 * target_link_uri, whichever its LMS has kept; a target may also be the address of a view. Only
 * views that are known here are gone to, always in the course that was launched, so nothing that
 * a link says leads anywhere else.
 *
 *     {mount}, {mount}/launch            upcoming
 *     {mount}/launch?view=V              upcoming, previous, recordings, room, schedule, settings,
 *                                        calendar, privacy
 *     {mount}/launch?view=meeting&meeting_id=N
 *     {mount}/c/{any course}/V           the same, or meetings/N: a link that was copied from the
 *                                        browser, or with its course
 */
#ifndef LZ_COURSE_LANDING_H
#define LZ_COURSE_LANDING_H

#include "session.h"

/*
 * The view, as it stands below the course's address: "upcoming", "meetings/912...", or "select"
 * when something is to be placed. LZ_P_LTI_TARGET for a target that is none of the above, however
 * it is dressed up. Custom parameters that name no view are somebody else's and count nothing.
 * Asked before the launch's nonce is used.
 */
const lz_problem_t *lz_landing_view(apr_pool_t *pool, const lz_site_t *site,
                                    const lz_launch_t *launch, const char **view)
    __attribute__((warn_unused_result));

/* The view's address in the session's course; NULL: no randomness. */
const char *lz_landing_url(const lz_env_t *env, const lz_site_t *site, const lz_launch_t *launch,
                           const lz_session_t *session, const char *view)
    __attribute__((warn_unused_result));

#endif
