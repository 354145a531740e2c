/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache's value: numbers with a space between them,
 *
 *   day used paused closed slot...
 *
 * day is the number of the UTC day that used counts in; paused and closed are ends; a slot is the
 * moment when it is free again (all in microseconds since 1970), negative while its holder has not
 * given it back. Who holds a slot is not written down: equal numbers are equal slots.
 */
#include "quota.h"

#include <stdio.h>
#include <stdlib.h>

#include <apr_strings.h>

#define DAY          apr_time_from_sec(24 * 3600)
#define LONGEST      (9 * DAY)                  /* a later end comes from a clock that jumped */
#define KEPT         apr_time_from_sec(300)     /* without anything that counts for the day */
#define NUMBER_MAX   21                         /* characters of one */

typedef struct record_t {
    apr_int64_t day;
    apr_int64_t used;
    apr_time_t  paused;
    apr_time_t  closed;
    int         n;
    apr_int64_t slots[LZ_QUOTA_LIMIT_MAX];
} record_t;

/* One change of the record. */
typedef struct change_t {
    const lz_quota_t *quota;
    apr_time_t        now;
    void            (*make)(struct change_t *change, record_t *record);
    int               wanted;       /* take */
    apr_time_t        hold;         /* take, give back */
    apr_time_t        until;        /* pause, close */
    lz_quota_turn_t  *turn;         /* take; give back: its granted */
} change_t;

apr_time_t lz_quota_day_end(apr_time_t now)
{
    return now - now % DAY + DAY;
}

static apr_int64_t number(const char **text)
{
    char *end = NULL;
    const apr_int64_t value = apr_strtoi64(*text, &end, 10);

    *text = end;
    return value;
}

static apr_time_t to_come(apr_time_t end, apr_time_t now)
{
    return end > now && end - now < LONGEST ? end : 0;
}

/* Reads what still counts at now. */
static void read_record(const char *text, const lz_quota_t *quota, apr_time_t now,
                        record_t *record)
{
    const apr_int64_t today = now / DAY;

    record->day = today;
    record->used = record->paused = record->closed = 0;
    record->n = 0;
    if (!text) {
        return;
    }
    const apr_int64_t day = number(&text);
    const apr_int64_t used = number(&text);
    record->used = day == today ? used : 0;
    record->paused = to_come(number(&text), now);
    record->closed = to_come(number(&text), now);
    while (*text == ' ' && record->n < LZ_QUOTA_LIMIT_MAX) {
        const apr_int64_t slot = number(&text);
        const apr_time_t free_at = slot < 0 ? -slot : slot;

        if (free_at > now && free_at - now <= LZ_QUOTA_HOLD_MAX + quota->rest) {
            record->slots[record->n++] = slot;
        }
    }
}

static void write_record(apr_pool_t *pool, const lz_quota_t *quota, const record_t *record,
                         lz_cache_value_t *value)
{
    char *text = apr_palloc(pool, (apr_size_t)(record->n + 4) * NUMBER_MAX + 1);
    char *end = text;

    end += sprintf(end, "%" APR_INT64_T_FMT " %" APR_INT64_T_FMT " %" APR_INT64_T_FMT
                   " %" APR_INT64_T_FMT, record->day, record->used, record->paused,
                   record->closed);
    for (int i = 0; i < record->n; i++) {
        end += sprintf(end, " %" APR_INT64_T_FMT, record->slots[i]);
    }
    value->value = text;
    value->length = (apr_size_t)(end - text);
    value->lifetime = record->closed ? LONGEST : quota->day_limit ? DAY : KEPT + quota->rest;
}

/* --- the changes ------------------------------------------------------------------------------ */

/* When the first of the slots can be free at the earliest. */
static apr_time_t first_free(const change_t *change, const record_t *record)
{
    const apr_time_t soonest = change->now + change->quota->rest;
    apr_time_t first = 0;

    for (int i = 0; i < record->n; i++) {
        const apr_int64_t slot = record->slots[i];
        /* one that is in use may be given back at once, and then rests */
        const apr_time_t free_at = slot > 0 ? slot : -slot < soonest ? -slot : soonest;

        if (!first || free_at < first) {
            first = free_at;
        }
    }
    return first;
}

