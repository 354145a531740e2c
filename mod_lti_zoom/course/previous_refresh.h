/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking Zoom about a course's past: the hosts' lists of what is over, and when the meetings that
 * are held several times really were. What was asked about a short while ago is not asked again;
 * all goes in parallel, each thing once for the whole cluster.
 */
#ifndef LZ_COURSE_PREVIOUS_REFRESH_H
#define LZ_COURSE_PREVIOUS_REFRESH_H

#include "session.h"

/*
 * Returns when all is in the database that can be had in half of the time that is left. *behind is
 * NULL, or why something could not be read. LZ_P_DATABASE...
 */
const lz_problem_t *lz_previous_refresh(const lz_env_t *env, const lz_site_t *site,
                                        const lz_session_t *session,
                                        const lz_problem_t **behind)
    __attribute__((warn_unused_result));

#endif
