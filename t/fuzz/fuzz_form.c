/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form reader, and the masking of what it read. Pairs that are encoded anew are read as the
 * same pairs.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/form.h"
#include "base/mask.h"
#include "base/url.h"

static const char *encode(apr_pool_t *pool, const lz_form_t *form)
{
    apr_array_header_t *pieces = apr_array_make(pool, form->n * 4 + 1, sizeof(const char *));

    for (int i = 0; i < form->n; i++) {
        APR_ARRAY_PUSH(pieces, const char *) = i > 0 ? "&" : "";
        APR_ARRAY_PUSH(pieces, const char *) = lz_url_encode(pool, form->pairs[i].name);
        APR_ARRAY_PUSH(pieces, const char *) = "=";
        APR_ARRAY_PUSH(pieces, const char *) = lz_url_encode(pool, form->pairs[i].value);
    }
    return apr_array_pstrcat(pool, pieces, 0);
}

static void same(const lz_form_t *a, const lz_form_t *b)
{
    must(a->n == b->n);
    for (int i = 0; i < a->n; i++) {
        must(strcmp(a->pairs[i].name, b->pairs[i].name) == 0);
        must(strcmp(a->pairs[i].value, b->pairs[i].value) == 0);
    }
}

static void check_pairs(apr_pool_t *pool, const lz_form_t *form)
{
    must(form->n <= LZ_FORM_PAIRS_MAX);
    for (int i = 0; i < form->n; i++) {
        const lz_form_pair_t *pair = &form->pairs[i];
        const char *const names[] = { pair->name, NULL };
        const int once = lz_form_once(pool, form, names) == NULL;

        must(lz_utf8_valid(pair->name, strlen(pair->name)));
        must(lz_utf8_valid(pair->value, strlen(pair->value)));
        must(lz_form_get(form, pair->name) != NULL);
        must(!once || lz_form_get(form, pair->name) == pair->value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    lz_form_t *form = NULL;
    const lz_problem_t *problem = lz_form_parse(pool, (const char *)data, size, &form);

    must((problem == NULL) == (form != NULL));
    if (form != NULL) {
        const char *text = encode(pool, form);
        lz_form_t *again = NULL;

        check_pairs(pool, form);
        must(lz_form_parse(pool, text, strlen(text), &again) == NULL);
        same(form, again);
        must(lz_mask_pairs(pool, form) != NULL);
    }
    must(lz_mask_query(pool, apr_pstrmemdup(pool, (const char *)data, size)) != NULL);
    apr_pool_destroy(pool);
    return 0;
}
