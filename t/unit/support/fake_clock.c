/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_clock.h"

static apr_time_t fake_now(void *baton)
{
    fake_clock_t *fake = baton;

    return atomic_load(&fake->now);
}

static void fake_sleep(void *baton, apr_interval_time_t duration)
{
    fake_clock_advance(baton, duration);
}

fake_clock_t *fake_clock_create(apr_pool_t *pool, apr_time_t now)
{
    fake_clock_t *fake = apr_pcalloc(pool, sizeof(*fake));

    fake->clock = (lz_clock_t){ .baton = fake, .now = fake_now, .sleep = fake_sleep };
    atomic_init(&fake->now, now);
    return fake;
}

void fake_clock_advance(fake_clock_t *fake, apr_interval_time_t by)
{
    atomic_fetch_add(&fake->now, by);
}
