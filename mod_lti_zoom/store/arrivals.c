/* SPDX-License-Identifier: Apache-2.0 */
#include "arrivals.h"

#include <apr_strings.h>

#include "../base/encoding.h"
#include "statement.h"

#define SEEN_STEP apr_time_from_sec(24 * 3600)

/* One launch in this many removes at most PURGE_ROWS expired nonces, so the table stays small. */
#define PURGE_ONE_IN 32
#define PURGE_ROWS   "200"

#define ROWS_REMEMBERED apr_time_from_sec(10 * 60)

static int purge_now(void)
{
    unsigned char dice = 0;
    return lz_random_bytes(&dice, 1) && dice % PURGE_ONE_IN == 0;
}

static const lz_problem_t *use_nonce(lz_store_t *store, const lz_arrival_t *arrival, int *first)
{
    const char *nonce = lz_fingerprint(store->env->pool, arrival->issuer, arrival->client_id,
                                       arrival->nonce, NULL);
    int added = 0;
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_NONCE_ADD, &added, nonce,
                        lz_sql_number(store, arrival->nonce_expires));
    *first = added == 1;
    return problem;
}

/*
 * The cache remembers for a while which rows stand as this launch would write them: most launches
 * then write nothing but their nonce, in a transaction of its own.
 */
static const char *rows_key(const lz_store_t *store, const lz_arrival_t *arrival)
{
    return apr_pstrcat(store->env->pool, "arrived:",
                       lz_fingerprint(store->env->pool, arrival->platform, arrival->course,
                                      arrival->deployment_id, arrival->context_id, arrival->title,
                                      arrival->person, arrival->subject, arrival->name,
                                      arrival->email, NULL),
                       NULL);
}

static int rows_stand(const lz_store_t *store, const char *key)
{
    const lz_cache_t *cache = store->env->cache;
    const char *value = NULL;
    apr_size_t length = 0;
    return cache->get(cache->baton, store->env->pool, key, &value, &length);
}

static const lz_problem_t *write_rows(lz_store_t *store, const lz_arrival_t *arrival)
{
    apr_time_t time = lz_now(store->env->clock);
    const char *now = lz_sql_number(store, time);
    const char *long_ago = lz_sql_number(store, time - SEEN_STEP);
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_COURSE_SEEN, NULL, arrival->course, arrival->platform,
                        arrival->deployment_id, arrival->context_id, arrival->title, now,
                        long_ago);
    if (problem) {
        return problem;
    }
    problem = lz_store_change(store, LZ_SQL_PERSON_SEEN, NULL, arrival->person, arrival->platform,
                              arrival->subject, arrival->name, arrival->email, now, long_ago);
    if (!problem && purge_now()) {
        problem = lz_store_change(store, LZ_SQL_NONCE_PURGE, NULL, now, PURGE_ROWS);
    }
    return problem;
}

static const lz_problem_t *arrive(lz_store_t *store, const lz_arrival_t *arrival, int *first)
{
    const lz_cache_t *cache = store->env->cache;
    const char *key = rows_key(store, arrival);
    if (rows_stand(store, key)) {
        return use_nonce(store, arrival, first);
    }
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem) {
        problem = use_nonce(store, arrival, first);
    }
    if (!problem && *first) {
        problem = write_rows(store, arrival);
    }
    if (!problem && *first) {
        problem = lz_store_commit(store);
        if (!problem) {
            cache->put(cache->baton, store->env->pool, key, "1", 1, ROWS_REMEMBERED);
        }
    }
    return problem;
}

const lz_problem_t *lz_store_arrive(const lz_env_t *env, const lz_arrival_t *arrival, int *first)
{
    int is_first = 0;
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (problem) {
        return problem;
    }
    problem = arrive(store, arrival, &is_first);
    lz_store_close(store);
    if (!problem) {
        *first = is_first;
    }
    return problem;
}
