/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recordings of a course, the latest first, from the database; what is not fresh is read again
 * from Zoom before. Who runs the course sees all of them and publishes them; others see those that
 * are published, from and until the dates that were set.
 */
#ifndef LZ_COURSE_RECORDINGS_H
#define LZ_COURSE_RECORDINGS_H

#include "recording_row.h"

/* As in the query; NULL for what was not asked. */
typedef struct lz_recording_query_t {
    const char *from;           /* "2026-09-01", UTC; the last 180 days without */
    const char *to;             /* the same, that day included */
    const char *words;          /* each in the topic or the meeting's ID */
    const char *published;      /* "true", "false", "any" */
    const char *page;           /* next_page of the page before */
} lz_recording_query_t;

/*
 * As JSON without braces, the members "recordings", "publish_all" (for who runs the course),
 * "next_page", "as_of", "warnings". LZ_P_FIELDS for from, to, q or published, LZ_P_MALFORMED for
 * another page, LZ_P_DATABASE...
 */
const lz_problem_t *lz_recordings_list(const lz_env_t *env, const lz_site_t *site,
                                       const lz_session_t *session,
                                       const lz_recording_query_t *query, const char **members)
    __attribute__((warn_unused_result));

#endif
