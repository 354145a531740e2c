/* SPDX-License-Identifier: Apache-2.0 */
/* Looking for words in names, whatever their case. */
#ifndef LZ_COURSE_WORDS_H
#define LZ_COURSE_WORDS_H

#include <apr_pools.h>

/*
 * text in lower case, as far as the alphabets of Europe have one: Latin with its accents, Greek,
 * Cyrillic. Valid UTF-8 stays valid.
 */
const char *lz_words_fold(apr_pool_t *pool, const char *text);

/* 1 when each word of folded words is in text or in other somewhere; no words are in everything. */
int lz_words_in(apr_pool_t *pool, const char *words, const char *text, const char *other);

#endif
