/* SPDX-License-Identifier: Apache-2.0 */
/* What is good for one use: launches, and links that a page makes for another window. */
#ifndef LZ_STORE_NONCES_H
#define LZ_STORE_NONCES_H

#include "store.h"

/*
 * Uses nonce (a fingerprint), which is remembered at least until expires. *first is 0 when it was
 * used before. On a problem it is not known: refuse. Used nonces are purged by launches.
 */
const lz_problem_t *lz_nonce_use(lz_store_t *store, const char *nonce, apr_time_t expires,
                                 int *first) __attribute__((warn_unused_result));

/* The same as a unit of its own. */
const lz_problem_t *lz_store_use_nonce(const lz_env_t *env, const char *nonce, apr_time_t expires,
                                       int *first) __attribute__((warn_unused_result));

#endif
