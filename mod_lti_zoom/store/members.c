/* SPDX-License-Identifier: Apache-2.0 */
#include "members.h"

#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "statement.h"

#define SEEN_STEP apr_time_from_sec(24 * 3600)

static const char *cache_key(apr_pool_t *pool, const char *course, const char *person)
{
    return apr_pstrcat(pool, "member:", course, ":", person, NULL);
}

/* "{known} {role} {signed out at}" */
static const char *to_text(apr_pool_t *pool, const lz_member_t *member)
{
    return apr_psprintf(pool, "%d %d %" APR_TIME_T_FMT, member->known, member->role,
                        member->signed_out_at);
}

static int from_text(const char *text, lz_member_t *member)
{
    long long signed_out_at = 0;
    char rest = '\0';

    if (sscanf(text, "%d %d %lld%c", &member->known, &member->role, &signed_out_at, &rest) != 3) {
        return 0;
    }
    member->signed_out_at = signed_out_at;
    return 1;
}

static int remembered(const lz_env_t *env, const char *key, lz_member_t *member)
{
    const char *text = NULL;
    apr_size_t length = 0;

    return lz_env_cached(env, key, &text, &length) && from_text(text, member);
}

static const lz_problem_t *read_row(lz_store_t *store, const char *course, const char *person,
                                    lz_member_t *member)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_MEMBER, &rows, course, person);

    *member = (lz_member_t){ 0 };
    if (problem) {
        return problem;
    }
    while (lz_rows_next(&rows)) {
        *member = (lz_member_t){
            .known = 1,
            .role = (int)lz_rows_number(&rows, 0),
            .signed_out_at = lz_rows_number(&rows, 1)
        };
    }
    return NULL;
}

const lz_problem_t *lz_store_member(const lz_env_t *env, const char *course, const char *person,
                                    lz_member_t *member)
{
    const char *key = cache_key(env->pool, course, person);
    lz_store_t *store = NULL;

    if (remembered(env, key, member)) {
        return NULL;
    }
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = read_row(store, course, person, member);
    }
    lz_store_close(store);
    if (!problem) {
        const char *text = to_text(env->pool, member);

        /* Only when it is absent: a launch may have put a newer one since the row was read. */
        (void)env->cache->add(env->cache->baton, env->pool, key, text, strlen(text),
                              LZ_MEMBER_REMEMBERED);
    }
    return problem;
}

void lz_store_member_remember(lz_store_t *store, const char *course, const char *person)
{
    const lz_env_t *env = store->env;
    const char *key = cache_key(env->pool, course, person);
    lz_member_t member;
    const lz_problem_t *problem = read_row(store, course, person, &member);

    if (problem) {
        env->cache->remove(env->cache->baton, env->pool, key);
        return;
    }
    const char *text = to_text(env->pool, &member);
    env->cache->put(env->cache->baton, env->pool, key, text, strlen(text), LZ_MEMBER_REMEMBERED);
}

const lz_problem_t *lz_store_sign_out(const lz_env_t *env, const char *course, const char *person,
                                      int role, apr_time_t at)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);

    if (!problem) {
        const char *time = lz_sql_number(store, at);

        problem = lz_store_change(store, LZ_SQL_MEMBER_SIGN_OUT, NULL, course, person,
                                  lz_sql_number(store, role), time, time);
    }
    if (!problem) {
        lz_store_member_remember(store, course, person);
    }
    lz_store_close(store);
    return problem;
}

int lz_store_member_stands(const lz_env_t *env, const char *course, const char *person, int role)
{
    lz_member_t member;

    return remembered(env, cache_key(env->pool, course, person), &member) && member.known
           && member.role == role;
}

const lz_problem_t *lz_store_member_seen(lz_store_t *store, const char *course,
                                         const char *person, int role)
{
    const apr_time_t now = lz_now(store->env->clock);

    return lz_store_change(store, LZ_SQL_MEMBER_SEEN, NULL, course, person,
                           lz_sql_number(store, role), lz_sql_number(store, now),
                           lz_sql_number(store, now - SEEN_STEP));
}
