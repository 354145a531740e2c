/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LTI 1.3 third-party initiated login and the state that ties it to its launch
 * (LTI Security Framework 1.0 §5.1.1, OpenID Connect Core §3.1.2).
 *
 * Nothing is stored: the state parameter is the sealed record of the login. A secret that only
 * this browser holds sits in a cookie of its own per login, so parallel launches do not meet:
 *     lti_zoom_login_{id} = secret; Path={mount}/launch; Max-Age=300; Secure; HttpOnly;
 *                           SameSite=None; Partitioned
 */
#ifndef LZ_LTI_LOGIN_H
#define LZ_LTI_LOGIN_H

#include "../base/env.h"
#include "../base/form.h"
#include "../base/seal.h"
#include "platform.h"

#define LZ_LOGIN_LIFETIME apr_time_from_sec(300)
#define LZ_LOGIN_COOKIE_PREFIX "lti_zoom_login_"
#define LZ_LOGIN_HINT_MAX (8 * 1024)    /* bytes of login_hint and of lti_message_hint */
#define LZ_TARGET_MAX 2048              /* bytes of target_link_uri */
#define LZ_LOGIN_KEPT_HINTS_MAX 1024    /* bytes of both hints that the state takes along */

typedef struct lz_login_t {
    const char          *id;            /* public: names the cookie */
    const char          *nonce;         /* expected in the id_token */
    const char          *secret_hash;   /* base64url SHA-256 of the browser's secret */
    const char          *target;        /* target_link_uri as sent, "" when absent */
    const char          *deployment_id; /* hint of the login, "" when absent */
    const char          *storage_target;/* lti_storage_target, "" when not offered */
    const char          *login_hint;    /* of a state: "" when the hints were too long for it */
    const char          *message_hint;  /* lti_message_hint, "" or NULL when absent */
    const lz_platform_t *platform;
    apr_time_t           expires;
} lz_login_t;

typedef struct lz_login_redirect_t {
    const char *location;               /* the platform's authorization URL with its query */
    const char *cookie_name;
    const char *cookie_value;           /* the browser's secret */
    const lz_login_t *login;
} lz_login_redirect_t;

/*
 * Answers a login initiation. platform_name is that of /login/{platform}, or NULL.
 * Refuses without a redirect: unknown or ambiguous platform, missing or duplicate parameters,
 * a target_link_uri that is not ours, over-long values.
 */
const lz_problem_t *lz_login_begin(const lz_env_t *env, const lz_lti_policy_t *policy,
                                   const lz_platforms_t *platforms, const lz_sealer_t *sealer,
                                   const char *platform_name, const lz_form_t *form,
                                   lz_login_redirect_t **redirect)
    __attribute__((warn_unused_result));

/*
 * The first steps of lz_login_begin(), for who looks at them one by one; then comes
 * lz_login_target_ours(). What the form says where it comes from: LZ_P_DUPLICATE_FIELD,
 * LZ_P_LTI_PARAMETER.
 */
const lz_problem_t *lz_login_parameters(apr_pool_t *pool, const lz_form_t *form,
                                        lz_platform_hint_t *hint)
    __attribute__((warn_unused_result));

/* The platform of that name (NULL: of any) that the hint fits; see lz_platform_find(). */
const lz_problem_t *lz_login_platform(apr_pool_t *pool, const lz_platforms_t *platforms,
                                      const char *name, const lz_platform_hint_t *hint,
                                      const lz_platform_t **platform)
    __attribute__((warn_unused_result));

/*
 * Opens a state parameter (may be NULL): LZ_P_LTI_STATE when it is not ours or its platform is no
 * longer configured, LZ_P_LTI_STATE_EXPIRED.
 */
const lz_problem_t *lz_login_open(const lz_env_t *env, const lz_platforms_t *platforms,
                                  const lz_sealer_t *sealer, const char *state,
                                  lz_login_t **login) __attribute__((warn_unused_result));

/* Name of the cookie that holds this login's secret. */
const char *lz_login_cookie_name(apr_pool_t *pool, const char *login_id);

/*
 * The address that starts the same login anew (with GET), for a window in which cookies are not a
 * third party's; NULL when the login's hints are not known. Some LMSs take a hint only once, so it
 * is sure to lead to the tool only as long as the login has not been to the platform.
 */
const char *lz_login_again(apr_pool_t *pool, const lz_lti_policy_t *policy,
                           const lz_login_t *login);

/* LZ_P_LTI_BROWSER unless secret (the cookie's value, may be NULL) is this login's. */
const lz_problem_t *lz_login_bound(const lz_env_t *env, const lz_login_t *login,
                                   const char *secret) __attribute__((warn_unused_result));

/* LZ_P_LTI_TARGET unless target has the origin of LTIZoomBaseURL. */
const lz_problem_t *lz_login_target_ours(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                         const char *target) __attribute__((warn_unused_result));

#endif
