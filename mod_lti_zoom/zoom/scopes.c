/* SPDX-License-Identifier: Apache-2.0 */
#include "scopes.h"

#include <string.h>

#include <apr_strings.h>

static const char separators[] = " \t\r\n,";

/* 1 when scope is one of the words of text. */
static int names(const char *text, const char *scope)
{
    const size_t wanted = scope ? strlen(scope) : 0;
    size_t length;

    if (!text || !scope) {
        return 0;
    }
    for (; *text; text += length) {
        text += strspn(text, separators);
        length = strcspn(text, separators);
        if (length == wanted && memcmp(text, scope, length) == 0) {
            return 1;
        }
    }
    return 0;
}

static int names_nothing(const char *text)
{
    return !text || text[strspn(text, separators)] == '\0';
}

int lz_zoom_scope_allows(const lz_zoom_operation_t *operation, const char *token_scope)
{
    if (!operation->scope_classic && !operation->scope_granular) {
        return 1;
    }
    return names_nothing(token_scope) || names(token_scope, operation->scope_granular)
           || names(token_scope, operation->scope_classic);
}

lz_zoom_vocabulary_e lz_zoom_scope_vocabulary(const char *token_scope)
{
    for (int i = 0; i < LZ_ZOOM_OPERATION_COUNT; i++) {
        if (names(token_scope, lz_zoom_operation(i)->scope_classic)) {
            return LZ_SCOPES_CLASSIC;
        }
    }
    return LZ_SCOPES_GRANULAR;
}

const char *lz_zoom_scope_of(const lz_zoom_operation_t *operation,
                             lz_zoom_vocabulary_e vocabulary)
{
    return vocabulary == LZ_SCOPES_CLASSIC ? operation->scope_classic : operation->scope_granular;
}

int lz_zoom_scope_is_master(const char *name)
{
    const char *end = strrchr(name, ':');

    return end && strcmp(end, ":master") == 0;
}

/* The entry of that name, or NULL. */
static lz_zoom_scope_t *find(const apr_array_header_t *scopes, const char *name)
{
    for (int i = 0; i < scopes->nelts; i++) {
        lz_zoom_scope_t *scope = &APR_ARRAY_IDX(scopes, i, lz_zoom_scope_t);

        if (strcmp(scope->name, name) == 0) {
            return scope;
        }
    }
    return NULL;
}

/* The scope serves that operation too. */
static void add_use(apr_pool_t *pool, lz_zoom_scope_t *scope, const lz_zoom_operation_t *operation)
{
    if (!strstr(scope->features, operation->feature)) {
        scope->features = apr_pstrcat(pool, scope->features, ", ", operation->feature, NULL);
    }
    if (operation->need == LZ_NEED_CORE) {
        scope->need = LZ_NEED_CORE;
    }
}

const apr_array_header_t *lz_zoom_scopes(apr_pool_t *pool, lz_zoom_vocabulary_e vocabulary)
{
    apr_array_header_t *scopes = apr_array_make(pool, LZ_ZOOM_OPERATION_COUNT,
                                                sizeof(lz_zoom_scope_t));

    for (int i = 0; i < LZ_ZOOM_OPERATION_COUNT; i++) {
        const lz_zoom_operation_t *operation = lz_zoom_operation(i);
        const char *name = lz_zoom_scope_of(operation, vocabulary);
        lz_zoom_scope_t *known = name ? find(scopes, name) : NULL;

        if (known) {
            add_use(pool, known, operation);
        } else if (name) {
            APR_ARRAY_PUSH(scopes, lz_zoom_scope_t) = (lz_zoom_scope_t){
                name, operation->feature, operation->need
            };
        }
    }
    return scopes;
}

const apr_array_header_t *lz_zoom_scopes_missing(apr_pool_t *pool, const char *token_scope)
{
    const apr_array_header_t *needed = lz_zoom_scopes(pool, lz_zoom_scope_vocabulary(token_scope));
    apr_array_header_t *missing = apr_array_make(pool, needed->nelts, sizeof(lz_zoom_scope_t));

    for (int i = 0; i < needed->nelts && !names_nothing(token_scope); i++) {
        const lz_zoom_scope_t scope = APR_ARRAY_IDX(needed, i, lz_zoom_scope_t);

        if (!names(token_scope, scope.name)) {
            APR_ARRAY_PUSH(missing, lz_zoom_scope_t) = scope;
        }
    }
    return missing;
}
