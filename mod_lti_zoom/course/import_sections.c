/* SPDX-License-Identifier: Apache-2.0 */
#include "import_sections.h"

#include <string.h>

#include "../base/names.h"
#include "import_rows.h"

const char *lz_import_sections(apr_pool_t *pool, const apr_array_header_t *rows, const char *id)
{
    const char *sections = "";
    for (int i = 0; i < rows->nelts; i++) {
        const lz_import_row_t *row = &APR_ARRAY_IDX(rows, i, lz_import_row_t);
        if (strcmp(row->id, id) == 0) {
            (void)lz_names_add(pool, &sections, row->section);
        }
    }
    return sections;
}

int lz_import_limits(apr_pool_t *pool, const char *sections, const char *known)
{
    return *sections && !lz_names_same(pool, sections, known);
}
