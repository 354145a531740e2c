/* SPDX-License-Identifier: Apache-2.0 */
#include "platform_keys.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/flight.h"

/*
 * Cached as "{microseconds when fetched} {seconds that it is fresh}\n{key set}": kept longer than
 * it is fresh, so that a platform that does not answer can still launch.
 */
#define FRESH_MIN       (5 * 60)                    /* seconds, whatever the platform says */
#define FRESH_MAX       (24 * 60 * 60)              /* and where it says nothing */
#define KEPT            apr_time_from_sec(7 * 24 * 60 * 60)
#define FETCH_TIME      apr_time_from_sec(4)
#define REFETCH_WINDOW  apr_time_from_sec(60)
#define REFETCHES       2                           /* within the window, then unknown kids wait */

/* After a failure the platform is left alone, twice as long after each further one. */
#define BACK_OFF_MIN    5                           /* seconds */
#define BACK_OFF_MAX    60
#define STALE_FACTOR    12                          /* so much longer with an old set at hand */
#define FAILURES_KEPT   apr_time_from_sec(60 * 60)

typedef struct keys_t {
    apr_time_t  fetched;        /* 0: there is no set */
    apr_time_t  fresh_until;
    const char *jwks;
    apr_size_t  length;
} keys_t;

/* What a fetch is for. */
typedef struct errand_t {
    const lz_env_t      *env;
    const lz_platform_t *platform;
    int                  loopback;
    int                  for_kid;       /* asked because a kid is unknown: limited */
    int                  stale;         /* an old set is at hand */
    int                  asked;         /* this request has asked the platform, or tried to */
} errand_t;

static keys_t read_cached(const char *value, apr_size_t length)
{
    keys_t keys = { 0, 0, NULL, 0 };
    char *end = NULL;
    const apr_time_t fetched = apr_strtoi64(value, &end, 10);
    const apr_int64_t fresh = fetched > 0 && *end == ' ' ? apr_strtoi64(end + 1, &end, 10) : 0;

    if (fresh > 0 && *end == '\n') {
        keys.fetched = fetched;
        keys.fresh_until = fetched + apr_time_from_sec(fresh);
        keys.jwks = end + 1;
        keys.length = length - (apr_size_t)(keys.jwks - value);
    }
    return keys;
}

static const char *cache_key(const errand_t *errand)
{
    return apr_pstrcat(errand->env->pool, "jwks:", errand->platform->keys_url, NULL);
}

/* 1 when there is an entry, be it damaged. */
static int cached_keys(const errand_t *errand, keys_t *keys)
{
    const lz_cache_t *cache = errand->env->cache;
    const char *value;
    apr_size_t length;

    if (!cache->get(cache->baton, errand->env->pool, cache_key(errand), &value, &length)) {
        *keys = (keys_t){ 0, 0, NULL, 0 };
        return 0;
    }
    *keys = read_cached(value, length);
    return 1;
}

/* --- fetching --------------------------------------------------------------------------------- */

/* 1 when one of the window's fetches is left; takes it. */
static int take_refetch(const errand_t *errand)
{
    const lz_cache_t *cache = errand->env->cache;

    for (int i = 0; i < REFETCHES; i++) {
        const char *marker = apr_psprintf(errand->env->pool, "jwks-refetch:%d:%s", i,
                                          errand->platform->keys_url);

        if (cache->add(cache->baton, errand->env->pool, marker, "1", 1, REFETCH_WINDOW)) {
            return 1;
        }
    }
    return 0;
}

static lz_problem_t *unreachable(const errand_t *errand, const char *what)
{
    return lz_problem(errand->env->pool, LZ_P_LTI_KEYS_UNREACHABLE,
                      "platform %s: no key set from LTIZoomKeysURL %s: %s",
                      errand->platform->name, errand->platform->keys_url, what);
}

static void ask_platform(const errand_t *errand, lz_http_response_t *response)
{
    const lz_env_t *env = errand->env;
    const apr_time_t latest = lz_now(env->clock) + FETCH_TIME;
    apr_table_t *headers = apr_table_make(env->pool, 1);
    const lz_http_request_t request = {
        .method = "GET",
        .url = errand->platform->keys_url,
        .headers = headers,
        .response_max = LZ_JWKS_MAX,
        .loopback_allowed = errand->loopback,
        .guard_private = !errand->loopback
    };
    const lz_http_request_t *requests[] = { &request };

    apr_table_setn(headers, "Accept", "application/jwk-set+json, application/json");
    env->http->perform(env->http->baton, env->pool, requests, response, 1,
                       latest < env->deadline ? latest : env->deadline);
}

