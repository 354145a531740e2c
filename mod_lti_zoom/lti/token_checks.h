/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an id_token must be, and say about itself: from whom, for whom, when, for which login
 * (LTI Security Framework 1.0 §5.1.3). Each cause names what was received and what to change.
 */
#ifndef LZ_LTI_TOKEN_CHECKS_H
#define LZ_LTI_TOKEN_CHECKS_H

#include <json-c/json.h>

#include "../base/jose.h"
#include "login.h"

#define LZ_TOKEN_AGE_MAX  apr_time_from_sec(24 * 60 * 60)       /* of iat */
#define LZ_TOKEN_LIFE_MAX apr_time_from_sec(7 * 24 * 60 * 60)   /* of exp, from now */

/* Nothing that decides stands twice in the form of a launch: LZ_P_DUPLICATE_FIELD. */
const lz_problem_t *lz_token_check_form(apr_pool_t *pool, const lz_form_t *form)
    __attribute__((warn_unused_result));

/* The token's parts, not verified: LZ_P_LTI_TOKEN, LZ_P_LTI_ALGORITHM, LZ_P_LTI_KEY. */
const lz_problem_t *lz_token_parse(apr_pool_t *pool, const char *token, lz_jwt_t **jwt)
    __attribute__((warn_unused_result));

/*
 * Before the signature: iss and aud are those of the platform that the login went to, so that
 * only its keys are asked. LZ_P_LTI_UNKNOWN_PLATFORM, LZ_P_LTI_AUDIENCE, LZ_P_LTI_CLAIM, or
 * LZ_P_LTI_STATE when the token is of another platform that is configured here.
 */
const lz_problem_t *lz_token_check_platform(apr_pool_t *pool, const lz_platforms_t *platforms,
                                            const lz_platform_t *platform, json_object *claims)
    __attribute__((warn_unused_result));

/* No audience that is not trusted, and azp ours where it stands: LZ_P_LTI_AUDIENCE. */
const lz_problem_t *lz_token_check_audience(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                            const lz_platform_t *platform, json_object *claims)
    __attribute__((warn_unused_result));

/* exp, iat and nbf: LZ_P_LTI_TIME with the seconds that they are off, or LZ_P_LTI_CLAIM. */
const lz_problem_t *lz_token_check_times(const lz_env_t *env, const lz_lti_policy_t *policy,
                                         const lz_platform_t *platform, json_object *claims)
    __attribute__((warn_unused_result));

/* The nonce is that of the login: LZ_P_LTI_NONCE. Whether it was used is asked later. */
const lz_problem_t *lz_token_check_nonce(apr_pool_t *pool, const lz_login_t *login,
                                         json_object *claims) __attribute__((warn_unused_result));

#endif
