/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Link header. The input's first line is the relation that is looked for, the rest the
 * header's text. A target stands in the text between angle brackets, and what follows a good
 * header does not change what it says.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "lti/link_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const fuzz_split_t input = fuzz_split(pool, data, size);
    const char *value = apr_pstrmemdup(pool, input.rest, input.rest_size);
    const char *target = lz_link_target(pool, value, input.line);
    apr_table_t *headers = apr_table_make(pool, 2);

    if (target != NULL) {
        must(strpbrk(target, "<>") == NULL || strchr(target, '>') == NULL);
        must(strstr(value, apr_pstrcat(pool, "<", target, ">", NULL)) != NULL);
    }
    apr_table_addn(headers, "Link", value);
    apr_table_addn(headers, "link", "<https://lms.example/last>; rel=\"last\"");
    const char *first = lz_link_of(pool, headers, input.line);
    must(target == NULL || (first != NULL && strcmp(first, target) == 0));
    must(lz_link_of(pool, headers, "last") != NULL);
    apr_pool_destroy(pool);
    return 0;
}
