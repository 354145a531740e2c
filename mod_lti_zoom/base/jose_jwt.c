/* SPDX-License-Identifier: Apache-2.0 */
/* Taking a compact JWS apart. No cryptography here. */
#include "jose.h"

#include <string.h>

#include "encoding.h"
#include "json.h"

/* The JSON object behind base64url text, or NULL with *reason set. */
static json_object *decode_object(apr_pool_t *pool, const char *text, apr_size_t text_length,
                                  const char **reason)
{
    apr_size_t length;
    const unsigned char *json = lz_base64url_decode(pool, text, text_length, &length);

    if (!json) {
        *reason = "a part is not base64url";
        return NULL;
    }
    return lz_json_parse(pool, (const char *)json, length, LZ_JSON_OBJECT | LZ_JSON_NO_NUL, reason);
}

static lz_jwt_verdict_e check_header(json_object *header, const char **kid, const char **reason)
{
    static const char *const extensions[] = { "crit", "b64", "zip" };
    const char *alg = lz_json_string(header, "alg");

    if (!alg || strcmp(alg, "RS256") != 0) {
        *reason = "alg is not RS256";
        return LZ_JWT_ALGORITHM;
    }
    for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
        if (json_object_object_get_ex(header, extensions[i], NULL)) {
            *reason = "crit, b64 or zip in the header";
            return LZ_JWT_CRITICAL;
        }
    }
    *kid = lz_json_string(header, "kid");
    if (!*kid || !**kid || strlen(*kid) > LZ_KID_MAX) {
        *reason = "kid is absent, empty, no text or too long";
        return LZ_JWT_NO_KID;
    }
    return LZ_JWT_OK;
}

lz_jwt_verdict_e lz_jwt_parse(apr_pool_t *pool, const char *token, lz_jwt_t **result,
                              const char **reason)
{
    const char *first_dot = strchr(token, '.');
    const char *second_dot = first_dot ? strchr(first_dot + 1, '.') : NULL;

    if (!second_dot || strchr(second_dot + 1, '.')) {
        *reason = "not three parts";
        return LZ_JWT_MALFORMED;
    }
    if (strlen(token) > LZ_JWT_MAX) {
        *reason = "too large";
        return LZ_JWT_MALFORMED;
    }

    lz_jwt_t *jwt = apr_pcalloc(pool, sizeof(*jwt));
    jwt->signed_part = token;
    jwt->signed_length = (apr_size_t)(second_dot - token);
    jwt->header = decode_object(pool, token, (apr_size_t)(first_dot - token), reason);
    if (!jwt->header) {
        return LZ_JWT_MALFORMED;
    }
    const lz_jwt_verdict_e verdict = check_header(jwt->header, &jwt->kid, reason);
    if (verdict != LZ_JWT_OK) {
        return verdict;
    }

    jwt->claims = decode_object(pool, first_dot + 1, (apr_size_t)(second_dot - first_dot - 1),
                                reason);
    if (!jwt->claims) {
        return LZ_JWT_MALFORMED;
    }
    jwt->signature = lz_base64url_decode(pool, second_dot + 1, strlen(second_dot + 1),
                                         &jwt->signature_length);
    if (!jwt->signature) {
        *reason = "the signature is not base64url";
        return LZ_JWT_MALFORMED;
    }
    *result = jwt;
    return LZ_JWT_OK;
}
