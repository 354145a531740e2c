/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody wants to have in their course: meeting IDs as people write them, from JSON or from
 * a file.
 *     {"ids": ["912 3456 7890", ...]}
 *     meeting_id,section            a header first, in any order and case, other columns are left
 *     91234567890,Tuesday group     out; the same meeting in several rows is for all their sections
 */
#ifndef LZ_COURSE_IMPORT_ROWS_H
#define LZ_COURSE_IMPORT_ROWS_H

#include <apr_tables.h>

#include "../base/env.h"
#include "../base/json.h"
#include "../base/problem.h"

#define LZ_IMPORT_MAX 400

typedef struct lz_import_row_t {
    const char *sent;       /* as it was written, cut at 100 bytes */
    const char *id;         /* digits alone; "" when it is no meeting ID */
    const char *section;    /* "" for the whole course */
} lz_import_row_t;

/*
 * Both fill rows with lz_import_row_t, at least one. LZ_P_FIELDS with "ids" for none, too many or
 * something else than texts; with "file" for what is no CSV, and "meeting_id" or "section" for a
 * header or a name that cannot be used.
 */
const lz_problem_t *lz_import_from_json(const lz_env_t *env, json_object *sent,
                                        apr_array_header_t **rows)
    __attribute__((warn_unused_result));
const lz_problem_t *lz_import_from_csv(const lz_env_t *env, const char *text, apr_size_t length,
                                       apr_array_header_t **rows)
    __attribute__((warn_unused_result));

#endif
