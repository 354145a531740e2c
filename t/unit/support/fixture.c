/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <signal.h>

#include <apr_general.h>

int apr_setup(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    return apr_initialize() == APR_SUCCESS ? 0 : -1;
}

int apr_teardown(void **state)
{
    (void)state;
    apr_terminate();
    return 0;
}

int pool_setup(void **state)
{
    apr_pool_t *pool;

    if (apr_pool_create(&pool, NULL)) {
        return -1;
    }
    *state = pool;
    return 0;
}

int pool_teardown(void **state)
{
    apr_pool_destroy(*state);
    return 0;
}
