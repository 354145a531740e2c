/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A launched person in one course: sealed into a cookie (or a header, where cookies are refused),
 * so that any node can open it and nothing is stored.
 *     lti_zoom_session = sealed; Path={mount}/c/{course}/; Secure; HttpOnly; SameSite=None;
 *                        Partitioned
 */
#ifndef LZ_COURSE_SESSION_H
#define LZ_COURSE_SESSION_H

#include "../base/env.h"
#include "../base/problem.h"
#include "../lti/launch.h"
#include "site.h"

#define LZ_SESSION_COOKIE "lti_zoom_session"

typedef struct lz_session_t {
    const char          *course;        /* opaque key: fingerprint of issuer, client, deployment,
                                           context; of LTI 1.1 of consumer, context; base64url */
    const char          *course_title;
    const char          *person;        /* opaque key: fingerprint of issuer, client, sub */
    const char          *name;          /* "" when the LMS released none */
    const char          *email;         /* "" when the LMS released none; as sent */
    const char          *locale;        /* "" when unknown */
    const char          *time_zone;     /* "" when unknown */
    const char          *frame_origin;  /* LMS page that embeds us, "" when unknown */
    const char          *csrf;          /* me.csrf */
    lz_role_e            role;
    const lz_platform_t *platform;
    const lz_account_t  *account;
    apr_time_t           issued;
    apr_time_t           expires;
} lz_session_t;

/*
 * The sealed text: about 800 bytes, never above 3500 (a cookie may have 4096), since long titles
 * and names are cut between characters. NULL: no randomness.
 */
const char *lz_session_seal(const lz_env_t *env, const lz_site_t *site,
                            const lz_session_t *session) __attribute__((warn_unused_result));

/*
 * Opens sealed (may be NULL) for course, the key in the URL. LZ_P_NO_SESSION when it does not open
 * here, is of another course or of a platform that is no longer configured; LZ_P_SESSION_EXPIRED.
 */
const lz_problem_t *lz_session_open(const lz_env_t *env, const lz_site_t *site,
                                    const char *sealed, const char *course,
                                    lz_session_t **session) __attribute__((warn_unused_result));

#endif
