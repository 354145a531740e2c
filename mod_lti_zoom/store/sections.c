/* SPDX-License-Identifier: Apache-2.0 */
#include "sections.h"

#include "statement.h"

const lz_problem_t *lz_store_add_section(lz_store_t *store, const char *course,
                                         const char *account, const char *meeting_id,
                                         const char *name)
{
    return lz_store_change(store, LZ_SQL_SECTION_ADD, NULL, course, account, meeting_id, name);
}

static void read_section(const lz_rows_t *rows, void *element)
{
    lz_section_t *section = element;
    section->meeting_id = lz_rows_text(rows, 0);
    section->name = lz_rows_text(rows, 1);
}

const lz_problem_t *lz_store_sections(lz_store_t *store, const char *course, const char *account,
                                      apr_array_header_t **sections)
{
    return lz_store_read(store, LZ_SQL_SECTIONS, sizeof(lz_section_t), read_section, sections,
                         course, account);
}
