/* SPDX-License-Identifier: Apache-2.0 */
/* Meeting forms as JSON, for the tests of course/meeting_form*.c. */
#ifndef LZ_TEST_FORM_GIVEN_H
#define LZ_TEST_FORM_GIVEN_H

#include "course/meeting_form.h"
#include "fake_env.h"
#include "fixture.h"

#define FORM_NOW FAKE_CLOCK_START    /* 2026-11-30T09:15:00Z */

#define SINGLE "\"topic\":\"L\",\"start_time\":\"2026-12-01T08:00:00Z\""
#define SERIES SINGLE ",\"type\":8,\"recurrence\":"

#define POLICY(rules) "{\"password_policy\":{" rules "}}"

/* What a form is read with: terms and forms as JSON, NULL for none. Amara is the host. */
typedef struct given_t {
    lz_form_mode_e  mode;
    const char     *options;
    const char     *before;
    const char     *sent;
} given_t;

/* JSON that must be an object. */
json_object *form_parse(apr_pool_t *pool, const char *text);

const lz_problem_t *form_read(apr_pool_t *pool, const given_t *given, lz_meeting_form_t *form);

/* The wrong fields, in order and with blanks between; "" for none. */
const char *form_wrong_fields(apr_pool_t *pool, const lz_problem_t *problem);

/* A form that must be right. */
lz_meeting_form_t form_accepted(apr_pool_t *pool, const given_t *given);

/* The same of a new meeting, about whose account nothing is known. */
lz_meeting_form_t form_of(apr_pool_t *pool, const char *text);

#endif
