/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping what we know of the course's recordings true: the lists of its meetings' hosts are read
 * again when they are no longer fresh, each once for the whole cluster, all at the same time. The
 * latest four weeks are read every few minutes, half a year once a day and when the course got a
 * meeting that may have recordings already; what is older when somebody first wants to see it.
 */
#ifndef LZ_COURSE_RECORDINGS_REFRESH_H
#define LZ_COURSE_RECORDINGS_REFRESH_H

#include "session.h"

/* What a view shows unless it is asked for more. */
#define LZ_RECORDINGS_SHOWN apr_time_from_sec(180 * 24 * 3600)

/*
 * Returns when all is in the database that can be had in half of the time that is left, back to
 * from. *behind is NULL, or why something could not be read. LZ_P_DATABASE...
 */
const lz_problem_t *lz_recordings_refresh(const lz_env_t *env, const lz_site_t *site,
                                          const lz_session_t *session, apr_time_t from,
                                          const lz_problem_t **behind)
    __attribute__((warn_unused_result));

#endif
