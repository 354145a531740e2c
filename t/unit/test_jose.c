/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_time.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/encoding.h"
#include "base/jose.h"
#include "base/json.h"
#include "support/rsa_key.h"

/* RFC 7515 A.2: the key, what was signed, and the signature. */
static const char rfc7515_n[] =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4"
    "QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdb"
    "BYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-D"
    "WNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
static const char rfc7515_signed[] =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvb"
    "S9pc19yb290Ijp0cnVlfQ";
static const char rfc7515_signature[] =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5ju"
    "jGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07"
    "Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipU"
    "TI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

/* RFC 7638 §3.1 */
static const char rfc7638_n[] =
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPeb"
    "WKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368Q"
    "QMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2"
    "NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

/* Keys that one process makes once: they are costly. */
static EVP_PKEY *our_key;
static EVP_PKEY *other_key;

static int make_keys(void **state)
{
    our_key = rsa_key_new(2048);
    other_key = rsa_key_new(2048);
    return our_key && other_key ? apr_setup(state) : -1;
}

static int free_keys(void **state)
{
    EVP_PKEY_free(our_key);
    EVP_PKEY_free(other_key);
    return apr_teardown(state);
}

static const char *pem_of(apr_pool_t *pool, const EVP_PKEY *key, int traditional,
                          const EVP_CIPHER *cipher)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes;
    char passphrase[] = "passphrase";

    const int ok = traditional
                   ? PEM_write_bio_PrivateKey_traditional(bio, key, NULL, NULL, 0, NULL, NULL)
                   : PEM_write_bio_PKCS8PrivateKey(bio, key, cipher, cipher ? passphrase : NULL,
                                                   cipher ? (int)strlen(passphrase) : 0, NULL,
                                                   NULL);
    assert_true(ok);
    const long length = BIO_get_mem_data(bio, &bytes);
    const char *pem = apr_pstrmemdup(pool, bytes, (apr_size_t)length);
    BIO_free(bio);
    return pem;
}

static lz_signing_key_t *load(apr_pool_t *pool, const EVP_PKEY *key)
{
    const char *pem = pem_of(pool, key, 0, NULL);
    const char *reason = NULL;
    lz_signing_key_t *loaded = lz_signing_key_load(pool, pem, strlen(pem), &reason);

    assert_non_null(loaded);
    return loaded;
}

static const char *encode(apr_pool_t *pool, const char *text)
{
    return lz_base64url_encode(pool, text, strlen(text));
}

/* A token of any header and payload, truly signed with key. */
static const char *forge(apr_pool_t *pool, EVP_PKEY *key, const char *header, const char *payload)
{
    const char *text = apr_pstrcat(pool, encode(pool, header), ".", encode(pool, payload), NULL);
    unsigned char signature[512];
    size_t size = sizeof(signature);
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key), 1);
    assert_int_equal(EVP_DigestSign(context, signature, &size, (const unsigned char *)text,
                                    strlen(text)), 1);
    EVP_MD_CTX_free(context);
    return apr_pstrcat(pool, text, ".", lz_base64url_encode(pool, signature, size), NULL);
}

static lz_jwt_verdict_e parse(apr_pool_t *pool, const char *token, lz_jwt_t **jwt)
{
    const char *reason = NULL;
    const lz_jwt_verdict_e verdict = lz_jwt_parse(pool, token, jwt, &reason);

    assert_int_equal(verdict == LZ_JWT_OK, reason == NULL);
    return verdict;
}

static lz_jwt_verdict_e verify(apr_pool_t *pool, const lz_jwt_t *jwt, const char *jwks)
{
    const char *reason = NULL;
    const lz_jwt_verdict_e verdict = lz_jwt_verify(pool, NULL, jwt, jwks, strlen(jwks), &reason);

    assert_int_equal(verdict == LZ_JWT_OK, reason == NULL);
    return verdict;
}

