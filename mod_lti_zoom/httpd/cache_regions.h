/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The caches of one LTIZoomCache. mod_socache_shmcb drops the oldest entries for new ones, whatever
 * they are: lists of meetings, which are large and serve for seconds, and budgets, which are
 * written with each call of Zoom, would push out tokens, keys and who somebody is, just when most
 * people come. So with shmcb they have memory of their own, and others in it only their like:
 *
 *   lasting  what can be asked for again, but should not have to be      name, its bytes
 *   lists    what serves for seconds                                     name-lists, as many
 *   counts   what is rewritten with each call                            name-counts, 1 MB
 *
 * With every other provider, and with a shmcb without a name and a size, the three are one.
 */
#ifndef LZ_HTTPD_CACHE_REGIONS_H
#define LZ_HTTPD_CACHE_REGIONS_H

#include "../base/env.h"
#include "shared_cache.h"

typedef struct lz_cache_regions_t lz_cache_regions_t;

/* As lz_shared_cache_create(). */
const char *lz_cache_regions_create(apr_pool_t *pconf, apr_pool_t *ptemp, const char *provider,
                                    const char *argument, lz_cache_regions_t **regions)
    __attribute__((warn_unused_result));

/* As lz_shared_cache_init() and lz_shared_cache_child(). */
apr_status_t lz_cache_regions_init(const lz_cache_regions_t *regions, apr_pool_t *pconf,
                                   server_rec *s, const lz_sealer_t *sealer)
    __attribute__((warn_unused_result));
apr_status_t lz_cache_regions_child(const lz_cache_regions_t *regions, apr_pool_t *pchild)
    __attribute__((warn_unused_result));

/* Gives env its cache, lists and counts. */
void lz_cache_regions_lend(const lz_cache_regions_t *regions, lz_env_t *env);

#endif
