/* SPDX-License-Identifier: Apache-2.0 */
/* The tool's own keys: read, published, signed with. */
#include "jose.h"

#include <limits.h>
#include <string.h>

#include <apr_strings.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "encoding.h"
#include "json.h"

struct lz_signing_key_t {
    EVP_PKEY   *key;
    const char *kid;
    const char *n;              /* base64url, as published */
    const char *e;
    const char *header;         /* base64url of the header of what this key signs */
};

/* Stands for a passphrase prompt: notes that one was wanted, and gives none. */
static int refuse_passphrase(char *buffer, int size, int writing, void *wanted)
{
    (void)buffer;
    (void)size;
    (void)writing;
    *(int *)wanted = 1;
    return -1;
}

static EVP_PKEY *read_pem(const char *pem, apr_size_t length, const char **reason)
{
    int encrypted = 0;
    BIO *bio = length <= INT_MAX ? BIO_new_mem_buf(pem, (int)length) : NULL;
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, refuse_passphrase, &encrypted) : NULL;

    BIO_free(bio);
    if (!key) {
        *reason = encrypted ? "the key is encrypted" : "no private key in PEM form";
    } else if (!EVP_PKEY_is_a(key, "RSA")) {
        *reason = "not an RSA key";
    } else if (EVP_PKEY_get_bits(key) < 2048 || EVP_PKEY_get_bits(key) > 8192) {
        *reason = "an RSA key needs 2048 to 8192 bits";
    } else {
        return key;
    }
    EVP_PKEY_free(key);
    return NULL;
}

/* A number of the key in base64url, as few bytes as it has; NULL on failure. */
static const char *key_number(apr_pool_t *pool, const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;
    const char *text = NULL;

    if (EVP_PKEY_get_bn_param(key, name, &number)) {
        unsigned char *bytes = apr_palloc(pool, (apr_size_t)BN_num_bytes(number) + 1);

        text = lz_base64url_encode(pool, bytes, (apr_size_t)BN_bn2bin(number, bytes));
    }
    BN_free(number);
    return text;
}

const char *lz_jwk_thumbprint(apr_pool_t *pool, const char *n, const char *e)
{
    const char *canonical = apr_pstrcat(pool, "{\"e\":\"", e, "\",\"kty\":\"RSA\",\"n\":\"", n,
                                        "\"}", NULL);
    unsigned char digest[LZ_SHA256_SIZE];

    lz_sha256(canonical, strlen(canonical), digest);
    return lz_base64url_encode(pool, digest, sizeof(digest));
}

static apr_status_t destroy(void *key)
{
    EVP_PKEY_free(key);
    return APR_SUCCESS;
}

lz_signing_key_t *lz_signing_key_load(apr_pool_t *pool, const char *pem, apr_size_t length,
                                      const char **reason)
{
    ERR_set_mark();
    EVP_PKEY *pkey = read_pem(pem, length, reason);
    ERR_pop_to_mark();
    if (!pkey) {
        return NULL;
    }
    apr_pool_cleanup_register(pool, pkey, destroy, apr_pool_cleanup_null);

    lz_signing_key_t *key = apr_pcalloc(pool, sizeof(*key));
    key->key = pkey;
    key->n = key_number(pool, pkey, OSSL_PKEY_PARAM_RSA_N);
    key->e = key_number(pool, pkey, OSSL_PKEY_PARAM_RSA_E);
    if (!key->n || !key->e) {
        *reason = "the key's public half cannot be read";
        return NULL;
    }
    key->kid = lz_jwk_thumbprint(pool, key->n, key->e);

    const char *header = apr_pstrcat(pool, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"",
                                     key->kid, "\"}", NULL);
    key->header = lz_base64url_encode(pool, header, strlen(header));
    return key;
}

const char *lz_signing_key_kid(const lz_signing_key_t *key)
{
    return key->kid;
}

const char *lz_jwks_publish(apr_pool_t *pool, const lz_signing_key_t *const *keys, int n)
{
    json_object *set = lz_json_adopt(pool, json_object_new_object());
    json_object *list = json_object_new_array();

    lz_json_put(set, "keys", list);
    for (int i = 0; i < n; i++) {
        json_object *jwk = json_object_new_object();

        lz_json_put_string(jwk, "kty", "RSA");
        lz_json_put_string(jwk, "kid", keys[i]->kid);
        lz_json_put_string(jwk, "alg", "RS256");
        lz_json_put_string(jwk, "use", "sig");
        lz_json_put_string(jwk, "n", keys[i]->n);
        lz_json_put_string(jwk, "e", keys[i]->e);
        lz_json_push(list, jwk);
    }
    return lz_json_text(pool, set);
}

/* base64url of the RS256 signature of text, or NULL. */
static const char *sign_text(apr_pool_t *pool, EVP_PKEY *key, const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t size = (size_t)EVP_PKEY_get_size(key);
    unsigned char *signature = apr_palloc(pool, size);

    ERR_set_mark();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const int ok = context
                   && EVP_DigestSignInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) > 0
                   && EVP_DigestSign(context, signature, &size, bytes, strlen(text)) > 0;
    EVP_MD_CTX_free(context);
    ERR_pop_to_mark();
    return ok ? lz_base64url_encode(pool, signature, size) : NULL;
}

const char *lz_jwt_sign(apr_pool_t *pool, const lz_signing_key_t *key, json_object *claims)
{
    const char *payload = lz_json_text(pool, claims);
    const char *text = apr_pstrcat(pool, key->header, ".",
                                   lz_base64url_encode(pool, payload, strlen(payload)), NULL);
    const char *signature = sign_text(pool, key->key, text);

    return signature ? apr_pstrcat(pool, text, ".", signature, NULL) : NULL;
}
