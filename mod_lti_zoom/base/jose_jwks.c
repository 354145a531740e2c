/* SPDX-License-Identifier: Apache-2.0 */
/* Other people's key sets: which key may be used, and the signature checked with it. */
#include "jose.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "encoding.h"
#include "json.h"

#define MODULUS_BITS_MIN  2048
#define MODULUS_BITS_MAX  8192
#define EXPONENT_MIN      65537
#define EXPONENT_BITS_MAX 64        /* what OpenSSL allows for large moduli */

/* The number behind a member in base64url, or NULL. */
static BIGNUM *member_number(apr_pool_t *pool, json_object *key, const char *name)
{
    const char *text = lz_json_string(key, name);
    apr_size_t length;
    const unsigned char *bytes = text ? lz_base64url_decode(pool, text, strlen(text), &length)
                                      : NULL;

    if (!bytes || length == 0 || length > MODULUS_BITS_MAX / 8 + 1) {
        return NULL;
    }
    return BN_bin2bn(bytes, (int)length, NULL);
}

static const char *check_numbers(const BIGNUM *n, const BIGNUM *e)
{
    if (!n || !e) {
        return "n or e is absent, not base64url or too long";
    }
    if (BN_num_bits(n) < MODULUS_BITS_MIN || BN_num_bits(n) > MODULUS_BITS_MAX || !BN_is_odd(n)) {
        return "the modulus is even or not of 2048 to 8192 bits";
    }
    /* BN_get_word answers all bits set for what does not fit into a word. */
    if (BN_num_bits(e) > EXPONENT_BITS_MAX || BN_get_word(e) < EXPONENT_MIN || !BN_is_odd(e)) {
        return "the exponent is even, below 65537 or beyond 64 bits";
    }
    return NULL;
}

/* Whether an absent member, or one that is the text wanted. */
static int absent_or(json_object *key, const char *name, const char *wanted)
{
    const char *text = lz_json_string(key, name);

    return !json_object_object_get_ex(key, name, NULL) || (text && strcmp(text, wanted) == 0);
}

/* Whether the key says of itself that it is for RS256 signatures, or does not say. */
static int for_signatures(json_object *key)
{
    if (!absent_or(key, "use", "sig") || !absent_or(key, "alg", "RS256")) {
        return 0;
    }
    json_object *operations = lz_json_array(key, "key_ops");
    return !json_object_object_get_ex(key, "key_ops", NULL)
           || lz_json_has_text(operations, "verify");
}

static int is_rsa(json_object *key)
{
    const char *kty = lz_json_string(key, "kty");

    return kty && strcmp(kty, "RSA") == 0;
}

/* OpenSSL's key of n and e, or NULL. */
static EVP_PKEY *make_key(const BIGNUM *n, const BIGNUM *e)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *params = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);

    if (builder && context && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n)
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e)
        && (params = OSSL_PARAM_BLD_to_param(builder)) != NULL
        && EVP_PKEY_fromdata_init(context) > 0
        && EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) <= 0) {
        key = NULL;
    }
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* OpenSSL's key of a JWK that passed is_rsa(), or NULL with *reason set. */
static EVP_PKEY *read_key(apr_pool_t *pool, json_object *jwk, const char **reason)
{
    if (!for_signatures(jwk)) {
        *reason = "the key is not for RS256 signatures";
        return NULL;
    }

    BIGNUM *n = member_number(pool, jwk, "n");
    BIGNUM *e = member_number(pool, jwk, "e");
    EVP_PKEY *key = NULL;

    *reason = check_numbers(n, e);
    if (!*reason) {
        key = make_key(n, e);
        if (!key) {
            *reason = "OpenSSL does not take the key";
        }
    }
    BN_free(n);
    BN_free(e);
    return key;
}

/* The "keys" of a key set's text, or NULL with *reason set. */
static json_object *read_set(apr_pool_t *pool, const char *jwks, apr_size_t length,
                             const char **reason)
{
    json_object *set = lz_json_parse(pool, jwks, length, LZ_JSON_OBJECT, reason);
    json_object *keys = lz_json_array(set, "keys");

    if (set && !keys) {
        *reason = "no array \"keys\"";
    }
    return keys;
}

/*
 * The one key of kid. Only RSA keys stand for a kid: an issuer may use it once per key type. Of
 * several, those for something else than signatures do not count.
 */
