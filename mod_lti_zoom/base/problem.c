/* SPDX-License-Identifier: Apache-2.0 */
#include "problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "encoding.h"
#include "json.h"

typedef struct entry_t {
    int         tag;
    int         status;
    const char *kind;
    const char *message;
} entry_t;

static const entry_t catalog[LZ_PROBLEM_COUNT] = {
#define LZ_PROBLEM(id, tag, status, kind, message) [id] = { tag, status, kind, message },
#include "problem_catalog.def"
#undef LZ_PROBLEM
};

static const char *format_text(apr_pool_t *pool, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* The C library's own printf, since the callers' formats are checked by its rules. */
static const char *format_text(apr_pool_t *pool, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    char *text = apr_palloc(pool, length > 0 ? (apr_size_t)length + 1 : 1);
    text[0] = '\0';
    if (length > 0) {
        vsnprintf(text, (apr_size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

static lz_problem_t *from_catalog(apr_pool_t *pool, lz_problem_id_e id)
{
    if ((int)id < 0 || id >= LZ_PROBLEM_COUNT) {
        abort();
    }

    const entry_t *entry = &catalog[id];
    lz_problem_t *problem = apr_pcalloc(pool, sizeof(*problem));
    problem->id = id;
    problem->tag = entry->tag;
    problem->status = entry->status;
    problem->kind = entry->kind;
    problem->message = entry->message;
    return problem;
}

lz_problem_t *lz_problem(apr_pool_t *pool, lz_problem_id_e id, const char *cause_format, ...)
{
    lz_problem_t *problem = from_catalog(pool, id);
    va_list args;

    va_start(args, cause_format);
    problem->cause = format_text(pool, cause_format, args);
    va_end(args);
    return problem;
}

void lz_problem_field(apr_pool_t *pool, lz_problem_t *problem, const char *name,
                      const char *message)
{
    if (!problem->fields) {
        problem->fields = apr_table_make(pool, 4);
    }
    apr_table_set(problem->fields, name, message);
}

const char *lz_problem_tag(apr_pool_t *pool, const lz_problem_t *problem)
{
    return apr_psprintf(pool, "LZ%04d", problem->tag);
}

/* A cause may quote bytes from outside; the packed form is JSON and holds UTF-8 only. */
static const char *to_utf8(apr_pool_t *pool, const char *text)
{
    if (lz_utf8_valid(text, strlen(text))) {
        return text;
    }

    char *ascii = apr_pstrdup(pool, text);
    for (char *c = ascii; *c; c++) {
        if ((unsigned char)*c >= 0x80) {
            *c = '?';
        }
    }
    return ascii;
}

const char *lz_problem_pack(apr_pool_t *pool, const lz_problem_t *problem)
{
    json_object *packed = lz_json_adopt(pool, json_object_new_object());

    lz_json_put_int64(packed, "tag", problem->tag);
    if (problem->message != catalog[problem->id].message) {
        lz_json_put_string(packed, "message", to_utf8(pool, problem->message));
    }
    if (problem->cause) {
        lz_json_put_string(packed, "cause", to_utf8(pool, problem->cause));
    }
    if (problem->retry_after) {
        lz_json_put_int64(packed, "retry_after", problem->retry_after);
    }
    if (problem->fields) {
        const apr_array_header_t *entries = apr_table_elts(problem->fields);
        json_object *fields = json_object_new_object();

        lz_json_put(packed, "fields", fields);
        for (int i = 0; i < entries->nelts; i++) {
            const apr_table_entry_t *field = &APR_ARRAY_IDX(entries, i, apr_table_entry_t);
            lz_json_put_string(fields, to_utf8(pool, field->key), to_utf8(pool, field->val));
        }
    }
    return lz_json_text(pool, packed);
}

/* The id behind a tag, or LZ_PROBLEM_COUNT: another version may have packed it. */
static lz_problem_id_e id_of_tag(apr_int64_t tag)
{
    lz_problem_id_e id = 0;

    while (id < LZ_PROBLEM_COUNT && catalog[id].tag != tag) {
        id++;
    }
    return id;
}

/* 0 when a value is no text. */
static int unpack_fields(apr_pool_t *pool, lz_problem_t *problem, json_object *fields)
{
    json_object_object_foreach(fields, name, value) {
        if (!json_object_is_type(value, json_type_string)) {
            return 0;
        }
        lz_problem_field(pool, problem, name, json_object_get_string(value));
    }
    return 1;
}

lz_problem_t *lz_problem_unpack(apr_pool_t *pool, const char *packed)
{
    const char *reason;
    json_object *root = lz_json_parse(pool, packed, strlen(packed), LZ_JSON_OBJECT | LZ_JSON_NO_NUL,
                                      &reason);
    apr_int64_t tag;
    apr_int64_t retry_after = 0;

    if (!root || !lz_json_int64(root, "tag", &tag) || id_of_tag(tag) == LZ_PROBLEM_COUNT) {
        return NULL;
    }

    lz_problem_t *problem = from_catalog(pool, id_of_tag(tag));
    if (lz_json_string(root, "message")) {
        problem->message = lz_json_string(root, "message");
    }
    problem->cause = lz_json_string(root, "cause");
    if (lz_json_int64(root, "retry_after", &retry_after)) {
        problem->retry_after = (int)retry_after;
    }
    if (lz_json_member(root, "fields")
        && (!lz_json_object(root, "fields")
            || !unpack_fields(pool, problem, lz_json_object(root, "fields")))) {
        return NULL;
    }
    return problem;
}
