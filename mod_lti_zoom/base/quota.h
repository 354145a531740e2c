/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of something all workers, children and nodes together may use: at most so many at the
 * same moment, or in any period, and at most so many in a day (of UTC). The count stands in the
 * shared cache and is as shared as that; a count that the cache lost begins anew.
 *
 * A use takes a slot, gives it back when it has ended, and the slot rests before it serves again.
 * So with a rest of one second no second sees more than `limit` uses, wherever between taking and
 * giving back each really happened: one that is under way, or ended less than a second ago, still
 * has its slot. A bucket refilled by the clock could not promise that, since a call that was sent
 * late arrives late. What a slow peer costs is speed: a call of a second holds a slot for two.
 *
 * Whoever dies with a slot gives it back at the end it has named (`hold`). With several nodes the
 * clocks must agree (NTP): what they differ by is missing from the rest.
 */
#ifndef LZ_BASE_QUOTA_H
#define LZ_BASE_QUOTA_H

#include "env.h"

#define LZ_QUOTA_LIMIT_MAX 1000
#define LZ_QUOTA_HOLD_MAX  apr_time_from_sec(120)   /* longer ones: a clock has jumped */

typedef struct lz_quota_t {
    const char          *key;           /* of the cache */
    int                  limit;         /* slots, 1 to LZ_QUOTA_LIMIT_MAX */
    apr_interval_time_t  rest;          /* of a slot that was given back */
    apr_int64_t          day_limit;     /* uses in a day; 0: any number */
    int                  lasts;         /* 1: seldom used, and must be remembered for the day: it is
                                           kept in env's cache, not among the counts */
} lz_quota_t;

typedef struct lz_quota_turn_t {
    int        granted;
    apr_time_t hold;            /* of those that were granted */
    apr_time_t not_before;      /* no further slot is free before; 0 when all were granted */
    int        closed;          /* it is the day's limit that ends then */
} lz_quota_turn_t;

typedef struct lz_quota_state_t {
    int         taken;          /* slots in use or at rest; may be above a limit that was lowered */
    apr_int64_t used_today;     /* counted with a day_limit only */
    apr_time_t  paused_until;   /* 0: not paused */
    apr_time_t  closed_until;   /* 0: the day's limit is not reached, as far as is known */
} lz_quota_state_t;

/*
 * Takes up to wanted slots, each of which is given back at hold (now + LZ_QUOTA_HOLD_MAX at most)
 * if the taker does not do so before. With a broken cache all are granted. Never waits.
 */
void lz_quota_take(const lz_env_t *env, const lz_quota_t *quota, int wanted, apr_time_t hold,
                   lz_quota_turn_t *turn);

/* The uses of a turn have ended; once for each lz_quota_take() that granted any. */
void lz_quota_give_back(const lz_env_t *env, const lz_quota_t *quota, const lz_quota_turn_t *turn);

/* Nothing is granted before until; an earlier end than one that is known changes nothing. */
void lz_quota_pause(const lz_env_t *env, const lz_quota_t *quota, apr_time_t until);

/* The same, because the day's limit is reached, as whoever sets it says. */
void lz_quota_close(const lz_env_t *env, const lz_quota_t *quota, apr_time_t until);

/* How it stands now; takes nothing. */
void lz_quota_read(const lz_env_t *env, const lz_quota_t *quota, lz_quota_state_t *state);

/* The end of the UTC day that now is in. */
apr_time_t lz_quota_day_end(apr_time_t now);

#endif
