/* SPDX-License-Identifier: Apache-2.0 */
/* A log that keeps its lines for the test to look at. May be written by many threads. */
#ifndef LZ_TEST_FAKE_LOG_H
#define LZ_TEST_FAKE_LOG_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_thread_mutex.h>

#include "base/log.h"

typedef struct fake_log_line_t {
    lz_log_level_e level;
    apr_status_t   status;
    const char    *text;
} fake_log_line_t;

typedef struct fake_log_t {
    lz_log_t            log;        /* what the code under test is given */
    lz_log_level_e      most;       /* lines beyond this level are not kept; LZ_LOG_DEBUG */
    apr_pool_t         *pool;
    apr_thread_mutex_t *mutex;
    apr_array_header_t *lines;      /* of fake_log_line_t */
} fake_log_t;

fake_log_t *fake_log_create(apr_pool_t *pool);

/* The first line that holds text, or NULL. */
const fake_log_line_t *fake_log_find(const fake_log_t *fake, const char *text);

/* Lines of level or worse. */
int fake_log_count(const fake_log_t *fake, lz_log_level_e level);

#endif
