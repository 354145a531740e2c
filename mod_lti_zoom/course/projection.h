/* SPDX-License-Identifier: Apache-2.0 */
/* How meetings and warnings look in JSON (design: rules of the JSON). */
#ifndef LZ_COURSE_PROJECTION_H
#define LZ_COURSE_PROJECTION_H

#include "../base/json.h"
#include "../store/intents.h"
#include "../store/meetings.h"

/*
 * A row of a list; actions is taken over. Built for output, not adopted. A date of a series has
 * its occurrence_id and series{position, count, type}: which it is of the dates that are known,
 * and Zoom's number (1 daily, 2 weekly, 3 monthly) where that says how often, else no type.
 */
json_object *lz_project_row(apr_pool_t *pool, const lz_meeting_t *meeting, json_object *actions);

/* A row for what is being scheduled: id "", no actions. */
json_object *lz_project_intent(apr_pool_t *pool, const lz_intent_t *intent);

/* The meeting as its detail shows it from the row alone: what everybody in the course may see. */
json_object *lz_project_known(apr_pool_t *pool, const lz_meeting_t *meeting,
                              json_object *actions);

/* Adds join_opens_at, when Join opens for those who wait for it (join.h); not for 0. */
void lz_project_opening(apr_pool_t *pool, json_object *row, apr_time_t opens_at);

/* Appends {code, message}. */
void lz_project_warning(json_object *warnings, const char *code, const char *message);

/* 1 when there is one of that code. */
int lz_project_is_told(json_object *warnings, const char *code);

/* The same about a field: {code, field, message}. */
void lz_project_field_warning(json_object *warnings, const char *code, const char *field,
                              const char *message);

/* Adds a member to the warning that was appended last, for a page that says it in other words. */
void lz_project_warning_with(json_object *warnings, const char *name, const char *value);

/*
 * Appends why a view may be behind Zoom, or why a person cannot do more: problem is what kept us
 * from knowing. "zoom_stale", "not_refreshed", or the problem's own kind and sentence when it is
 * about the person.
 */
void lz_project_reason(json_object *warnings, const lz_problem_t *problem);

/* The object's text without its braces, for a view that writes other members before. */
const char *lz_project_members(apr_pool_t *pool, json_object *object);

#endif