/* The member of our key's JWK. */
static const char *our_number(apr_pool_t *pool, const char *name)
{
    const lz_signing_key_t *key = load(pool, our_key);
    const char *reason;
    const char *set = lz_jwks_publish(pool, &key, 1);
    json_object *root = lz_json_parse(pool, set, strlen(set), LZ_JSON_OBJECT, &reason);

    return lz_json_string(json_object_array_get_idx(lz_json_array(root, "keys"), 0), name);
}

/* A JWK of our key with kid "k" and more members. */
static const char *our_jwk(apr_pool_t *pool, const char *more)
{
    return apr_pstrcat(pool, "{\"kty\":\"RSA\",\"kid\":\"k\",\"e\":\"AQAB\",\"n\":\"",
                       our_number(pool, "n"), "\"", more, "}", NULL);
}

static const char *set_of(apr_pool_t *pool, const char *keys)
{
    return apr_pstrcat(pool, "{\"keys\":[", keys, "]}", NULL);
}

static lz_jwt_t *our_token(apr_pool_t *pool)
{
    const char *token = forge(pool, our_key, "{\"alg\":\"RS256\",\"kid\":\"k\"}", "{\"a\":1}");
    lz_jwt_t *jwt = NULL;

    assert_int_equal(parse(pool, token, &jwt), LZ_JWT_OK);
    return jwt;
}

static void test_rfc7515_example(void **state)
{
    lz_jwt_t jwt = { .kid = "a2", .signed_part = rfc7515_signed,
                     .signed_length = strlen(rfc7515_signed) };
    const char *jwk = apr_pstrcat(*state, "{\"kty\":\"RSA\",\"kid\":\"a2\",\"e\":\"AQAB\",\"n\":\"",
                                  rfc7515_n, "\"}", NULL);
    const char *jwks = set_of(*state, jwk);

    jwt.signature = lz_base64url_decode(*state, rfc7515_signature, strlen(rfc7515_signature),
                                        &jwt.signature_length);
    assert_int_equal(verify(*state, &jwt, jwks), LZ_JWT_OK);

    jwt.signed_length--;
    assert_int_equal(verify(*state, &jwt, jwks), LZ_JWT_SIGNATURE);
}

