/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three entries of the cache belong to a key:
 *
 *   key            the value, as the fetch gave it
 *   flight:key     the claim: a random id of the fetcher, as long as it fetches
 *   landed:key     how the last fetch ended: one letter, the claim's id, a space and, after a
 *                  failure, the packed problem
 *                      v  a value was published
 *                      f  a failure, for all who ask within its lifetime
 *                      w  a failure, for those only who waited for this claim
 *
 * Who finds a claim remembers its id, and so knows whether a landing is the one it waited for:
 * only then may a refresh take the value that stands in the cache.
 */
#include "flight.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "encoding.h"
#include "gate.h"

#define PAUSE_MIN       apr_time_from_msec(2)
#define PAUSE_MAX       apr_time_from_msec(25)
#define LANDED_LIFETIME apr_time_from_sec(5)    /* of a landing that only waiters need */
#define SHARED_FAILURE  apr_time_from_sec(1)    /* of a failure that only waiters share */
#define GONE_CHECK      apr_time_from_msec(200) /* between two looks whether the browser is there */
#define ID_BYTES        12

typedef struct seat_t {
    lz_flight_t *flight;
    const char  *claim_key;
    const char  *landed_key;
    const char  *seen;          /* id of the last claim of another that was found, or NULL */
    int          claimed;       /* this caller fetches */
    int          published;     /* the claim is ours and its end will be told */
    int          asked_before;  /* it was not settled by the first look */
    int          done;
} seat_t;

typedef struct crowd_t {
    const lz_env_t    *env;
    apr_pool_t        *scratch; /* cleared between two looks at the cache */
    lz_flight_fetch_fn fetch;
    void              *baton;
    const char        *id;      /* of this caller's claims; NULL: nothing can be shared */
    seat_t            *seats;
    int                n;
} crowd_t;

static const char *cached(const crowd_t *crowd, apr_pool_t *pool, const char *key,
                          apr_size_t *length)
{
    const lz_cache_t *cache = crowd->env->cache;
    const char *value = NULL;

    return cache->get(cache->baton, pool, key, &value, length) ? value : NULL;
}

static void keep(const crowd_t *crowd, const char *key, const char *value, apr_size_t length,
                 apr_interval_time_t lifetime)
{
    const lz_cache_t *cache = crowd->env->cache;

    cache->put(cache->baton, crowd->scratch, key, value, length, lifetime);
}

static void drop(const crowd_t *crowd, const char *key)
{
    const lz_cache_t *cache = crowd->env->cache;

    cache->remove(cache->baton, crowd->scratch, key);
}

/* 1 when a value stood in the cache and is the flight's now. */
static int take_value(const crowd_t *crowd, seat_t *seat)
{
    apr_size_t length = 0;
    const char *value = cached(crowd, crowd->env->pool, seat->flight->key, &length);

    if (!value) {
        return 0;
    }
    seat->flight->value = value;
    seat->flight->length = length;
    seat->done = 1;
    return 1;
}

typedef enum landing_e {
    NOT_LANDED,         /* nothing, or nothing that concerns this caller */
    VALUE_LANDED,       /* the claim it waited for gave a value */
    FAILURE_LANDED      /* the flight has its problem */
} landing_e;

static landing_e look_at_landing(const crowd_t *crowd, seat_t *seat)
{
    apr_size_t length = 0;
    const char *landed = cached(crowd, crowd->scratch, seat->landed_key, &length);
    const char *space = landed ? strchr(landed, ' ') : NULL;

    if (!space) {
        return NOT_LANDED;
    }
    const apr_size_t id_length = (apr_size_t)(space - landed - 1);
    const int awaited = seat->seen && strlen(seat->seen) == id_length
                        && memcmp(seat->seen, landed + 1, id_length) == 0;

    if (*landed == 'v') {
        return awaited ? VALUE_LANDED : NOT_LANDED;
    }
    if (*landed == 'f' || (*landed == 'w' && awaited)) {
        seat->flight->problem = lz_problem_unpack(crowd->env->pool, space + 1);
        seat->done = seat->flight->problem != NULL;
        return seat->done ? FAILURE_LANDED : NOT_LANDED;
    }
    return NOT_LANDED;
}

/* Takes the claim when it is free, else remembers whose it is. */
static void try_claim(const crowd_t *crowd, seat_t *seat)
{
    const lz_cache_t *cache = crowd->env->cache;

    if (!crowd->id) {
        seat->claimed = 1;
        return;
    }
    seat->claimed = cache->add(cache->baton, crowd->scratch, seat->claim_key, crowd->id,
                               strlen(crowd->id), LZ_FLIGHT_CLAIM_LIFETIME);
    seat->published = seat->claimed;
    if (!seat->claimed) {
        apr_size_t length;
        const char *seen = cached(crowd, crowd->scratch, seat->claim_key, &length);

        /* a claim that is gone again already keeps the id that was seen before */
        if (seen && (!seat->seen || strcmp(seat->seen, seen) != 0)) {
            seat->seen = apr_pstrdup(crowd->env->pool, seen);
        }
    }
}

