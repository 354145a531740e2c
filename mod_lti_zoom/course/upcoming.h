/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of what is ahead in a course: from the hot list; else from the database, refreshed from
 * Zoom where a host's list is no longer fresh. With Zoom slow or down it is what we have, with a
 * warning.
 *
 * As JSON, the members that follow view, course and me:
 *     "meetings":[{id, uuid, topic, start_time, duration, timezone, type, occurrence_id, status,
 *                  host{name}, schedule_for, sections[], actions[]}],
 *     "next_page", "as_of", "warnings":[{code, message}]
 * A meeting whose making Zoom has not confirmed is in the list of the instructors with id "".
 */
#ifndef LZ_COURSE_UPCOMING_H
#define LZ_COURSE_UPCOMING_H

#include "list_query.h"

typedef struct lz_upcoming_t {
    int         may;        /* of lz_may_e: what the visitor may do in this course */
    const char *members;    /* the JSON above, without braces */
} lz_upcoming_t;

/*
 * scope and page are as in the query, NULL for the first page of the course. LZ_P_MALFORMED for
 * words that mean nothing, LZ_P_FORBIDDEN for a student who asks beyond the course;
 * LZ_P_DATABASE..., and with scope "all" what Zoom said when nothing is known.
 */
const lz_problem_t *lz_upcoming(const lz_env_t *env, const lz_site_t *site,
                                const lz_session_t *session, const char *scope, const char *page,
                                lz_upcoming_t *upcoming) __attribute__((warn_unused_result));

#endif
