/* SPDX-License-Identifier: Apache-2.0 */
#include "value.h"

#include <string.h>

#include <apr_strings.h>

int lz_value_number(const char *word, apr_int64_t *value)
{
    char *end;

    if (!*word || strlen(word) > 15 || word[strspn(word, "0123456789")]) {
        return 0;
    }
    *value = apr_strtoi64(word, &end, 10);
    return *end == '\0';
}

int lz_value_seconds(const char *word, apr_int64_t *seconds)
{
    apr_size_t length = strlen(word);
    int unit = 1;
    char digits[16];

    if (!length || length >= sizeof(digits)) {
        return 0;
    }
    memcpy(digits, word, length + 1);
    switch (digits[length - 1]) {
    case 's':
        break;
    case 'm':
        unit = 60;
        break;
    case 'h':
        unit = 60 * 60;
        break;
    case 'd':
        unit = 24 * 60 * 60;
        break;
    default:
        length++;
    }
    digits[length - 1] = '\0';
    if (!lz_value_number(digits, seconds) || *seconds > APR_INT32_MAX) {
        return 0;
    }
    *seconds *= unit;
    return 1;
}
