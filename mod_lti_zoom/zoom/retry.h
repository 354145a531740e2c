/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether, and when, a call that failed is sent again by itself: few times, after a wait that is
 * spread by chance so that many callers do not come back together, and never beyond the deadline.
 */
#ifndef LZ_ZOOM_RETRY_H
#define LZ_ZOOM_RETRY_H

#include "../base/env.h"
#include "errors.h"

#define LZ_ZOOM_TRIES_MAX 3

/*
 * 1 and *not_before when a call that has been sent tries times and failed so may be sent again:
 * after passing trouble when it is idempotent or never left, after a rate limit when what Zoom
 * asks for is short (else the person should wait, not the server). 0 when it is settled.
 */
int lz_zoom_retry(const lz_env_t *env, const lz_zoom_operation_t *operation,
                  const lz_zoom_failure_t *failure, int tries, apr_time_t *not_before)
    __attribute__((warn_unused_result));

#endif
