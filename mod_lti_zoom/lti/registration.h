/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LTI Dynamic Registration 1.0, the tool's half: the platform's OpenID configuration is fetched,
 * judged, and answered with a description of the tool; what comes back is the client id.
 *
 * The addresses come from whoever opened the registration's page, so every call goes over https to
 * public addresses alone (lms_call.h), and whoever it is has given the registration secret first.
 */
#ifndef LZ_LTI_REGISTRATION_H
#define LZ_LTI_REGISTRATION_H

#include <json-c/json.h>

#include "../base/env.h"
#include "platform.h"

#define LZ_REGISTRATION_URL_MAX   2048
#define LZ_REGISTRATION_TOKEN_MAX 8192

/*
 * Fetches the configuration at url with the registration token ("" for none). *document has only
 * the members that are used, all of them checked by lz_registration_check(); tied to env->pool.
 * LZ_P_REGISTRATION_UNREACHABLE, LZ_P_REGISTRATION_CONFIGURATION.
 */
const lz_problem_t *lz_registration_discover(const lz_env_t *env, const lz_lti_policy_t *policy,
                                             const char *url, const char *token,
                                             json_object **document)
    __attribute__((warn_unused_result));

/* What is wrong with a configuration, in words; NULL when a tool can register with it. */
const char *lz_registration_check(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                  json_object *document) __attribute__((warn_unused_result));

/* 1 when the issuer is at the origin from which its configuration came. */
int lz_registration_at_home(apr_pool_t *pool, const char *url, json_object *document);

/* The body of the registration request: LTI Dynamic Registration 1.0 §3.4. */
json_object *lz_registration_request(apr_pool_t *pool, const char *base_url,
                                     json_object *document);

typedef struct lz_registered_t {
    lz_platform_t platform;     /* without name and account; any deployment may launch */
    const char   *product;      /* product_family_code, "" when unsaid */
    int           roster;       /* the LMS has granted the roster, or not said otherwise */
} lz_registered_t;

/*
 * Registers the tool, once: nothing is sent twice, whatever comes of it.
 * LZ_P_REGISTRATION_UNREACHABLE (nothing was sent), LZ_P_REGISTRATION_REFUSED,
 * LZ_P_REGISTRATION_UNCERTAIN (the LMS may have registered the tool).
 */
const lz_problem_t *lz_registration_send(const lz_env_t *env, const lz_lti_policy_t *policy,
                                         json_object *document, const char *token,
                                         lz_registered_t *registered)
    __attribute__((warn_unused_result));

#endif