static lz_jwt_verdict_e find_key(apr_pool_t *pool, json_object *keys, const char *kid,
                                 EVP_PKEY **key, const char **reason)
{
    json_object *candidate = NULL;
    json_object *other = NULL;

    for (size_t i = 0; i < json_object_array_length(keys); i++) {
        json_object *jwk = json_object_array_get_idx(keys, i);
        const char *its_kid = lz_json_string(jwk, "kid");

        if (!its_kid || strcmp(its_kid, kid) != 0 || !is_rsa(jwk)) {
            continue;
        }
        if (!for_signatures(jwk)) {
            other = jwk;
        } else if (candidate) {
            *reason = "two keys of that kid";
            return LZ_JWT_BAD_KEY;
        } else {
            candidate = jwk;
        }
    }
    if (!candidate && !other) {
        *reason = "no key of that kid";
        return LZ_JWT_UNKNOWN_KID;
    }
    *key = read_key(pool, candidate ? candidate : other, reason);
    return *key ? LZ_JWT_OK : LZ_JWT_BAD_KEY;
}

/* What is ready to verify RS256 signatures with key, or NULL. */
static EVP_MD_CTX *make_verifier(EVP_PKEY *key)
{
    EVP_MD_CTX *verifier = EVP_MD_CTX_new();

    if (verifier && EVP_DigestVerifyInit_ex(verifier, NULL, "SHA256", NULL, NULL, key, NULL) <= 0) {
        EVP_MD_CTX_free(verifier);
        verifier = NULL;
    }
    return verifier;
}

/* Of the key of kid, from the ring or else from the set's text. */
static lz_jwt_verdict_e obtain_verifier(apr_pool_t *pool, lz_key_ring_t *ring, const char *jwks,
                                        apr_size_t length, const char *kid, EVP_MD_CTX **verifier,
                                        const char **reason)
{
    *verifier = lz_key_ring_get(ring, jwks, length, kid);
    if (*verifier) {
        return LZ_JWT_OK;
    }

    json_object *keys = read_set(pool, jwks, length, reason);
    if (!keys) {
        return LZ_JWT_UNKNOWN_KID;
    }

    EVP_PKEY *key = NULL;
    const lz_jwt_verdict_e verdict = find_key(pool, keys, kid, &key, reason);
    if (verdict != LZ_JWT_OK) {
        return verdict;
    }
    *verifier = make_verifier(key);
    EVP_PKEY_free(key);
    if (!*verifier) {
        *reason = "OpenSSL cannot verify with the key";
        return LZ_JWT_BAD_KEY;
    }
    lz_key_ring_put(ring, jwks, length, kid, *verifier);
    return LZ_JWT_OK;
}

lz_jwt_verdict_e lz_jwt_verify(apr_pool_t *pool, lz_key_ring_t *ring, const lz_jwt_t *jwt,
                               const char *jwks, apr_size_t jwks_length, const char **reason)
{
    EVP_MD_CTX *verifier = NULL;

    ERR_set_mark();
    lz_jwt_verdict_e verdict = obtain_verifier(pool, ring, jwks, jwks_length, jwt->kid, &verifier,
                                               reason);
    if (verdict == LZ_JWT_OK
        && EVP_DigestVerify(verifier, jwt->signature, jwt->signature_length,
                            (const unsigned char *)jwt->signed_part, jwt->signed_length) != 1) {
        *reason = "the signature is not of that key";
        verdict = LZ_JWT_SIGNATURE;
    }
    EVP_MD_CTX_free(verifier);
    ERR_pop_to_mark();
    return verdict;
}

int lz_jwks_usable(apr_pool_t *pool, const char *jwks, apr_size_t length, const char **reason)
{
    json_object *keys = read_set(pool, jwks, length, reason);
    int usable = 0;

    if (!keys) {
        return 0;
    }

    *reason = "no RSA key with a kid";
    ERR_set_mark();
    for (size_t i = 0; !usable && i < json_object_array_length(keys); i++) {
        json_object *jwk = json_object_array_get_idx(keys, i);

        if (is_rsa(jwk) && lz_json_string(jwk, "kid")) {
            EVP_PKEY *key = read_key(pool, jwk, reason);

            usable = key != NULL;
            EVP_PKEY_free(key);
        }
    }
    ERR_pop_to_mark();
    return usable;
}
