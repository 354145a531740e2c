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

/* Between the parts of an entry; no name of a section has a tab. */
#define TAB "\t"

/* "{known} {role} {signed out at}", and behind tabs the sections and their other names */
static const char *to_text(apr_pool_t *pool, const lz_member_t *member)
{
    return apr_psprintf(pool, "%d %d %" APR_TIME_T_FMT TAB "%s" TAB "%s", member->known,
                        member->role, member->signed_out_at, member->sections,
                        member->section_ids);
}

static int from_text(apr_pool_t *pool, const char *text, lz_member_t *member)
{
    const char *sections = strstr(text, TAB);
    const char *ids = sections != NULL ? strstr(sections + 1, TAB) : NULL;
    long long signed_out_at = 0;

    if (ids == NULL || sscanf(text, "%d %d %lld", &member->known, &member->role,
                              &signed_out_at) != 3) {
        return 0;
    }
    member->signed_out_at = signed_out_at;
    member->sections = apr_pstrmemdup(pool, sections + 1, (apr_size_t)(ids - sections) - 1);
    member->section_ids = ids + 1;
    return 1;
}

static int remembered(const lz_env_t *env, const char *key, lz_member_t *member)
{
    const char *text = NULL;
    apr_size_t length = 0;

    return lz_env_cached(env, env->cache, key, &text, &length)
           && from_text(env->pool, text, member);
}

static const lz_problem_t *read_row(lz_store_t *store, const char *course, const char *person,
                                    lz_member_t *member)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_MEMBER, &rows, course, person);

    *member = (lz_member_t){ .sections = "", .section_ids = "" };
    if (problem) {
        return problem;
    }
    while (lz_rows_next(&rows)) {
        *member = (lz_member_t){
            .known = 1,
            .role = (int)lz_rows_number(&rows, 0),
            .signed_out_at = lz_rows_number(&rows, 1),
            .sections = lz_rows_text(&rows, 2),
            .section_ids = lz_rows_text(&rows, 3)
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

int lz_store_member_stands(const lz_env_t *env, const char *course, const char *person,
                           const lz_member_t *member)
{
    lz_member_t known;

    return remembered(env, cache_key(env->pool, course, person), &known) && known.known
           && known.role == member->role && strcmp(known.sections, member->sections) == 0
           && strcmp(known.section_ids, member->section_ids) == 0;
}

const lz_problem_t *lz_store_member_seen(lz_store_t *store, const char *course,
                                         const char *person, const lz_member_t *member)
{
    const apr_time_t now = lz_now(store->env->clock);

    return lz_store_change(store, LZ_SQL_MEMBER_SEEN, NULL, course, person,
                           lz_sql_number(store, member->role), lz_sql_number(store, now),
                           member->sections, member->section_ids,
                           lz_sql_number(store, now - SEEN_STEP));
}
