/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The strict JSON reader. What it accepts, json-c reads alike, and its texts are accepted again
 * with the same value.
 */
#include "fuzz.h"

#include <string.h>

#include "base/json.h"

static json_object *by_json_c(const char *text, size_t size)
{
    json_tokener *tokener = json_tokener_new_ex(LZ_JSON_DEPTH_MAX + 2);

    must(tokener != NULL);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    json_object *root = json_tokener_parse_ex(tokener, text, (int)size);
    if (json_tokener_get_error(tokener) == json_tokener_continue) {
        root = json_tokener_parse_ex(tokener, "", 1);
    }
    must(json_tokener_get_error(tokener) == json_tokener_success);
    json_tokener_free(tokener);
    return root;
}

static void reads_again(apr_pool_t *pool, json_object *value, const char *text)
{
    const char *reason = NULL;
    json_object *again = lz_json_parse(pool, text, strlen(text), LZ_JSON_ANY, &reason);

    must(again != NULL && reason == NULL);
    must(json_object_equal(value, again));
}

static void accepted(apr_pool_t *pool, json_object *value, const char *text, size_t size)
{
    const char *for_html = lz_json_text_for_html(pool, value);
    json_object *other = by_json_c(text, size);

    must(json_object_equal(value, other));
    json_object_put(other);
    reads_again(pool, value, lz_json_text(pool, value));
    reads_again(pool, value, for_html);
    must(strpbrk(for_html, "<>&") == NULL);
    must(strstr(for_html, "\xe2\x80\xa8") == NULL && strstr(for_html, "\xe2\x80\xa9") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const char *text = (const char *)data;
    const char *reason = NULL;
    json_object *value = lz_json_parse(pool, text, size, LZ_JSON_ANY, &reason);

    must((value == NULL) == (reason != NULL));
    if (value != NULL) {
        accepted(pool, value, text, size);
    }
    json_object *strict = lz_json_parse(pool, text, size, LZ_JSON_OBJECT | LZ_JSON_NO_NUL, &reason);
    if (strict != NULL) {
        must(value != NULL && json_object_equal(value, strict));
        must(json_object_is_type(strict, json_type_object));
    }
    apr_pool_destroy(pool);
    return 0;
}
