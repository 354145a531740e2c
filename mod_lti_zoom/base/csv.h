/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV as people save it (RFC 4180 and what spreadsheets make of it): UTF-8 with or without a byte
 * order mark, lines that end with CRLF, LF or CR, fields between quotes where they like, fields
 * parted by commas, or by semicolons where the first line has those and no comma, as spreadsheets
 * write it in half of Europe.
 */
#ifndef LZ_BASE_CSV_H
#define LZ_BASE_CSV_H

#include <apr_pools.h>

#define LZ_CSV_FIELDS_MAX 64    /* in a row */

typedef struct lz_csv_row_t {
    int                line;    /* of the text, counted from 1, where the row begins */
    const char *const *fields;  /* without their quotes, and without white space around */
    int                n;
} lz_csv_row_t;

typedef struct lz_csv_t {
    const lz_csv_row_t *rows;   /* empty lines are none */
    int                 n;
} lz_csv_t;

/*
 * Reads text, at most rows_max rows. NULL on failure, with *reason (static, for the log) and *line,
 * where it was: not UTF-8 or with a NUL, a quote that is not closed or stands in the middle of a
 * field, too many rows or fields.
 */
const lz_csv_t *lz_csv_read(apr_pool_t *pool, const char *text, apr_size_t length, int rows_max,
                            const char **reason, int *line) __attribute__((warn_unused_result));

/*
 * A field of a row, "" when the row has none at that place (or place is negative).
 */
const char *lz_csv_field(const lz_csv_row_t *row, int place);

#endif
