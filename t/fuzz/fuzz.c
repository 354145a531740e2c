/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>

apr_pool_t *fuzz_lasting_pool(void)
{
    static apr_pool_t *lasting;

    if (lasting == NULL
        && (apr_initialize() || atexit(apr_terminate) || apr_pool_create(&lasting, NULL))) {
        abort();
    }
    return lasting;
}

apr_pool_t *fuzz_pool(void)
{
    apr_pool_t *pool = NULL;

    if (apr_pool_create(&pool, fuzz_lasting_pool())) {
        abort();
    }
    return pool;
}

fuzz_split_t fuzz_split(apr_pool_t *pool, const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    const size_t length = end != NULL ? (size_t)(end - text) : size;
    const size_t used = length + (end != NULL);

    return (fuzz_split_t){ apr_pstrmemdup(pool, text, length), text + used, size - used };
}

void fuzz_broken(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: broken: %s\n", file, line, condition);
    abort();
}
