/* SPDX-License-Identifier: Apache-2.0 */
#include "arrivals.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "members.h"
#include "nonces.h"
#include "purge.h"
#include "statement.h"

#define SEEN_STEP apr_time_from_sec(24 * 3600)

#define PURGE_ONE_IN   16      /* launches that ask whether it is time to purge */

#define ROW_REMEMBERED apr_time_from_sec(10 * 60)

/* Where no background task does it, some launch does; the microsecond is dice enough. */
static int may_purge(const lz_env_t *env)
{
    return lz_now(env->clock) % PURGE_ONE_IN == 0;
}

/* Nonces of other issuers and clients may be the same text. */
static const char *nonce_of(const lz_env_t *env, const lz_arrival_t *arrival)
{
    return lz_fingerprint(env->pool, arrival->issuer, arrival->client_id, arrival->nonce, NULL);
}

/* A row of a launch as the cache remembers it, so that it is not written while it stands so. */
typedef struct known_row_t {
    const char *key;
    const char *content;
} known_row_t;

static known_row_t course_row(const lz_env_t *env, const lz_arrival_t *arrival)
{
    apr_pool_t *pool = env->pool;
    return (known_row_t){
        .key = apr_pstrcat(pool, "course-row:", arrival->course, NULL),
        .content = lz_fingerprint(pool, arrival->platform, arrival->deployment_id,
                                  arrival->context_id, arrival->title, arrival->roster_url, NULL)
    };
}

static const char *person_key(const lz_env_t *env, const char *person)
{
    return apr_pstrcat(env->pool, "person-row:", person, NULL);
}

void lz_store_forget_arrival(const lz_env_t *env, const char *person)
{
    env->cache->remove(env->cache->baton, env->pool, person_key(env, person));
}

static known_row_t person_row(const lz_env_t *env, const lz_arrival_t *arrival)
{
    apr_pool_t *pool = env->pool;
    return (known_row_t){
        .key = person_key(env, arrival->person),
        .content = lz_fingerprint(pool, arrival->platform, arrival->subject, arrival->name,
                                  arrival->email, NULL)
    };
}

static known_row_t facts_row(const lz_env_t *env, const lz_arrival_t *arrival)
{
    return (known_row_t){
        .key = apr_pstrcat(env->pool, "facts-row:", arrival->course, NULL),
        .content = lz_fingerprint(env->pool, arrival->facts ? arrival->facts : "", NULL)
    };
}

static int stands(const lz_env_t *env, known_row_t row)
{
    const char *content = NULL;
    apr_size_t length = 0;
    return lz_env_cached(env, env->cache, row.key, &content, &length)
           && strcmp(content, row.content) == 0;
}

static void remember(const lz_env_t *env, known_row_t row)
{
    const lz_cache_t *cache = env->cache;
    cache->put(cache->baton, env->pool, row.key, row.content, strlen(row.content),
               ROW_REMEMBERED);
}

static lz_member_t member_of(const lz_arrival_t *arrival)
{
    return (lz_member_t){
        .role = arrival->role, .sections = arrival->sections, .section_ids = arrival->section_ids
    };
}

static const lz_problem_t *write_rows(lz_store_t *store, const lz_arrival_t *arrival)
{
    apr_time_t time = lz_now(store->env->clock);
    const char *now = lz_sql_number(store, time);
    const char *long_ago = lz_sql_number(store, time - SEEN_STEP);
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_COURSE_SEEN, NULL, arrival->course, arrival->platform,
                        arrival->deployment_id, arrival->context_id, arrival->title,
                        arrival->roster_url, now, long_ago);
    if (!problem && arrival->facts) {
        problem = lz_store_change(store, LZ_SQL_COURSE_FACTS, NULL, arrival->facts,
                                  arrival->course, arrival->facts);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_PERSON_SEEN, NULL, arrival->person,
                                  arrival->platform, arrival->subject, arrival->name,
                                  arrival->email, now, long_ago);
    }
    if (!problem) {
        const lz_member_t member = member_of(arrival);
        problem = lz_store_member_seen(store, arrival->course, arrival->person, &member);
    }
    return problem;
}

/* The nonce and the rows together, or neither. */
static const lz_problem_t *write_anew(lz_store_t *store, const lz_arrival_t *arrival, int *first)
{
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem) {
        problem = lz_nonce_use(store, nonce_of(store->env, arrival), arrival->nonce_expires, first);
    }
    if (!problem && *first) {
        problem = write_rows(store, arrival);
    }
    if (!problem && *first) {
        problem = lz_store_commit(store);
    }
    return problem;
}

static const lz_problem_t *arrive_anew(const lz_env_t *env, const lz_arrival_t *arrival,
                                       int *first)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = write_anew(store, arrival, first);
    }
    if (!problem && *first) {
        lz_store_member_remember(store, arrival->course, arrival->person);
    }
    lz_store_close(store);
    return problem;
}

/* Most launches are of a course and a person whose rows stand: they write their nonce alone. */
static const lz_problem_t *arrive(const lz_env_t *env, const lz_arrival_t *arrival, int *first)
{
    const known_row_t course = course_row(env, arrival);
    const known_row_t person = person_row(env, arrival);
    const known_row_t facts = facts_row(env, arrival);
    const lz_member_t member = member_of(arrival);
    if (stands(env, course) && stands(env, person)
        && (!arrival->facts || stands(env, facts))
        && lz_store_member_stands(env, arrival->course, arrival->person, &member)) {
        return lz_store_use_nonce(env, nonce_of(env, arrival), arrival->nonce_expires, first);
    }
    const lz_problem_t *problem = arrive_anew(env, arrival, first);
    if (!problem && *first) {
        remember(env, course);
        remember(env, person);
        if (arrival->facts) {
            remember(env, facts);
        }
    }
    return problem;
}

const lz_problem_t *lz_store_arrive(const lz_env_t *env, const lz_arrival_t *arrival, int *first)
{
    int is_first = 0;
    const lz_problem_t *problem = arrive(env, arrival, &is_first);
    if (problem) {
        return problem;
    }
    *first = is_first;
    if (is_first && may_purge(env)) {
        lz_store_purge(env, 1);
    }
    return NULL;
}