static void test_rfc7638_thumbprint(void **state)
{
    assert_string_equal(lz_jwk_thumbprint(*state, rfc7638_n, "AQAB"),
                        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

static void test_sign_publish_verify(void **state)
{
    const lz_signing_key_t *const keys[] = { load(*state, other_key), load(*state, our_key) };
    const char *jwks = lz_jwks_publish(*state, keys, 2);
    const char *reason;
    json_object *claims = lz_json_adopt(*state, json_object_new_object());
    lz_jwt_t *jwt;

    lz_json_put_string(claims, "iss", "https://tool.example");
    const char *token = lz_jwt_sign(*state, keys[1], claims);
    assert_int_equal(parse(*state, token, &jwt), LZ_JWT_OK);
    assert_string_equal(jwt->kid, lz_signing_key_kid(keys[1]));
    assert_string_equal(lz_json_string(jwt->header, "typ"), "JWT");
    assert_string_equal(lz_json_string(jwt->claims, "iss"), "https://tool.example");
    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_OK);
    assert_true(lz_jwks_usable(*state, jwks, strlen(jwks), &reason));

    json_object *root = lz_json_parse(*state, jwks, strlen(jwks), LZ_JSON_OBJECT, &reason);
    json_object *first = json_object_array_get_idx(lz_json_array(root, "keys"), 0);
    assert_string_equal(lz_json_string(first, "kid"), lz_signing_key_kid(keys[0]));
    assert_string_equal(lz_json_string(first, "kty"), "RSA");
    assert_string_equal(lz_json_string(first, "alg"), "RS256");
    assert_string_equal(lz_json_string(first, "use"), "sig");
    assert_string_equal(lz_json_string(first, "e"), "AQAB");
    assert_null(lz_json_member(first, "d"));
    assert_string_equal(lz_signing_key_kid(keys[0]),
                        lz_jwk_thumbprint(*state, lz_json_string(first, "n"), "AQAB"));
    assert_string_equal(lz_jwks_publish(*state, NULL, 0), "{\"keys\":[]}");
}

static void test_parts(void **state)
{
    const char *header = encode(*state, "{\"alg\":\"RS256\",\"kid\":\"k\"}");
    const char *good = apr_pstrcat(*state, header, ".e30.AAAA", NULL);
    const char *const bad[] = {
        "", ".", "..", "...", "e30", "e30.e30", apr_pstrcat(*state, header, ".e30", NULL),
        apr_pstrcat(*state, header, ".e30.AAAA.", NULL),
        apr_pstrcat(*state, header, ".e30.AAAA.AAAA.AAAA", NULL),
        apr_pstrcat(*state, " ", good, NULL), apr_pstrcat(*state, good, "\n", NULL),
        apr_pstrcat(*state, good, "=", NULL),
        apr_pstrcat(*state, header, "=.e30.AAAA", NULL),
        apr_pstrcat(*state, header, ".e31.AAAA", NULL),             /* unused bits */
        apr_pstrcat(*state, header, ".", encode(*state, "[]"), ".AAAA", NULL),
        apr_pstrcat(*state, header, ".", encode(*state, "{} "  "x"), ".AAAA", NULL),
        apr_pstrcat(*state, header, ".", encode(*state, "{\"a\":1,\"a\":2}"), ".AAAA", NULL),
        apr_pstrcat(*state, header, ".", encode(*state, "{\"a\":\"\\u0000\"}"), ".AAAA", NULL),
        apr_pstrcat(*state, header, ".", encode(*state, "{\"exp\":1e400}"), ".AAAA", NULL),
        apr_pstrcat(*state, header, ".", encode(*state, "\xef\xbb\xbf{}"), ".AAAA", NULL),
        apr_pstrcat(*state, encode(*state, "\"RS256\""), ".e30.AAAA", NULL),
        "{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AAAA\"}"
    };
    lz_jwt_t *jwt = NULL;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (parse(*state, bad[i], &jwt) != LZ_JWT_MALFORMED) {
            fail_msg("not malformed: %s", bad[i]);
        }
    }
    assert_null(jwt);
    assert_int_equal(parse(*state, good, &jwt), LZ_JWT_OK);
    assert_int_equal(jwt->signature_length, 3);
    assert_int_equal(jwt->signed_length, strlen(good) - 5);
}

static void test_size(void **state)
{
    char *filler = apr_palloc(*state, LZ_JWT_MAX + 1);
    lz_jwt_t *jwt;

    memset(filler, 'A', LZ_JWT_MAX);
    const char *start = apr_pstrcat(*state, encode(*state, "{\"alg\":\"RS256\",\"kid\":\"k\"}"),
                                    ".e30.", NULL);
    filler[(LZ_JWT_MAX - strlen(start)) / 4 * 4] = '\0';
    assert_int_equal(parse(*state, apr_pstrcat(*state, start, filler, NULL), &jwt), LZ_JWT_OK);
    assert_int_equal(parse(*state, apr_pstrcat(*state, start, filler, "AAAA", NULL), &jwt),
                     LZ_JWT_MALFORMED);
}

