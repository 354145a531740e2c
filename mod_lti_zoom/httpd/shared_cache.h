/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lz_cache_t on mod_socache. Keys are hashed (shmcb chooses its subcache by the first byte);
 * values that leave this machine are sealed. The registered global mutex is held around one cache
 * operation and never longer, where the provider needs it (shmcb, dbm).
 *
 * add() and update() of the interface are atomic among all that share the cache: with shmcb and dbm
 * by the mutex, with redis by a lock on the Redis itself (cluster_lock.h). With any other provider
 * (memcache, distcache) the mutex makes them atomic on this node only: then each node may fetch
 * what another fetches too, and budgets of two nodes that change at the same moment lose a count.
 *
 * Life: lz_shared_cache_register() in pre_config, _create() and _init() in post_config, _child()
 * in each child; destroyed with pconf, but for its lock (locks.h).
 */
#ifndef LZ_HTTPD_SHARED_CACHE_H
#define LZ_HTTPD_SHARED_CACHE_H

#include <httpd.h>

#include "../base/cache.h"
#include "../base/seal.h"

#define LZ_CACHE_MUTEX "lti-zoom-cache"     /* for the Mutex directive */

typedef struct lz_shared_cache_t lz_shared_cache_t;

apr_status_t lz_shared_cache_register(apr_pool_t *pconf);

/*
 * A cache of the provider ("shmcb") with its argument ("name(bytes)", or NULL), the two parts of
 * LTIZoomCache. NULL on success, else what is wrong.
 */
const char *lz_shared_cache_create(apr_pool_t *pconf, apr_pool_t *ptemp, const char *provider,
                                   const char *argument, lz_shared_cache_t **cache);

/* Starts the provider; sealer (which must outlive the cache) seals what goes to a foreign one. */
apr_status_t lz_shared_cache_init(lz_shared_cache_t *cache, apr_pool_t *pconf, server_rec *s,
                                  const lz_sealer_t *sealer);

apr_status_t lz_shared_cache_child(lz_shared_cache_t *cache, apr_pool_t *pchild);

const lz_cache_t *lz_shared_cache_interface(const lz_shared_cache_t *cache);

#endif
