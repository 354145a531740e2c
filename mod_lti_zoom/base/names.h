/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of short names as one text, one name a line, in the order in which they came: how names of
 * sections and groups travel and are stored. "" is the empty set.
 */
#ifndef LZ_BASE_NAMES_H
#define LZ_BASE_NAMES_H

#include <apr_tables.h>

#define LZ_NAME_MAX  200        /* bytes of one name */
#define LZ_NAMES_MAX 3000       /* bytes of a set: all names, and a line's end between them */

/*
 * Adds a name without the blanks around it. 0, and nothing is added, for what can be none: nothing
 * but blanks, longer than LZ_NAME_MAX, with control characters, no UTF-8; or when the set would be
 * larger than LZ_NAMES_MAX. 1 also when it is in the set already.
 */
int lz_names_add(apr_pool_t *pool, const char **names, const char *name);

/* 1 when the very same name is in the set. */
int lz_names_have(const char *names, const char *name);

/* 1 when both have the same names, in whatever order. */
int lz_names_same(apr_pool_t *pool, const char *names, const char *others);

/* The names as const char *. */
apr_array_header_t *lz_names_list(apr_pool_t *pool, const char *names);

#endif