static void test_header_rules(void **state)
{
    char *long_kid = apr_palloc(*state, LZ_KID_MAX + 2);
    memset(long_kid, 'k', LZ_KID_MAX + 1);
    long_kid[LZ_KID_MAX + 1] = '\0';
    const struct {
        const char      *header;
        lz_jwt_verdict_e verdict;
    } cases[] = {
        { "{\"alg\":\"none\",\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":\"nOnE\",\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":\"HS256\",\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":\"RS384\",\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":\"PS256\",\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":\"rs256\",\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":[\"RS256\"],\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"kid\":\"k\"}", LZ_JWT_ALGORITHM },
        { "{\"alg\":\"RS256\",\"kid\":\"k\",\"crit\":[\"exp\"],\"exp\":1}", LZ_JWT_CRITICAL },
        { "{\"alg\":\"RS256\",\"kid\":\"k\",\"crit\":null}", LZ_JWT_CRITICAL },
        { "{\"alg\":\"RS256\",\"kid\":\"k\",\"b64\":false}", LZ_JWT_CRITICAL },
        { "{\"alg\":\"RS256\",\"kid\":\"k\",\"zip\":\"DEF\"}", LZ_JWT_CRITICAL },
        { "{\"alg\":\"RS256\"}", LZ_JWT_NO_KID },
        { "{\"alg\":\"RS256\",\"kid\":\"\"}", LZ_JWT_NO_KID },
        { "{\"alg\":\"RS256\",\"kid\":1}", LZ_JWT_NO_KID },
        { "{\"alg\":\"RS256\",\"kid\":null}", LZ_JWT_NO_KID },
        { "{\"alg\":\"RS256\",\"kid\":\"a\\u0000b\"}", LZ_JWT_MALFORMED },
        { apr_pstrcat(*state, "{\"alg\":\"RS256\",\"kid\":\"", long_kid, "\"}", NULL),
          LZ_JWT_NO_KID },
        { apr_pstrcat(*state, "{\"alg\":\"RS256\",\"kid\":\"", long_kid + 1, "\"}", NULL),
          LZ_JWT_OK },
        { "{\"alg\":\"RS256\",\"kid\":\"k\",\"jwk\":{\"kty\":\"RSA\"},\"jku\":\"https://evil/\"}",
          LZ_JWT_OK },
    };
    lz_jwt_t *jwt;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *token = apr_pstrcat(*state, encode(*state, cases[i].header), ".e30.", NULL);

        if (parse(*state, token, &jwt) != cases[i].verdict) {
            fail_msg("not %d: %s", cases[i].verdict, cases[i].header);
        }
    }
}

static void test_signatures(void **state)
{
    const char *header = "{\"alg\":\"RS256\",\"kid\":\"k\"}";
    const char *jwks = set_of(*state, our_jwk(*state, ""));
    lz_jwt_t *jwt = our_token(*state);

    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_OK);

    /* one bit of the signature, its length, nothing at all */
    unsigned char *broken = apr_pmemdup(*state, jwt->signature, jwt->signature_length);
    broken[17] ^= 1;
    jwt->signature = broken;
    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_SIGNATURE);
    broken[17] ^= 1;
    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_OK);
    jwt->signature_length--;
    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_SIGNATURE);
    jwt->signature_length = 0;
    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_SIGNATURE);

    /* another key that calls itself by this kid */
    assert_int_equal(parse(*state, forge(*state, other_key, header, "{}"), &jwt), LZ_JWT_OK);
    assert_int_equal(verify(*state, jwt, jwks), LZ_JWT_SIGNATURE);

    /* nothing stays behind in OpenSSL's queue for the next one who looks */
    assert_int_equal(ERR_peek_error(), 0);
}

