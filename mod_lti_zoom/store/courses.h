/* SPDX-License-Identifier: Apache-2.0 */
/* A course as its last launch described it (arrivals.h writes it). */
#ifndef LZ_STORE_COURSES_H
#define LZ_STORE_COURSES_H

#include "store.h"

typedef struct lz_course_row_t {
    const char *deployment_id;
    const char *context_id;     /* "" for a launch from no course */
    const char *roster_url;     /* "" when the LMS offers none */
    const char *title;
    const char *facts;          /* JSON object of texts: label, course_code, section, term, each
                                   where the LMS says it; "" when nothing is known */
} lz_course_row_t;

/* *row is NULL when there is none of that key. One unit of its own. */
const lz_problem_t *lz_store_course(const lz_env_t *env, const char *course,
                                    lz_course_row_t **row) __attribute__((warn_unused_result));

#endif
