/* SPDX-License-Identifier: Apache-2.0 */
#include "retry.h"

#include "../base/encoding.h"

#define MSEC(n) ((apr_interval_time_t)(n) * 1000)

#define TROUBLE_WAIT   MSEC(100)    /* doubled with each try, and up to as much again */
#define LIMIT_WAIT     MSEC(1000)   /* Zoom counts calls by the second */
#define LIMIT_WAIT_MAX MSEC(3000)   /* what a server thread may spend on waiting */
#define ANSWER_TIME    MSEC(250)    /* without that much left, a further try has no chance */

/* At least wait, less than twice that. */
static apr_interval_time_t jittered(apr_interval_time_t wait)
{
    apr_uint32_t chance;

    /* Without randomness the wait is only less well spread. */
    if (!lz_random_bytes(&chance, sizeof(chance))) {
        chance = 0;
    }
    return wait + chance % wait;
}

int lz_zoom_retry(const lz_env_t *env, const lz_zoom_operation_t *operation,
                  const lz_zoom_failure_t *failure, int tries, apr_time_t *not_before)
{
    apr_interval_time_t wait;

    if (tries >= LZ_ZOOM_TRIES_MAX) {
        return 0;
    }
    if (failure->remedy == LZ_ZOOM_WAIT) {
        if (failure->wait > LIMIT_WAIT_MAX) {
            return 0;
        }
        wait = failure->wait ? failure->wait + jittered(TROUBLE_WAIT) : jittered(LIMIT_WAIT);
    } else if (failure->remedy == LZ_ZOOM_AGAIN
               && (operation->idempotent || failure->fate == LZ_ZOOM_NOT_SENT)) {
        if (failure->wait > LIMIT_WAIT_MAX) {
            return 0;
        }
        wait = failure->wait ? failure->wait : jittered(TROUBLE_WAIT << tries);
    } else {
        return 0;
    }
    if (wait + ANSWER_TIME > lz_env_remaining(env)) {
        return 0;
    }
    *not_before = lz_now(env->clock) + wait;
    return 1;
}
