/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache's value is four numbers: failures in a row, how often the peer was left alone since it
 * last answered, the end of the present pause, and until when somebody tries it. There is no entry
 * while it answers.
 */
#include "breaker.h"

#include <string.h>

#include <apr_strings.h>

#define KEPT apr_time_from_sec(300)

typedef struct record_t {
    apr_int64_t failures;
    apr_int64_t pauses;
    apr_time_t  paused;
    apr_time_t  tried;
} record_t;

typedef struct change_t {
    apr_time_t          now;
    apr_time_t          deadline;
    int                 lets;           /* out, of try_it() */
    lz_breaker_change_e change;         /* out, of count_failure() */
} change_t;

static apr_int64_t number(const char **text)
{
    char *end = NULL;
    const apr_int64_t value = apr_strtoi64(*text, &end, 10);

    *text = end;
    return value;
}

static record_t read_record(const char *text, apr_time_t now)
{
    record_t record = { 0, 0, 0, 0 };

    if (text) {
        record.failures = number(&text);
        record.pauses = number(&text);
        record.paused = number(&text);
        record.tried = number(&text);
    }
    /* an end so far away was written by a clock that has jumped back since */
    if (record.paused > now + LZ_BREAKER_PAUSE_MAX) {
        record.paused = 0;
    }
    if (record.tried > now + KEPT) {
        record.tried = 0;
    }
    return record;
}

static record_t present(const lz_env_t *env, const char *key, int *found)
{
    const char *text = NULL;
    apr_size_t length = 0;

    *found = env->cache->get(env->cache->baton, env->pool, key, &text, &length);
    return read_record(*found ? text : NULL, lz_now(env->clock));
}

static int write_record(apr_pool_t *pool, const record_t *record, lz_cache_value_t *value)
{
    value->value = apr_psprintf(pool, "%" APR_INT64_T_FMT " %" APR_INT64_T_FMT " %" APR_INT64_T_FMT
                                " %" APR_INT64_T_FMT, record->failures, record->pauses,
                                record->paused, record->tried);
    value->length = strlen(value->value);
    value->lifetime = KEPT;
    return 1;
}

/* The pause is over: the first who comes tries, until its deadline. */
static int try_it(void *baton, apr_pool_t *pool, const char *old, lz_cache_value_t *value)
{
    change_t *change = baton;
    record_t record = read_record(old, change->now);

    change->lets = record.tried <= change->now && record.paused <= change->now;
    if (!change->lets) {
        return 0;
    }
    record.tried = change->deadline;
    return write_record(pool, &record, value);
}

int lz_breaker_lets(const lz_env_t *env, const char *key, apr_interval_time_t *left)
{
    change_t change = { .now = lz_now(env->clock), .deadline = env->deadline, .lets = 1 };
    int found;
    const record_t record = present(env, key, &found);

    if (record.failures < LZ_BREAKER_FAILURES) {
        return 1;
    }
    if (record.paused <= change.now) {
        env->cache->update(env->cache->baton, env->pool, key, try_it, &change);
    } else {
        change.lets = 0;
    }
    if (!change.lets) {
        *left = record.paused > change.now ? record.paused - change.now
                : record.tried > change.now ? record.tried - change.now : LZ_BREAKER_PAUSE;
    }
    return change.lets;
}

static int count_failure(void *baton, apr_pool_t *pool, const char *old, lz_cache_value_t *value)
{
    change_t *change = baton;
    record_t record = read_record(old, change->now);
    apr_interval_time_t pause = LZ_BREAKER_PAUSE;

    /* of a call that was under way when the pause began */
    if (record.paused > change->now) {
        return 0;
    }
    record.failures++;
    record.tried = 0;
    if (record.failures >= LZ_BREAKER_FAILURES) {
        for (int i = 0; i < record.pauses && pause < LZ_BREAKER_PAUSE_MAX; i++) {
            pause *= 2;
        }
        record.paused = change->now + (pause < LZ_BREAKER_PAUSE_MAX ? pause
                                                                    : LZ_BREAKER_PAUSE_MAX);
        change->change = record.pauses == 0 ? LZ_BREAKER_OPENED : LZ_BREAKER_AS_BEFORE;
        record.pauses++;
    }
    return write_record(pool, &record, value);
}

lz_breaker_change_e lz_breaker_note(const lz_env_t *env, const char *key, int answered)
{
    change_t change = { .now = lz_now(env->clock), .change = LZ_BREAKER_AS_BEFORE };

    if (!answered) {
        env->cache->update(env->cache->baton, env->pool, key, count_failure, &change);
        return change.change;
    }
    int found;
    const record_t record = present(env, key, &found);
    if (found) {
        env->cache->remove(env->cache->baton, env->pool, key);
    }
    return record.pauses > 0 ? LZ_BREAKER_CLOSED : LZ_BREAKER_AS_BEFORE;
}

void lz_breaker_read(const lz_env_t *env, const char *key, lz_breaker_state_t *state)
{
    int found;
    const record_t record = present(env, key, &found);

    *state = (lz_breaker_state_t){
        .failures = (int)record.failures,
        .paused_until = record.paused > lz_now(env->clock) ? record.paused : 0
    };
}
