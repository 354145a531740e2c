/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways into a meeting, at the moment of the click. occurrence_id names a date of a series, by
 * which it is judged whether it is time; NULL: the whole, by the date that runs or comes next.
 */
#ifndef LZ_COURSE_MEETING_ENTRY_H
#define LZ_COURSE_MEETING_ENTRY_H

#include "session.h"

/*
 * Where Join leads, from what is stored: no call to Zoom, except to find out whether a student
 * for whom it is too early hosts it (LTIZoomStudentsHost). LZ_P_NO_SUCH_MEETING, LZ_P_NO_SUCH_DATE,
 * LZ_P_MEETING_GONE, LZ_P_TOO_EARLY, LZ_P_JOIN_LINK.
 */
const lz_problem_t *lz_meeting_join_link(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session, const char *id,
                                         const char *occurrence_id, const char **link)
    __attribute__((warn_unused_result));

/*
 * Where Start leads, by what Zoom says now: the host's own start link for the host alone; the join
 * link for alternative hosts and who may schedule for the host; else LZ_P_NOT_HOST, LZ_P_FORBIDDEN.
 */
const lz_problem_t *lz_meeting_start_link(const lz_env_t *env, const lz_site_t *site,
                                          const lz_session_t *session, const char *id,
                                          const char *occurrence_id, const char **link)
    __attribute__((warn_unused_result));

#endif
