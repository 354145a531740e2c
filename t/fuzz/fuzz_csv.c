/* SPDX-License-Identifier: Apache-2.0 */
/* The CSV reader. What was read and is written with quotes all over is read as the same fields. */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "base/csv.h"
#include "base/encoding.h"

#define ROWS_MAX 400

static const char *quoted(apr_pool_t *pool, const char *field)
{
    char *text = apr_palloc(pool, strlen(field) * 2 + 3);
    char *out = text;

    *out++ = '"';
    for (; *field; field++) {
        *out++ = *field;
        if (*field == '"') {
            *out++ = '"';
        }
    }
    *out++ = '"';
    *out = '\0';
    return text;
}

static const char *write_rows(apr_pool_t *pool, const lz_csv_t *csv)
{
    apr_array_header_t *pieces = apr_array_make(pool, 16, sizeof(const char *));

    /* Says what parts the fields, whatever stands in the first row. */
    APR_ARRAY_PUSH(pieces, const char *) = "\xef\xbb\xbf,\r\n";
    for (int i = 0; i < csv->n; i++) {
        for (int j = 0; j < csv->rows[i].n; j++) {
            APR_ARRAY_PUSH(pieces, const char *) = j > 0 ? "," : "";
            APR_ARRAY_PUSH(pieces, const char *) = quoted(pool, csv->rows[i].fields[j]);
        }
        APR_ARRAY_PUSH(pieces, const char *) = "\r\n";
    }
    return apr_array_pstrcat(pool, pieces, 0);
}

static void same(const lz_csv_t *a, const lz_csv_t *b)
{
    must(b->n == a->n + 1);
    for (int i = 0; i < a->n; i++) {
        must(a->rows[i].n == b->rows[i + 1].n);
        for (int j = 0; j < a->rows[i].n; j++) {
            must(strcmp(a->rows[i].fields[j], b->rows[i + 1].fields[j]) == 0);
            must(lz_csv_field(&a->rows[i], j) == a->rows[i].fields[j]);
        }
        must(*lz_csv_field(&a->rows[i], a->rows[i].n) == '\0');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const char *reason = NULL;
    int line = 0;
    const lz_csv_t *csv = lz_csv_read(pool, (const char *)data, size, ROWS_MAX, &reason, &line);

    must(line >= 1 && (csv != NULL || reason != NULL));
    if (csv != NULL) {
        const char *text = write_rows(pool, csv);

        must(lz_utf8_valid((const char *)data, size) && csv->n <= ROWS_MAX);
        const lz_csv_t *again = lz_csv_read(pool, text, strlen(text), ROWS_MAX + 1, &reason,
                                            &line);
        must(again != NULL);
        same(csv, again);
    }
    apr_pool_destroy(pool);
    return 0;
}
