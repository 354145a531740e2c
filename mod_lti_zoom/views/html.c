/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <apr_strings.h>
#include <string.h>

static const char *reference_of(char c)
{
    switch (c) {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\'': return "&#39;";
    default:   return NULL;
    }
}

const char *lz_html_escape(apr_pool_t *pool, const char *text)
{
    apr_size_t  length = 1;
    const char *c;
    char       *escaped, *out;

    for (c = text; *c != '\0'; c++) {
        const char *reference = reference_of(*c);

        length += reference != NULL ? strlen(reference) : 1;
    }
    escaped = out = apr_palloc(pool, length);
    for (c = text; *c != '\0'; c++) {
        const char *reference = reference_of(*c);

        if (reference != NULL) {
            apr_size_t n = strlen(reference);

            memcpy(out, reference, n);
            out += n;
        }
        else {
            *out++ = *c;
        }
    }
    *out = '\0';
    return escaped;
}
