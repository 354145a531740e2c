/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The languages in which the server itself speaks to people: of each, sentences by their keys, read
 * once from the texts of the pages, <directory>/<language>.<part>.json. What the code says is
 * English, and its own key; a refusal's key is "problem." and its tag.
 */
#ifndef LZ_BASE_LANGUAGES_H
#define LZ_BASE_LANGUAGES_H

#include <apr_hash.h>
#include <apr_pools.h>

#define LZ_LANGUAGE_DEFAULT "en"

typedef struct lz_language_t {
    const char *tag;            /* "de", as in the name of its files */
    int         right_to_left;
    apr_hash_t *sentences;      /* const char * by key */
} lz_language_t;

typedef struct lz_languages_t {
    const lz_language_t *list;
    int                  n;
} lz_languages_t;

/*
 * Every language that has a file of the first part (parts ends with NULL), with what its files say;
 * a file that is missing or cannot be read adds nothing. From pool, not changed any more.
 */
lz_languages_t lz_languages_read(apr_pool_t *pool, const char *directory,
                                 const char *const *parts);

/*
 * For a reader whose locale is that ("de_AT"; NULL or "": unknown), and else for the languages that
 * their browser prefers (Accept-Language, RFC 9110 §12.5.4; may be NULL), the dearest of those that
 * are there; else LZ_LANGUAGE_DEFAULT, or NULL where not even that is.
 */
const lz_language_t *lz_language_choose(apr_pool_t *pool, const lz_languages_t *languages,
                                        const char *locale, const char *accept_language);

/* The sentence of that key, or NULL; language may be NULL. */
const char *lz_language_sentence(const lz_language_t *language, const char *key);

#endif
