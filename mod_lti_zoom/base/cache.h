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
     * another's does. Atomic in the whole cluster where the provider can; when the cache is
     * broken it answers 1, so that work goes on unshared.
     */
    int (*add)(void *baton, apr_pool_t *pool, const char *key, const char *value,
               apr_size_t length, apr_interval_time_t lifetime);

    void (*remove)(void *baton, apr_pool_t *pool, const char *key);
} lz_cache_t;

#endif
