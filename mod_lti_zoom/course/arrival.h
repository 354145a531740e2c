/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a verified launch to a session: the nonce is consumed, the course's and the person's rows
 * are kept up to date, in one short database unit. Fails closed: without the nonce's row there is
 * no session.
 */
#ifndef LZ_COURSE_ARRIVAL_H
#define LZ_COURSE_ARRIVAL_H

#include "session.h"

/*
 * LZ_P_LTI_REPLAY when the nonce was used before, LZ_P_DATABASE / LZ_P_DATABASE_BUSY when it
 * cannot be known. No call to Zoom.
 */
const lz_problem_t *lz_course_arrive(const lz_env_t *env, const lz_site_t *site,
                                     const lz_launch_t *launch, lz_session_t **session)
    __attribute__((warn_unused_result));

#endif
