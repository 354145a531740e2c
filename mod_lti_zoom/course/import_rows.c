/* SPDX-License-Identifier: Apache-2.0 */
#include "import_rows.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/csv.h"
#include "../base/names.h"

#define ID_MIN   9      /* digits of Zoom's meeting IDs */
#define ID_MAX   20     /* of a 64-bit number */
#define SENT_MAX 100

static const lz_problem_t *wrong(const lz_env_t *env, const char *field, const char *message)
{
    lz_problem_t *problem = lz_problem(env->pool, LZ_P_FIELDS, "import: %s: %s", field, message);
    lz_problem_field(env->pool, problem, field, message);
    return problem;
}

static const lz_problem_t *too_many(const lz_env_t *env, const char *field)
{
    return wrong(env, field, "At most 400 meetings at a time. Send the rest afterwards.");
}

/* What people put between the digits: spaces (U+00A0 and U+202F too), dashes. */
static const char *digits_of(apr_pool_t *pool, const char *text)
{
    static const char *const between[] = { " ", "-", "\t", "\xc2\xa0", "\xe2\x80\xaf",
                                           "\xe2\x80\x93", NULL };
    char *digits = apr_palloc(pool, strlen(text) + 1);
    char *out = digits;
    while (*text) {
        size_t length = 0;
        for (const char *const *one = between; *one && !length; one++) {
            length = strncmp(text, *one, strlen(*one)) == 0 ? strlen(*one) : 0;
        }
        if (!length) {
            *out++ = *text;
        }
        text += length ? length : 1;
    }
    *out = '\0';
    const size_t n = (size_t)(out - digits);
    return n >= ID_MIN && n <= ID_MAX && strspn(digits, "0123456789") == n ? digits : "";
}

/* Whole characters of text, SENT_MAX bytes at most. */
static const char *cut(apr_pool_t *pool, const char *text)
{
    size_t length = strlen(text);
    if (length > SENT_MAX) {
        for (length = SENT_MAX; length > 0 && (text[length] & 0xc0) == 0x80; length--) {
        }
    }
    return apr_pstrmemdup(pool, text, length);
}

static void push(const lz_env_t *env, apr_array_header_t *rows, const char *sent,
                 const char *section)
{
    *(lz_import_row_t *)apr_array_push(rows) = (lz_import_row_t){
        .sent = cut(env->pool, sent), .id = digits_of(env->pool, sent), .section = section
    };
}

const lz_problem_t *lz_import_from_json(const lz_env_t *env, json_object *sent,
                                        apr_array_header_t **rows)
{
    json_object *ids = lz_json_array(sent, "ids");
    const size_t n = ids ? json_object_array_length(ids) : 0;
    if (n == 0) {
        return wrong(env, "ids", "Name the meetings by their IDs.");
    }
    if (n > LZ_IMPORT_MAX) {
        return too_many(env, "ids");
    }
    *rows = apr_array_make(env->pool, (int)n, sizeof(lz_import_row_t));
    for (size_t i = 0; i < n; i++) {
        json_object *id = json_object_array_get_idx(ids, i);
        if (!json_object_is_type(id, json_type_string)) {
            return wrong(env, "ids", "Each ID is a text, such as \"91234567890\".");
        }
        push(env, *rows, json_object_get_string(id), "");
    }
    return NULL;
}

/* The column of that name, in any case, with a space or a dash for the underscore; or -1. */
static int column(const lz_csv_row_t *header, const char *name)
{
    for (int i = 0; i < header->n; i++) {
        const char *field = header->fields[i];
        size_t at = 0;
        while (field[at] && name[at]
               && (strncasecmp(field + at, name + at, 1) == 0
                   || (name[at] == '_' && (field[at] == ' ' || field[at] == '-')))) {
            at++;
        }
        if (!field[at] && !name[at]) {
            return i;
        }
    }
    return -1;
}

static const lz_problem_t *take_rows(const lz_env_t *env, const lz_csv_t *csv,
                                     apr_array_header_t **rows)
{
    const int id = csv->n > 0 ? column(&csv->rows[0], "meeting_id") : -1;
    const int section = csv->n > 0 ? column(&csv->rows[0], "section") : -1;
    if (id < 0) {
        return wrong(env, "meeting_id",
                     "The first line of the file names its columns. One of them is meeting_id.");
    }
    *rows = apr_array_make(env->pool, csv->n, sizeof(lz_import_row_t));
    for (int i = 1; i < csv->n; i++) {
        const char *name = lz_csv_field(&csv->rows[i], section);
        const char *set = "";
        if (strspn(name, " \t") < strlen(name) && !lz_names_add(env->pool, &set, name)) {
            return wrong(env, "section",
                         apr_psprintf(env->pool, "Line %d: the section's name is too long, or has "
                                      "characters that are none.", csv->rows[i].line));
        }
        push(env, *rows, lz_csv_field(&csv->rows[i], id), name);
    }
    return (*rows)->nelts > 0 ? NULL : wrong(env, "file", "The file names no meeting.");
}

const lz_problem_t *lz_import_from_csv(const lz_env_t *env, const char *text, apr_size_t length,
                                       apr_array_header_t **rows)
{
    const char *reason = NULL;
    int line = 0;
    const lz_csv_t *csv = lz_csv_read(env->pool, text, length, LZ_IMPORT_MAX + 1, &reason, &line);
    if (!csv && strcmp(reason, "too many rows") == 0) {
        return too_many(env, "file");
    }
    if (!csv) {
        lz_problem_t *problem = lz_problem(env->pool, LZ_P_FIELDS, "the body, line %d: %s", line,
                                           reason);
        lz_problem_field(env->pool, problem, "file",
                         apr_psprintf(env->pool,
                                      "Line %d of the file cannot be read. Save it as CSV (UTF-8) "
                                      "and send it again.", line));
        return problem;
    }
    return take_rows(env, csv, rows);
}
