/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OAuth 1.0 base string. The input's first line is the URL, the rest the form. The order of
 * the parameters plays no part, and a form that was signed here is verified here, until it changes.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "lti/oauth1.h"

#define SECRET "a secret & its escapes"

static const lz_form_t *reversed(apr_pool_t *pool, const lz_form_t *form)
{
    lz_form_pair_t *pairs = apr_palloc(pool, ((apr_size_t)form->n + 1) * sizeof(*pairs));
    lz_form_t *result = apr_palloc(pool, sizeof(*result));

    for (int i = 0; i < form->n; i++) {
        pairs[i] = form->pairs[form->n - 1 - i];
    }
    *result = (lz_form_t){ pairs, form->n };
    return result;
}

/* form with one pair more. */
static const lz_form_t *with(apr_pool_t *pool, const lz_form_t *form, const char *name,
                             const char *value)
{
    const lz_form_pair_t pair = { name, value };
    const lz_form_t more = { &pair, 1 };

    return lz_form_join(pool, form, &more);
}

static void check_signature(apr_pool_t *pool, const char *url, const lz_form_t *form,
                            const char *method)
{
    const lz_form_t *parameters = with(pool, form, "oauth_signature_method", method);
    const lz_oauth1_request_t request = { "POST", url, parameters };
    const char *base = lz_oauth1_base_string(pool, &request);
    const char *signature = lz_oauth1_signature(pool, method, base, SECRET);

    must(signature != NULL);
    const lz_form_t *sealed = with(pool, parameters, "oauth_signature", signature);
    const lz_oauth1_request_t good = { "POST", url, sealed };
    must(lz_oauth1_verify(pool, &good, SECRET));
    must(!lz_oauth1_verify(pool, &good, SECRET "x"));
    const lz_oauth1_request_t more = { "POST", url, with(pool, sealed, "roles", "Instructor") };
    must(!lz_oauth1_verify(pool, &more, SECRET));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const fuzz_split_t input = fuzz_split(pool, data, size);
    lz_form_t *form = NULL;

    if (lz_form_parse(pool, input.rest, input.rest_size, &form) == NULL) {
        const lz_oauth1_request_t request = { "POST", input.line, form };
        const lz_oauth1_request_t other = { "POST", input.line, reversed(pool, form) };
        const char *base = lz_oauth1_base_string(pool, &request);

        if (base != NULL) {
            must(strcmp(base, lz_oauth1_base_string(pool, &other)) == 0);
            must(strncmp(base, "POST&http", strlen("POST&http")) == 0);
        }
        if (base != NULL && lz_form_get(form, "oauth_signature") == NULL
            && lz_form_get(form, "oauth_signature_method") == NULL) {
            check_signature(pool, input.line, form, LZ_OAUTH1_SHA1);
            check_signature(pool, input.line, form, LZ_OAUTH1_SHA256);
        }
    }
    apr_pool_destroy(pool);
    return 0;
}
