/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One fetch for all who ask: the same key wanted by many workers, children and nodes goes out
 * once. Whoever claims the key (a short-lived marker in the shared cache) fetches and publishes
 * the result or the failure; the others wait for it, bounded by the deadline. The claim of a
 * crashed fetcher expires by itself (LZ_FLIGHT_CLAIM_LIFETIME), then the next one claims.
 *
 * Several keys are flown together, so that one view's calls go out in parallel.
 */
#ifndef LZ_BASE_FLIGHT_H
#define LZ_BASE_FLIGHT_H

#include "env.h"
#include "problem.h"

#define LZ_FLIGHT_CLAIM_LIFETIME apr_time_from_sec(10)

typedef struct lz_flight_t {
    const char          *key;           /* in: cache key of the value */
    apr_interval_time_t  lifetime;      /* in, may be set by the fetch: how long a value is kept */
    apr_interval_time_t  fail_lifetime; /* in: how long a failure is shared; 0 = not at all */
    int                  refresh;       /* in: skip the cached value and fetch, still once for
                                           all who ask at the same time */
    const void          *baton;         /* in: the caller's, for its fetch */
    const char          *value;         /* out: NUL-terminated, when problem is NULL */
    apr_size_t           length;        /* out */
    const lz_problem_t  *problem;       /* out */
    int                  fetched;       /* out: this caller's fetch made it, not the cache */
} lz_flight_t;

/*
 * Fetches the n flights that this caller has claimed: for each sets value and length, or
 * problem. Called at most a few times, never for a key whose value stands in the cache.
 */
typedef void (*lz_flight_fetch_fn)(void *baton, lz_flight_t **claimed, int n);

/* Fills value or problem of each flight before env->deadline (then LZ_P_DEADLINE). */
void lz_flights(const lz_env_t *env, lz_flight_t *flights, int n, lz_flight_fetch_fn fetch,
                void *baton);

#endif
