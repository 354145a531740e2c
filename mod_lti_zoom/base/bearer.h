/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access tokens (RFC 6750) that workers, children and nodes share: minted once however many ask at
 * the same moment, kept in the shared cache for their useful life, and replaced once when the one
 * who issued them refuses one before its end.
 *
 * In the cache stand, under the caller's key, the token and its scopes as JSON; and, once a token
 * was refused, the one that replaced it, under a key of the refused one as well: that is what makes
 * a storm of refusals one token request, whenever each refusal arrives.
 */
#ifndef LZ_BASE_BEARER_H
#define LZ_BASE_BEARER_H

#include "env.h"
#include "problem.h"

typedef struct lz_bearer_t {
    const char *access_token;   /* never logged; fit for a header */
    const char *scope;          /* space-separated, as granted; "" when none was named */
    apr_int64_t minted_at;      /* apr_time_t; 0 where it is not known */
    apr_int64_t used_until;     /* apr_time_t: the end of its useful life */
} lz_bearer_t;

/*
 * Asks for a new token, once: fills minted, and how long it is to be used. Texts live with
 * env->pool; access_token has passed lz_bearer_usable().
 */
typedef const lz_problem_t *(*lz_bearer_mint_fn)(void *baton, lz_bearer_t *minted,
                                                 apr_interval_time_t *useful_life);

typedef struct lz_bearer_source_t {
    const char       *key;      /* of the cache */
    lz_bearer_mint_fn mint;
    void             *baton;
    lz_problem_id_e   damaged;  /* the problem when the cache keeps something that is no token */
} lz_bearer_source_t;

/*
 * The current token. refused is an access token that was just answered with 401, or NULL: when it
 * is still the cached one it is replaced, once for all who saw it refused; when another token
 * already stands, that one is returned. A failure to mint is shared for two seconds.
 */
const lz_problem_t *lz_bearer(const lz_env_t *env, const lz_bearer_source_t *source,
                              const char *refused, lz_bearer_t *token)
    __attribute__((warn_unused_result));

/* The cached token of that key, if there is one that can be read: 1. Nothing is minted. */
int lz_bearer_peek(const lz_env_t *env, const char *key, lz_bearer_t *token);

/* 1 for printable ASCII without a space, of 1 to 8192 bytes; token may be NULL. */
int lz_bearer_usable(const char *token);

/* A token that lives expires_in seconds is used so much: without margin, half of a short life, a
 * day at most, a second at least. */
apr_interval_time_t lz_bearer_useful_life(apr_int64_t expires_in, apr_interval_time_t margin);

#endif
