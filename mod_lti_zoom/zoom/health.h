/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an account's Zoom answers at all (base/breaker.h). Timeouts and connections that fail
 * count, answers of any kind end the count: an error that comes quickly holds nobody up.
 */
#ifndef LZ_ZOOM_HEALTH_H
#define LZ_ZOOM_HEALTH_H

#include "../base/breaker.h"
#include "../base/problem.h"
#include "account.h"

/* LZ_P_ZOOM_PAUSED, with Retry-After, while Zoom is left alone. NULL: the caller asks now. */
const lz_problem_t *lz_zoom_health(const lz_env_t *env, const lz_account_t *account)
    __attribute__((warn_unused_result));

/* What came of requests that went out together, at least one. */
void lz_zoom_health_note(const lz_env_t *env, const lz_account_t *account,
                         const lz_http_response_t *responses, int n);

void lz_zoom_health_read(const lz_env_t *env, const lz_account_t *account,
                         lz_breaker_state_t *state);

#endif
