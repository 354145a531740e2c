/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet.h"

#include <apr_strings.h>

lz_sheet_t lz_sheet(apr_pool_t *pool)
{
    return (lz_sheet_t){ pool, apr_array_make(pool, 128, sizeof(const char *)) };
}

void lz_sheet_write(const lz_sheet_t *sheet, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    APR_ARRAY_PUSH(sheet->pieces, const char *) = apr_pvsprintf(sheet->pool, format, arguments);
    va_end(arguments);
}

const char *lz_sheet_text(const lz_sheet_t *sheet)
{
    return apr_array_pstrcat(sheet->pool, sheet->pieces, 0);
}
