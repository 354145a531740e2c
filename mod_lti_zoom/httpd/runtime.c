/* SPDX-License-Identifier: Apache-2.0 */
#include "runtime.h"

#include <ap_mpm.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <http_log.h>

#include "../base/encoding.h"
#include "../base/http_curl.h"
#include "database.h"
#include "error_log.h"
#include "metrics_shm.h"
#include "visitor.h"

APLOG_USE_MODULE(lti_zoom);

#define USER_AGENT "mod_lti_zoom"
#define REQUEST_ID_BYTES 9

/* server_rec * -> lz_runtime_t *, of the current configuration; lives in its pconf. */
static apr_hash_t *runtimes;

/* The queue of the database's writers, of all hosts. */
static lz_writers_t *writers;

/* The cache that the host's LTIZoomCache names, started when no earlier host has it. */
static apr_status_t cache_for(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *s,
                              lz_runtime_t *runtime, apr_hash_t *caches)
{
    const lz_options_t *options = runtime->options;
    const char         *spec = apr_pstrcat(ptemp, options->cache_provider, ":",
                                           options->cache_argument, NULL);
    const char         *reason;
    apr_status_t        rv;

    runtime->cache = apr_hash_get(caches, spec, APR_HASH_KEY_STRING);
    if (runtime->cache != NULL) {
        return APR_SUCCESS;
    }
    reason = lz_cache_regions_create(pconf, ptemp, options->cache_provider,
                                     options->cache_argument, &runtime->cache);
    if (reason != NULL) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, 0, s, LZNO(0530) "LTIZoomCache %s: %s", spec, reason);
        return APR_EGENERAL;
    }
    rv = lz_cache_regions_init(runtime->cache, pconf, s, runtime->site->sealer);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, s, LZNO(0531) "LTIZoomCache %s cannot start",
                     spec);
        return rv;
    }
    apr_hash_set(caches, spec, APR_HASH_KEY_STRING, runtime->cache);
    return APR_SUCCESS;
}

apr_status_t lz_runtime_start(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *s)
{
    apr_hash_t         *caches = apr_hash_make(ptemp);
    lz_metrics_table_t *counters = lz_metrics_shm(s);
    const char         *gate = apr_pstrcat(pconf, "zoom-gate:",
                                           lz_random_token(ptemp, REQUEST_ID_BYTES), NULL);

    if (lz_database_queue(pconf, s, &writers) != APR_SUCCESS) {
        return APR_EGENERAL;
    }
    runtimes = apr_hash_make(pconf);
    for (; s != NULL; s = s->next) {
        lz_runtime_t *runtime;
        server_rec  **key;
        apr_status_t  rv;

        if (!lz_config_is_on(s)) {
            continue;
        }
        runtime = apr_pcalloc(pconf, sizeof(*runtime));
        runtime->site = lz_config_build_site(pconf, s);
        runtime->options = lz_config_options(pconf, s);
        if (runtime->site == NULL) {
            return APR_EGENERAL;
        }
        rv = cache_for(pconf, ptemp, s, runtime, caches);
        if (rv != APR_SUCCESS) {
            return rv;
        }
        if (counters != NULL) {
            runtime->metrics = lz_metrics_of(pconf, counters, runtime->site->base_url);
        }
        runtime->gate.key = gate;
        key = apr_pmemdup(pconf, &s, sizeof(s));
        apr_hash_set(runtimes, key, sizeof(*key), runtime);
    }
    return APR_SUCCESS;
}

/* The number that the MPM gives, at least 1. */
static int mpm_says(int question)
{
    int answer = 0;

    return ap_mpm_query(question, &answer) == APR_SUCCESS && answer > 0 ? answer : 1;
}

/*
 * Who may wait for Zoom at the same time. A process with threads counts for itself, in counter, for
 * all hosts; where each request has a process the server counts, in the cache, under a name that
 * its children have inherited.
 */
static void open_gate(lz_gate_t *gate, int wanted, volatile apr_uint32_t *counter)
{
    const int threads = mpm_says(AP_MPMQ_MAX_THREADS);
    const int workers = threads > 1 ? threads : mpm_says(AP_MPMQ_MAX_DAEMONS);
    const int limit = wanted ? wanted : workers / 2;

    gate->limit = limit < 1 ? 1 : limit > LZ_QUOTA_LIMIT_MAX ? LZ_QUOTA_LIMIT_MAX : limit;
    if (threads > 1) {
        gate->waiting = counter;
        gate->key = NULL;
    }
}

