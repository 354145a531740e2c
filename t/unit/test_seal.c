/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>
#include <openssl/err.h>

#include "base/encoding.h"
#include "base/seal.h"

static const char secret_a[] = "secret a of at least thirty-two bytes";
static const char secret_b[] = "secret b of at least thirty-two bytes";

static lz_sealer_t *make(apr_pool_t *pool, const char *first, const char *second)
{
    const char *const secrets[] = { first, second };
    lz_sealer_t *sealer = NULL;

    assert_int_equal(lz_sealer_create(pool, secrets, second ? 2 : 1, &sealer), APR_SUCCESS);
    assert_non_null(sealer);
    return sealer;
}

static void assert_opens(const lz_sealer_t *sealer, apr_pool_t *pool, const char *sealed,
                         const char *clear)
{
    apr_size_t length = 99999;
    const char *opened = lz_unseal(sealer, pool, LZ_SEAL_SESSION, sealed, &length);

    assert_non_null(opened);
    assert_int_equal(length, strlen(clear));
    assert_string_equal(opened, clear);
}

static void test_round_trip(void **state)
{
    const lz_sealer_t *sealer = make(*state, secret_a, NULL);
    const char *sealed = lz_seal(sealer, *state, LZ_SEAL_SESSION, "hello", 5);
    apr_size_t length;

    assert_opens(sealer, *state, sealed, "hello");
    assert_opens(sealer, *state, lz_seal(sealer, *state, LZ_SEAL_SESSION, "", 0), "");
    /* 1 + 4 + 12 + 5 + 16 bytes as base64url, in whose alphabet a state must stay */
    assert_int_equal(strlen(sealed), 51);
    assert_int_equal(strspn(sealed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_"), 51);
    assert_string_not_equal(sealed, lz_seal(sealer, *state, LZ_SEAL_SESSION, "hello", 5));

    const char *opened = lz_unseal(sealer, *state, LZ_SEAL_ROW,
                                   lz_seal(sealer, *state, LZ_SEAL_ROW, "a\0b", 3), &length);
    assert_int_equal(length, 3);
    assert_memory_equal(opened, "a\0b", 4);
}

static void test_large(void **state)
{
    const lz_sealer_t *sealer = make(*state, secret_a, NULL);
    char *clear = apr_palloc(*state, 100001);

    memset(clear, 'x', 100000);
    clear[100000] = '\0';
    assert_opens(sealer, *state, lz_seal(sealer, *state, LZ_SEAL_SESSION, clear, 100000), clear);
}

static void test_purposes_are_apart(void **state)
{
    const lz_sealer_t *sealer = make(*state, secret_a, NULL);
    apr_size_t length;

    for (int sealed_for = 0; sealed_for < LZ_SEAL_PURPOSE_COUNT; sealed_for++) {
        const char *sealed = lz_seal(sealer, *state, (lz_seal_purpose_e)sealed_for, "x", 1);

        for (int opened_as = 0; opened_as < LZ_SEAL_PURPOSE_COUNT; opened_as++) {
            const char *opened = lz_unseal(sealer, *state, (lz_seal_purpose_e)opened_as, sealed,
                                           &length);

            assert_int_equal(opened != NULL, sealed_for == opened_as);
        }
    }
}

static void test_rotation(void **state)
{
    const lz_sealer_t *old = make(*state, secret_a, NULL);
    const lz_sealer_t *rotated = make(*state, secret_b, secret_a);
    const lz_sealer_t *new = make(*state, secret_b, NULL);
    const char *sealed_before = lz_seal(old, *state, LZ_SEAL_SESSION, "before", 6);
    const char *sealed_after = lz_seal(rotated, *state, LZ_SEAL_SESSION, "after", 5);
    apr_size_t length;

    assert_opens(rotated, *state, sealed_before, "before");
    assert_opens(rotated, *state, sealed_after, "after");
    assert_opens(new, *state, sealed_after, "after");
    assert_null(lz_unseal(new, *state, LZ_SEAL_SESSION, sealed_before, &length));
    assert_null(lz_unseal(old, *state, LZ_SEAL_SESSION, sealed_after, &length));

    /* another node with the same secret */
    assert_opens(make(*state, secret_a, NULL), *state, sealed_before, "before");
}

static void test_every_bit_counts(void **state)
{
    const lz_sealer_t *sealer = make(*state, secret_a, NULL);
    const char *sealed = lz_seal(sealer, *state, LZ_SEAL_SESSION, "hello", 5);
    apr_size_t size;
    apr_size_t length;
    unsigned char *bytes = lz_base64url_decode(*state, sealed, strlen(sealed), &size);

    for (apr_size_t bit = 0; bit < size * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_null(lz_unseal(sealer, *state, LZ_SEAL_SESSION,
                              lz_base64url_encode(*state, bytes, size), &length));
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (apr_size_t shorter = 0; shorter < size; shorter++) {
        assert_null(lz_unseal(sealer, *state, LZ_SEAL_SESSION,
                              lz_base64url_encode(*state, bytes, shorter), &length));
    }
    assert_null(lz_unseal(sealer, *state, LZ_SEAL_SESSION, apr_pstrcat(*state, sealed, "=", NULL),
                          &length));
    assert_null(lz_unseal(sealer, *state, LZ_SEAL_SESSION,
                          apr_pstrcat(*state, sealed, "AAAA", NULL), &length));
    assert_opens(sealer, *state, sealed, "hello");
    assert_int_equal(ERR_peek_error(), 0);
}

static void test_secrets_that_are_none(void **state)
{
    const char *const short_one[] = { secret_a, "1234567890123456789012345678901" };
    const char *const long_enough[] = { "12345678901234567890123456789012" };
    lz_sealer_t *sealer = NULL;

    assert_int_equal(lz_sealer_create(*state, short_one, 2, &sealer), APR_EINVAL);
    assert_int_equal(lz_sealer_create(*state, short_one, 0, &sealer), APR_EINVAL);
    assert_null(sealer);
    assert_int_equal(lz_sealer_create(*state, long_enough, 1, &sealer), APR_SUCCESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_round_trip),
        pool_test(test_large),
        pool_test(test_purposes_are_apart),
        pool_test(test_rotation),
        pool_test(test_every_bit_counts),
        pool_test(test_secrets_that_are_none),
    };

    return cmocka_run_group_tests_name("base/seal", tests, apr_setup, apr_teardown);
}
