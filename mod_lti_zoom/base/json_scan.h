/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of RFC 8259, checked before json-c sees a text. Used by json.c only. */
#ifndef LZ_BASE_JSON_SCAN_H
#define LZ_BASE_JSON_SCAN_H

#include <apr_pools.h>

/*
 * NULL when text, which is valid UTF-8 without NUL, is exactly one JSON text that keeps flags and
 * the rules of lz_json_parse(), duplicate names aside; else what is wrong, in words. *members is
 * the number of object members in the whole text.
 */
const char *lz_json_scan(const char *text, apr_size_t length, int flags, apr_size_t *members);

#endif
