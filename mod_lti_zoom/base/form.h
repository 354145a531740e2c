/* SPDX-License-Identifier: Apache-2.0 */
/*
 * application/x-www-form-urlencoded, from a body or a query string, read strictly: '+' is a
 * space, %XX must be whole, the result is UTF-8 without NUL. All pairs are kept in order
 * (OAuth 1 needs duplicates); lz_form_get() is for names that may stand once.
 */
#ifndef LZ_BASE_FORM_H
#define LZ_BASE_FORM_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "problem.h"

#define LZ_FORM_PAIRS_MAX 256

typedef struct lz_form_pair_t {
    const char *name;
    const char *value;
} lz_form_pair_t;

typedef struct lz_form_t {
    const lz_form_pair_t *pairs;
    int                   n;
} lz_form_t;

/*
 * LZ_P_MALFORMED for bad escapes, NUL (raw or %00), bad UTF-8 or more than LZ_FORM_PAIRS_MAX
 * pairs. A name without '=' has the value ""; nothing between two '&' is no pair. The cause never
 * quotes what was sent.
 */
const lz_problem_t *lz_form_parse(apr_pool_t *pool, const char *text, apr_size_t length,
                                  lz_form_t **form) __attribute__((warn_unused_result));

/* The pairs of a, then those of b. */
const lz_form_t *lz_form_join(apr_pool_t *pool, const lz_form_t *a, const lz_form_t *b);

/* First value or NULL. */
const char *lz_form_get(const lz_form_t *form, const char *name);

/* LZ_P_DUPLICATE_FIELD when one of names (NULL-terminated) stands more than once. */
const lz_problem_t *lz_form_once(apr_pool_t *pool, const lz_form_t *form,
                                 const char *const *names) __attribute__((warn_unused_result));

/* 1 when content_type (header's text, may be NULL) is the wanted media type, parameters aside. */
int lz_media_type_is(const char *content_type, const char *wanted);

#endif
