/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

/* Capital letters whose small ones stand a fixed step behind, or right after them. */
static const struct {
    unsigned first;
    unsigned last;
    unsigned step;      /* 0: capital and small letters alternate, capitals even or odd as first */
} capitals[] = {
    { 0x00c0, 0x00d6, 0x20 }, { 0x00d8, 0x00de, 0x20 },     /* Latin-1 */
    { 0x0100, 0x0136, 0 }, { 0x0139, 0x0147, 0 }, { 0x014a, 0x0176, 0 }, { 0x0179, 0x017d, 0 },
    { 0x0391, 0x03a9, 0x20 },                               /* Greek */
    { 0x0400, 0x040f, 0x50 }, { 0x0410, 0x042f, 0x20 },     /* Cyrillic */
};

/* All of these have two octets in UTF-8, before and after. */
static unsigned small_letter(unsigned letter)
{
    for (size_t i = 0; i < sizeof(capitals) / sizeof(capitals[0]); i++) {
        if (letter >= capitals[i].first && letter <= capitals[i].last) {
            const int capital = capitals[i].step || (letter - capitals[i].first) % 2 == 0;
            return letter + (!capital ? 0 : capitals[i].step ? capitals[i].step : 1);
        }
    }
    return letter;
}

const char *lz_words_fold(apr_pool_t *pool, const char *text)
{
    char *folded = apr_pstrdup(pool, text);
    for (unsigned char *c = (unsigned char *)folded; *c; c++) {
        if (*c < 0x80) {
            *c = (unsigned char)apr_tolower(*c);
        } else if ((*c & 0xe0) == 0xc0 && (c[1] & 0xc0) == 0x80) {
            const unsigned letter = small_letter((*c & 0x1fU) << 6 | (c[1] & 0x3fU));
            *c++ = (unsigned char)(0xc0 | letter >> 6);
            *c = (unsigned char)(0x80 | (letter & 0x3f));
        }
    }
    return folded;
}

int lz_words_in(apr_pool_t *pool, const char *words, const char *text, const char *other)
{
    const char *folded = lz_words_fold(pool, text);
    char *state = NULL;
    char *word = apr_strtok(apr_pstrdup(pool, words), " \t\r\n", &state);
    while (word && (strstr(folded, word) || strstr(other, word))) {
        word = apr_strtok(NULL, " \t\r\n", &state);
    }
    return word == NULL;
}
