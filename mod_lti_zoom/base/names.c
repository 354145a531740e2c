/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "encoding.h"

static int has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c < 0x20 || *c == 0x7f) {
            return 1;
        }
    }
    return 0;
}

static const char *trimmed(apr_pool_t *pool, const char *name)
{
    while (apr_isspace(*name)) {
        name++;
    }
    apr_size_t length = strlen(name);
    while (length > 0 && apr_isspace(name[length - 1])) {
        length--;
    }
    return apr_pstrmemdup(pool, name, length);
}

int lz_names_have(const char *names, const char *name)
{
    const apr_size_t length = strlen(name);
    for (const char *line = names; *line; ) {
        const apr_size_t n = strcspn(line, "\n");
        if (n == length && memcmp(line, name, n) == 0) {
            return 1;
        }
        line += n + (line[n] == '\n');
    }
    return 0;
}

int lz_names_add(apr_pool_t *pool, const char **names, const char *name)
{
    const char *added = trimmed(pool, name);
    const apr_size_t length = strlen(added);
    if (length == 0 || length > LZ_NAME_MAX || has_control(added)
        || !lz_utf8_valid(added, length)) {
        return 0;
    }
    if (lz_names_have(*names, added)) {
        return 1;
    }
    const apr_size_t whole = strlen(*names) + (**names != '\0') + length;
    if (whole > LZ_NAMES_MAX) {
        return 0;
    }
    *names = apr_pstrcat(pool, *names, **names ? "\n" : "", added, NULL);
    return 1;
}

apr_array_header_t *lz_names_list(apr_pool_t *pool, const char *names)
{
    apr_array_header_t *list = apr_array_make(pool, 4, sizeof(const char *));
    char *state = NULL;
    for (char *name = apr_strtok(apr_pstrdup(pool, names), "\n", &state); name;
         name = apr_strtok(NULL, "\n", &state)) {
        APR_ARRAY_PUSH(list, const char *) = name;
    }
    return list;
}

static int has_all(apr_pool_t *pool, const char *names, const char *others)
{
    const apr_array_header_t *list = lz_names_list(pool, others);
    for (int i = 0; i < list->nelts; i++) {
        if (!lz_names_have(names, APR_ARRAY_IDX(list, i, const char *))) {
            return 0;
        }
    }
    return 1;
}

int lz_names_same(apr_pool_t *pool, const char *names, const char *others)
{
    return has_all(pool, names, others) && has_all(pool, others, names);
}
