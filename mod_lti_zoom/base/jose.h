/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Web Tokens as LTI uses them: compact JWS, RS256 only (RFC 7515, 7518 §3.3), and JSON Web
 * Key Sets (RFC 7517). The algorithm is fixed here and never taken from a token.
 */
#ifndef LZ_BASE_JOSE_H
#define LZ_BASE_JOSE_H

#include <apr_pools.h>
#include <json-c/json.h>

#include "key_ring.h"

#define LZ_JWT_MAX (64 * 1024)      /* bytes of a compact token */
#define LZ_KID_MAX 255

typedef enum lz_jwt_verdict_e {
    LZ_JWT_OK,
    LZ_JWT_MALFORMED,       /* not three strict base64url parts of JSON objects, or too large */
    LZ_JWT_ALGORITHM,       /* alg is not RS256 */
    LZ_JWT_CRITICAL,        /* crit, b64 or zip in the header */
    LZ_JWT_NO_KID,          /* kid absent, empty, no string, too long */
    LZ_JWT_UNKNOWN_KID,     /* no RSA key of that kid in the set, or no key set: fetching it anew
                               may help */
    LZ_JWT_BAD_KEY,         /* the key of that kid may not be used: weak, for something else than
                               RS256 signatures, ambiguous */
    LZ_JWT_SIGNATURE        /* signature wrong */
} lz_jwt_verdict_e;

typedef struct lz_jwt_t {
    json_object *header;        /* borrowed from the pool given to the parse */
    json_object *claims;        /* unverified until lz_jwt_verify() said LZ_JWT_OK */
    const char  *kid;
    const char  *signed_part;   /* header.payload as received */
    apr_size_t   signed_length;
    const unsigned char *signature;
    apr_size_t   signature_length;
} lz_jwt_t;

/*
 * Parts, header rules and strict JSON; no cryptography. *reason (for the log, static) on refusal.
 * Keys and addresses of keys in the header (jwk, jku, x5c, x5u) are ignored. The result points
 * into token.
 */
lz_jwt_verdict_e lz_jwt_parse(apr_pool_t *pool, const char *token, lz_jwt_t **jwt,
                              const char **reason) __attribute__((warn_unused_result));

/*
 * Checks the signature with the key of jwt->kid in the key set's text. Keys of another kty do not
 * count, and of several RSA keys of one kid those for something else than RS256 signatures (use,
 * alg, key_ops) do not; two that remain are refused. RSA 2048 to 8192 bits, odd exponent >= 65537
 * of at most 64 bits.
 */
lz_jwt_verdict_e lz_jwt_verify(apr_pool_t *pool, lz_key_ring_t *ring, const lz_jwt_t *jwt,
                               const char *jwks, apr_size_t jwks_length, const char **reason)
    __attribute__((warn_unused_result));

/* 1 when the text is a JSON object with an array "keys" that holds a usable RSA key with a kid. */
int lz_jwks_usable(apr_pool_t *pool, const char *jwks, apr_size_t length, const char **reason)
    __attribute__((warn_unused_result));

/* The tool's own RSA keys. */
typedef struct lz_signing_key_t lz_signing_key_t;

/*
 * From PEM text (PKCS#8 or PKCS#1, unencrypted, RSA of 2048 to 8192 bits). Lives in pool; may be
 * used by many threads. *reason (static) on error. The kid is lz_jwk_thumbprint().
 */
lz_signing_key_t *lz_signing_key_load(apr_pool_t *pool, const char *pem, apr_size_t length,
                                      const char **reason) __attribute__((warn_unused_result));

const char *lz_signing_key_kid(const lz_signing_key_t *key);

/* RFC 7638: base64url of the SHA-256 of the RSA key with these numbers (base64url). */
const char *lz_jwk_thumbprint(apr_pool_t *pool, const char *n, const char *e);

/* {"keys":[{kty,kid,alg:"RS256",use:"sig",n,e}]} in the given order. */
const char *lz_jwks_publish(apr_pool_t *pool, const lz_signing_key_t *const *keys, int n);

/* Compact JWS of claims, header {"alg":"RS256","typ":"JWT","kid":...}. NULL on failure. */
const char *lz_jwt_sign(apr_pool_t *pool, const lz_signing_key_t *key, json_object *claims)
    __attribute__((warn_unused_result));

#endif
