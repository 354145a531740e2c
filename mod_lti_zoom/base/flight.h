/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One fetch for all who ask: the same key wanted by many workers, children and nodes goes out
 * once. Whoever claims the key (a short-lived marker in the shared cache) fetches and publishes
 * the result or the failure; the others wait for it, bounded by the deadline. The claim of a
 * crashed fetcher expires by itself (LZ_FLIGHT_CLAIM_LIFETIME), then the next one claims. So does
 * the next one, at once, when the fetcher was left alone by its browser: LZ_P_ABANDONED is the one
 * failure that is not shared.
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
    apr_interval_time_t  lifetime;      /* in, may be set by the fetch: how long a value is kept;
                                           0 = not at all */
    apr_interval_time_t  fail_lifetime; /* in, likewise: how long a failure is kept; 0 = only those
                                           who already wait share it */
    int                  refresh;       /* in: skip the cached value and fetch, still once for all
                                           who ask at the same time; a kept failure counts */
    const void          *baton;         /* in: the caller's, for its fetch */
    const char          *value;         /* out: NUL-terminated, when problem is NULL */
    apr_size_t           length;        /* out */
    const lz_problem_t  *problem;       /* out */
    int                  fetched;       /* out: this caller's fetch made it, not the cache */
} lz_flight_t;

/*
 * Fetches the n flights that this caller has claimed: for each sets value and length, or
 * problem, before the deadline; both live as long as env->pool. Called once for all that were
 * free, and again only for flights whose fetcher died or could not keep the value.
 */
typedef void (*lz_flight_fetch_fn)(void *baton, lz_flight_t **claimed, int n);

/*
 * Fills value or problem of each flight before env->deadline (then LZ_P_DEADLINE), or when the
 * browser has left while another's fetch was waited for (LZ_P_ABANDONED). Own fetches
 * come first, waiting for others' after. When the deadline has passed already nothing is fetched,
 * but values in the cache are taken. A cache that keeps nothing means that each caller fetches.
 */
void lz_flights(const lz_env_t *env, lz_flight_t *flights, int n, lz_flight_fetch_fn fetch,
                void *baton);

/*
 * The same for who can do without: what is not in the cache is fetched, or waited for, only when
 * env's gate has a place (gate.h); else its problem is LZ_P_ZOOM_CROWDED, at once.
 */
void lz_flights_gated(const lz_env_t *env, lz_flight_t *flights, int n, lz_flight_fetch_fn fetch,
                      void *baton);

#endif
