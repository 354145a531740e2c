/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access tokens for an LMS's services: OAuth 2 client credentials, with a JWT signed by the tool's
 * first key as the proof of who asks (LTI Security Framework 1.0 §4.1, LTI Core 1.3 §6.2).
 *
 * One per platform, set of scopes and deployment is shared by all workers, children and nodes
 * (base/bearer.h).
 */
#ifndef LZ_LTI_SERVICE_TOKEN_H
#define LZ_LTI_SERVICE_TOKEN_H

#include "../base/bearer.h"
#include "../base/jose.h"
#include "platform.h"

/* A token is replaced that long before its end; of one with a shorter life half is used. */
#define LZ_SERVICE_TOKEN_MARGIN apr_time_from_sec(60)

/* Who asks which LMS. */
typedef struct lz_service_t {
    const lz_platform_t    *platform;
    const lz_signing_key_t *key;            /* the tool's first */
    const char             *deployment_id;  /* where it asks for; "" for none in particular */
    int                     loopback;       /* of the policy */
} lz_service_t;

/*
 * A token for the scopes (NULL-terminated, in any order), or that which takes the place of the
 * refused one, as lz_bearer() does. token->scope is what the LMS granted, maybe less than was asked
 * for: see lz_service_token_grants().
 * LZ_P_LMS_NO_SERVICE (no LTIZoomTokenURL), LZ_P_LMS_CREDENTIALS (the LMS does not take the
 * assertion), LZ_P_LMS_SCOPE, LZ_P_LMS_UNAVAILABLE, LZ_P_LMS_ANSWER, LZ_P_RANDOM, LZ_P_DEADLINE.
 */
const lz_problem_t *lz_service_token(const lz_env_t *env, const lz_service_t *service,
                                     const char *const *scopes, const char *refused,
                                     lz_bearer_t *token) __attribute__((warn_unused_result));

/* 1 when scope is among those granted. */
int lz_service_token_grants(const lz_bearer_t *token, const char *scope);

#endif
