/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a platform answers instead of a launch (OpenID Connect Core §3.1.2.6, RFC 6749 §4.1.2.1,
 * and Canvas' own launch_no_longer_valid): each cause has a sentence that says what to do.
 */
#ifndef LZ_LTI_PLATFORM_ERROR_H
#define LZ_LTI_PLATFORM_ERROR_H

#include "platform.h"

/*
 * The problem of error (an OAuth error code) with its description (may be NULL); both only go to
 * the log. platform is NULL when no valid state came with the error. Never a 5xx.
 */
const lz_problem_t *lz_platform_error(apr_pool_t *pool, const lz_platform_t *platform,
                                      const char *error, const char *description)
    __attribute__((warn_unused_result));

#endif
