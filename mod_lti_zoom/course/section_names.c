/* SPDX-License-Identifier: Apache-2.0 */
#include "section_names.h"

#include <string.h>

#include "../base/json.h"
#include "words.h"

json_object *lz_sections_json(apr_pool_t *pool, const char *names)
{
    const apr_array_header_t *list = lz_names_list(pool, names ? names : "");
    json_object *array = json_object_new_array();
    for (int i = 0; i < list->nelts; i++) {
        lz_json_push(array, json_object_new_string(APR_ARRAY_IDX(list, i, const char *)));
    }
    return array;
}

/* Adds it where no other spelling of it is there; 0 when it can be no name, or is one too many. */
static int add_once(apr_pool_t *pool, const char **names, const char **folded, const char *name)
{
    const char *before = *folded;
    if (!lz_names_add(pool, folded, lz_words_fold(pool, name))) {
        return 0;
    }
    return *folded == before || lz_names_add(pool, names, name);
}

const char *lz_sections_read(apr_pool_t *pool, json_object *value, const char **names)
{
    static const char wrong[] = "This must be a list of names, each of at most 200 bytes, together "
                                "of at most 3000.";
    const char *folded = "";
    *names = "";
    if (!value) {
        return NULL;
    }
    if (!json_object_is_type(value, json_type_array)) {
        return wrong;
    }
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        json_object *one = json_object_array_get_idx(value, i);
        const char *text = json_object_is_type(one, json_type_string) ? json_object_get_string(one)
                                                                      : "";
        if (strlen(text) != (size_t)json_object_get_string_len(one)
            || !add_once(pool, names, &folded, text)) {
            return wrong;
        }
    }
    return NULL;
}
