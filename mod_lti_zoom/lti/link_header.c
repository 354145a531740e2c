/* SPDX-License-Identifier: Apache-2.0 */
#include "link_header.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#define SPACE " \t"

/* One link-value as it is read. */
typedef struct link_t {
    const char *target;
    const char *rel;            /* the first one, NULL when there is none */
    int         anchored;
} link_t;

static void skip_space(const char **cursor)
{
    *cursor += strspn(*cursor, SPACE);
}

/* "text with \" escapes" at the cursor, which stands on the first quote; NULL without an end. */
static const char *read_quoted(apr_pool_t *pool, const char **cursor)
{
    const char *in = *cursor + 1;
    char       *text = apr_palloc(pool, strlen(in) + 1);
    char       *out = text;

    while (*in != '\0' && *in != '"') {
        if (*in == '\\' && in[1] != '\0') {
            in++;
        }
        *out++ = *in++;
    }
    if (*in != '"') {
        return NULL;
    }
    *out = '\0';
    *cursor = in + 1;
    return text;
}

/* A parameter's value: quoted, or up to the next delimiter, since rel=https://... is seen too. */
static const char *read_value(apr_pool_t *pool, const char **cursor)
{
    if (**cursor == '"') {
        return read_quoted(pool, cursor);
    }
    const apr_size_t length = strcspn(*cursor, SPACE ";,\"");
    const char *value = apr_pstrmemdup(pool, *cursor, length);

    *cursor += length;
    return value;
}

/* ;name or ;name=value behind the semicolon; 0 when it is neither. */
static int read_parameter(apr_pool_t *pool, const char **cursor, link_t *link)
{
    skip_space(cursor);
    const apr_size_t length = strcspn(*cursor, SPACE "=;,\"<>");
    const char *name = apr_pstrmemdup(pool, *cursor, length);
    const char *value = "";

    *cursor += length;
    skip_space(cursor);
    if (**cursor == '=') {
        (*cursor)++;
        skip_space(cursor);
        value = read_value(pool, cursor);
    }
    if (value == NULL) {
        return 0;
    }
    if (strcasecmp(name, "rel") == 0 && link->rel == NULL) {
        link->rel = value;
    }
    if (strcasecmp(name, "anchor") == 0) {
        link->anchored = 1;
    }
    skip_space(cursor);
    return 1;
}

/* <target>;parameters at the cursor, up to the comma or the end; 0 when it is malformed. */
static int read_link(apr_pool_t *pool, const char **cursor, link_t *link)
{
    const char *end;

    *link = (link_t){ NULL, NULL, 0 };
    if (**cursor != '<' || (end = strchr(*cursor, '>')) == NULL) {
        return 0;
    }
    link->target = apr_pstrmemdup(pool, *cursor + 1, (apr_size_t)(end - *cursor - 1));
    *cursor = end + 1;
    skip_space(cursor);
    while (**cursor == ';') {
        (*cursor)++;
        if (!read_parameter(pool, cursor, link)) {
            return 0;
        }
    }
    return **cursor == ',' || **cursor == '\0';
}

/* 1 when the list of relations, parted by spaces, names relation. */
static int list_names(const char *list, const char *relation)
{
    const apr_size_t wanted = strlen(relation);

    for (list += strspn(list, SPACE); *list != '\0'; list += strspn(list, SPACE)) {
        const apr_size_t length = strcspn(list, SPACE);

        if (length == wanted && strncasecmp(list, relation, length) == 0) {
            return 1;
        }
        list += length;
    }
    return 0;
}

const char *lz_link_target(apr_pool_t *pool, const char *value, const char *relation)
{
    const char *cursor = value;
    link_t link;

    for (;;) {
        cursor += strspn(cursor, SPACE ",");        /* empty elements are allowed */
        if (*cursor == '\0' || !read_link(pool, &cursor, &link)) {
            return NULL;
        }
        if (link.rel != NULL && !link.anchored && list_names(link.rel, relation)) {
            return link.target;
        }
    }
}

const char *lz_link_of(apr_pool_t *pool, const apr_table_t *headers, const char *relation)
{
    const apr_array_header_t *all = apr_table_elts(headers);
    const apr_table_entry_t *entry = (const apr_table_entry_t *)(void *)all->elts;

    for (int i = 0; i < all->nelts; i++) {
        const char *target = strcasecmp(entry[i].key, "Link") == 0
                             ? lz_link_target(pool, entry[i].val, relation) : NULL;

        if (target != NULL) {
            return target;
        }
    }
    return NULL;
}
