/* SPDX-License-Identifier: Apache-2.0 */
/* A clock that stands still until the test moves it. May be read and moved by many threads. */
#ifndef LZ_TEST_FAKE_CLOCK_H
#define LZ_TEST_FAKE_CLOCK_H

#include <stdatomic.h>

#include <apr_pools.h>

#include "base/clock.h"

/* 2026-11-30T09:15:00Z, a Monday. */
#define FAKE_CLOCK_START apr_time_from_sec(1796030100)

typedef struct fake_clock_t {
    lz_clock_t         clock;   /* what the code under test is given */
    _Atomic apr_time_t now;
} fake_clock_t;

fake_clock_t *fake_clock_create(apr_pool_t *pool, apr_time_t now);

void fake_clock_advance(fake_clock_t *fake, apr_interval_time_t by);

#endif
