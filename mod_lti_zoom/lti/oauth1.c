/* SPDX-License-Identifier: Apache-2.0 */
#include "oauth1.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/url.h"

#define NONCE_BYTES 24

/* Encoded text is ASCII, so strcmp() is the order of bytes that RFC 5849 §3.4.1.3.2 wants. */
static int compare_pairs(const void *a, const void *b)
{
    const lz_form_pair_t *left = a;
    const lz_form_pair_t *right = b;
    const int by_name = strcmp(left->name, right->name);

    return by_name != 0 ? by_name : strcmp(left->value, right->value);
}

/* RFC 5849 §3.4.1.3.2: encoded, sorted, joined. */
static const char *normalize_parameters(apr_pool_t *pool, const lz_form_t *parameters)
{
    lz_form_pair_t *pairs = apr_palloc(pool, ((apr_size_t)parameters->n + 1) * sizeof(*pairs));
    apr_array_header_t *pieces = apr_array_make(pool, parameters->n * 4 + 1, sizeof(const char *));
    size_t n = 0;

    for (int i = 0; i < parameters->n; i++) {
        const lz_form_pair_t *pair = &parameters->pairs[i];

        if (strcmp(pair->name, "oauth_signature") != 0) {
            pairs[n++] = (lz_form_pair_t){ lz_url_encode(pool, pair->name),
                                           lz_url_encode(pool, pair->value) };
        }
    }
    qsort(pairs, n, sizeof(*pairs), compare_pairs);
    for (size_t i = 0; i < n; i++) {
        APR_ARRAY_PUSH(pieces, const char *) = i > 0 ? "&" : "";
        APR_ARRAY_PUSH(pieces, const char *) = pairs[i].name;
        APR_ARRAY_PUSH(pieces, const char *) = "=";
        APR_ARRAY_PUSH(pieces, const char *) = pairs[i].value;
    }
    return apr_array_pstrcat(pool, pieces, 0);
}

/* RFC 5849 §3.4.1.2: the path as it is written, "/" when there is none; NULL for no such URL. */
static const char *base_uri(apr_pool_t *pool, const char *url)
{
    const char *origin = lz_url_origin(pool, url);

    if (origin == NULL) {
        return NULL;
    }
    const char *authority = strstr(url, "://") + 3;
    const char *path = authority + strcspn(authority, "/?#");
    const apr_size_t length = strcspn(path, "?#");

    return apr_pstrcat(pool, origin, length > 0 ? apr_pstrmemdup(pool, path, length) : "/", NULL);
}

const char *lz_oauth1_base_string(apr_pool_t *pool, const lz_oauth1_request_t *request)
{
    const char *uri = base_uri(pool, request->url);

    if (uri == NULL) {
        return NULL;
    }
    return apr_pstrcat(pool, request->method, "&", lz_url_encode(pool, uri), "&",
                       lz_url_encode(pool, normalize_parameters(pool, request->parameters)), NULL);
}

const char *lz_oauth1_signature(apr_pool_t *pool, const char *method, const char *base_string,
                                const char *secret)
{
    const char *key = apr_pstrcat(pool, lz_url_encode(pool, secret), "&", NULL);  /* no token */
    unsigned char mac[LZ_SHA256_SIZE];

    if (method != NULL && strcmp(method, LZ_OAUTH1_SHA256) == 0) {
        lz_hmac_sha256(key, strlen(key), base_string, strlen(base_string), mac);
        return lz_base64_encode(pool, mac, LZ_SHA256_SIZE);
    }
    if (method != NULL && strcmp(method, LZ_OAUTH1_SHA1) == 0) {
        lz_hmac_sha1(key, strlen(key), base_string, strlen(base_string), mac);
        return lz_base64_encode(pool, mac, LZ_SHA1_SIZE);
    }
    return NULL;
}

int lz_oauth1_verify(apr_pool_t *pool, const lz_oauth1_request_t *request, const char *secret)
{
    const char *method = lz_form_get(request->parameters, "oauth_signature_method");
    const char *base_string = lz_oauth1_base_string(pool, request);
    const char *right = base_string != NULL
                        ? lz_oauth1_signature(pool, method, base_string, secret) : NULL;

    return lz_equal_secret(right, lz_form_get(request->parameters, "oauth_signature"));
}

/* The pairs of url's query. */
static const lz_problem_t *query_of(apr_pool_t *pool, const char *url, lz_form_t **query)
{
    const char *text = url + strcspn(url, "?#");

    text += *text == '?';
    return lz_form_parse(pool, text, strcspn(text, "#"), query);
}

const lz_problem_t *lz_oauth1_sign(const lz_env_t *env, const lz_consumer_t *consumer,
                                   const char *method, const char *url, const lz_form_t *fields,
                                   const lz_form_t **signed_fields)
{
    apr_pool_t *pool = env->pool;
    const char *nonce = lz_random_token(pool, NONCE_BYTES);
    const char *now = apr_psprintf(pool, "%" APR_INT64_T_FMT, apr_time_sec(lz_now(env->clock)));
    lz_form_t *query = NULL;

    if (nonce == NULL) {
        return lz_problem(pool, LZ_P_RANDOM, "OAuth 1.0: no random bytes");
    }
    const lz_form_pair_t oauth[] = {
        { "oauth_consumer_key", consumer->key }, { "oauth_signature_method", method },
        { "oauth_timestamp", now }, { "oauth_nonce", nonce }, { "oauth_version", "1.0" },
        { "oauth_callback", "about:blank" }
    };
    const lz_form_t oauth_form = { oauth, sizeof(oauth) / sizeof(oauth[0]) };
    const lz_form_t *unsigned_fields = lz_form_join(pool, fields, &oauth_form);
    const lz_problem_t *problem = query_of(pool, url, &query);
    if (problem != NULL) {
        return problem;
    }

    const lz_oauth1_request_t request = {
        "POST", url, lz_form_join(pool, unsigned_fields, query)
    };
    const char *base_string = lz_oauth1_base_string(pool, &request);
    const char *signature = base_string != NULL
                            ? lz_oauth1_signature(pool, method, base_string, consumer->secret)
                            : NULL;
    if (signature == NULL) {
        return lz_problem(pool, LZ_P_INTERNAL, "OAuth 1.0: cannot sign for \"%.255s\" by %s", url,
                          method);
    }
    const lz_form_pair_t pair = { "oauth_signature", signature };
    const lz_form_t last = { &pair, 1 };
    *signed_fields = lz_form_join(pool, unsigned_fields, &last);
    return NULL;
}
