/* SPDX-License-Identifier: Apache-2.0 */
/* Fresh RSA keys for tests. */
#ifndef LZ_TEST_RSA_KEY_H
#define LZ_TEST_RSA_KEY_H

#include <apr_pools.h>
#include <openssl/evp.h>

#include "base/jose.h"

/*
 * A new key, the caller's to free; NULL when it could not be made. The openssl command makes it:
 * a process of its own, which valgrind does not slow down fiftyfold.
 */
EVP_PKEY *rsa_key_new(int bits);

/* A new key of the tool's own, in pool; NULL when it could not be made. */
lz_signing_key_t *rsa_key_signing(apr_pool_t *pool);

#endif
