/* SPDX-License-Identifier: Apache-2.0 */
#include "hot.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/generation.h"

/* The cache keeps nothing for less. */
#define LIFETIME_MIN apr_time_from_sec(1)

#define CROWD_LIFETIME apr_time_from_sec(15)

static const char *thing_of(const lz_env_t *env, const char *course)
{
    return apr_pstrcat(env->pool, "course:", course, NULL);
}

const char *lz_hot_generation(const lz_env_t *env, const char *course)
{
    return lz_generation(env, env->lists, thing_of(env, course));
}

void lz_hot_forget(const lz_env_t *env, const char *course)
{
    lz_generation_renew(env, env->lists, thing_of(env, course));
}

const char *lz_hot_standing(const lz_env_t *env, const lz_session_t *session)
{
    return apr_psprintf(env->pool, "all:%d", (int)session->standing);
}

const char *lz_hot_key(const lz_env_t *env, const char *course, const char *generation,
                       const char *view, const char *viewer, const char *part)
{
    return apr_pstrcat(env->pool, "hot:", view, ":", course, ":", generation, ":", viewer, ":",
                       part, NULL);
}

static apr_interval_time_t shorter(apr_interval_time_t a, apr_interval_time_t b)
{
    return a < b ? a : b;
}

apr_interval_time_t lz_hot_lifetime(const lz_env_t *env, const lz_site_t *site,
                                    const lz_session_t *session, apr_time_t turns_at)
{
    const apr_interval_time_t lifetime = shorter(CROWD_LIFETIME,
                                                 lz_site_freshness(site, session->account));
    return turns_at ? shorter(lifetime, turns_at - lz_now(env->clock)) : lifetime;
}

const char *lz_hot_take(const lz_env_t *env, const char *key)
{
    const char *text = NULL;
    apr_size_t length = 0;
    return key && lz_env_cached(env, env->lists, key, &text, &length) ? text : NULL;
}

void lz_hot_keep(const lz_env_t *env, const char *key, const char *text,
                 apr_interval_time_t lifetime)
{
    if (!key || lifetime < LIFETIME_MIN) {
        return;
    }
    /* Of a crowd that has made the same text one is enough: a cache that drops the oldest first
     * would lose others' entries to copies of it. */
    (void)env->lists->add(env->lists->baton, env->pool, key, text, strlen(text), lifetime);
}
