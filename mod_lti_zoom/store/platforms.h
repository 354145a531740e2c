/* SPDX-License-Identifier: Apache-2.0 */
/* Platforms that registered themselves: of one LTIZoomBaseURL, since only that one is theirs. */
#ifndef LZ_STORE_PLATFORMS_H
#define LZ_STORE_PLATFORMS_H

#include <apr_tables.h>

#include "store.h"

/* No text is NULL. */
typedef struct lz_platform_row_t {
    const char *issuer;
    const char *client_id;
    const char *name;
    const char *auth_url;
    const char *token_url;
    const char *keys_url;
    const char *token_audience;
    const char *account;        /* name of an <LTIZoomAccount> */
} lz_platform_row_t;

/* One unit. *added is 0, and nothing is written, when issuer and client_id are there already. */
const lz_problem_t *lz_store_add_platform(const lz_env_t *env, const char *base_url,
                                          const lz_platform_row_t *row, int *added)
    __attribute__((warn_unused_result));

/* One unit: all of them, as lz_platform_row_t in env->pool, in the order they came. */
const lz_problem_t *lz_store_platforms(const lz_env_t *env, const char *base_url,
                                       apr_array_header_t **rows)
    __attribute__((warn_unused_result));

#endif
