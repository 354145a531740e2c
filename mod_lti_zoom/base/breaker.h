/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A peer that does not answer is left alone for a while, so that not each request waits for it to
 * its deadline. After LZ_BREAKER_FAILURES calls in a row without an answer, whoever can do without
 * it does not ask for LZ_BREAKER_PAUSE; then one may ask, and its outcome decides: an answer, and
 * all ask again; none, and the pause doubles, up to LZ_BREAKER_PAUSE_MAX. All workers, children and
 * nodes share what is known, in the shared cache.
 */
#ifndef LZ_BASE_BREAKER_H
#define LZ_BASE_BREAKER_H

#include "env.h"

#define LZ_BREAKER_FAILURES  5
#define LZ_BREAKER_PAUSE     apr_time_from_sec(5)
#define LZ_BREAKER_PAUSE_MAX apr_time_from_sec(30)

typedef struct lz_breaker_state_t {
    int        failures;        /* in a row */
    apr_time_t paused_until;    /* 0: all may ask */
} lz_breaker_state_t;

/*
 * 1 when the caller may ask the peer that key (of the cache) names, and then tells by
 * lz_breaker_note() what came of it. *left is otherwise how long it is left alone.
 */
int lz_breaker_lets(const lz_env_t *env, const char *key, apr_interval_time_t *left)
    __attribute__((warn_unused_result));

typedef enum lz_breaker_change_e {
    LZ_BREAKER_AS_BEFORE,
    LZ_BREAKER_OPENED,          /* from now on the peer is left alone; not told when it stays so */
    LZ_BREAKER_CLOSED           /* and now it answers again */
} lz_breaker_change_e;

/* An answer came, whatever it says, or none. */
lz_breaker_change_e lz_breaker_note(const lz_env_t *env, const char *key, int answered);

void lz_breaker_read(const lz_env_t *env, const char *key, lz_breaker_state_t *state);

#endif
