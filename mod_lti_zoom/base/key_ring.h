/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys that this process has read from key sets, each with OpenSSL's preparations to verify
 * with it: to make both costs more than to check a signature, so it is done once. A key is found by
 * the very text of the key set and its kid: another text, even of the same keys, is read anew, so
 * nothing here can outlive what the platform publishes.
 */
#ifndef LZ_BASE_KEY_RING_H
#define LZ_BASE_KEY_RING_H

#include <apr_pools.h>
#include <openssl/types.h>

typedef struct lz_key_ring_t lz_key_ring_t;

/* Thread-safe; its keys are freed with pool. */
apr_status_t lz_key_ring_create(apr_pool_t *pool, lz_key_ring_t **ring)
    __attribute__((warn_unused_result));

/*
 * What is ready for EVP_DigestVerify() with the key: a copy, which the caller frees. NULL when it
 * is not there, or ring is NULL.
 */
EVP_MD_CTX *lz_key_ring_get(lz_key_ring_t *ring, const char *jwks, apr_size_t length,
                            const char *kid);

/*
 * Keeps a copy of verifier, which has been initialised for EVP_DigestVerify() and not been used;
 * the oldest one goes when there are too many.
 */
void lz_key_ring_put(lz_key_ring_t *ring, const char *jwks, apr_size_t length, const char *kid,
                     const EVP_MD_CTX *verifier);

#endif
