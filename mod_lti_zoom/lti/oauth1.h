/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OAuth 1.0 as LTI 1.1 uses it (RFC 5849, without tokens): two sides that share a secret sign and
 * verify a form. HMAC-SHA1, and HMAC-SHA256, which some platforms prefer.
 */
#ifndef LZ_LTI_OAUTH1_H
#define LZ_LTI_OAUTH1_H

#include "../base/env.h"
#include "../base/form.h"
#include "../base/problem.h"
#include "platform.h"

#define LZ_OAUTH1_SHA1   "HMAC-SHA1"
#define LZ_OAUTH1_SHA256 "HMAC-SHA256"

typedef struct lz_oauth1_request_t {
    const char      *method;        /* "POST" */
    const char      *url;           /* absolute; its query and fragment play no part here */
    const lz_form_t *parameters;    /* every pair of the body and of the URL's query, decoded */
} lz_oauth1_request_t;

/*
 * The text that is signed (RFC 5849 §3.4.1): every parameter but oauth_signature, duplicates and
 * empty values kept. NULL when url is no http or https URL.
 */
const char *lz_oauth1_base_string(apr_pool_t *pool, const lz_oauth1_request_t *request);

/*
 * The base64 text of oauth_signature for a base string (RFC 5849 §3.4.2), or NULL when method
 * (of oauth_signature_method, may be NULL) is neither of the two above.
 */
const char *lz_oauth1_signature(apr_pool_t *pool, const char *method, const char *base_string,
                                const char *secret);

/*
 * 1 when the request's oauth_signature is that of the secret, by its oauth_signature_method. The
 * comparison takes as long whatever the signature says.
 */
int lz_oauth1_verify(apr_pool_t *pool, const lz_oauth1_request_t *request, const char *secret)
    __attribute__((warn_unused_result));

/*
 * The fields of a form that is posted to url, followed by the oauth_ parameters of consumer with
 * the signature by method. The URL's own query is signed too and stays where it is. LZ_P_RANDOM,
 * or LZ_P_INTERNAL when url or method cannot be signed for.
 */
const lz_problem_t *lz_oauth1_sign(const lz_env_t *env, const lz_consumer_t *consumer,
                                   const char *method, const char *url, const lz_form_t *fields,
                                   const lz_form_t **signed_fields)
    __attribute__((warn_unused_result));

#endif
