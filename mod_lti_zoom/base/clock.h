/* SPDX-License-Identifier: Apache-2.0 */
/* Where the time comes from: the system's clock in the server, a settable one in tests. */
#ifndef LZ_BASE_CLOCK_H
#define LZ_BASE_CLOCK_H

#include <apr_time.h>

typedef struct lz_clock_t {
    void       *baton;
    apr_time_t (*now)(void *baton);     /* microseconds since 1970, UTC */
} lz_clock_t;

static inline apr_time_t lz_now(const lz_clock_t *clock)
{
    return clock->now(clock->baton);
}

/* The system's clock; the same constant object for all. */
const lz_clock_t *lz_clock_system(void);

#endif
