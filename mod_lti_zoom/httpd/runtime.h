/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What requests need of a host: its site, the shared cache, the transport to Zoom and the LMSs,
 * the database's lender. Made when the configuration stands (site, cache) and in each child (the
 * rest); immutable while requests run. The table of hosts is the module's only global state.
 */
#ifndef LZ_HTTPD_RUNTIME_H
#define LZ_HTTPD_RUNTIME_H

#include <httpd.h>

#include "../base/env.h"
#include "../base/gate.h"
#include "../course/registry.h"
#include "../course/site.h"
#include "../store/db.h"
#include "cache_regions.h"
#include "config.h"

typedef struct lz_runtime_t {
    const lz_site_t    *site;
    const lz_options_t *options;
    lz_cache_regions_t *cache;
    const lz_metrics_t *metrics;    /* NULL: nothing is counted */
    const lz_http_t    *http;       /* of this child; NULL when it could not start */
    const lz_db_t      *db;         /* of this child */
    lz_key_ring_t      *key_ring;   /* of this child */
    lz_gate_t           gate;       /* of this child */
    lz_registry_t      *registry;   /* of this child; NULL: only configured platforms launch */
} lz_runtime_t;

/*
 * In post_config: a runtime for every host in which the module is on; hosts with one LTIZoomCache
 * share one cache. What fails is logged.
 */
apr_status_t lz_runtime_start(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *s)
    __attribute__((warn_unused_result));

/* In child_init: the child's parts. What fails is logged, and its requests answer 503. */
void lz_runtime_child(apr_pool_t *pchild, server_rec *s);

/* NULL where the module is off. */
const lz_runtime_t *lz_runtime_of(const server_rec *s);

/* The env of a request; lives in r->pool. NULL when this child could not start completely. */
lz_env_t *lz_runtime_env(request_rec *r, const lz_runtime_t *runtime);

/*
 * The same without a request: for work in pool that lasts until deadline at most. What it logs is
 * s's, the host's. env->gone is the caller's to set.
 */
lz_env_t *lz_runtime_env_alone(apr_pool_t *pool, server_rec *s, const lz_runtime_t *runtime,
                               apr_time_t deadline);

/* The site as this request sees it, with the platforms that have registered themselves. */
const lz_site_t *lz_runtime_site(const lz_runtime_t *runtime, const lz_env_t *env);

#endif
