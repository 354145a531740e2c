/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A verified LTI launch: who came, from which course, wanting what. LTI 1.3 resource links
 * (LTI Core 1.3 §5); the other message types and LTI 1.1 end in the same record.
 */
#ifndef LZ_LTI_LAUNCH_H
#define LZ_LTI_LAUNCH_H

#include "login.h"
#include "roles.h"

#define LZ_LTI_ID_MAX 255

typedef struct lz_launch_t {
    const lz_platform_t *platform;
    const char   *deployment_id;
    const char   *context_id;       /* "" when the launch has no course */
    const char   *context_title;    /* "" when none; label when only that is given */
    const char   *context_label;
    const char   *resource_link_id;
    const char   *resource_title;
    const char   *target_link_uri;  /* of the signed message, ours */
    const char   *sub;
    const char   *name;             /* best there is: name, given + family, "" */
    const char   *email;            /* as sent, "" when not released */
    const char   *locale;           /* BCP 47, "" when not given */
    const char   *time_zone;        /* from a custom parameter, "" when none or unresolved */
    const char   *return_url;       /* http(s) only, "" when none */
    lz_role_e     role;
    const char   *nonce;            /* not consumed yet: the caller does, when all else passed */
    apr_time_t    nonce_expires;    /* until when the nonce must be remembered */
} lz_launch_t;

/*
 * Verifies the form posted to the redirect URI of LTI 1.3, in the order of lti.md §1.4.
 * cookie(baton, name) gives the browser's cookie value or NULL.
 * A platform's error answer (error=...) becomes LZ_P_LTI_PLATFORM_ERROR.
 * Refusals burn nothing.
 */
typedef const char *(*lz_cookie_fn)(void *baton, const char *name);

const lz_problem_t *lz_launch_verify(const lz_env_t *env, const lz_lti_policy_t *policy,
                                     const lz_platforms_t *platforms, const lz_sealer_t *sealer,
                                     const lz_form_t *form, lz_cookie_fn cookie, void *baton,
                                     lz_launch_t **launch, const lz_login_t **login)
    __attribute__((warn_unused_result));

#endif
