/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sections (or groups) of a course that one of its meetings is for. A meeting of which nothing
 * is written is for the whole course.
 */
#ifndef LZ_STORE_SECTIONS_H
#define LZ_STORE_SECTIONS_H

#include <apr_tables.h>

#include "store.h"

#define LZ_SECTION_MAX 200      /* bytes of a name */

typedef struct lz_section_t {
    const char *meeting_id;
    const char *name;
} lz_section_t;

/* The meeting is for this section too; nothing happens when it is. */
const lz_problem_t *lz_store_add_section(lz_store_t *store, const char *course,
                                         const char *account, const char *meeting_id,
                                         const char *name) __attribute__((warn_unused_result));

/* All limits of the course, as lz_section_t by meeting and name. */
const lz_problem_t *lz_store_sections(lz_store_t *store, const char *course, const char *account,
                                      apr_array_header_t **sections)
    __attribute__((warn_unused_result));

#endif
