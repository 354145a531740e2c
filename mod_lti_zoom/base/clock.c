/* SPDX-License-Identifier: Apache-2.0 */
#include "clock.h"

static apr_time_t system_now(void *baton)
{
    (void)baton;
    return apr_time_now();
}

static void system_sleep(void *baton, apr_interval_time_t duration)
{
    (void)baton;
    apr_sleep(duration);
}

const lz_clock_t *lz_clock_system(void)
{
    static const lz_clock_t system_clock = {
        .baton = NULL, .now = system_now, .sleep = system_sleep
    };

    return &system_clock;
}
