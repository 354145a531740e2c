/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and durations as an admin writes them in a directive. */
#ifndef LZ_BASE_VALUE_H
#define LZ_BASE_VALUE_H

#include <apr.h>

/* A whole number of at most 15 digits; 0 when the word is none. */
int lz_value_number(const char *word, apr_int64_t *value) __attribute__((warn_unused_result));

/* Seconds, with an optional s, m, h or d behind the number; 0 when the word is none. */
int lz_value_seconds(const char *word, apr_int64_t *seconds) __attribute__((warn_unused_result));

#endif
