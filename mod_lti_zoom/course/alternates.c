/* SPDX-License-Identifier: Apache-2.0 */
#include "alternates.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "../base/encoding.h"

#define SEPARATORS ";, \t\r\n"

static const char *print_of(apr_pool_t *pool, const char *account, const char *who)
{
    char *lower = apr_pstrdup(pool, who);
    for (char *c = lower; *c; c++) {
        *c = (char)apr_tolower(*c);
    }
    return lz_fingerprint(pool, "alternative host", account, lower, NULL);
}

const char *lz_alternates_pack(apr_pool_t *pool, const char *account, const char *list)
{
    apr_array_header_t *prints = apr_array_make(pool, 4, sizeof(const char *));
    char *state = NULL;
    for (const char *one = apr_strtok(apr_pstrdup(pool, list), SEPARATORS, &state); one;
         one = apr_strtok(NULL, SEPARATORS, &state)) {
        APR_ARRAY_PUSH(prints, const char *) = print_of(pool, account, one);
    }
    return apr_array_pstrcat(pool, prints, ' ');
}

int lz_alternates_have(apr_pool_t *pool, const char *account, const char *packed,
                       const char *who)
{
    /* All prints have the same length, and no blank in them. */
    return packed && *who && strstr(packed, print_of(pool, account, who)) != NULL;
}
