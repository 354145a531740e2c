/* SPDX-License-Identifier: Apache-2.0 */
/* lti-zoom scopes: what an admin grants to the Zoom app. */
#include "commands.h"

#include <stdio.h>

#include "../zoom/scopes.h"

static void print_needed(const apr_array_header_t *scopes, lz_zoom_need_e need)
{
    for (int i = 0; i < scopes->nelts; i++) {
        const lz_zoom_scope_t *scope = &APR_ARRAY_IDX(scopes, i, const lz_zoom_scope_t);

        if (scope->need == need) {
            printf("  %-40s  without it: no %s%s\n", scope->name, scope->features,
                   lz_zoom_scope_is_master(scope->name) ? " (master accounts only)" : "");
        }
    }
}

static void print_scopes(apr_pool_t *pool, lz_zoom_vocabulary_e vocabulary, const char *title)
{
    const apr_array_header_t *scopes = lz_zoom_scopes(pool, vocabulary);

    printf("%s\nNeeded:\n", title);
    print_needed(scopes, LZ_NEED_CORE);
    printf("By feature, all else works without:\n");
    print_needed(scopes, LZ_NEED_OPTIONAL);
}

lz_exit_e lz_command_scopes(apr_pool_t *pool, apr_getopt_t *options)
{
    static const apr_getopt_option_t known[] = {
        { "granular", 'g', 0, NULL }, { "classic", 'c', 0, NULL }, { NULL, 0, 0, NULL }
    };
    const char *value = NULL;
    int granular = 0, classic = 0, option = 0;
    apr_status_t rv;

    while ((rv = apr_getopt_long(options, known, &option, &value)) == APR_SUCCESS) {
        *(option == 'g' ? &granular : &classic) = 1;
    }
    if (rv != APR_EOF || options->ind < options->argc) {
        return lz_command_misused("scopes takes --granular or --classic");
    }
    if (granular || !classic) {
        print_scopes(pool, LZ_SCOPES_GRANULAR, "Granular scopes, which apps of today have:");
    }
    if (classic || !granular) {
        print_scopes(pool, LZ_SCOPES_CLASSIC, "Classic scopes, of older apps:");
    }
    return LZ_EXIT_OK;
}