static lz_runtime_t *runtime_of(const server_rec *s)
{
    return runtimes != NULL ? apr_hash_get(runtimes, &s, sizeof(s)) : NULL;
}

const lz_runtime_t *lz_runtime_of(const server_rec *s)
{
    return runtime_of(s);
}

static const lz_http_t *transport_of(apr_pool_t *pchild, server_rec *s,
                                     const lz_options_t *options)
{
    lz_http_curl_options_t curl = {
        .user_agent = USER_AGENT, .ca_file = options->ca_file, .proxy = options->proxy,
        .no_proxy = options->no_proxy
    };
    const lz_http_t       *http = NULL;
    apr_status_t           rv = lz_http_curl_create(pchild, &curl, &http);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s,
                     LZNO(0532) "the transport to Zoom cannot start in this child");
        return NULL;
    }
    return http;
}

void lz_runtime_child(apr_pool_t *pchild, server_rec *s)
{
    apr_uint32_t *waiting = apr_pcalloc(pchild, sizeof(*waiting));

    for (; s != NULL; s = s->next) {
        lz_runtime_t *runtime = runtime_of(s);
        apr_status_t  rv;

        if (runtime == NULL) {
            continue;
        }
        open_gate(&runtime->gate, runtime->options->concurrency, waiting);
        runtime->http = transport_of(pchild, s, runtime->options);
        runtime->db = lz_database_create(pchild, s, writers);
        if (lz_key_ring_create(pchild, &runtime->key_ring) != APR_SUCCESS) {
            runtime->key_ring = NULL;
        }
        runtime->registry = lz_registry_create(pchild, runtime->site);
        rv = lz_cache_regions_child(runtime->cache, pchild);
        if (rv != APR_SUCCESS) {
            ap_log_error(APLOG_MARK, APLOG_ERR, rv, s,
                         LZNO(0533) "the cache's lock cannot be opened in this child");
        }
    }
}

/* mod_unique_id's where it is loaded, so that an admin finds one id in every log; else our own. */
static const char *request_id_of(request_rec *r)
{
    const char *id = apr_table_get(r->subprocess_env, "UNIQUE_ID");

    if (id == NULL) {
        id = lz_random_token(r->pool, REQUEST_ID_BYTES);
    }
    return id != NULL ? id : "none";
}

/* All but what belongs to a request, or NULL when this child could not start completely. */
static lz_env_t *env_of(apr_pool_t *pool, const lz_runtime_t *runtime)
{
    lz_env_t *env;

    if (runtime->http == NULL || runtime->db == NULL) {
        return NULL;
    }
    env = apr_pcalloc(pool, sizeof(*env));
    env->pool = pool;
    env->clock = lz_clock_system();
    env->http = runtime->http;
    lz_cache_regions_lend(runtime->cache, env);
    env->db = runtime->db;
    env->key_ring = runtime->key_ring;
    env->metrics = runtime->metrics;
    return env;
}

lz_env_t *lz_runtime_env(request_rec *r, const lz_runtime_t *runtime)
{
    lz_env_t *env = env_of(r->pool, runtime);

    if (env != NULL) {
        env->deadline = lz_now(env->clock) + runtime->options->timeout;
        env->request_id = request_id_of(r);
        env->log = lz_error_log_for_request(r);
        env->gate = &runtime->gate;
        lz_visitor_watch(r, env);
    }
    return env;
}

lz_env_t *lz_runtime_env_alone(apr_pool_t *pool, server_rec *s, const lz_runtime_t *runtime,
                               apr_time_t deadline)
{
    lz_env_t *env = env_of(pool, runtime);

    if (env != NULL) {
        env->deadline = deadline;
        env->request_id = "none";
        env->log = lz_error_log_for_server(pool, s);
    }
    return env;
}

const lz_site_t *lz_runtime_site(const lz_runtime_t *runtime, const lz_env_t *env)
{
    return runtime->registry != NULL ? lz_registry_site(runtime->registry, env) : runtime->site;
}