/* 1 when the cache says how the flight ends: it is done, or must be fetched without sharing. */
static int settle(const crowd_t *crowd, seat_t *seat)
{
    if (!seat->flight->refresh && take_value(crowd, seat)) {
        return 1;
    }
    switch (look_at_landing(crowd, seat)) {
    case FAILURE_LANDED:
        return 1;
    case VALUE_LANDED:
        if (!take_value(crowd, seat)) {
            seat->claimed = 1;      /* the cache could not keep it: each fetches for itself */
        }
        return 1;
    default:
        return 0;
    }
}

/* What the metrics call the way a flight ended. */
static const char *outcome_of(const seat_t *seat)
{
    const lz_flight_t *flight = seat->flight;

    if (!seat->done) {
        return "late";
    }
    if (flight->fetched) {
        return flight->problem ? "failed" : "fetched";
    }
    return flight->problem ? "shared_failure" : seat->asked_before ? "shared" : "cached";
}

/* The kind of a flight is its key's first word. */
static void count(const crowd_t *crowd)
{
    for (int i = 0; i < crowd->n; i++) {
        const seat_t *seat = &crowd->seats[i];
        const char *key = seat->flight->key;

        lz_count(crowd->env->metrics, LZ_M_FLIGHTS,
                 apr_pstrmemdup(crowd->env->pool, key, strcspn(key, ":")), outcome_of(seat));
    }
}

/* One look at the cache for a flight that is not done: is it there, is it ours to fetch? */
static void look(const crowd_t *crowd, seat_t *seat)
{
    if (settle(crowd, seat)) {
        return;
    }
    try_claim(crowd, seat);
    /* Another may have landed between the look and the claim. */
    if (seat->published && settle(crowd, seat) && seat->done) {
        drop(crowd, seat->claim_key);
        seat->claimed = 0;
        seat->published = 0;
    }
}

/* Ends the claim; a fetch that outlived it must not end the next one's. */
static void release(const crowd_t *crowd, const seat_t *seat)
{
    apr_size_t length;
    const char *holder = cached(crowd, crowd->scratch, seat->claim_key, &length);

    if (holder && strcmp(holder, crowd->id) == 0) {
        drop(crowd, seat->claim_key);
    }
}

/* Tells the others how the flight ended. */
static void publish(const crowd_t *crowd, const seat_t *seat)
{
    const lz_flight_t *flight = seat->flight;
    apr_interval_time_t lifetime = LANDED_LIFETIME;
    const char *landed;

    if (!flight->problem && flight->lifetime > 0) {
        keep(crowd, flight->key, flight->value, flight->length, flight->lifetime);
    }
    if (!seat->published) {
        return;
    }

    if (flight->problem && flight->problem->id == LZ_P_ABANDONED) {
        release(crowd, seat);       /* the next one fetches */
        return;
    }
    if (flight->problem) {
        const int for_all = flight->fail_lifetime > 0;

        lifetime = for_all ? flight->fail_lifetime : SHARED_FAILURE;
        landed = apr_pstrcat(crowd->scratch, for_all ? "f" : "w", crowd->id, " ",
                             lz_problem_pack(crowd->scratch, flight->problem), NULL);
    } else {
        landed = apr_pstrcat(crowd->scratch, "v", crowd->id, " ", NULL);
    }
    keep(crowd, seat->landed_key, landed, strlen(landed), lifetime);
    release(crowd, seat);
}

/* Fetches what is claimed, all at once. */
static void fetch_claimed(const crowd_t *crowd)
{
    lz_flight_t **claimed = apr_palloc(crowd->scratch,
                                       sizeof(lz_flight_t *) * (apr_size_t)crowd->n);
    int n = 0;

    for (int i = 0; i < crowd->n; i++) {
        if (crowd->seats[i].claimed) {
            claimed[n++] = crowd->seats[i].flight;
        }
    }
    if (n == 0) {
        return;
    }

    crowd->fetch(crowd->baton, claimed, n);
    for (int i = 0; i < crowd->n; i++) {
        seat_t *seat = &crowd->seats[i];
        lz_flight_t *flight = seat->flight;

        if (!seat->claimed) {
            continue;
        }
        flight->fetched = 1;
        if (!flight->problem && !flight->value) {
            flight->problem = lz_problem(crowd->env->pool, LZ_P_INTERNAL,
                                         "flight: the fetch left %s without value or problem",
                                         flight->key);
        }
        publish(crowd, seat);
        seat->claimed = 0;
        seat->published = 0;
        seat->done = 1;
    }
}

