/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* RFC 4648 §4: groups of three bytes become four digits; returns the end of what was written. */
static char *encode_base64(char *out, const unsigned char *in, apr_size_t length,
                           const char *digits)
{
    while (length >= 3) {
        *out++ = digits[in[0] >> 2];
        *out++ = digits[(in[0] & 0x03) << 4 | in[1] >> 4];
        *out++ = digits[(in[1] & 0x0f) << 2 | in[2] >> 6];
        *out++ = digits[in[2] & 0x3f];
        in += 3;
        length -= 3;
    }
    if (length > 0) {
        const unsigned char second = length == 2 ? in[1] : 0;

        *out++ = digits[in[0] >> 2];
        *out++ = digits[(in[0] & 0x03) << 4 | second >> 4];
        if (length == 2) {
            *out++ = digits[(second & 0x0f) << 2];
        }
    }
    return out;
}

const char *lz_base64url_encode(apr_pool_t *pool, const void *bytes, apr_size_t length)
{
    char *text = apr_palloc(pool, (length + 2) / 3 * 4 + 1);

    *encode_base64(text, bytes, length, url_alphabet) = '\0';
    return text;
}

const char *lz_base64_encode(apr_pool_t *pool, const void *bytes, apr_size_t length)
{
    char *text = apr_palloc(pool, (length + 2) / 3 * 4 + 1);
    char *end = encode_base64(text, bytes, length, alphabet);

    while ((end - text) % 4 != 0) {
        *end++ = '=';
    }
    *end = '\0';
    return text;
}

/* Value of a base64url digit from 0x20 to 0x7f, or -1. */
static const signed char digit_values[] = {
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62, -1, -1,  /* 0x20 */
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1,  /* 0x30 */
    -1,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,  /* 0x40 */
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, -1, -1, -1, -1, 63,  /* 0x50 */
    -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,  /* 0x60 */
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,  /* 0x70 */
};

static int digit_value(unsigned char c)
{
    return c >= 0x20 && c <= 0x7f ? digit_values[c - 0x20] : -1;
}

/* The bits of n digits, or -1 when one of them is none. */
static int digits_value(const unsigned char *digits, apr_size_t n)
{
    int value = 0;
    int wrong = 0;

    for (apr_size_t i = 0; i < n; i++) {
        const int digit = digit_value(digits[i]);

        wrong |= digit;
        value = value * 64 + digit;
    }
    return wrong < 0 ? -1 : value;
}

/* The last two or three digits, whose unused bits are zero: else two texts would mean the same. */
static unsigned char *decode_rest(const unsigned char *in, apr_size_t n, unsigned char *out)
{
    const int value = digits_value(in, n);

    if (n == 2 && value >= 0 && (value & 0x0f) == 0) {
        *out++ = (unsigned char)(value >> 4);
        return out;
    }
    if (n == 3 && value >= 0 && (value & 0x03) == 0) {
        *out++ = (unsigned char)(value >> 10);
        *out++ = (unsigned char)(value >> 2);
        return out;
    }
    return n == 0 ? out : NULL;
}

unsigned char *lz_base64url_decode(apr_pool_t *pool, const char *text, apr_size_t text_length,
                                   apr_size_t *length)
{
    const unsigned char *in = (const unsigned char *)text;
    unsigned char *bytes = apr_palloc(pool, text_length / 4 * 3 + 3);
    unsigned char *out = bytes;

    for (; text_length >= 4; in += 4, text_length -= 4) {
        const int a = digit_value(in[0]);
        const int b = digit_value(in[1]);
        const int c = digit_value(in[2]);
        const int d = digit_value(in[3]);
        const int value = a * 262144 + b * 4096 + c * 64 + d;

        if ((a | b | c | d) < 0) {
            return NULL;
        }
        *out++ = (unsigned char)(value >> 16);
        *out++ = (unsigned char)(value >> 8);
        *out++ = (unsigned char)value;
    }
    out = decode_rest(in, text_length, out);
    if (!out) {
        return NULL;
    }
    *out = '\0';
    *length = (apr_size_t)(out - bytes);
    return bytes;
}

const char *lz_hex_encode(apr_pool_t *pool, const void *bytes, apr_size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *in = bytes;
    char *text = apr_palloc(pool, length * 2 + 1);

    for (apr_size_t i = 0; i < length; i++) {
        text[2 * i] = digits[in[i] >> 4];
        text[2 * i + 1] = digits[in[i] & 0x0f];
    }
    text[length * 2] = '\0';
    return text;
}

/* Bytes of the well-formed sequence that begins at s (RFC 3629 §4), or 0. */
static apr_size_t utf8_sequence(const unsigned char *s, apr_size_t left)
{
    const unsigned char lead = s[0];
    unsigned char low = 0x80;           /* range of the second byte: no overlong forms, no */
    unsigned char high = 0xbf;          /* surrogates, nothing beyond U+10FFFF */
    apr_size_t size;

    if (lead < 0x80) {
        return lead != 0;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        size = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        size = 3;
        low = lead == 0xe0 ? 0xa0 : low;
        high = lead == 0xed ? 0x9f : high;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        size = 4;
        low = lead == 0xf0 ? 0x90 : low;
        high = lead == 0xf4 ? 0x8f : high;
    } else {
        return 0;
    }

    if (left < size || s[1] < low || s[1] > high) {
        return 0;
    }
    for (apr_size_t i = 2; i < size; i++) {
        if (s[i] < 0x80 || s[i] > 0xbf) {
            return 0;
        }
    }
    return size;
}

