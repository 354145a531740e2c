/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The world that one incoming request works in: its pool and deadline, and the interfaces to
 * everything outside the core. The glue fills it with the real ones, tests with fakes.
 * It lives as long as its pool.
 */
#ifndef LZ_BASE_ENV_H
#define LZ_BASE_ENV_H

#include <apr_pools.h>

#include "cache.h"
#include "clock.h"
#include "http.h"
#include "key_ring.h"
#include "log.h"
#include "metrics.h"

struct lz_db_t;     /* store/db.h */
struct lz_gate_t;   /* gate.h */

typedef struct lz_env_t {
    apr_pool_t           *pool;
    apr_time_t            deadline;     /* every call made for this request ends by then */
    const char           *request_id;   /* also in the log and in error answers */
    const lz_clock_t     *clock;
    const lz_log_t       *log;
    const lz_http_t      *http;
    /* They may be one; where a full cache drops the oldest, each loses only to its like. */
    const lz_cache_t     *cache;        /* what should last as long as it says */
    const lz_cache_t     *lists;        /* what is large and serves for seconds (course/hot.h) */
    const lz_cache_t     *counts;       /* what each call rewrites (quota.h) */
    lz_key_ring_t        *key_ring;     /* or NULL: each key is read anew */
    const struct lz_db_t *db;
    const lz_metrics_t   *metrics;      /* or NULL: nothing is counted */
    const struct lz_gate_t *gate;        /* or NULL: any number may wait at the same time */
    /*
     * 1 when whoever sent the request has left, so that nobody waits for the answer. Cheap enough
     * to be asked a few times in a second. NULL: it cannot be known.
     */
    int                 (*gone)(void *baton);
    void                 *gone_baton;
} lz_env_t;

/* Microseconds left, never negative. */
apr_interval_time_t lz_env_remaining(const lz_env_t *env);

/* Looks into one of env's caches as its get() does, and counts a hit or a miss under the first word
 * of the key. */
int lz_env_cached(const lz_env_t *env, const lz_cache_t *cache, const char *key,
                  const char **value, apr_size_t *length);

/* 1 when whoever sent the request is known to have left. */
int lz_env_gone(const lz_env_t *env);

#endif
