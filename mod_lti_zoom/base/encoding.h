/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64url without padding (RFC 4648 §5), hex, UTF-8, SHA-256, HMAC, HKDF, randomness. SHA-1
 * serves the signatures of LTI 1.1 alone.
 * Digests cannot fail but for want of memory, and then end the process, as APR pools do here.
 */
#ifndef LZ_BASE_ENCODING_H
#define LZ_BASE_ENCODING_H

#include <apr_pools.h>

#define LZ_SHA256_SIZE 32
#define LZ_SHA1_SIZE 20

const char *lz_base64url_encode(apr_pool_t *pool, const void *bytes, apr_size_t length);

/*
 * Strict: alphabet A-Z a-z 0-9 - _ only, no padding, no impossible length, unused bits zero.
 * NULL on failure; the result is NUL-terminated beyond *length.
 */
unsigned char *lz_base64url_decode(apr_pool_t *pool, const char *text, apr_size_t text_length,
                                   apr_size_t *length) __attribute__((warn_unused_result));

/* RFC 4648 §4, padded. */
const char *lz_base64_encode(apr_pool_t *pool, const void *bytes, apr_size_t length);

/* Lower case. */
const char *lz_hex_encode(apr_pool_t *pool, const void *bytes, apr_size_t length);

/* 1 when text is well-formed UTF-8 without NUL. */
int lz_utf8_valid(const char *text, apr_size_t length);

/* Number of code points of valid UTF-8. */
apr_size_t lz_utf8_length(const char *text);

void lz_sha256(const void *bytes, apr_size_t length, unsigned char digest[LZ_SHA256_SIZE]);

/* RFC 2104. */
void lz_hmac_sha256(const void *key, apr_size_t key_length, const void *bytes, apr_size_t length,
                    unsigned char mac[LZ_SHA256_SIZE]);
void lz_hmac_sha1(const void *key, apr_size_t key_length, const void *bytes, apr_size_t length,
                  unsigned char mac[LZ_SHA1_SIZE]);

/* RFC 5869, extract and expand: key_length bytes (at most 8160) into key; 0 on failure. */
int lz_hkdf_sha256(const void *secret, apr_size_t secret_length, const void *salt,
                   apr_size_t salt_length, const void *info, apr_size_t info_length,
                   unsigned char *key, apr_size_t key_length)
    __attribute__((warn_unused_result));

/* base64url of the SHA-256 over parts (NULL-terminated list), each preceded by its length, so
 * that ("ab","c") and ("a","bc") differ. 43 characters. */
const char *lz_fingerprint(apr_pool_t *pool, const char *part, ...)
    __attribute__((sentinel));

/* n random bytes; 0 when the system has none. */
int lz_random_bytes(void *bytes, apr_size_t n) __attribute__((warn_unused_result));

/* base64url of n random bytes, or NULL. */
const char *lz_random_token(apr_pool_t *pool, apr_size_t n) __attribute__((warn_unused_result));

/* Constant-time in the content; 0 at once when the lengths differ or either is NULL. */
int lz_equal_secret(const char *a, const char *b) __attribute__((warn_unused_result));

#endif
