/* SPDX-License-Identifier: Apache-2.0 */
/* A world of fakes: one call gives an lz_env_t and the fakes behind it. */
#ifndef LZ_TEST_FAKE_ENV_H
#define LZ_TEST_FAKE_ENV_H

#include "base/env.h"
#include "fake_cache.h"
#include "fake_clock.h"
#include "fake_http.h"
#include "fake_log.h"

typedef struct fake_env_t {
    lz_env_t      env;      /* what the code under test is given; db is NULL */
    fake_clock_t *clock;
    fake_log_t   *log;
    fake_http_t  *http;
    fake_cache_t *cache;
} fake_env_t;

/* The clock at FAKE_CLOCK_START, the deadline 8 s later, request id "test-request". */
fake_env_t *fake_env_create(apr_pool_t *pool);

#endif
