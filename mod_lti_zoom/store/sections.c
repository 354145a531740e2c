/* SPDX-License-Identifier: Apache-2.0 */
#include "sections.h"

#include "statement.h"

const lz_problem_t *lz_store_limit(lz_store_t *store, const char *course, const char *account,
                                   const char *meeting_id, const char *sections)
{
    return lz_store_change(store, LZ_SQL_MEETING_SECTIONS, NULL, sections, course, account,
                           meeting_id);
}

static void read_set(const lz_rows_t *rows, void *element)
{
    *(const char **)element = lz_rows_text(rows, 0);
}

const lz_problem_t *lz_store_course_sections(lz_store_t *store, const char *course, int limit,
                                             apr_array_header_t **told,
                                             apr_array_header_t **used)
{
    const lz_problem_t *problem =
        lz_store_read(store, LZ_SQL_SECTIONS_TOLD, sizeof(const char *), read_set, told, course,
                      lz_sql_number(store, limit));
    return problem ? problem
                   : lz_store_read(store, LZ_SQL_SECTIONS_USED, sizeof(const char *), read_set,
                                   used, course, lz_sql_number(store, limit));
}