/* How long an answer is fresh by its Cache-Control, in seconds; -1 where that does not say. */
static apr_int64_t announced_freshness(apr_pool_t *pool, const char *control)
{
    apr_int64_t seconds = -1;
    char *rest = NULL;

    for (char *one = apr_strtok(apr_pstrdup(pool, control), ", \t", &rest); one != NULL;
         one = apr_strtok(NULL, ", \t", &rest)) {
        if (strncasecmp(one, "max-age=", 8) == 0 && apr_isdigit(one[8])) {
            seconds = apr_strtoi64(one + 8, NULL, 10);
        }
        else if (strcasecmp(one, "no-store") == 0 || strcasecmp(one, "no-cache") == 0) {
            return 0;
        }
    }
    return seconds;
}

/*
 * The same within our bounds. A new key is noticed by its kid: what this shortens is how long a
 * key counts that the platform has withdrawn.
 */
static int freshness(apr_pool_t *pool, const lz_http_response_t *response)
{
    const char *control = apr_table_get(response->headers, "Cache-Control");
    const apr_int64_t seconds = control != NULL ? announced_freshness(pool, control) : -1;

    if (seconds < 0 || seconds > FRESH_MAX) {
        return FRESH_MAX;
    }
    return seconds < FRESH_MIN ? FRESH_MIN : (int)seconds;
}

static const char *failures_key(const errand_t *errand)
{
    return apr_pstrcat(errand->env->pool, "jwks-failures:", errand->platform->keys_url, NULL);
}

/* How often in a row the platform has failed. */
static int failures(const errand_t *errand, const char *key)
{
    const lz_cache_t *cache = errand->env->cache;
    const char *count = NULL;
    apr_size_t length = 0;

    return cache->get(cache->baton, errand->env->pool, key, &count, &length) ? atoi(count) : 0;
}

/* Counts a failure, and says for how long it is kept; after a success the count begins anew. */
static void note_outcome(const errand_t *errand, lz_flight_t *flight)
{
    const lz_cache_t *cache = errand->env->cache;
    apr_pool_t *pool = errand->env->pool;
    const char *key = failures_key(errand);
    const int before = failures(errand, key);
    int wait = BACK_OFF_MIN;

    if (flight->problem == NULL) {
        if (before > 0) {
            cache->remove(cache->baton, pool, key);
        }
        return;
    }
    for (int i = 0; i < before && wait < BACK_OFF_MAX; i++) {
        wait *= 2;
    }
    wait = wait < BACK_OFF_MAX ? wait : BACK_OFF_MAX;
    if (errand->stale && !errand->for_kid) {
        wait *= STALE_FACTOR;
    }
    flight->fail_lifetime = apr_time_from_sec(wait);
    const char *count = apr_itoa(pool, before + 1);
    cache->put(cache->baton, pool, key, count, strlen(count), FAILURES_KEPT);
}

/* The platform's key set as it is cached; the content type is not looked at, LMSs send many. */
static void fetch_one(const errand_t *errand, lz_flight_t *flight)
{
    apr_pool_t *pool = errand->env->pool;
    const apr_time_t started = lz_now(errand->env->clock);
    lz_http_response_t response = { 0 };
    const char *reason = NULL;

    ask_platform(errand, &response);
    if (response.status != APR_SUCCESS) {
        char words[120];

        apr_strerror(response.status, words, sizeof(words));
        flight->problem = unreachable(errand, response.detail ? response.detail : words);
    } else if (response.http_status != 200) {
        flight->problem = unreachable(errand, apr_psprintf(pool, "it answered with status %d",
                                                           response.http_status));
    } else if (!lz_jwks_usable(pool, response.body, response.body_length, &reason)) {
        flight->problem = unreachable(errand, apr_psprintf(pool, "its answer is no usable key "
                                                           "set: %s", reason ? reason : ""));
    } else {
        flight->value = apr_psprintf(pool, "%" APR_INT64_T_FMT " %d\n%s", started,
                                     freshness(pool, &response), response.body);
        flight->length = strlen(flight->value);
    }
    note_outcome(errand, flight);
}

static void fetch_keys(void *baton, lz_flight_t **claimed, int n)
{
    const errand_t *errand = baton;
    const lz_cache_t *cache = errand->env->cache;

    for (int i = 0; i < n; i++) {
        lz_flight_t *flight = claimed[i];

        /* Beyond the limit what stands is handed out again, to all who wait. */
        if (errand->for_kid && !take_refetch(errand)
            && cache->get(cache->baton, errand->env->pool, flight->key, &flight->value,
                          &flight->length)) {
            continue;
        }
        fetch_one(errand, flight);
        if (!errand->for_kid && flight->problem == NULL) {
            (void)take_refetch(errand);     /* a fetch is a fetch, whatever it was for */
        }
    }
}

