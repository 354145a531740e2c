/* SPDX-License-Identifier: Apache-2.0 */
#include "sections.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../base/json.h"

/* Longer than any list of names that is kept; what is beyond is not looked at. */
#define LIST_MAX (16 * 1024)

/* Those of sections: the first one that tells something has the names. */
static const char *const section_parameters[] = {
    "section_names", "sections", "section_ids", "section_sourcedids", NULL
};

static void add(apr_pool_t *pool, const char **names, const char *name)
{
    if (*name != '$') {
        (void)lz_names_add(pool, names, name);      /* what can be no name is left out */
    }
}

static void add_array(apr_pool_t *pool, const char **names, const char *text)
{
    const char *reason = "";
    json_object *array = lz_json_parse(pool, text, strlen(text), LZ_JSON_ANY, &reason);
    const size_t n = json_object_is_type(array, json_type_array) ? json_object_array_length(array)
                                                                 : 0;

    for (size_t i = 0; i < n; i++) {
        json_object *one = json_object_array_get_idx(array, i);

        if (json_object_is_type(one, json_type_string)
            && strlen(json_object_get_string(one)) == (size_t)json_object_get_string_len(one)) {
            add(pool, names, json_object_get_string(one));
        }
        else if (json_object_is_type(one, json_type_int)) {
            add(pool, names, json_object_get_string(one));
        }
    }
}

/* The names in a parameter's value. */
static const char *names_in(apr_pool_t *pool, const char *text)
{
    const char *names = "";
    char *state = NULL;

    if (text == NULL || strlen(text) > LIST_MAX) {
        return names;
    }
    while (apr_isspace(*text)) {
        text++;
    }
    if (*text == '[') {
        add_array(pool, &names, text);
        return names;
    }
    for (char *one = apr_strtok(apr_pstrdup(pool, text), ",", &state); one != NULL;
         one = apr_strtok(NULL, ",", &state)) {
        while (apr_isspace(*one)) {
            one++;
        }
        add(pool, &names, one);
    }
    return names;
}

static void join(apr_pool_t *pool, const char **names, const char *others)
{
    const apr_array_header_t *list = lz_names_list(pool, others);

    for (int i = 0; i < list->nelts; i++) {
        (void)lz_names_add(pool, names, APR_ARRAY_IDX(list, i, const char *));
    }
}

/* Some LMSs name the course itself here. */
static const char *section_of_lis(apr_pool_t *pool, const char *section, const char *offering)
{
    const char *names = "";

    if (section != NULL && offering != NULL && *offering != '\0'
        && strcmp(section, offering) != 0) {
        add(pool, &names, section);
    }
    return names;
}

lz_told_sections_t lz_told_sections(apr_pool_t *pool, lz_custom_fn custom, const void *baton,
                                    const char *section, const char *offering)
{
    lz_told_sections_t told = { .names = "", .ids = "" };

    for (const char *const *name = section_parameters; *name != NULL; name++) {
        const char *names = names_in(pool, custom(baton, *name));

        join(pool, *told.names == '\0' ? &told.names : &told.ids, names);
    }
    join(pool, *told.names == '\0' ? &told.names : &told.ids,
         section_of_lis(pool, section, offering));
    join(pool, &told.names, names_in(pool, custom(baton, "groups")));
    join(pool, &told.ids, names_in(pool, custom(baton, "group_ids")));
    return told;
}
