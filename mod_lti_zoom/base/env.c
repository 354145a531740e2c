/* SPDX-License-Identifier: Apache-2.0 */
#include "env.h"

#include <string.h>

#include <apr_strings.h>

apr_interval_time_t lz_env_remaining(const lz_env_t *env)
{
    const apr_time_t now = lz_now(env->clock);

    return env->deadline > now ? env->deadline - now : 0;
}

int lz_env_gone(const lz_env_t *env)
{
    return env->gone && env->gone(env->gone_baton);
}

int lz_env_cached(const lz_env_t *env, const lz_cache_t *cache, const char *key,
                  const char **value, apr_size_t *length)
{
    const int hit = cache->get(cache->baton, env->pool, key, value, length);

    lz_count(env->metrics, LZ_M_CACHE, apr_pstrmemdup(env->pool, key, strcspn(key, ":")),
             hit ? "hit" : "miss");
    return hit;
}