/*
 * The platform's set, fetched now by this request or one that runs at the same time. replaces: an
 * entry stands in the cache and is not to be taken for the answer.
 */
static const lz_problem_t *fetch(errand_t *errand, int replaces, keys_t *keys)
{
    lz_flight_t flight = { .key = cache_key(errand), .lifetime = KEPT, .refresh = replaces };

    errand->asked = 1;
    lz_flights(errand->env, &flight, 1, fetch_keys, errand);
    if (flight.problem != NULL) {
        return flight.problem->id == LZ_P_LTI_KEYS_UNREACHABLE
               ? flight.problem : unreachable(errand, flight.problem->cause);
    }
    *keys = read_cached(flight.value, flight.length);
    return keys->fetched != 0 ? NULL : unreachable(errand, "the cached set is damaged");
}

/* --- verifying -------------------------------------------------------------------------------- */

/* A fresh set, or an old one when the platform does not answer. */
static const lz_problem_t *obtain(errand_t *errand, keys_t *keys)
{
    const lz_env_t *env = errand->env;
    keys_t at_hand;
    const int replaces = cached_keys(errand, &at_hand);

    *keys = at_hand;
    errand->stale = at_hand.fetched != 0;
    if (at_hand.fetched != 0 && lz_now(env->clock) < at_hand.fresh_until) {
        return NULL;
    }
    const lz_problem_t *problem = fetch(errand, replaces, keys);
    if (problem != NULL && at_hand.fetched != 0) {
        lz_log(env->log, LZ_LOG_WARNING, 0, LZNO(0570) "%s; using the set fetched %" APR_INT64_T_FMT
               " s ago", problem->cause, apr_time_sec(lz_now(env->clock) - at_hand.fetched));
        *keys = at_hand;
        return NULL;
    }
    return problem;
}

static const lz_problem_t *refusal(const errand_t *errand, const lz_jwt_t *jwt,
                                   lz_jwt_verdict_e verdict, const char *reason)
{
    const lz_problem_id_e id = verdict == LZ_JWT_UNKNOWN_KID ? LZ_P_LTI_UNKNOWN_KEY
                               : verdict == LZ_JWT_BAD_KEY ? LZ_P_LTI_KEY
                               : LZ_P_LTI_SIGNATURE;

    return lz_problem(errand->env->pool, id,
                      "platform %s: id_token signed with kid \"%.120s\": %s; the keys come from "
                      "LTIZoomKeysURL %s", errand->platform->name, jwt->kid,
                      reason ? reason : "refused", errand->platform->keys_url);
}

const lz_problem_t *lz_platform_keys_verify(const lz_env_t *env, const lz_platform_t *platform,
                                            int loopback, const lz_jwt_t *jwt)
{
    errand_t errand = { .env = env, .platform = platform, .loopback = loopback };
    const char *reason = NULL;
    keys_t keys;

    const lz_problem_t *problem = obtain(&errand, &keys);
    if (problem != NULL) {
        return problem;
    }
    lz_jwt_verdict_e verdict = lz_jwt_verify(env->pool, env->key_ring, jwt, keys.jwks, keys.length,
                                             &reason);

    /* A key that we cannot use may have been replaced since; a wrong signature stays wrong. */
    if ((verdict == LZ_JWT_UNKNOWN_KID || verdict == LZ_JWT_BAD_KEY) && !errand.asked) {
        errand.for_kid = 1;
        if (fetch(&errand, 1, &keys) == NULL) {
            verdict = lz_jwt_verify(env->pool, env->key_ring, jwt, keys.jwks, keys.length, &reason);
        }
    }
    return verdict == LZ_JWT_OK ? NULL : refusal(&errand, jwt, verdict, reason);
}

void lz_platform_keys_state(const lz_env_t *env, const lz_platform_t *platform,
                            lz_platform_keys_state_t *state)
{
    const errand_t errand = { .env = env, .platform = platform };
    keys_t keys = { 0, 0, NULL, 0 };

    *state = (lz_platform_keys_state_t){ 0, 0, 0 };
    if (platform->keys_url == NULL) {
        return;
    }
    (void)cached_keys(&errand, &keys);
    state->read_at = keys.fetched;
    state->fresh_until = keys.fresh_until;
    state->failures = failures(&errand, failures_key(&errand));
}
