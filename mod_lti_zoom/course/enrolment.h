/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An LMS registers itself: what happens between the page that its administrator opens and the row
 * in the database.
 *
 * Between the steps everything is carried by the page itself, sealed (no cookie, which an LMS's
 * frame may refuse, and nothing stored for strangers): first what the LMS asked for; after the
 * right secret, when the issuer is not where its configuration came from, also that configuration,
 * so that what the administrator confirms is what is registered. One page registers once.
 */
#ifndef LZ_COURSE_ENROLMENT_H
#define LZ_COURSE_ENROLMENT_H

#include "../base/env.h"
#include "../base/form.h"
#include "../lti/registration.h"
#include "site.h"

#define LZ_ENROLMENT_LIFETIME apr_time_from_sec(15 * 60)

typedef struct lz_enrolment_t {
    const char  *id;            /* of the page that the LMS opened */
    const char  *url;           /* openid_configuration */
    const char  *token;         /* registration_token, "" when there is none; never shown */
    apr_time_t   expires;
    json_object *document;      /* NULL before the secret was given */
} lz_enrolment_t;

/*
 * What an LMS asks for with its query: LZ_P_REGISTRATION_OFF, LZ_P_REGISTRATION_REQUEST,
 * LZ_P_DUPLICATE_FIELD, LZ_P_RANDOM.
 */
const lz_problem_t *lz_enrolment_asked(const lz_env_t *env, const lz_site_t *site,
                                       const lz_form_t *query, lz_enrolment_t **enrolment)
    __attribute__((warn_unused_result));

/* The text that a page carries; NULL: no randomness. */
const char *lz_enrolment_seal(const lz_env_t *env, const lz_site_t *site,
                              const lz_enrolment_t *enrolment) __attribute__((warn_unused_result));

/* Opens it (may be NULL): LZ_P_REGISTRATION_OFF, LZ_P_REGISTRATION_STALE. */
const lz_problem_t *lz_enrolment_open(const lz_env_t *env, const lz_site_t *site,
                                      const char *sealed, lz_enrolment_t **enrolment)
    __attribute__((warn_unused_result));

/*
 * The administrator's secret (may be NULL) opens the door: fetches the configuration into
 * enrolment->document. LZ_P_REGISTRATION_SECRET and the problems of lz_registration_discover().
 */
const lz_problem_t *lz_enrolment_admit(const lz_env_t *env, const lz_site_t *site,
                                       const char *secret, lz_enrolment_t *enrolment)
    __attribute__((warn_unused_result));

/* 1 when nobody needs to confirm: the issuer is where its configuration is. */
int lz_enrolment_at_home(const lz_env_t *env, const lz_enrolment_t *enrolment);

/*
 * Registers, once per page, and writes the row. The problems of lz_registration_send(), and
 * LZ_P_REGISTRATION_USED, LZ_P_DATABASE... (nothing was registered), LZ_P_REGISTRATION_DUPLICATE,
 * LZ_P_REGISTRATION_UNSAVED (only at the LMS).
 */
const lz_problem_t *lz_enrolment_register(const lz_env_t *env, const lz_site_t *site,
                                          const lz_enrolment_t *enrolment,
                                          lz_registered_t *registered)
    __attribute__((warn_unused_result));

#endif
