/* SPDX-License-Identifier: Apache-2.0 */
#include "pasted.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "../base/url.h"

#define NAME  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
#define FORM  NAME "*-.+%"      /* what stands in a form that is encoded */

/* Without spaces and line ends: an address, a token and a form have none, mail and terminals add
 * them. */
static const char *squeeze(char *text)
{
    char *out = text;

    for (const char *in = text; *in != '\0'; in++) {
        if (strchr(" \t\r\n", *in) == NULL) {
            *out++ = *in;
        }
    }
    *out = '\0';
    return text;
}

/* The lines that are not empty, without blanks around them. */
static apr_array_header_t *lines_of(apr_pool_t *pool, const char *text)
{
    apr_array_header_t *lines = apr_array_make(pool, 16, sizeof(char *));
    char *state = NULL;

    for (char *line = apr_strtok(apr_pstrdup(pool, text), "\r\n", &state); line != NULL;
         line = apr_strtok(NULL, "\r\n", &state)) {
        char *end = line + strlen(line);

        line += strspn(line, " \t");
        while (end > line && strchr(" \t", end[-1]) != NULL) {
            *--end = '\0';
        }
        if (end > line) {
            APR_ARRAY_PUSH(lines, char *) = line;
        }
    }
    return lines;
}

/* 1 for a name with a value, but not for an address or what ends amid a form. */
static int is_field(const char *line)
{
    const apr_size_t name = strspn(line, NAME);
    const char *sign = line + name;

    return name > 0 && (*sign == '=' || (*sign == ':' && sign[1] != '/'))
           && line[strlen(line) - 1] != '&';
}

/* Tools mostly show what a value means; one that is encoded still is left as it is. */
static const char *encoded(apr_pool_t *pool, char *value)
{
    const apr_size_t length = strlen(value);

    if (length > 1 && value[0] == '"' && value[length - 1] == '"') {
        value[length - 1] = '\0';
        value++;
    }
    return strchr(value, '%') != NULL && value[strspn(value, FORM)] == '\0'
           ? value : lz_url_encode(pool, value);
}

static const char *form_of(apr_pool_t *pool, const apr_array_header_t *lines)
{
    apr_array_header_t *parts = apr_array_make(pool, lines->nelts, sizeof(const char *));

    for (int i = 0; i < lines->nelts; i++) {
        char *line = APR_ARRAY_IDX(lines, i, char *);
        char *value = line + strspn(line, NAME);

        *value++ = '\0';
        value += strspn(value, " \t");
        APR_ARRAY_PUSH(parts, const char *) = apr_pstrcat(pool, line, "=", encoded(pool, value),
                                                          NULL);
    }
    return apr_array_pstrcat(pool, parts, '&');
}

const char *lz_pasted(apr_pool_t *pool, char *text)
{
    apr_array_header_t *lines = lines_of(pool, text);
    int fields = 0;

    for (int i = 0; i < lines->nelts; i++) {
        fields += is_field(APR_ARRAY_IDX(lines, i, const char *));
    }
    return fields > 1 && fields == lines->nelts ? form_of(pool, lines) : squeeze(text);
}
