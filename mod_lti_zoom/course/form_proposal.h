/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What any new meeting of a host begins with, and what of it cannot be changed: the form's own
 * defaults, the host's settings at Zoom, the admin's, and what a caller adds. What a form has
 * beyond that (a topic and a time, people, tracking fields) is of form_terms.h.
 */
#ifndef LZ_COURSE_FORM_PROPOSAL_H
#define LZ_COURSE_FORM_PROPOSAL_H

#include "host_setup.h"
#include "session.h"

/* What settings and locks are told by: nothing about people or the account's fields. */
#define LZ_SETUP_OF_SETTINGS \
    (LZ_SETUP_PART(LZ_SETUP_SETTINGS) | LZ_SETUP_PART(LZ_SETUP_SECURITY) \
     | LZ_SETUP_PART(LZ_SETUP_AUTHENTICATION) | LZ_SETUP_PART(LZ_SETUP_ACCOUNT_LOCKS) \
     | LZ_SETUP_PART(LZ_SETUP_ACCOUNT_SECURITY_LOCKS) | LZ_SETUP_PART(LZ_SETUP_GROUP_LOCKS) \
     | LZ_SETUP_PART(LZ_SETUP_GROUP_SECURITY_LOCKS))

typedef struct lz_form_wanted_t {
    unsigned           parts;   /* of host_setup.h */
    const lz_person_t *host;    /* NULL: unknown, and Zoom is not asked */
    const lz_person_t *asks;    /* NULL: nobody is asked about for whom they schedule */
    json_object       *more;    /* of lz_form_defaults() */
} lz_form_wanted_t;

typedef struct lz_form_proposal_t {
    lz_host_setup_t  setup;     /* what was asked for */
    json_object     *options;   /* lz_form_options() of it */
    json_object     *form;      /* lz_form_defaults() */
} lz_form_proposal_t;

/* What could not be learnt is absent. */
lz_form_proposal_t lz_form_propose(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const lz_form_wanted_t *wanted);

/* Appends {code, message} for what was asked for and could not be learnt, each once. */
void lz_form_tell_gaps(const lz_form_proposal_t *proposal, json_object *warnings);

#endif
