/* SPDX-License-Identifier: Apache-2.0 */
/* base/key_ring.c: the right key for a set and a kid, and no other. */
#include "support/fixture.h"

#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/ec.h>

#include "base/key_ring.h"

static lz_key_ring_t *new_ring(apr_pool_t *pool)
{
    lz_key_ring_t *ring = NULL;

    assert_int_equal(lz_key_ring_create(pool, &ring), APR_SUCCESS);
    return ring;
}

static EVP_PKEY *new_key(void)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");    /* quick to make; the ring does not look inside */

    assert_non_null(key);
    return key;
}

/* The key of what the ring hands out. */
static EVP_PKEY *get(lz_key_ring_t *ring, const char *jwks, const char *kid)
{
    EVP_MD_CTX *verifier = lz_key_ring_get(ring, jwks, strlen(jwks), kid);
    EVP_PKEY *key = verifier ? EVP_PKEY_CTX_get0_pkey(EVP_MD_CTX_get_pkey_ctx(verifier)) : NULL;

    EVP_MD_CTX_free(verifier);
    return key;     /* the ring holds it still */
}

static void put(lz_key_ring_t *ring, const char *jwks, const char *kid, EVP_PKEY *key)
{
    EVP_MD_CTX *verifier = EVP_MD_CTX_new();

    assert_int_equal(EVP_DigestVerifyInit_ex(verifier, NULL, "SHA256", NULL, NULL, key, NULL), 1);
    lz_key_ring_put(ring, jwks, strlen(jwks), kid, verifier);
    EVP_MD_CTX_free(verifier);
}

static void test_finds_by_set_and_kid(void **state)
{
    lz_key_ring_t *ring = new_ring(*state);
    EVP_PKEY *one = new_key();
    EVP_PKEY *other = new_key();

    assert_null(get(ring, "set", "a"));
    put(ring, "set", "a", one);
    put(ring, "set", "b", other);
    assert_ptr_equal(get(ring, "set", "a"), one);
    assert_ptr_equal(get(ring, "set", "b"), other);
    assert_null(get(ring, "set", "c"));
    assert_null(get(ring, "set ", "a"));
    EVP_PKEY_free(one);
    EVP_PKEY_free(other);
}

/* Whoever came first stays: both read the same text. */
static void test_a_second_put_changes_nothing(void **state)
{
    lz_key_ring_t *ring = new_ring(*state);
    EVP_PKEY *one = new_key();
    EVP_PKEY *other = new_key();

    put(ring, "set", "a", one);
    put(ring, "set", "a", other);
    assert_ptr_equal(get(ring, "set", "a"), one);
    EVP_PKEY_free(one);
    EVP_PKEY_free(other);
}

static void test_the_oldest_goes(void **state)
{
    lz_key_ring_t *ring = new_ring(*state);
    EVP_PKEY *key = new_key();
    char kid[16];

    put(ring, "set", "first", key);
    for (int i = 0; i < 64; i++) {
        snprintf(kid, sizeof(kid), "kid %d", i);
        put(ring, "set", kid, key);
    }
    assert_null(get(ring, "set", "first"));
    assert_ptr_equal(get(ring, "set", "kid 0"), key);
    assert_ptr_equal(get(ring, "set", "kid 63"), key);
    EVP_PKEY_free(key);
}

static void test_without_a_ring(void **state)
{
    EVP_PKEY *key = new_key();

    (void)state;
    put(NULL, "set", "a", key);
    assert_null(get(NULL, "set", "a"));
    EVP_PKEY_free(key);
}

/* One verification does not touch what the next one gets. */
static void test_each_gets_a_fresh_one(void **state)
{
    static const unsigned char signed_text[] = "signed";
    lz_key_ring_t *ring = new_ring(*state);
    EVP_PKEY *key = new_key();
    EVP_MD_CTX *signer = EVP_MD_CTX_new();
    unsigned char signature[128];
    size_t size = sizeof(signature);

    assert_int_equal(EVP_DigestSignInit_ex(signer, NULL, "SHA256", NULL, NULL, key, NULL), 1);
    assert_int_equal(EVP_DigestSign(signer, signature, &size, signed_text, 6), 1);
    put(ring, "set", "a", key);
    for (int i = 0; i < 3; i++) {
        EVP_MD_CTX *verifier = lz_key_ring_get(ring, "set", 3, "a");

        assert_int_equal(EVP_DigestVerify(verifier, signature, size, signed_text, 6 - i % 2),
                         i % 2 == 0);
        EVP_MD_CTX_free(verifier);
    }
    EVP_MD_CTX_free(signer);
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_finds_by_set_and_kid),
        pool_test(test_a_second_put_changes_nothing),
        pool_test(test_the_oldest_goes),
        pool_test(test_each_gets_a_fresh_one),
        pool_test(test_without_a_ring),
    };

    return cmocka_run_group_tests_name("base/key_ring", tests, apr_setup, apr_teardown);
}
