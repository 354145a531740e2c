/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include "base/encoding.h"

static unsigned char *decode(apr_pool_t *pool, const char *text, apr_size_t *length)
{
    return lz_base64url_decode(pool, text, strlen(text), length);
}

/* RFC 4648 §10, and the same without padding. */
static void test_base64_vectors(void **state)
{
    static const char *const vectors[][3] = {
        { "", "", "" }, { "f", "Zg==", "Zg" }, { "fo", "Zm8=", "Zm8" }, { "foo", "Zm9v", "Zm9v" },
        { "foob", "Zm9vYg==", "Zm9vYg" }, { "fooba", "Zm9vYmE=", "Zm9vYmE" },
        { "foobar", "Zm9vYmFy", "Zm9vYmFy" }, { "\xfb\xff\xfe", "+//+", "-__-" }
    };

    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        const char *clear = vectors[i][0];
        apr_size_t length = 99;

        assert_string_equal(lz_base64_encode(*state, clear, strlen(clear)), vectors[i][1]);
        assert_string_equal(lz_base64url_encode(*state, clear, strlen(clear)), vectors[i][2]);
        assert_string_equal((char *)decode(*state, vectors[i][2], &length), clear);
        assert_int_equal(length, strlen(clear));
    }
}

static void test_base64url_is_strict(void **state)
{
    static const char *const bad[] = {
        "Zg==", "Z", "A", "AAAAA", "Zm9vY", "Zm 9v", "Zm9v\n", "+//+", "Zm9v.", "Zh", "Zm9",
        "Z\xc3\xa9"
    };
    apr_size_t length = 99;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (decode(*state, bad[i], &length)) {
            fail_msg("accepted: %s", bad[i]);
        }
    }
    assert_int_equal(length, 99);
    assert_null(lz_base64url_decode(*state, "Zm\0v", 4, &length));
}

static void test_base64url_all_bytes(void **state)
{
    unsigned char bytes[256];
    apr_size_t length;

    for (int i = 0; i < 256; i++) {
        bytes[i] = (unsigned char)(i * 7 + 3);
    }
    for (apr_size_t n = 0; n <= sizeof(bytes); n++) {
        const char *text = lz_base64url_encode(*state, bytes, n);
        const unsigned char *back = decode(*state, text, &length);

        assert_non_null(back);
        assert_int_equal(length, n);
        assert_memory_equal(back, bytes, n);
    }
}

static void test_hex(void **state)
{
    assert_string_equal(lz_hex_encode(*state, "\x00\x0f\xf0\xff", 4), "000ff0ff");
    assert_string_equal(lz_hex_encode(*state, "", 0), "");
}

