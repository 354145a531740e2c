/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sections (or groups) of a course that one of its meetings is for: a set of names
 * (base/names.h), "" for the whole course. It stands in the row that makes the meeting one of the
 * course's, and comes with every row that is read for the course (lz_meeting_t.sections).
 */
#ifndef LZ_STORE_SECTIONS_H
#define LZ_STORE_SECTIONS_H

#include <apr_tables.h>

#include "store.h"

/* From now on the meeting, one of the course's, is for these. */
const lz_problem_t *lz_store_limit(lz_store_t *store, const char *course, const char *account,
                                   const char *meeting_id, const char *sections)
    __attribute__((warn_unused_result));

/*
 * What is known of the course: told, the sets that the LMS has told of its members; used, those
 * that its meetings are limited to; const char *, each once, at most limit of each, none empty.
 */
const lz_problem_t *lz_store_course_sections(lz_store_t *store, const char *course, int limit,
                                             apr_array_header_t **told,
                                             apr_array_header_t **used)
    __attribute__((warn_unused_result));

#endif
