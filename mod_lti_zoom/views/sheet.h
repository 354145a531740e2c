/* SPDX-License-Identifier: Apache-2.0 */
/* A text that is written piece by piece and joined once. */
#ifndef LZ_VIEWS_SHEET_H
#define LZ_VIEWS_SHEET_H

#include <apr_pools.h>
#include <apr_tables.h>

typedef struct lz_sheet_t {
    apr_pool_t         *pool;
    apr_array_header_t *pieces;     /* const char * */
} lz_sheet_t;

lz_sheet_t lz_sheet(apr_pool_t *pool);

void lz_sheet_write(const lz_sheet_t *sheet, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The whole, from the sheet's pool. */
const char *lz_sheet_text(const lz_sheet_t *sheet);

#endif
