/* SPDX-License-Identifier: Apache-2.0 */
#include "cache_regions.h"

#include <apr_strings.h>

#include <string.h>

#define COUNTS_SIZE "(1048576)"

typedef enum region_e {
    REGION_LASTING,
    REGION_LISTS,
    REGION_COUNTS,
    REGION_COUNT
} region_e;

struct lz_cache_regions_t {
    lz_shared_cache_t *caches[REGION_COUNT];
    int                n;           /* those that are there: all, or the first for everything */
};

/* The argument "name(bytes)" for another region; its bytes where size is NULL. */
static const char *argument_for(apr_pool_t *pool, const char *argument, const char *suffix,
                                const char *size)
{
    const apr_size_t name_length = strcspn(argument, "(");

    return apr_pstrcat(pool, apr_pstrmemdup(pool, argument, name_length), suffix,
                       size != NULL ? size : argument + name_length, NULL);
}

const char *lz_cache_regions_create(apr_pool_t *pconf, apr_pool_t *ptemp, const char *provider,
                                    const char *argument, lz_cache_regions_t **regions)
{
    const int   drops_the_oldest = strcmp(provider, "shmcb") == 0 && argument != NULL;
    const char *arguments[REGION_COUNT] = { argument, NULL, NULL };
    const char *reason = NULL;
    int         i;

    *regions = apr_pcalloc(pconf, sizeof(**regions));
    (*regions)->n = drops_the_oldest ? REGION_COUNT : 1;
    if (drops_the_oldest) {
        arguments[REGION_LISTS] = argument_for(ptemp, argument, "-lists", NULL);
        arguments[REGION_COUNTS] = argument_for(ptemp, argument, "-counts", COUNTS_SIZE);
    }
    for (i = 0; reason == NULL && i < (*regions)->n; i++) {
        reason = lz_shared_cache_create(pconf, ptemp, provider, arguments[i],
                                        &(*regions)->caches[i]);
    }
    return reason;
}

apr_status_t lz_cache_regions_init(const lz_cache_regions_t *regions, apr_pool_t *pconf,
                                   server_rec *s, const lz_sealer_t *sealer)
{
    apr_status_t rv = APR_SUCCESS;
    int          i;

    for (i = 0; rv == APR_SUCCESS && i < regions->n; i++) {
        rv = lz_shared_cache_init(regions->caches[i], pconf, s, sealer);
    }
    return rv;
}

apr_status_t lz_cache_regions_child(const lz_cache_regions_t *regions, apr_pool_t *pchild)
{
    apr_status_t rv = APR_SUCCESS;
    int          i;

    for (i = 0; rv == APR_SUCCESS && i < regions->n; i++) {
        rv = lz_shared_cache_child(regions->caches[i], pchild);
    }
    return rv;
}

static const lz_cache_t *interface_of(const lz_cache_regions_t *regions, region_e region)
{
    return lz_shared_cache_interface(regions->caches[(int)region < regions->n ? region
                                                                              : REGION_LASTING]);
}

void lz_cache_regions_lend(const lz_cache_regions_t *regions, lz_env_t *env)
{
    env->cache = interface_of(regions, REGION_LASTING);
    env->lists = interface_of(regions, REGION_LISTS);
    env->counts = interface_of(regions, REGION_COUNTS);
}
