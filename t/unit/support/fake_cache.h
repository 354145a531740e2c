/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cache in memory that keeps lifetimes by the clock it was given, and can be told to break.
 * May be used by many threads.
 */
#ifndef LZ_TEST_FAKE_CACHE_H
#define LZ_TEST_FAKE_CACHE_H

#include <stdatomic.h>

#include <apr_hash.h>
#include <apr_pools.h>
#include <apr_thread_mutex.h>

#include "base/cache.h"
#include "base/clock.h"

typedef struct fake_cache_t {
    lz_cache_t          cache;      /* what the code under test is given */
    atomic_int          broken;     /* set: nothing is found or kept, add() answers 1,
                                       update() 0 */
    atomic_int          full;       /* set: what is there stays, nothing new is kept */
    atomic_int          gets, puts, adds, removes, updates;     /* calls so far */
    /* Where set: told of each value that a get() found, in the caller's thread. */
    void              (*on_found)(void *baton, const char *key, const char *value);
    void               *on_found_baton;
    const lz_clock_t   *clock;
    apr_pool_t         *pool;
    apr_thread_mutex_t *mutex;
    apr_hash_t         *entries;
} fake_cache_t;

fake_cache_t *fake_cache_create(apr_pool_t *pool, const lz_clock_t *clock);

/* How long the entry of key will still be there; 0 when it is not. Counts as no call. */
apr_interval_time_t fake_cache_lifetime(fake_cache_t *fake, const char *key);

/* Number of entries that are still there. */
int fake_cache_count(fake_cache_t *fake);

#endif
