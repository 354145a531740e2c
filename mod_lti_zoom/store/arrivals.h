/* SPDX-License-Identifier: Apache-2.0 */
/* What a launch leaves in the database: its nonce, its course, its person. */
#ifndef LZ_STORE_ARRIVALS_H
#define LZ_STORE_ARRIVALS_H

#include "store.h"

/* All texts may be "" but none NULL, unless it says so. */
typedef struct lz_arrival_t {
    const char *issuer;             /* with client_id: whose nonce it is; of LTI 1.1 the version */
    const char *client_id;          /* and the consumer key */
    const char *nonce;
    apr_time_t  nonce_expires;

    const char *platform;           /* name of its section */
    const char *course;             /* lz_session_t.course */
    const char *deployment_id;
    const char *context_id;
    const char *title;
    const char *roster_url;         /* lz_launch_t.roster_url */
    const char *facts;              /* what the LMS says of the course (courses.h), of a person
                                       who hosts; else NULL, and what is known stays */

    const char *person;             /* lz_session_t.person */
    const char *subject;
    const char *name;
    const char *email;
    int         role;               /* in the course: of this and of earlier sessions */
    const char *sections;           /* likewise: lz_member_t */
    const char *section_ids;
} lz_arrival_t;

/*
 * One unit: the nonce becomes used, and the rows of course, person and member are written where
 * they are new, changed, or have not been seen for a day. *first is 0 when the nonce was used
 * before, and then nothing is written. On a problem nothing is written either: refuse the launch.
 * Now and then a few expired nonces are removed on the way.
 */
const lz_problem_t *lz_store_arrive(const lz_env_t *env, const lz_arrival_t *arrival, int *first)
    __attribute__((warn_unused_result));

/* The person's row is no longer there: the next launch writes it. */
void lz_store_forget_arrival(const lz_env_t *env, const char *person);

#endif
