/* SPDX-License-Identifier: Apache-2.0 */
#include "bearer.h"

#include <string.h>

#include <apr_strings.h>

#include "encoding.h"
#include "flight.h"
#include "json.h"

#define FAILURE_SHARED   apr_time_from_sec(2)
#define TOKEN_LENGTH_MAX 8192
#define DAY              (24 * 3600)

typedef struct minter_t {
    const lz_env_t           *env;
    const lz_bearer_source_t *source;
} minter_t;

int lz_bearer_usable(const char *token)
{
    if (token == NULL) {
        return 0;
    }
    for (const char *c = token; *c; c++) {
        if (*c <= ' ' || *c > '~') {
            return 0;
        }
    }
    const size_t length = strlen(token);
    return length > 0 && length <= TOKEN_LENGTH_MAX;
}

apr_interval_time_t lz_bearer_useful_life(apr_int64_t expires_in, apr_interval_time_t margin)
{
    const apr_int64_t spare = apr_time_sec(margin);
    const apr_int64_t life = expires_in > spare ? expires_in - spare : expires_in / 2;

    return apr_time_from_sec(life < 1 ? 1 : life < DAY ? life : DAY);
}

/* The fetch of a flight: a new token, as JSON, for its useful life. */
static void fetch_new(void *baton, lz_flight_t **claimed, int n)
{
    const minter_t *minter = baton;
    const lz_env_t *env = minter->env;
    lz_flight_t *flight = claimed[0];
    lz_bearer_t minted = { .access_token = NULL };

    /* One flight was asked for, so one is claimed. */
    (void)n;
    flight->problem = minter->source->mint(minter->source->baton, &minted, &flight->lifetime);
    if (flight->problem) {
        return;
    }
    const apr_time_t now = lz_now(env->clock);
    json_object *value = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put_string(value, "access_token", minted.access_token);
    lz_json_put_string(value, "scope", minted.scope ? minted.scope : "");
    lz_json_put(value, "minted_at", json_object_new_int64(now));
    lz_json_put(value, "used_until", json_object_new_int64(now + flight->lifetime));
    flight->value = lz_json_text(env->pool, value);
    flight->length = strlen(flight->value);
}

/* 0 when the cached text is damaged. */
static int read_value(const lz_env_t *env, const char *text, apr_size_t length,
                      lz_bearer_t *token)
{
    const char *reason;
    json_object *value = lz_json_parse(env->pool, text, length, LZ_JSON_OBJECT, &reason);

    *token = (lz_bearer_t){ .access_token = lz_json_string(value, "access_token") };
    (void)lz_json_int64(value, "minted_at", &token->minted_at);
    (void)lz_json_int64(value, "used_until", &token->used_until);
    token->scope = lz_json_string(value, "scope");
    return lz_bearer_usable(token->access_token) && token->scope;
}

/* The token under key, minted when there is none, or none that can be read. */
static const lz_problem_t *fly(minter_t *minter, const char *key, lz_flight_t *flight,
                               lz_bearer_t *token)
{
    for (int refresh = 0; refresh <= 1; refresh++) {
        *flight = (lz_flight_t){
            .key = key, .refresh = refresh, .fail_lifetime = FAILURE_SHARED
        };
        lz_flights(minter->env, flight, 1, fetch_new, minter);
        if (flight->problem) {
            return flight->problem;
        }
        if (read_value(minter->env, flight->value, flight->length, token)) {
            return NULL;
        }
    }
    return lz_problem(minter->env->pool, minter->source->damaged,
                      "the cached token cannot be read");
}

/* The fetch of a flight that takes what another one fetched, its baton. */
static void hand_on(void *baton, lz_flight_t **claimed, int n)
{
    const lz_flight_t *fetched = baton;

    (void)n;
    claimed[0]->value = fetched->value;
    claimed[0]->length = fetched->length;
    claimed[0]->lifetime = fetched->lifetime;
}

/* Replaces the refused token, for all who saw it refused, and for all who come later. */
static const lz_problem_t *replace(minter_t *minter, const char *refused, lz_bearer_t *token)
{
    const lz_env_t *env = minter->env;
    const char *key = minter->source->key;
    const char *successor = apr_pstrcat(env->pool, key, ":after:",
                                        lz_fingerprint(env->pool, refused, NULL), NULL);
    lz_flight_t flight;
    const lz_problem_t *problem = fly(minter, successor, &flight, token);

    if (!problem && flight.fetched) {
        lz_flight_t current = { .key = key, .refresh = 1 };
        /* Should it fail, the next one to be refused finds the successor. */
        lz_flights(env, &current, 1, hand_on, &flight);
    }
    return problem;
}

const lz_problem_t *lz_bearer(const lz_env_t *env, const lz_bearer_source_t *source,
                              const char *refused, lz_bearer_t *token)
{
    minter_t minter = { env, source };
    lz_flight_t flight;
    lz_bearer_t current;
    const lz_problem_t *problem = fly(&minter, source->key, &flight, &current);

    if (!problem && refused && !flight.fetched && lz_equal_secret(current.access_token, refused)) {
        problem = replace(&minter, refused, &current);
    }
    if (!problem) {
        *token = current;
    }
    return problem;
}

int lz_bearer_peek(const lz_env_t *env, const char *key, lz_bearer_t *token)
{
    const char *text = NULL;
    apr_size_t length = 0;

    return env->cache->get(env->cache->baton, env->pool, key, &text, &length)
           && read_value(env, text, length, token);
}
