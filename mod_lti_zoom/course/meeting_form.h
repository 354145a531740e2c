/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meeting form: what it proposes, what it takes, and what of it Zoom changed. In Zoom's names
 * throughout: {topic, agenda, type, start_time, duration, timezone, password, default_password,
 * settings{waiting_room}}.
 */
#ifndef LZ_COURSE_MEETING_FORM_H
#define LZ_COURSE_MEETING_FORM_H

#include "../base/json.h"
#include "../base/problem.h"
#include "person.h"

#define LZ_FORM_TYPE 2      /* a single meeting at a fixed time, Zoom's number */

typedef struct lz_meeting_form_t {
    const char *topic;
    const char *agenda;
    apr_time_t  starts_at;
    int         duration;           /* minutes */
    const char *timezone;           /* "": the host's at Zoom */
    const char *password;           /* "": Zoom makes one, or none */
    int         default_password;   /* Zoom makes one when its policy asks for it */
    int         waiting_room;
} lz_meeting_form_t;

/* What an empty form shows to this person, NULL when Zoom could not be asked. Not adopted. */
json_object *lz_form_proposal(const lz_env_t *env, const lz_session_t *session,
                              const lz_person_t *person);

/*
 * Reads what was sent: absent or null members have their default, except topic and start_time.
 * LZ_P_FIELDS with every wrong field, one that is not of the form among them. now is for "not in
 * the past", with a minute's grace.
 */
const lz_problem_t *lz_form_read(apr_pool_t *pool, json_object *sent, apr_time_t now,
                                 lz_meeting_form_t *form) __attribute__((warn_unused_result));

/* The body of meeting.create, tied to pool: only what was read, nothing that was merely sent. */
json_object *lz_form_body(apr_pool_t *pool, const lz_meeting_form_t *form);

/*
 * Appends a warning for each field that the meeting, as Zoom answers with it, has otherwise than
 * it was asked for: {code: "changed_by_zoom", field, message}.
 */
void lz_form_compare(const lz_meeting_form_t *form, json_object *answer, json_object *warnings);

#endif