/* Looks at each flight that is not done; 1 when none is left to wait for. */
static int look_at_all(const crowd_t *crowd)
{
    int waiting = 0;

    apr_pool_clear(crowd->scratch);
    for (int i = 0; i < crowd->n; i++) {
        if (!crowd->seats[i].done) {
            look(crowd, &crowd->seats[i]);
        }
    }
    fetch_claimed(crowd);
    for (int i = 0; i < crowd->n; i++) {
        if (!crowd->seats[i].done) {
            crowd->seats[i].asked_before = 1;
            waiting++;
        }
    }
    return waiting == 0;
}

/* What is still not there when there is no more waiting for it. */
static void give_up(const crowd_t *crowd, lz_problem_id_e id, const char *why)
{
    for (int i = 0; i < crowd->n; i++) {
        seat_t *seat = &crowd->seats[i];

        if (!seat->done) {
            seat->flight->problem = lz_problem(crowd->env->pool, id,
                                               "flight: %s while another fetched %s", why,
                                               seat->flight->key);
        }
    }
}

/* With no time left, what stands in the cache is still taken. */
static void take_what_is_there(const crowd_t *crowd)
{
    for (int i = 0; i < crowd->n; i++) {
        if (!crowd->seats[i].flight->refresh) {
            take_value(crowd, &crowd->seats[i]);
        }
    }
    give_up(crowd, LZ_P_DEADLINE, "the deadline came");
}

/* Fetches and waits. */
static void wait_for_all(const crowd_t *crowd, apr_interval_time_t most)
{
    apr_interval_time_t paused = 0;
    apr_interval_time_t pause = PAUSE_MIN;
    apr_interval_time_t check = GONE_CHECK;

    while (!look_at_all(crowd)) {
        /* The pauses are counted too, for a clock that stands still. */
        if (paused >= most || lz_env_remaining(crowd->env) == 0) {
            give_up(crowd, LZ_P_DEADLINE, "the deadline came");
            return;
        }
        if (paused >= check) {
            check = paused + GONE_CHECK;
            if (lz_env_gone(crowd->env)) {
                give_up(crowd, LZ_P_ABANDONED, "the browser left");
                return;
            }
        }
        apr_sleep(pause);
        paused += pause;
        pause = pause * 3 / 2 < PAUSE_MAX ? pause * 3 / 2 : PAUSE_MAX;
    }
}

/* What needs no waiting; 1 when that is all. */
static int settle_at_once(const crowd_t *crowd)
{
    int left = 0;

    for (int i = 0; i < crowd->n; i++) {
        left += !settle(crowd, &crowd->seats[i]);
    }
    return left == 0;
}

/* Waits while holding a place of the gate, if there is need and room. */
static void wait_in_turn(const crowd_t *crowd, apr_interval_time_t most)
{
    lz_gate_place_t place;
    const lz_problem_t *crowded;

    if (settle_at_once(crowd)) {
        return;
    }
    crowded = lz_gate_enter(crowd->env, &place);
    if (!crowded) {
        wait_for_all(crowd, most);
        lz_gate_leave(crowd->env, &place);
        return;
    }
    for (int i = 0; i < crowd->n; i++) {
        if (!crowd->seats[i].done) {
            crowd->seats[i].flight->problem = crowded;
        }
    }
}

static void fly(const lz_env_t *env, lz_flight_t *flights, int n, lz_flight_fetch_fn fetch,
                void *baton, int gated)
{
    const apr_interval_time_t most = lz_env_remaining(env);
    crowd_t crowd = { .env = env, .fetch = fetch, .baton = baton, .n = n };

    if (apr_pool_create(&crowd.scratch, env->pool) != APR_SUCCESS) {
        abort();
    }
    crowd.id = lz_random_token(env->pool, ID_BYTES);
    crowd.seats = apr_pcalloc(env->pool, sizeof(seat_t) * (apr_size_t)n);
    for (int i = 0; i < n; i++) {
        crowd.seats[i].flight = &flights[i];
        crowd.seats[i].claim_key = apr_pstrcat(env->pool, "flight:", flights[i].key, NULL);
        crowd.seats[i].landed_key = apr_pstrcat(env->pool, "landed:", flights[i].key, NULL);
    }

    if (most == 0) {
        take_what_is_there(&crowd);
    } else if (gated && env->gate) {
        wait_in_turn(&crowd, most);
    } else {
        wait_for_all(&crowd, most);
    }
    count(&crowd);
    apr_pool_destroy(crowd.scratch);
}

void lz_flights(const lz_env_t *env, lz_flight_t *flights, int n, lz_flight_fetch_fn fetch,
                void *baton)
{
    fly(env, flights, n, fetch, baton, 0);
}

void lz_flights_gated(const lz_env_t *env, lz_flight_t *flights, int n, lz_flight_fetch_fn fetch,
                      void *baton)
{
    fly(env, flights, n, fetch, baton, 1);
}
