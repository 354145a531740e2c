/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the address of a list asks for: whose meetings, and which page. A page is named by the row
 * before it, so that it stays the same page when rows come and go: base64url of "start key".
 */
#ifndef LZ_COURSE_LIST_QUERY_H
#define LZ_COURSE_LIST_QUERY_H

#include "../store/meetings.h"
#include "session.h"

#define LZ_PAGE_ROWS 50

typedef enum lz_scope_e {
    LZ_SCOPE_COURSE,        /* the course's meetings */
    LZ_SCOPE_MINE,          /* those of them that the visitor hosts */
    LZ_SCOPE_ALL            /* all that the visitor hosts, whatever the course */
} lz_scope_e;

/*
 * "course" (NULL too), "mine", "all". LZ_P_MALFORMED for another text, LZ_P_FORBIDDEN for a student
 * who asks for more than the course.
 */
const lz_problem_t *lz_scope_read(const lz_env_t *env, const lz_session_t *session,
                                  const char *text, lz_scope_e *scope)
    __attribute__((warn_unused_result));

/* The place of a page's name; NULL is the first page, and place stays. LZ_P_MALFORMED. */
const lz_problem_t *lz_page_read(const lz_env_t *env, const char *name, lz_meeting_place_t *place)
    __attribute__((warn_unused_result));

/* The name of the page behind a row; key: what tells it from others of the same start. */
const char *lz_page_name(apr_pool_t *pool, apr_time_t starts_at, const char *key);

#endif
