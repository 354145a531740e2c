/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys that this process has read from key sets: making OpenSSL's key of a JWK costs about
 * as much as checking a signature with it, so each is made once. A key is found by the very text of
 * the key set and its kid: another text, even of the same keys, is read anew, so nothing here can
 * outlive what the platform publishes.
 */
#ifndef LZ_BASE_KEY_RING_H
#define LZ_BASE_KEY_RING_H

#include <apr_pools.h>
#include <openssl/types.h>

typedef struct lz_key_ring_t lz_key_ring_t;

/* Thread-safe; its keys are freed with pool. */
apr_status_t lz_key_ring_create(apr_pool_t *pool, lz_key_ring_t **ring)
    __attribute__((warn_unused_result));

/* The key, with a reference that the caller frees; NULL when it is not there, or ring is NULL. */
EVP_PKEY *lz_key_ring_get(lz_key_ring_t *ring, const char *jwks, apr_size_t length,
                          const char *kid);

/* Keeps key with a reference of its own; the oldest one goes when there are too many. */
void lz_key_ring_put(lz_key_ring_t *ring, const char *jwks, apr_size_t length, const char *kid,
                     EVP_PKEY *key);

#endif
