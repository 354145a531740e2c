/* SPDX-License-Identifier: Apache-2.0 */
#include "csv.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "encoding.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct reader_t {
    apr_pool_t  *pool;
    const char  *at;
    const char  *end;
    char         comma;
    int          line;
    const char  *reason;        /* of a failure */
} reader_t;

static int at_line_end(const reader_t *reader)
{
    return reader->at == reader->end || *reader->at == '\r' || *reader->at == '\n';
}

static void pass_line_end(reader_t *reader)
{
    if (reader->at < reader->end && *reader->at == '\r') {
        reader->at++;
        if (reader->at < reader->end && *reader->at == '\n') {
            reader->at++;
        }
    } else if (reader->at < reader->end) {
        reader->at++;
    }
    reader->line++;
}

static void pass_blanks(reader_t *reader)
{
    while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t')) {
        reader->at++;
    }
}

static const char *trimmed(apr_pool_t *pool, const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '\t')) {
        from++;
    }
    while (to > from && (to[-1] == ' ' || to[-1] == '\t')) {
        to--;
    }
    return apr_pstrmemdup(pool, from, (apr_size_t)(to - from));
}

/* Length of what stands between the quotes, doubled ones included; -1: no closing quote. */
static apr_ssize_t quoted_length(const reader_t *reader)
{
    const char *c = reader->at;
    while ((c = memchr(c, '"', (apr_size_t)(reader->end - c))) != NULL) {
        if (c + 1 == reader->end || c[1] != '"') {
            return c - reader->at;
        }
        c += 2;
    }
    return -1;
}

/* Behind the opening quote; NULL when it is not closed. Line ends in it are counted. */
static const char *quoted_field(reader_t *reader)
{
    const apr_ssize_t length = quoted_length(reader);
    if (length < 0) {
        reader->reason = "a quote that is not closed";
        return NULL;
    }
    char *text = apr_palloc(reader->pool, (apr_size_t)length + 1);
    char *out = text;
    const char *close = reader->at + length;
    for (; reader->at < close; reader->at++) {
        reader->line += *reader->at == '\n';
        reader->at += *reader->at == '"';
        *out++ = *reader->at;
    }
    reader->at++;
    return trimmed(reader->pool, text, out);
}

static const char *plain_field(reader_t *reader)
{
    const char *start = reader->at;
    while (!at_line_end(reader) && *reader->at != reader->comma) {
        if (*reader->at == '"') {
            reader->reason = "a quote in the middle of a field";
            return NULL;
        }
        reader->at++;
    }
    return trimmed(reader->pool, start, reader->at);
}

static const char *read_field(reader_t *reader)
{
    pass_blanks(reader);
    if (reader->at == reader->end || *reader->at != '"') {
        return plain_field(reader);
    }
    reader->at++;
    const char *field = quoted_field(reader);
    pass_blanks(reader);
    if (field && !at_line_end(reader) && *reader->at != reader->comma) {
        reader->reason = "text behind a closing quote";
        return NULL;
    }
    return field;
}

static int read_row(reader_t *reader, lz_csv_row_t *row)
{
    apr_array_header_t *fields = apr_array_make(reader->pool, 4, sizeof(const char *));
    row->line = reader->line;
    for (;;) {
        const char *field = read_field(reader);
        if (field && fields->nelts == LZ_CSV_FIELDS_MAX) {
            reader->reason = "too many fields in a row";
            field = NULL;
        }
        if (!field) {
            return 0;
        }
        APR_ARRAY_PUSH(fields, const char *) = field;
        if (at_line_end(reader)) {
            break;
        }
        reader->at++;
    }
    pass_line_end(reader);
    row->fields = (const char *const *)(void *)fields->elts;
    row->n = fields->nelts;
    return 1;
}

static int is_empty(const lz_csv_row_t *row)
{
    return row->n == 1 && !*row->fields[0];
}

/* What parts the fields, by the first line. */
static char comma_of(const char *text, const char *end)
{
    char comma = ',';
    for (const char *c = text; c < end && *c != '\r' && *c != '\n'; c++) {
        if (*c == ',') {
            return ',';
        }
        if (*c == ';') {
            comma = ';';
        }
    }
    return comma;
}

static const lz_csv_t *read_rows(reader_t *reader, int rows_max)
{
    apr_array_header_t *rows = apr_array_make(reader->pool, 16, sizeof(lz_csv_row_t));
    while (reader->at < reader->end) {
        lz_csv_row_t row = { 0 };
        if (!read_row(reader, &row)) {
            return NULL;
        }
        if (is_empty(&row)) {
            continue;
        }
        if (rows->nelts == rows_max) {
            reader->line = row.line;
            reader->reason = "too many rows";
            return NULL;
        }
        *(lz_csv_row_t *)apr_array_push(rows) = row;
    }
    lz_csv_t *csv = apr_palloc(reader->pool, sizeof(*csv));
    *csv = (lz_csv_t){ .rows = (const lz_csv_row_t *)(void *)rows->elts, .n = rows->nelts };
    return csv;
}

const lz_csv_t *lz_csv_read(apr_pool_t *pool, const char *text, apr_size_t length, int rows_max,
                            const char **reason, int *line)
{
    const apr_size_t mark = strlen(BYTE_ORDER_MARK);
    reader_t reader = { .pool = pool, .at = text, .end = text + length, .line = 1 };
    *line = 1;
    if (!lz_utf8_valid(text, length)) {
        *reason = "not UTF-8, or a NUL byte";
        return NULL;
    }
    if (length >= mark && memcmp(text, BYTE_ORDER_MARK, mark) == 0) {
        reader.at += mark;
    }
    reader.comma = comma_of(reader.at, reader.end);
    const lz_csv_t *csv = read_rows(&reader, rows_max);
    if (!csv) {
        *reason = reader.reason;
        *line = reader.line;
    }
    return csv;
}

const char *lz_csv_field(const lz_csv_row_t *row, int place)
{
    return place >= 0 && place < row->n ? row->fields[place] : "";
}