static void test_utf8(void **state)
{
    static const char *const good[] = {
        "", "ascii", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"
    };
    static const char *const bad[] = {
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xe2\x82", "\xe2\x82\x41", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "\xf0\x9f\x98", "\xfe", "\xff"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(lz_utf8_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(lz_utf8_valid(bad[i], strlen(bad[i])));
    }
    assert_false(lz_utf8_valid("a\0b", 3));
    /* a sequence that goes on beyond the length does not count */
    assert_false(lz_utf8_valid("\xe2\x82\xac", 2));

    assert_int_equal(lz_utf8_length(""), 0);
    assert_int_equal(lz_utf8_length("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), 4);
}

/* FIPS 180-4's "abc". */
static void test_sha256(void **state)
{
    unsigned char digest[LZ_SHA256_SIZE];

    lz_sha256("abc", 3, digest);
    assert_string_equal(lz_hex_encode(*state, digest, sizeof(digest)),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    lz_sha256("", 0, digest);
    assert_string_equal(lz_hex_encode(*state, digest, sizeof(digest)),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* RFC 4231 §4.3, and an empty key. */
static void test_hmac_sha256(void **state)
{
    const char *data = "what do ya want for nothing?";
    unsigned char mac[LZ_SHA256_SIZE];

    lz_hmac_sha256("Jefe", 4, data, strlen(data), mac);
    assert_string_equal(lz_hex_encode(*state, mac, sizeof(mac)),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    lz_hmac_sha256(NULL, 0, "", 0, mac);
    assert_string_equal(lz_hex_encode(*state, mac, sizeof(mac)),
                        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

/* RFC 2202 §3, the same two. */
static void test_hmac_sha1(void **state)
{
    const char *data = "what do ya want for nothing?";
    unsigned char mac[LZ_SHA1_SIZE];

    lz_hmac_sha1("Jefe", 4, data, strlen(data), mac);
    assert_string_equal(lz_hex_encode(*state, mac, sizeof(mac)),
                        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    lz_hmac_sha1(NULL, 0, "", 0, mac);
    assert_string_equal(lz_hex_encode(*state, mac, sizeof(mac)),
                        "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

/* RFC 5869 A.1, and A.3 with neither salt nor info. */
static void test_hkdf_sha256(void **state)
{
    unsigned char secret[22];
    unsigned char salt[13];
    unsigned char info[10];
    unsigned char key[42];

    memset(secret, 0x0b, sizeof(secret));
    for (int i = 0; i < 13; i++) {
        salt[i] = (unsigned char)i;
    }
    for (int i = 0; i < 10; i++) {
        info[i] = (unsigned char)(0xf0 + i);
    }

    assert_true(lz_hkdf_sha256(secret, 22, salt, 13, info, 10, key, sizeof(key)));
    assert_string_equal(lz_hex_encode(*state, key, sizeof(key)),
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                        "34007208d5b887185865");
    assert_true(lz_hkdf_sha256(secret, 22, "", 0, "", 0, key, sizeof(key)));
    assert_string_equal(lz_hex_encode(*state, key, sizeof(key)),
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                        "9d201395faa4b61a96c8");
}

static void test_fingerprint(void **state)
{
    const char *one = lz_fingerprint(*state, "ab", "c", NULL);

    assert_int_equal(strlen(one), 43);
    assert_string_equal(one, lz_fingerprint(*state, "ab", "c", NULL));
    assert_string_not_equal(one, lz_fingerprint(*state, "a", "bc", NULL));
    assert_string_not_equal(one, lz_fingerprint(*state, "abc", NULL));
    assert_string_not_equal(one, lz_fingerprint(*state, "ab", "c", "", NULL));
}

static void test_random(void **state)
{
    unsigned char a[32] = { 0 };
    unsigned char b[32] = { 0 };

    assert_true(lz_random_bytes(a, sizeof(a)));
    assert_true(lz_random_bytes(b, sizeof(b)));
    assert_memory_not_equal(a, b, sizeof(a));

    const char *token = lz_random_token(*state, 32);
    assert_int_equal(strlen(token), 43);
    assert_string_not_equal(token, lz_random_token(*state, 32));
}

static void test_equal_secret(void **state)
{
    (void)state;
    assert_true(lz_equal_secret("", ""));
    assert_true(lz_equal_secret("same", "same"));
    assert_false(lz_equal_secret("same", "sama"));
    assert_false(lz_equal_secret("same", "samee"));
    assert_false(lz_equal_secret("same", ""));
    assert_false(lz_equal_secret(NULL, NULL));
    assert_false(lz_equal_secret("same", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_base64_vectors),
        pool_test(test_base64url_is_strict),
        pool_test(test_base64url_all_bytes),
        pool_test(test_hex),
        pool_test(test_utf8),
        pool_test(test_sha256),
        pool_test(test_hmac_sha256),
        pool_test(test_hmac_sha1),
        pool_test(test_hkdf_sha256),
        pool_test(test_fingerprint),
        pool_test(test_random),
        pool_test(test_equal_secret),
    };

    return cmocka_run_group_tests_name("base/encoding", tests, apr_setup, apr_teardown);
}
