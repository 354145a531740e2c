/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One strict door to json-c (RFC 8259). json-c alone lets duplicate names, single quotes and NaN
 * pass and coerces types; here texts are checked whole and getters never convert.
 *
 * Ownership: lz_json_parse() and lz_json_adopt() tie the root to a pool; it is released by the
 * pool's cleanup. Members got from it are borrowed. Objects built for output are made with
 * json-c's constructors and adopted once, at the root.
 */
#ifndef LZ_BASE_JSON_H
#define LZ_BASE_JSON_H

#include <apr_pools.h>
#include <json-c/json.h>

#define LZ_JSON_DEPTH_MAX 32

typedef enum lz_json_flags_e {
    LZ_JSON_ANY      = 0,
    LZ_JSON_OBJECT   = 1,   /* the root must be an object */
    LZ_JSON_NO_NUL   = 2    /* no \u0000 in any string */
} lz_json_flags_e;

/*
 * Parses exactly one JSON text: UTF-8 without BOM, no trailing bytes, no duplicate member names
 * at any level, no NUL in a name, no lone surrogates, whole numbers within 64 bits, no number
 * that is infinite as a double, at most LZ_JSON_DEPTH_MAX objects and arrays inside each other.
 * NULL on failure with *reason set (static), for the log. The text `null` is refused too: json-c
 * has no value for it.
 */
json_object *lz_json_parse(apr_pool_t *pool, const char *text, apr_size_t length, int flags,
                           const char **reason) __attribute__((warn_unused_result));

/* Ties a reference to pool and returns it, for use in the same expression. */
json_object *lz_json_adopt(apr_pool_t *pool, json_object *root);

/* Compact text of value, in pool. */
const char *lz_json_text(apr_pool_t *pool, json_object *value);

/*
 * The same, safe inside <script type="application/json">: '<', '>', '&', U+2028 and U+2029 are
 * \u-escaped.
 */
const char *lz_json_text_for_html(apr_pool_t *pool, json_object *value);

/* Member of an object, NULL when object is NULL, no object, or has no such member. */
json_object *lz_json_member(json_object *object, const char *name);

/* "a.b.c" through nested objects; names of at most 127 bytes, without dots. */
json_object *lz_json_path(json_object *object, const char *dotted);

/*
 * Typed members. Absent, null or of another type: NULL / 0 and no change to *value. A string that
 * holds a NUL is no text and answers NULL. 5.0 is a number, not an int64.
 */
const char *lz_json_string(json_object *object, const char *name);
int lz_json_int64(json_object *object, const char *name, apr_int64_t *value);
int lz_json_number(json_object *object, const char *name, double *value);
int lz_json_bool(json_object *object, const char *name, int *value);
json_object *lz_json_array(json_object *object, const char *name);
json_object *lz_json_object(json_object *object, const char *name);

/* 1 when array (may be NULL) has that text as an element. */
int lz_json_has_text(json_object *array, const char *wanted);

/*
 * Building: each aborts the process on no memory, as APR pools do here. lz_json_put() takes over
 * the caller's reference to value; NULL is null. Texts must be UTF-8.
 */
void lz_json_put(json_object *object, const char *name, json_object *value);
void lz_json_put_string(json_object *object, const char *name, const char *value); /* NULL: null */
void lz_json_put_int64(json_object *object, const char *name, apr_int64_t value);
void lz_json_put_bool(json_object *object, const char *name, int value);

/* The same for the end of an array. */
void lz_json_push(json_object *array, json_object *value);

#endif