static void take(change_t *change, record_t *record)
{
    const lz_quota_t *quota = change->quota;
    lz_quota_turn_t *turn = change->turn;
    const apr_int64_t today = quota->day_limit ? quota->day_limit - record->used : change->wanted;
    int free = quota->limit - record->n;

    free = free > today ? (int)today : free;
    free = free < 0 || record->closed || record->paused ? 0 : free;
    turn->granted = change->wanted < free ? change->wanted : free;
    for (int i = 0; i < turn->granted; i++) {
        record->slots[record->n++] = -change->hold;
    }
    record->used += quota->day_limit ? turn->granted : 0;
    if (turn->granted < change->wanted) {
        turn->closed = record->closed || today <= turn->granted;
        turn->not_before = record->closed ? record->closed
                           : turn->closed ? lz_quota_day_end(change->now)
                           : record->paused ? record->paused
                           : first_free(change, record);
    }
}

static void give_back(change_t *change, record_t *record)
{
    const apr_time_t free_at = change->now + change->quota->rest;
    int left = change->turn->granted;
    int kept = 0;

    for (int i = 0; i < record->n; i++) {
        if (left > 0 && record->slots[i] == -change->hold) {
            left--;
            if (change->quota->rest == 0) {
                continue;
            }
            record->slots[i] = free_at;
        }
        record->slots[kept++] = record->slots[i];
    }
    record->n = kept;
}

static void pause_until(change_t *change, record_t *record)
{
    record->paused = change->until > record->paused ? change->until : record->paused;
}

static void close_until(change_t *change, record_t *record)
{
    record->closed = change->until > record->closed ? change->until : record->closed;
}

static int apply(void *baton, apr_pool_t *pool, const char *old, lz_cache_value_t *value)
{
    change_t *change = baton;
    record_t record;

    read_record(old, change->quota, change->now, &record);
    change->make(change, &record);
    write_record(pool, change->quota, &record, value);
    return 1;
}

static const lz_cache_t *cache_of(const lz_env_t *env, const lz_quota_t *quota)
{
    return quota->lasts ? env->cache : env->counts;
}

static int update(const lz_env_t *env, change_t *change)
{
    const lz_cache_t *cache = cache_of(env, change->quota);
    apr_pool_t *scratch;

    if (apr_pool_create(&scratch, env->pool) != APR_SUCCESS) {
        abort();
    }
    change->now = lz_now(env->clock);
    const int done = cache->update(cache->baton, scratch, change->quota->key, apply, change);
    apr_pool_destroy(scratch);
    return done;
}

void lz_quota_take(const lz_env_t *env, const lz_quota_t *quota, int wanted, apr_time_t hold,
                   lz_quota_turn_t *turn)
{
    const apr_time_t latest = lz_now(env->clock) + LZ_QUOTA_HOLD_MAX;
    change_t change = { .quota = quota, .make = take, .wanted = wanted, .turn = turn };

    change.hold = (hold < latest ? hold : latest) + quota->rest;
    *turn = (lz_quota_turn_t){ .hold = change.hold };
    if (!update(env, &change)) {
        turn->granted = wanted;
    }
}

void lz_quota_give_back(const lz_env_t *env, const lz_quota_t *quota, const lz_quota_turn_t *turn)
{
    lz_quota_turn_t given = *turn;
    change_t change = {
        .quota = quota, .make = give_back, .hold = turn->hold, .turn = &given
    };

    if (turn->granted > 0) {
        (void)update(env, &change);
    }
}

void lz_quota_pause(const lz_env_t *env, const lz_quota_t *quota, apr_time_t until)
{
    change_t change = { .quota = quota, .make = pause_until, .until = until };

    (void)update(env, &change);
}

void lz_quota_close(const lz_env_t *env, const lz_quota_t *quota, apr_time_t until)
{
    change_t change = { .quota = quota, .make = close_until, .until = until };

    (void)update(env, &change);
}

void lz_quota_read(const lz_env_t *env, const lz_quota_t *quota, lz_quota_state_t *state)
{
    const lz_cache_t *cache = cache_of(env, quota);
    const apr_time_t now = lz_now(env->clock);
    const char *text = NULL;
    apr_size_t length = 0;
    record_t record;

    if (!cache->get(cache->baton, env->pool, quota->key, &text, &length)) {
        text = NULL;
    }
    read_record(text, quota, now, &record);
    *state = (lz_quota_state_t){
        .taken = record.n,
        .used_today = record.used,
        .paused_until = record.paused,
        .closed_until = record.closed
                        ? record.closed
                        : quota->day_limit && record.used >= quota->day_limit
                        ? lz_quota_day_end(now) : 0
    };
}
