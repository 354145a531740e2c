/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock per cache entry that holds on all nodes which share a Redis, for the provider that has no
 * compare-and-set: what add() and update() of the cache do between reading and writing is done by
 * one node at a time. It is a counter on the server that the cache's own argument names: whoever
 * counts it up to one has the lock, and deletes it.
 *
 * Who waits for longer than a second and a half, and does not see the lock change hands, takes it
 * for that of a process that died, and breaks it. A holder that Redis keeps waiting for so long may
 * lose it: then two change the entry at once, and one change is lost.
 */
#ifndef LZ_HTTPD_CLUSTER_LOCK_H
#define LZ_HTTPD_CLUSTER_LOCK_H

#include <apr_pools.h>

typedef struct lz_cluster_lock_t lz_cluster_lock_t;

/*
 * In post_config: for the servers "host[:port][,host[:port]...]". Connections are made by each
 * process when it first needs one. NULL on success, else what is wrong.
 */
const char *lz_cluster_lock_create(apr_pool_t *pconf, const char *servers,
                                   lz_cluster_lock_t **lock);

/* APR_SUCCESS with the lock of that name, else why Redis does not give it. */
apr_status_t lz_cluster_lock_take(lz_cluster_lock_t *lock, const char *name)
    __attribute__((warn_unused_result));

void lz_cluster_lock_release(lz_cluster_lock_t *lock, const char *name);

#endif
