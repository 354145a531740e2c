/* SPDX-License-Identifier: Apache-2.0 */
#include "sections.h"

#include "statement.h"

const lz_problem_t *lz_store_add_section(lz_store_t *store, const char *course,
                                         const char *account, const char *meeting_id,
                                         const char *name)
{
    return lz_store_change(store, LZ_SQL_SECTION_ADD, NULL, course, account, meeting_id, name);
}

const lz_problem_t *lz_store_sections(lz_store_t *store, const char *course, const char *account,
                                      apr_array_header_t **sections)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_SECTIONS, &rows, course, account);
    if (problem) {
        return problem;
    }
    *sections = apr_array_make(store->env->pool, 4, sizeof(lz_section_t));
    while (lz_rows_next(&rows)) {
        lz_section_t *section = apr_array_push(*sections);
        section->meeting_id = lz_rows_text(&rows, 0);
        section->name = lz_rows_text(&rows, 1);
    }
    return NULL;
}
