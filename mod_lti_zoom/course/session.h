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
#include "permissions.h"
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
    lz_standing_e        standing;      /* what the role comes to here */
    const char          *sections;      /* of the course, that the person is in, and other names */
    const char          *section_ids;   /* for them (lz_member_t), by the check alone: not sealed;
                                           NULL or "": none is known */
    const lz_platform_t *platform;
    const lz_account_t  *account;
    apr_time_t           issued;        /* when launched: names this session among the person's */
    apr_time_t           used;          /* last, to a tenth of LTIZoomSessionIdle */
    apr_time_t           expires;
} lz_session_t;

/*
 * The sealed text: about 800 bytes, never above 3500 (a cookie may have 4096), since long titles
 * and names are cut between characters. NULL: no randomness.
 */
const char *lz_session_seal(const lz_env_t *env, const lz_site_t *site,
                            const lz_session_t *session) __attribute__((warn_unused_result));

/* The role, and what it comes to under the site's policy. */
void lz_session_give_role(lz_session_t *session, const lz_site_t *site, lz_role_e role);

/*
 * Opens sealed (may be NULL) for course, the key in the URL. LZ_P_NO_SESSION when it does not open
 * here, is of another course or of a platform that is no longer configured; LZ_P_SESSION_EXPIRED
 * after LTIZoomSessionLifetime or LTIZoomSessionIdle.
 */
const lz_problem_t *lz_session_open(const lz_env_t *env, const lz_site_t *site,
                                    const char *sealed, const char *course,
                                    lz_session_t **session) __attribute__((warn_unused_result));

/*
 * What has happened since it was sealed: role and sections become those of the person's latest
 * launch into this course, by which tab or device ever; LZ_P_SIGNED_OUT when they have signed out
 * since. Costs one look into the cache.
 */
const lz_problem_t *lz_session_check(const lz_env_t *env, const lz_site_t *site,
                                     lz_session_t *session) __attribute__((warn_unused_result));

/*
 * The same session sealed anew because it is in use, so that it does not end for being idle; NULL
 * when more than nine tenths of the idle time are left, or idleness does not count.
 */
const char *lz_session_renew(const lz_env_t *env, const lz_site_t *site,
                             const lz_session_t *session);

/* Ends every session that this person has in this course. */
const lz_problem_t *lz_session_sign_out(const lz_env_t *env, const lz_session_t *session)
    __attribute__((warn_unused_result));

#endif
