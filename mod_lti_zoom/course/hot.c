/* SPDX-License-Identifier: Apache-2.0 */
#include "hot.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"

#define GENERATION_BYTES    9
#define GENERATION_LIFETIME apr_time_from_sec(24 * 3600)

static const char *generation_key(const lz_env_t *env, const char *course)
{
    return apr_pstrcat(env->pool, "generation:", course, NULL);
}

static const char *get(const lz_env_t *env, const char *key)
{
    const char *value = NULL;
    apr_size_t length = 0;
    return env->cache->get(env->cache->baton, env->pool, key, &value, &length) ? value : NULL;
}

const char *lz_hot_generation(const lz_env_t *env, const char *course)
{
    const char *key = generation_key(env, course);
    const char *generation = get(env, key);
    if (generation) {
        return generation;
    }
    generation = lz_random_token(env->pool, GENERATION_BYTES);
    if (!generation) {
        return NULL;
    }
    (void)env->cache->add(env->cache->baton, env->pool, key, generation, strlen(generation),
                          GENERATION_LIFETIME);
    /* Whoever came first has named it; a cache that is broken has nothing. */
    return get(env, key);
}

void lz_hot_forget(const lz_env_t *env, const char *course)
{
    const char *key = generation_key(env, course);
    const char *generation = lz_random_token(env->pool, GENERATION_BYTES);
    if (generation) {
        env->cache->put(env->cache->baton, env->pool, key, generation, strlen(generation),
                        GENERATION_LIFETIME);
    } else {
        env->cache->remove(env->cache->baton, env->pool, key);
    }
}

const char *lz_hot_key(const lz_env_t *env, const char *course, const char *generation,
                       const char *view, const char *viewer, const char *part)
{
    return apr_pstrcat(env->pool, "hot:", view, ":", course, ":", generation, ":", viewer, ":",
                       part, NULL);
}
