/* SPDX-License-Identifier: Apache-2.0 */
/* Where the time comes from, and how it is waited for: the system's clock in the server, a settable
 * one in tests, where waiting takes no time. */
#ifndef LZ_BASE_CLOCK_H
#define LZ_BASE_CLOCK_H

#include <apr_time.h>

typedef struct lz_clock_t {
    void       *baton;
    apr_time_t (*now)(void *baton);     /* microseconds since 1970, UTC */
    void       (*sleep)(void *baton, apr_interval_time_t duration);
} lz_clock_t;

static inline apr_time_t lz_now(const lz_clock_t *clock)
{
    return clock->now(clock->baton);
}

/* Waits; the caller has bounded duration by its deadline. */
static inline void lz_sleep(const lz_clock_t *clock, apr_interval_time_t duration)
{
    clock->sleep(clock->baton, duration);
}

/* The system's clock; the same constant object for all. */
const lz_clock_t *lz_clock_system(void);

#endif
