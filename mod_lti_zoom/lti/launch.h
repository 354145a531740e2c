/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A verified LTI launch: who came, from which course, wanting what. LTI 1.3 (LTI Core 1.3 §5)
 * here; LTI 1.1 (launch_v1.h) ends in the same record.
 */
#ifndef LZ_LTI_LAUNCH_H
#define LZ_LTI_LAUNCH_H

#include "deep_linking.h"
#include "login.h"
#include "roles.h"
#include "sections.h"

/* The browser's value of a cookie, or NULL. */
typedef const char *(*lz_cookie_fn)(void *baton, const char *name);

typedef struct lz_launch_t {
    const lz_platform_t *platform;
    const lz_consumer_t *consumer;  /* of LTI 1.1: who signed; NULL with LTI 1.3 */
    const char   *deployment_id;    /* "" with LTI 1.1 */
    const char   *context_id;       /* "" when the launch has no course */
    const char   *context_title;    /* "" when none; label when only that is given */
    const char   *context_label;
    const char   *course_code;      /* custom parameter of that name, or LIS; "" when none */
    const char   *section;          /* likewise */
    const char   *term;             /* likewise */
    lz_told_sections_t sections;    /* of the course, that this person is in */
    const char   *resource_link_id;
    const char   *resource_title;
    const char   *target_link_uri;  /* of the signed message, ours */
    const char   *sub;
    const char   *name;             /* best there is: name, given + family, "" */
    const char   *email;            /* as sent, "" when not released */
    const char   *locale;           /* BCP 47, "" when not given */
    const char   *time_zone;        /* from a custom parameter, "" when none or unresolved */
    const char   *return_url;       /* http(s) only, "" when none */
    const char   *posted_from;      /* origin of the page that posted the message, as the browser
                                       says; NULL when it does not */
    const char   *view;             /* custom parameter of that name: the view that a placed link
                                       leads to; NULL when none */
    const char   *meeting_id;       /* custom parameter of that name, NULL when none */
    const lz_deep_linking_t *deep_linking; /* what may be placed in the course; NULL: a launch */
    const char   *roster_url;       /* context_memberships_url of NRPS 2.0; "" when none */
    lz_role_e     role;
    const char   *nonce;            /* not consumed yet: the caller does, when all else passed */
    apr_time_t    nonce_expires;    /* until when the nonce must be remembered */
} lz_launch_t;

/*
 * Verifies the form posted to the redirect URI of LTI 1.3 (LTI Security Framework 1.0 §5.1.3):
 * the token's form, the login that its state is of, the signature, issuer, audience and times,
 * the nonce, the claims, and last whether this is the browser that the login was answered to.
 * A platform's error answer (error=...) becomes a problem of platform_error.h. Refusals burn
 * nothing. *login is written as soon as the state is opened, also
 * when the launch is refused afterwards, else NULL: it says whose launch this is, and names the
 * cookie that has served. *launch is also written with LZ_P_LTI_BROWSER: then all but the browser
 * is known.
 */
const lz_problem_t *lz_launch_verify(const lz_env_t *env, const lz_lti_policy_t *policy,
                                     const lz_platforms_t *platforms, const lz_sealer_t *sealer,
                                     const lz_form_t *form, lz_cookie_fn cookie, void *baton,
                                     lz_launch_t **launch, const lz_login_t **login)
    __attribute__((warn_unused_result));

#endif