/* How many bytes from s on are ASCII but NUL: eight at a time, as most text is nothing else. */
static apr_size_t ascii_length(const unsigned char *s, apr_size_t length)
{
    const apr_uint64_t ones = 0x0101010101010101u;
    const apr_uint64_t tops = 0x8080808080808080u;
    apr_size_t i = 0;

    for (; i + sizeof(ones) <= length; i += sizeof(ones)) {
        apr_uint64_t word;

        memcpy(&word, s + i, sizeof(word));
        /* A top bit is set, or was borrowed from by a byte that is zero. */
        if (((word | (word - ones)) & tops) != 0) {
            break;
        }
    }
    while (i < length && s[i] < 0x80 && s[i] != 0) {
        i++;
    }
    return i;
}

int lz_utf8_valid(const char *text, apr_size_t length)
{
    const unsigned char *s = (const unsigned char *)text;
    apr_size_t i = 0;

    while (i < length) {
        i += ascii_length(s + i, length - i);
        if (i == length) {
            break;
        }
        const apr_size_t size = utf8_sequence(s + i, length - i);

        if (size == 0) {
            return 0;
        }
        i += size;
    }
    return 1;
}

apr_size_t lz_utf8_length(const char *text)
{
    apr_size_t n = 0;

    for (; *text; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return n;
}

/* What cannot fail but for want of memory ends the process then, as APR pools do in httpd. */
static void must(int ok)
{
    if (!ok) {
        abort();
    }
}

/*
 * SHA-256 as OpenSSL's providers have it, looked up once for the process: EVP_sha256() looks it up
 * with each use, under a lock that all threads share. A constant, whoever comes first to make it.
 */
static const EVP_MD *sha256(void)
{
    static EVP_MD *fetched;
    EVP_MD *known = __atomic_load_n(&fetched, __ATOMIC_ACQUIRE);

    if (!known) {
        EVP_MD *mine = EVP_MD_fetch(NULL, "SHA256", NULL);

        must(mine != NULL);
        if (__atomic_compare_exchange_n(&fetched, &known, mine, 0, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE)) {
            return mine;
        }
        EVP_MD_free(mine);
    }
    return known;
}

void lz_sha256(const void *bytes, apr_size_t length, unsigned char digest[LZ_SHA256_SIZE])
{
    must(EVP_Digest(bytes, length, digest, NULL, sha256(), NULL));
}

static void hmac(const char *digest, const void *key, apr_size_t key_length, const void *bytes,
                 apr_size_t length, unsigned char *mac, size_t size)
{
    size_t written = 0;

    /* OpenSSL takes a NULL key for "the same again", so an empty key needs an address. */
    must(EVP_Q_mac(NULL, "HMAC", NULL, digest, NULL, key ? key : "", key_length, bytes, length,
                   mac, size, &written) != NULL);
    must(written == size);
}

void lz_hmac_sha256(const void *key, apr_size_t key_length, const void *bytes, apr_size_t length,
                    unsigned char mac[LZ_SHA256_SIZE])
{
    hmac("SHA256", key, key_length, bytes, length, mac, LZ_SHA256_SIZE);
}

void lz_hmac_sha1(const void *key, apr_size_t key_length, const void *bytes, apr_size_t length,
                  unsigned char mac[LZ_SHA1_SIZE])
{
    hmac("SHA1", key, key_length, bytes, length, mac, LZ_SHA1_SIZE);
}

int lz_hkdf_sha256(const void *secret, apr_size_t secret_length, const void *salt,
                   apr_size_t salt_length, const void *info, apr_size_t info_length,
                   unsigned char *key, apr_size_t key_length)
{
    /* OSSL_PARAM takes pointers to non-const and does not write through them. */
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_length),
        OSSL_PARAM_construct_end()
    };

    ERR_set_mark();
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_HKDF, NULL);
    EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    const int ok = context && EVP_KDF_derive(context, key, key_length, params) > 0;
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    ERR_pop_to_mark();
    return ok;
}

static void digest_part(EVP_MD_CTX *context, const char *part)
{
    const apr_uint64_t length = strlen(part);
    unsigned char prefix[8];

    for (int i = 0; i < 8; i++) {
        prefix[i] = (unsigned char)(length >> (56 - 8 * i));
    }
    must(EVP_DigestUpdate(context, prefix, sizeof(prefix)));
    must(EVP_DigestUpdate(context, part, length));
}

const char *lz_fingerprint(apr_pool_t *pool, const char *part, ...)
{
    unsigned char digest[LZ_SHA256_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    va_list parts;

    must(context && EVP_DigestInit_ex2(context, sha256(), NULL));
    va_start(parts, part);
    for (; part; part = va_arg(parts, const char *)) {
        digest_part(context, part);
    }
    va_end(parts);
    must(EVP_DigestFinal_ex(context, digest, NULL));
    EVP_MD_CTX_free(context);
    return lz_base64url_encode(pool, digest, sizeof(digest));
}

int lz_random_bytes(void *bytes, apr_size_t n)
{
    return n <= INT_MAX && RAND_bytes(bytes, (int)n) == 1;
}

const char *lz_random_token(apr_pool_t *pool, apr_size_t n)
{
    unsigned char *bytes = apr_palloc(pool, n);

    return lz_random_bytes(bytes, n) ? lz_base64url_encode(pool, bytes, n) : NULL;
}

int lz_equal_secret(const char *a, const char *b)
{
    if (!a || !b || strlen(a) != strlen(b)) {
        return 0;
    }
    return CRYPTO_memcmp(a, b, strlen(a)) == 0;
}
