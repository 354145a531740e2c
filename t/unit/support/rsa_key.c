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
