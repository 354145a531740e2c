/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scopes that the data map needs, in both of Zoom's vocabularies: apps of the present build
 * flow have granular scopes, older apps keep the classic ones (zoom-api.md §1.2).
 */
#ifndef LZ_ZOOM_SCOPES_H
#define LZ_ZOOM_SCOPES_H

#include <apr_tables.h>

#include "data_map.h"

typedef enum lz_zoom_vocabulary_e {
    LZ_SCOPES_GRANULAR,
    LZ_SCOPES_CLASSIC
} lz_zoom_vocabulary_e;

typedef struct lz_zoom_scope_t {
    const char    *name;        /* "meeting:read:meeting:admin" */
    const char    *features;    /* what is lost without it, each once: "starting a meeting, ..." */
    lz_zoom_need_e need;        /* LZ_NEED_CORE when any of its operations is */
} lz_zoom_scope_t;

/*
 * 1 when the token's scope text (space-separated) allows the operation, by its classic or its
 * granular name. A text that names no scope at all says nothing, and is not held against it.
 */
int lz_zoom_scope_allows(const lz_zoom_operation_t *operation, const char *token_scope);

/* Which vocabulary a token's scope text speaks; granular when it cannot be told. */
lz_zoom_vocabulary_e lz_zoom_scope_vocabulary(const char *token_scope);

/* The operation's scope in that vocabulary, NULL when it needs none. */
const char *lz_zoom_scope_of(const lz_zoom_operation_t *operation,
                             lz_zoom_vocabulary_e vocabulary);

/* 1 when only master accounts can grant it. */
int lz_zoom_scope_is_master(const char *name);

/* Every scope of the map once, in its order: const lz_zoom_scope_t. */
const apr_array_header_t *lz_zoom_scopes(apr_pool_t *pool, lz_zoom_vocabulary_e vocabulary);

/* Of these, the ones that token_scope lacks, in its vocabulary; empty when it names none. */
const apr_array_header_t *lz_zoom_scopes_missing(apr_pool_t *pool, const char *token_scope);

#endif
