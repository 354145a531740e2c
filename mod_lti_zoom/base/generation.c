/* SPDX-License-Identifier: Apache-2.0 */
#include "generation.h"

#include <string.h>

#include <apr_strings.h>

#include "encoding.h"

#define BYTES    9
#define LIFETIME apr_time_from_sec(24 * 3600)

static const char *key_of(const lz_env_t *env, const char *thing)
{
    return apr_pstrcat(env->pool, "generation:", thing, NULL);
}

static const char *get(const lz_env_t *env, const lz_cache_t *cache, const char *key)
{
    const char *value = NULL;
    apr_size_t length = 0;
    return cache->get(cache->baton, env->pool, key, &value, &length) ? value : NULL;
}

const char *lz_generation(const lz_env_t *env, const lz_cache_t *cache, const char *thing)
{
    const char *key = key_of(env, thing);
    const char *generation = get(env, cache, key);
    if (generation) {
        return generation;
    }
    generation = lz_random_token(env->pool, BYTES);
    if (!generation) {
        return NULL;
    }
    (void)cache->add(cache->baton, env->pool, key, generation, strlen(generation), LIFETIME);
    /* Whoever came first has named it; a cache that is broken has nothing. */
    return get(env, cache, key);
}

void lz_generation_renew(const lz_env_t *env, const lz_cache_t *cache, const char *thing)
{
    const char *key = key_of(env, thing);
    const char *generation = lz_random_token(env->pool, BYTES);
    if (generation) {
        cache->put(cache->baton, env->pool, key, generation, strlen(generation), LIFETIME);
    } else {
        cache->remove(cache->baton, env->pool, key);
    }
}
