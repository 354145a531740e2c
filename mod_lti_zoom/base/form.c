/* SPDX-License-Identifier: Apache-2.0 */
#include "form.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "encoding.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The text behind length encoded bytes, or NULL with *wrong set. */
static const char *decode(apr_pool_t *pool, const char *encoded, apr_size_t length,
                          const char **wrong)
{
    char *text = apr_palloc(pool, length + 1);
    char *out = text;

    for (apr_size_t i = 0; i < length; i++) {
        if (encoded[i] == '+') {
            *out++ = ' ';
        } else if (encoded[i] != '%') {
            *out++ = encoded[i];
        } else {
            const int high = i + 2 < length ? hex_value(encoded[i + 1]) : -1;
            const int low = i + 2 < length ? hex_value(encoded[i + 2]) : -1;

            if (high < 0 || low < 0) {
                *wrong = "a percent sign without two hexadecimal digits";
                return NULL;
            }
            *out++ = (char)(high << 4 | low);
            i += 2;
        }
    }
    *out = '\0';
    if (!lz_utf8_valid(text, (apr_size_t)(out - text))) {
        *wrong = "not UTF-8, or a NUL byte";
        return NULL;
    }
    return text;
}

/* 0 with *wrong set when one half cannot be decoded. */
static int parse_pair(apr_pool_t *pool, const char *text, apr_size_t length, lz_form_pair_t *pair,
                      const char **wrong)
{
    const char *equals = memchr(text, '=', length);
    const apr_size_t name_length = equals ? (apr_size_t)(equals - text) : length;

    pair->name = decode(pool, text, name_length, wrong);
    if (!pair->name) {
        return 0;
    }
    pair->value = equals ? decode(pool, equals + 1, length - name_length - 1, wrong) : "";
    return pair->value != NULL;
}

const lz_problem_t *lz_form_parse(apr_pool_t *pool, const char *text, apr_size_t length,
                                  lz_form_t **form)
{
    apr_array_header_t *pairs = apr_array_make(pool, 16, sizeof(lz_form_pair_t));
    const char *end = text + length;

    while (text < end) {
        const char *ampersand = memchr(text, '&', (apr_size_t)(end - text));
        const char *stop = ampersand ? ampersand : end;

        if (stop > text) {
            const char *wrong = NULL;

            if (pairs->nelts == LZ_FORM_PAIRS_MAX) {
                return lz_problem(pool, LZ_P_MALFORMED, "form: more than %d fields",
                                  LZ_FORM_PAIRS_MAX);
            }
            if (!parse_pair(pool, text, (apr_size_t)(stop - text), apr_array_push(pairs), &wrong)) {
                return lz_problem(pool, LZ_P_MALFORMED, "form: field %d: %s", pairs->nelts, wrong);
            }
        }
        text = stop + 1;
    }

    *form = apr_palloc(pool, sizeof(**form));
    (*form)->pairs = (const lz_form_pair_t *)pairs->elts;
    (*form)->n = pairs->nelts;
    return NULL;
}

const lz_form_t *lz_form_join(apr_pool_t *pool, const lz_form_t *a, const lz_form_t *b)
{
    const apr_size_t n_a = (apr_size_t)a->n;
    const apr_size_t n_b = (apr_size_t)b->n;
    lz_form_pair_t *pairs = apr_palloc(pool, (n_a + n_b + 1) * sizeof(*pairs));
    lz_form_t *joined = apr_palloc(pool, sizeof(*joined));

    for (apr_size_t i = 0; i < n_a + n_b; i++) {
        pairs[i] = i < n_a ? a->pairs[i] : b->pairs[i - n_a];
    }
    joined->pairs = pairs;
    joined->n = a->n + b->n;
    return joined;
}

const char *lz_form_get(const lz_form_t *form, const char *name)
{
    for (int i = 0; i < form->n; i++) {
        if (strcmp(form->pairs[i].name, name) == 0) {
            return form->pairs[i].value;
        }
    }
    return NULL;
}

const lz_problem_t *lz_form_once(apr_pool_t *pool, const lz_form_t *form,
                                 const char *const *names)
{
    for (; *names; names++) {
        int seen = 0;

        for (int i = 0; i < form->n; i++) {
            seen += strcmp(form->pairs[i].name, *names) == 0;
        }
        if (seen > 1) {
            return lz_problem(pool, LZ_P_DUPLICATE_FIELD, "form: %s stands %d times, the sender"
                              " must send it once", *names, seen);
        }
    }
    return NULL;
}

int lz_media_type_is(const char *content_type, const char *wanted)
{
    if (!content_type) {
        return 0;
    }
    content_type += strspn(content_type, " \t");

    const apr_size_t length = strlen(wanted);
    if (strncasecmp(content_type, wanted, length) != 0) {
        return 0;
    }
    const char *rest = content_type + length;
    rest += strspn(rest, " \t");
    return *rest == '\0' || *rest == ';';
}
