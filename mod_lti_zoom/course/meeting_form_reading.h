/* SPDX-License-Identifier: Apache-2.0 */
/* A form being read, for meeting_form*.c alone. */
#ifndef LZ_COURSE_MEETING_FORM_READING_H
#define LZ_COURSE_MEETING_FORM_READING_H

#include "meeting_form_table.h"

typedef struct lz_reading_t {
    apr_pool_t            *pool;
    const lz_form_terms_t *terms;
    json_object           *sent;
    lz_meeting_form_t     *form;
    json_object           *body;        /* what was read so far; the form's in the end */
    lz_problem_t          *problem;     /* its fields are the wrong ones */
} lz_reading_t;

/* Notes a wrong field; the first message about a field stays. */
void lz_reading_wrong(lz_reading_t *reading, const char *path, const char *message);

/* 1 when the field is noted as wrong, or one inside it is not asked for: the exact path counts. */
int lz_reading_is_wrong(const lz_reading_t *reading, const char *path);

/* 1 when something was sent for it. */
int lz_reading_was_sent(const lz_reading_t *reading, const char *path);

/* What the meeting will have: what was read, else what it had before; NULL: unknown or nothing. */
json_object *lz_reading_value(const lz_reading_t *reading, const char *path);
int lz_reading_flag(const lz_reading_t *reading, const char *path);
apr_int64_t lz_reading_number(const lz_reading_t *reading, const char *path,
                              apr_int64_t otherwise);

/* When it starts, 0: no fixed time, or wrong. */
apr_time_t lz_reading_start(const lz_reading_t *reading);

/* 1 when text has a control character that is none of allowed. */
int lz_has_control(const char *text, const char *allowed);

/*
 * The value that was sent for a field, in the form in which it goes to Zoom, not adopted; NULL
 * when it is wrong, which is then noted.
 */
json_object *lz_reading_recurrence(lz_reading_t *reading, json_object *value);
json_object *lz_reading_tracking(lz_reading_t *reading, json_object *value);
json_object *lz_reading_rooms(lz_reading_t *reading, json_object *value);
json_object *lz_reading_addresses(lz_reading_t *reading, json_object *value);
json_object *lz_reading_regions(lz_reading_t *reading, json_object *value);
json_object *lz_reading_sections(lz_reading_t *reading, json_object *value);

/* What fields mean for each other and under the terms; body is whole but for wrong fields. */
void lz_reading_rules(lz_reading_t *reading);

/* Locked fields get their lock's value. */
void lz_reading_locks(lz_reading_t *reading);
int lz_reading_is_locked(const lz_reading_t *reading, const char *path);

/* Notes that a field was sent otherwise than it is locked. */
void lz_reading_overrule(lz_reading_t *reading, const char *path);

/* Tracking fields that the admin maps or the account requires. */
void lz_reading_complete_tracking(lz_reading_t *reading);

#endif
