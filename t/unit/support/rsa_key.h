/* SPDX-License-Identifier: Apache-2.0 */
/* Fresh RSA keys for tests. */
#ifndef LZ_TEST_RSA_KEY_H
#define LZ_TEST_RSA_KEY_H

#include <openssl/evp.h>

/*
 * A new key, the caller's to free; NULL when it could not be made. The openssl command makes it:
 * a process of its own, which valgrind does not slow down fiftyfold.
 */
EVP_PKEY *rsa_key_new(int bits);

#endif