static void test_choice_of_key(void **state)
{
    const lz_jwt_t *jwt = our_token(*state);
    const char *good = our_jwk(*state, "");
    const char *other_kid = "{\"kty\":\"RSA\",\"kid\":\"x\",\"e\":\"AQAB\",\"n\":\"AQAB\"}";
    const char *ec = "{\"kty\":\"EC\",\"kid\":\"k\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}";
    const char *odd = "1,null,{},{\"kty\":7,\"kid\":\"k\"},"
                      "{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"AA\"}";
    const struct {
        const char      *keys;
        lz_jwt_verdict_e verdict;
    } cases[] = {
        { good, LZ_JWT_OK },
        { our_jwk(*state, ",\"use\":\"sig\",\"alg\":\"RS256\",\"key_ops\":[\"verify\"]"),
          LZ_JWT_OK },
        { apr_pstrcat(*state, ec, ",", odd, ",", other_kid, ",", good, NULL), LZ_JWT_OK },
        { apr_pstrcat(*state, our_jwk(*state, ",\"use\":\"enc\""), ",", good, NULL), LZ_JWT_OK },
        { "", LZ_JWT_UNKNOWN_KID },
        { other_kid, LZ_JWT_UNKNOWN_KID },
        { ec, LZ_JWT_UNKNOWN_KID },
        { odd, LZ_JWT_UNKNOWN_KID },
        { apr_pstrcat(*state, good, ",", good, NULL), LZ_JWT_BAD_KEY },
        { our_jwk(*state, ",\"use\":\"enc\""), LZ_JWT_BAD_KEY },
        { our_jwk(*state, ",\"use\":1"), LZ_JWT_BAD_KEY },
        { our_jwk(*state, ",\"alg\":\"RS512\""), LZ_JWT_BAD_KEY },
        { our_jwk(*state, ",\"alg\":\"RSA-OAEP\""), LZ_JWT_BAD_KEY },
        { our_jwk(*state, ",\"key_ops\":[\"encrypt\"]"), LZ_JWT_BAD_KEY },
        { our_jwk(*state, ",\"key_ops\":\"verify\""), LZ_JWT_BAD_KEY },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (verify(*state, jwt, set_of(*state, cases[i].keys)) != cases[i].verdict) {
            fail_msg("not %d: %s", cases[i].verdict, cases[i].keys);
        }
    }
}

/* An odd modulus of so many bits, in base64url. */
static const char *modulus(apr_pool_t *pool, int bits)
{
    const apr_size_t size = (apr_size_t)(bits + 7) / 8;
    unsigned char *bytes = apr_palloc(pool, size);

    memset(bytes, 0xff, size);
    bytes[0] = (unsigned char)(0xff >> (size * 8 - (apr_size_t)bits));
    return lz_base64url_encode(pool, bytes, size);
}

static void test_weak_keys(void **state)
{
    const lz_jwt_t *jwt = our_token(*state);
    const char *even = apr_pstrcat(*state, modulus(*state, 2040), "_g", NULL);
    const struct {
        const char      *n;
        const char      *e;
        lz_jwt_verdict_e verdict;
    } cases[] = {
        { modulus(*state, 2048), "AQAB", LZ_JWT_SIGNATURE },
        { modulus(*state, 8192), "AQAB", LZ_JWT_SIGNATURE },
        { modulus(*state, 2048), "__________8", LZ_JWT_SIGNATURE },     /* 64 bits */
        { modulus(*state, 512), "AQAB", LZ_JWT_BAD_KEY },
        { modulus(*state, 2047), "AQAB", LZ_JWT_BAD_KEY },
        { modulus(*state, 8193), "AQAB", LZ_JWT_BAD_KEY },
        { modulus(*state, 16384), "AQAB", LZ_JWT_BAD_KEY },
        { even, "AQAB", LZ_JWT_BAD_KEY },
        { modulus(*state, 2048), "AQ", LZ_JWT_BAD_KEY },                /* 1 */
        { modulus(*state, 2048), "Aw", LZ_JWT_BAD_KEY },                /* 3 */
        { modulus(*state, 2048), "AP__", LZ_JWT_BAD_KEY },              /* 65535 */
        { modulus(*state, 2048), "AQAA", LZ_JWT_BAD_KEY },              /* 65536 */
        { modulus(*state, 2048), "Af__________", LZ_JWT_BAD_KEY },      /* 65 bits */
        { modulus(*state, 2048), "", LZ_JWT_BAD_KEY },
        { "", "AQAB", LZ_JWT_BAD_KEY },
        { apr_pstrcat(*state, modulus(*state, 2048), "=", NULL), "AQAB", LZ_JWT_BAD_KEY },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *jwk = apr_pstrcat(*state, "{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"", cases[i].n,
                                      "\",\"e\":\"", cases[i].e, "\"}", NULL);
        const char *jwks = set_of(*state, jwk);
        const char *reason;

        if (verify(*state, jwt, jwks) != cases[i].verdict) {
            fail_msg("not %d: n %s e %s", cases[i].verdict, cases[i].n, cases[i].e);
        }
        assert_int_equal(lz_jwks_usable(*state, jwks, strlen(jwks), &reason),
                         cases[i].verdict == LZ_JWT_SIGNATURE);
    }
}

