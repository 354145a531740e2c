/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of RFC 8259, checked before json-c sees a text. Used by json.c only. */
#ifndef LZ_BASE_JSON_SCAN_H
#define LZ_BASE_JSON_SCAN_H

#include <apr_pools.h>

typedef struct lz_json_shape_t {
    apr_size_t members;     /* of all objects in the text */
    int        depth;       /* objects and arrays within one another; 0: neither */
} lz_json_shape_t;

/*
 * NULL when text, which is valid UTF-8 without NUL, is exactly one JSON text that keeps flags and
 * the rules of lz_json_parse(), duplicate names aside; else what is wrong, in words.
 */
const char *lz_json_scan(const char *text, apr_size_t length, int flags, lz_json_shape_t *shape);

#endif
