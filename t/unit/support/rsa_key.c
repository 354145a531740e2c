/* SPDX-License-Identifier: Apache-2.0 */
#include "rsa_key.h"

#include <stdio.h>

#include <openssl/pem.h>

EVP_PKEY *rsa_key_new(int bits)
{
    char command[100];

    snprintf(command, sizeof(command),
             "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:%d 2>/dev/null", bits);
    FILE *made = popen(command, "r");
    if (!made) {
        return NULL;
    }
    EVP_PKEY *key = PEM_read_PrivateKey(made, NULL, NULL, NULL);
    if (pclose(made) != 0) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

lz_signing_key_t *rsa_key_signing(apr_pool_t *pool)
{
    BIO *bio = BIO_new(BIO_s_mem());
    EVP_PKEY *pair = rsa_key_new(2048);
    lz_signing_key_t *key = NULL;
    const char *reason;
    char *pem;

    if (bio && pair && PEM_write_bio_PKCS8PrivateKey(bio, pair, NULL, NULL, 0, NULL, NULL)) {
        const long length = BIO_get_mem_data(bio, &pem);
        key = lz_signing_key_load(pool, pem, (apr_size_t)length, &reason);
    }
    EVP_PKEY_free(pair);
    BIO_free(bio);
    return key;
}
