/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealing: authenticated encryption of what the browser or a foreign cache keeps for us
 * (AES-256-GCM, NIST SP 800-38D).
 *
 * A sealed text is base64url, no padding:
 *     version(1) | key id(4) | nonce(12) | ciphertext | tag(16)
 * Each secret is stretched once (HKDF-SHA-256, RFC 5869) into one key per purpose; the purpose is
 * also authenticated, so a sealed login state never opens as a session. The first secret seals,
 * all open: rotation logs no one out. Nonces are random, which is sound for 2^32 texts of one
 * purpose under one secret.
 */
#ifndef LZ_BASE_SEAL_H
#define LZ_BASE_SEAL_H

#include <apr_pools.h>

#define LZ_SECRET_MIN 32        /* bytes of a secret, at least */

typedef struct lz_sealer_t lz_sealer_t;

typedef enum lz_seal_purpose_e {
    LZ_SEAL_SESSION,
    LZ_SEAL_STATE,              /* OIDC state */
    LZ_SEAL_CACHE,              /* values in a cache outside this machine */
    LZ_SEAL_ROW,                /* columns at rest, join links */
    LZ_SEAL_HANDOVER,           /* one-time tokens in a page */
    LZ_SEAL_PURPOSE_COUNT
} lz_seal_purpose_e;

/*
 * A sealer for n secrets (each at least LZ_SECRET_MIN bytes), lives in pool, may be used by many
 * threads at once; the secrets' texts are not kept. APR_EINVAL for a short secret or none,
 * APR_EGENERAL when OpenSSL has no AES-256-GCM or HKDF.
 */
apr_status_t lz_sealer_create(apr_pool_t *pool, const char *const *secrets, int n,
                              lz_sealer_t **sealer) __attribute__((warn_unused_result));

/* NULL only without randomness or memory. */
const char *lz_seal(const lz_sealer_t *sealer, apr_pool_t *pool, lz_seal_purpose_e purpose,
                    const char *clear, apr_size_t length) __attribute__((warn_unused_result));

/* NULL unless sealed for this purpose by one of the secrets; NUL-terminated beyond *length. */
const char *lz_unseal(const lz_sealer_t *sealer, apr_pool_t *pool, lz_seal_purpose_e purpose,
                      const char *sealed, apr_size_t *length) __attribute__((warn_unused_result));

#endif