static void test_key_sets_that_are_none(void **state)
{
    const lz_jwt_t *jwt = our_token(*state);
    const char *good = our_jwk(*state, "");
    const char *const bad[] = {
        "", "<html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":null}",
        apr_pstrcat(*state, "[", good, "]", NULL),
        apr_pstrcat(*state, "{\"keys\":[", good, "],\"keys\":[]}", NULL),
        apr_pstrcat(*state, set_of(*state, good), "x", NULL),
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *reason = NULL;

        assert_int_equal(verify(*state, jwt, bad[i]), LZ_JWT_UNKNOWN_KID);
        assert_false(lz_jwks_usable(*state, bad[i], strlen(bad[i]), &reason));
        assert_non_null(reason);
    }

    const char *reason = NULL;
    assert_false(lz_jwks_usable(*state, "{\"keys\":[]}", 11, &reason));
    assert_non_null(reason);
    const char *mixed = set_of(*state, apr_pstrcat(*state, "{\"kty\":\"EC\",\"kid\":\"k\"},", good,
                                                   NULL));
    assert_true(lz_jwks_usable(*state, mixed, strlen(mixed), &reason));
}

static const char *load_failure(apr_pool_t *pool, const char *pem)
{
    const char *reason = NULL;

    assert_null(lz_signing_key_load(pool, pem, strlen(pem), &reason));
    assert_non_null(reason);
    assert_int_equal(ERR_peek_error(), 0);
    return reason;
}

static void test_loading_keys(void **state)
{
    const char *traditional = pem_of(*state, our_key, 1, NULL);
    const char *reason = NULL;
    EVP_PKEY *weak = rsa_key_new(1024);
    EVP_PKEY *curve = EVP_EC_gen("P-256");

    assert_non_null(strstr(traditional, "BEGIN RSA PRIVATE KEY"));
    const lz_signing_key_t *key = lz_signing_key_load(*state, traditional, strlen(traditional),
                                                      &reason);
    assert_non_null(key);
    assert_string_equal(lz_signing_key_kid(key), lz_signing_key_kid(load(*state, our_key)));
    assert_string_not_equal(lz_signing_key_kid(key), lz_signing_key_kid(load(*state, other_key)));

    assert_string_equal(load_failure(*state, ""), "no private key in PEM form");
    assert_string_equal(load_failure(*state, "no key"), "no private key in PEM form");
    assert_string_equal(load_failure(*state, apr_pstrmemdup(*state, traditional, 300)),
                        "no private key in PEM form");
    assert_string_equal(load_failure(*state, pem_of(*state, our_key, 0, EVP_aes_256_cbc())),
                        "the key is encrypted");
    assert_string_equal(load_failure(*state, pem_of(*state, weak, 0, NULL)),
                        "an RSA key needs 2048 to 8192 bits");
    assert_string_equal(load_failure(*state, pem_of(*state, curve, 0, NULL)), "not an RSA key");
    EVP_PKEY_free(weak);
    EVP_PKEY_free(curve);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_rfc7515_example),
        pool_test(test_rfc7638_thumbprint),
        pool_test(test_sign_publish_verify),
        pool_test(test_parts),
        pool_test(test_size),
        pool_test(test_header_rules),
        pool_test(test_signatures),
        pool_test(test_choice_of_key),
        pool_test(test_weak_keys),
        pool_test(test_key_sets_that_are_none),
        pool_test(test_loading_keys),
    };

    return cmocka_run_group_tests_name("base/jose", tests, make_keys, free_keys);
}
