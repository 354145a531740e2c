/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shared cache: small values that can be fetched again. Every entry may vanish at any
 * moment; losing one costs one call. Errors degrade to "not there" and are logged once by the
 * implementation, so callers test for presence only.
 *
 * Keys are texts of any length in clear ("jwks:https://..."); the implementation hashes them.
 * Values are bytes, at most LZ_CACHE_VALUE_MAX; larger ones are not kept.
 */
#ifndef LZ_BASE_CACHE_H
#define LZ_BASE_CACHE_H

#include <apr_pools.h>
#include <apr_time.h>

#define LZ_CACHE_VALUE_MAX (64 * 1024)

/* A value on its way into the cache. */
typedef struct lz_cache_value_t {
    const char          *value;
    apr_size_t           length;
    apr_interval_time_t  lifetime;
} lz_cache_value_t;

/*
 * What an entry becomes: old is the value that stands (NUL-terminated), NULL when there is none.
 * Fills value, which may be from pool, and returns 1; or returns 0, and the entry stays as it is.
 * The cache's lock is held: short, no waiting, no call of the cache.
 */
typedef int (*lz_cache_change_fn)(void *baton, apr_pool_t *pool, const char *old,
                                  lz_cache_value_t *value);

typedef struct lz_cache_t {
    void *baton;

    /* 1 and the value (NUL-terminated copy in pool, length without the NUL), or 0. */
    int (*get)(void *baton, apr_pool_t *pool, const char *key, const char **value,
               apr_size_t *length);

    /* Keeps value for lifetime (at least one second), replacing what was there. */
    void (*put)(void *baton, apr_pool_t *pool, const char *key, const char *value,
                apr_size_t length, apr_interval_time_t lifetime);

    /*
     * Like put, but only when key is absent: 1 when this caller's value now stands, 0 when
     * another's does. Atomic in the whole cluster where the provider can (httpd/
     * shared_cache.h); when the cache is broken it answers 1, so that work goes on unshared.
     */
    int (*add)(void *baton, apr_pool_t *pool, const char *key, const char *value,
               apr_size_t length, apr_interval_time_t lifetime);

    void (*remove)(void *baton, apr_pool_t *pool, const char *key);

    /*
     * Lets change make the entry's next value from its present one, with nobody else's change in
     * between: atomic wherever add() is. 1 when change was called; 0 when the cache is broken, and
     * work goes on without what it would have said.
     */
    int (*update)(void *baton, apr_pool_t *pool, const char *key, lz_cache_change_fn change,
                  void *change_baton);
} lz_cache_t;

#endif
