/* SPDX-License-Identifier: Apache-2.0 */
#include "languages.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <apr_file_io.h>
#include <apr_fnmatch.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "json.h"

#define FILE_MAX (256 * 1024)

/* --- what lies there -------------------------------------------------------------------------- */

static const char *const right_to_left[] = { "ar", "fa", "he", "ur" };

static int is_right_to_left(const char *tag)
{
    for (size_t i = 0; i < sizeof(right_to_left) / sizeof(right_to_left[0]); i++) {
        if (strcmp(tag, right_to_left[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The object in a file, as long as pool; NULL when there is none. */
static json_object *read_object(apr_pool_t *pool, const char *path)
{
    apr_file_t *file = NULL;
    apr_size_t length = 0;
    const char *reason;
    char *text = apr_palloc(pool, FILE_MAX);

    if (apr_file_open(&file, path, APR_FOPEN_READ, 0, pool) != APR_SUCCESS) {
        return NULL;
    }
    const apr_status_t rv = apr_file_read_full(file, text, FILE_MAX, &length);
    apr_file_close(file);
    return APR_STATUS_IS_EOF(rv) ? lz_json_parse(pool, text, length, LZ_JSON_OBJECT, &reason)
                                 : NULL;
}

static void add_sentences(apr_pool_t *pool, json_object *object, apr_hash_t *sentences)
{
    json_object_object_foreach(object, key, value) {
        if (json_object_is_type(value, json_type_string)) {
            apr_hash_set(sentences, apr_pstrdup(pool, key), APR_HASH_KEY_STRING,
                         apr_pstrdup(pool, json_object_get_string(value)));
        }
    }
}

static apr_hash_t *read_sentences(apr_pool_t *pool, const char *directory, const char *tag,
                                  const char *const *parts)
{
    apr_hash_t *sentences = apr_hash_make(pool);
    for (; *parts; parts++) {
        apr_pool_t *scratch;
        if (apr_pool_create(&scratch, pool) != APR_SUCCESS) {
            break;
        }
        json_object *object = read_object(scratch, apr_pstrcat(scratch, directory, "/", tag, ".",
                                                               *parts, ".json", NULL));
        if (object) {
            add_sentences(pool, object, sentences);
        }
        apr_pool_destroy(scratch);
    }
    return sentences;
}

lz_languages_t lz_languages_read(apr_pool_t *pool, const char *directory,
                                 const char *const *parts)
{
    const char *ending = apr_pstrcat(pool, ".", parts[0], ".json", NULL);
    apr_array_header_t *files = NULL;
    apr_array_header_t *list = apr_array_make(pool, 8, sizeof(lz_language_t));

    if (apr_match_glob(apr_pstrcat(pool, directory, "/*", ending, NULL), &files,
                       pool) != APR_SUCCESS) {
        return (lz_languages_t){ .n = 0 };
    }
    for (int i = 0; i < files->nelts; i++) {
        const char *file = APR_ARRAY_IDX(files, i, const char *);
        const char *tag = apr_pstrndup(pool, file, strlen(file) - strlen(ending));
        APR_ARRAY_PUSH(list, lz_language_t) = (lz_language_t){
            .tag = tag, .right_to_left = is_right_to_left(tag),
            .sentences = read_sentences(pool, directory, tag, parts)
        };
    }
    return (lz_languages_t){ (const lz_language_t *)(void *)list->elts, list->nelts };
}

/* --- whose is spoken -------------------------------------------------------------------------- */

/* The language of a locale ("de" of "de-AT", "de_AT" or "DE"), or NULL. */
static const lz_language_t *language_of(const lz_languages_t *languages, const char *locale)
{
    const apr_size_t length = strcspn(locale, "-_;, \t");
    for (int i = 0; i < languages->n; i++) {
        const lz_language_t *language = &languages->list[i];
        if (strlen(language->tag) == length && strncasecmp(language->tag, locale, length) == 0) {
            return language;
        }
    }
    return NULL;
}

/* What stands behind ";q=" of a range, 1 without. */
static double weight_of(const char *range)
{
    const char *parameter = strchr(range, ';');
    const char *weight = parameter ? strpbrk(parameter, "qQ") : NULL;
    return weight && weight[1] == '=' ? strtod(weight + 2, NULL) : 1;
}

static const lz_language_t *preferred(apr_pool_t *pool, const lz_languages_t *languages,
                                      const char *accept_language)
{
    const lz_language_t *dearest = NULL;
    double most = 0;
    char *state = NULL;
    for (char *range = apr_strtok(apr_pstrdup(pool, accept_language), ",", &state); range;
         range = apr_strtok(NULL, ",", &state)) {
        range += strspn(range, " \t");
        const lz_language_t *language = language_of(languages, range);
        if (language && weight_of(range) > most) {
            dearest = language;
            most = weight_of(range);
        }
    }
    return dearest;
}

const lz_language_t *lz_language_choose(apr_pool_t *pool, const lz_languages_t *languages,
                                        const char *locale, const char *accept_language)
{
    const lz_language_t *chosen = locale ? language_of(languages, locale) : NULL;
    if (!chosen && accept_language) {
        chosen = preferred(pool, languages, accept_language);
    }
    return chosen ? chosen : language_of(languages, LZ_LANGUAGE_DEFAULT);
}

const char *lz_language_sentence(const lz_language_t *language, const char *key)
{
    return language ? apr_hash_get(language->sentences, key, APR_HASH_KEY_STRING) : NULL;
}
