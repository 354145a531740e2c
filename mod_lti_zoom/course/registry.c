/* SPDX-License-Identifier: Apache-2.0 */
#include "registry.h"

#include <string.h>

#include <apr_allocator.h>
#include <apr_atomic.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>

#include "../base/encoding.h"
#include "../store/platforms.h"

#define GENERATION_KEY      "platforms-registered:"
#define GENERATION_BYTES    9
#define GENERATION_LIFETIME apr_time_from_sec(24 * 3600)
#define NAME_PREFIX         "lms-"
#define NAME_LETTERS        5       /* bytes, twice as many hex digits */

/* What a process knows. Never changed once it is published, and kept: there are few of them. */
typedef struct snapshot_t {
    const lz_platform_t **list;
    int                   n;
} snapshot_t;

struct lz_registry_t {
    apr_pool_t         *pool;       /* of an allocator of its own; used under reading alone */
    const lz_site_t    *site;
    apr_thread_mutex_t *reading;    /* one thread reads at a time */
    volatile void      *current;    /* snapshot_t *, atomic */
    apr_time_t          read_at;    /* under reading, like the next */
    const char         *generation; /* of the cache when it was read; "" for none */
};

/* One request's way to look again. */
typedef struct request_t {
    lz_registry_t  *registry;
    const lz_env_t *env;
} request_t;

/* --- what the database says ------------------------------------------------------------------- */

/* Changes with every registration; "" when none was for long, or the cache has lost it. */
static const char *generation_now(const lz_env_t *env, const lz_site_t *site)
{
    const char *key = apr_pstrcat(env->pool, GENERATION_KEY, site->base_url, NULL);
    const char *value = NULL;
    apr_size_t length = 0;

    return env->cache->get(env->cache->baton, env->pool, key, &value, &length) ? value : "";
}

static void tell_all(const lz_env_t *env, const lz_site_t *site)
{
    const char *key = apr_pstrcat(env->pool, GENERATION_KEY, site->base_url, NULL);
    const char *value = lz_random_token(env->pool, GENERATION_BYTES);

    if (value != NULL) {
        env->cache->put(env->cache->baton, env->pool, key, value, strlen(value),
                        GENERATION_LIFETIME);
    }
}

static int has_account(const lz_site_t *site, const char *name)
{
    for (int i = 0; i < site->n_accounts; i++) {
        if (strcmp(site->accounts[i]->name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

static const lz_platform_t *find(const lz_platform_t *const *list, int n, const char *issuer,
                                 const char *client_id)
{
    for (int i = 0; i < n; i++) {
        const lz_platform_t *platform = list[i];

        if (platform->issuer != NULL && strcmp(platform->issuer, issuer) == 0
            && strcmp(platform->client_id, client_id) == 0) {
            return platform;
        }
    }
    return NULL;
}

static const lz_platform_t *platform_of(apr_pool_t *pool, const lz_platform_row_t *row)
{
    lz_platform_t *platform = apr_pcalloc(pool, sizeof(*platform));

    platform->name = apr_pstrdup(pool, row->name);
    platform->issuer = apr_pstrdup(pool, row->issuer);
    platform->client_id = apr_pstrdup(pool, row->client_id);
    platform->auth_url = apr_pstrdup(pool, row->auth_url);
    platform->token_url = *row->token_url != '\0' ? apr_pstrdup(pool, row->token_url) : NULL;
    platform->keys_url = apr_pstrdup(pool, row->keys_url);
    platform->token_audience = *row->token_audience != '\0'
                               ? apr_pstrdup(pool, row->token_audience) : platform->token_url;
    platform->deployments_auto = 1;
    platform->deployments = apr_array_make(pool, 0, sizeof(const char *));
    platform->consumers = apr_array_make(pool, 0, sizeof(lz_consumer_t));
    platform->account_name = apr_pstrdup(pool, row->account);
    return platform;
}

/*
 * Publishes a snapshot with the rows that are new: what is known keeps its address, since requests
 * that run compare platforms by it. The configuration stands before the database.
 */
static void publish(lz_registry_t *registry, const lz_env_t *env, const apr_array_header_t *rows)
{
    const snapshot_t *known = (const snapshot_t *)registry->current;
    const apr_size_t room = (apr_size_t)(known->n + rows->nelts);
    snapshot_t next = { apr_palloc(env->pool, room * sizeof(*next.list)), known->n };

    memcpy(next.list, known->list, (apr_size_t)known->n * sizeof(*next.list));
    for (int i = 0; i < rows->nelts; i++) {
        const lz_platform_row_t *row = &APR_ARRAY_IDX(rows, i, lz_platform_row_t);

        if (find(next.list, next.n, row->issuer, row->client_id) != NULL) {
            continue;
        }
        if (!has_account(registry->site, row->account)) {
            lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS,
                   LZNO(0631) "platform %s (issuer %s) was registered for account '%s', which no "
                   "<LTIZoomAccount> section defines: it cannot launch", row->name, row->issuer,
                   row->account);
            continue;
        }
        next.list[next.n++] = platform_of(registry->pool, row);
    }
    if (next.n > known->n) {
        snapshot_t *published = apr_palloc(registry->pool, sizeof(*published));

        published->n = next.n;
        published->list = apr_pmemdup(registry->pool, next.list,
                                      (apr_size_t)next.n * sizeof(*next.list));
        apr_atomic_xchgptr(&registry->current, published);
    }
}

/* Under reading. */
static void read_database(lz_registry_t *registry, const lz_env_t *env)
{
    apr_array_header_t *rows = NULL;
    const char *generation = generation_now(env, registry->site);

    registry->read_at = lz_now(env->clock);
    const lz_problem_t *problem = lz_store_platforms(env, registry->site->base_url, &rows);
    if (problem != NULL) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS,
               LZNO(0632) "registered platforms could not be read: %s", problem->cause);
        return;
    }
    if (strcmp(generation, registry->generation) != 0) {
        registry->generation = apr_pstrdup(registry->pool, generation);
    }
    publish(registry, env, rows);
}

/* Whether it is worth a read now; under reading. */
static int is_due(const lz_registry_t *registry, const lz_env_t *env)
{
    const apr_interval_time_t age = lz_now(env->clock) - registry->read_at;

    return age >= LZ_REGISTRY_PAUSE || age < 0
           || strcmp(generation_now(env, registry->site), registry->generation) != 0;
}

/* --- one request's view ----------------------------------------------------------------------- */

static const snapshot_t *current(lz_registry_t *registry)
{
    return apr_atomic_casptr(&registry->current, NULL, NULL);
}

static int look_again(void *baton, const lz_platforms_t *known, lz_platforms_t *more)
{
    const request_t *request = baton;
    lz_registry_t *registry = request->registry;

    apr_thread_mutex_lock(registry->reading);
    if (current(registry)->n == known->n && is_due(registry, request->env)) {
        read_database(registry, request->env);
    }
    apr_thread_mutex_unlock(registry->reading);
    const snapshot_t *snapshot = current(registry);
    *more = (lz_platforms_t){ .list = snapshot->list, .n = snapshot->n };
    return snapshot->n > known->n;
}

/* A pool that requests may allocate from while others use parent. */
static apr_pool_t *make_pool(apr_pool_t *parent)
{
    apr_allocator_t *allocator = NULL;
    apr_pool_t *pool = NULL;

    if (apr_allocator_create(&allocator) != APR_SUCCESS) {
        return NULL;
    }
    if (apr_pool_create_ex(&pool, parent, NULL, allocator) != APR_SUCCESS) {
        apr_allocator_destroy(allocator);
        return NULL;
    }
    apr_allocator_owner_set(allocator, pool);
    return pool;
}

lz_registry_t *lz_registry_create(apr_pool_t *parent, const lz_site_t *site)
{
    apr_pool_t *pool = make_pool(parent);

    if (pool == NULL) {
        return NULL;
    }
    lz_registry_t *registry = apr_pcalloc(pool, sizeof(*registry));
    snapshot_t *configured = apr_palloc(pool, sizeof(*configured));

    configured->n = site->platforms.n;
    configured->list = apr_pmemdup(pool, site->platforms.list,
                                   (apr_size_t)configured->n * sizeof(*configured->list));
    registry->pool = pool;
    registry->site = site;
    registry->current = configured;
    registry->generation = "";
    return apr_thread_mutex_create(&registry->reading, APR_THREAD_MUTEX_DEFAULT, pool)
           == APR_SUCCESS ? registry : NULL;
}

const lz_site_t *lz_registry_site(lz_registry_t *registry, const lz_env_t *env)
{
    lz_site_t *site = apr_pmemdup(env->pool, registry->site, sizeof(*site));
    request_t *request = apr_palloc(env->pool, sizeof(*request));
    lz_platform_source_t *source = apr_palloc(env->pool, sizeof(*source));

    const snapshot_t *snapshot = current(registry);
    *request = (request_t){ registry, env };
    *source = (lz_platform_source_t){ request, look_again };
    site->platforms = (lz_platforms_t){ snapshot->list, snapshot->n, source };
    return site;
}

/* --- registering ------------------------------------------------------------------------------ */

const char *lz_registry_name(apr_pool_t *pool, const lz_platform_t *platform)
{
    const char *fingerprint = lz_fingerprint(pool, platform->issuer, platform->client_id, NULL);

    return apr_pstrcat(pool, NAME_PREFIX, lz_hex_encode(pool, fingerprint, NAME_LETTERS), NULL);
}

static const lz_problem_t *duplicate(const lz_env_t *env, const lz_platform_t *platform,
                                     const char *where)
{
    return lz_problem(env->pool, LZ_P_REGISTRATION_DUPLICATE,
                      "issuer %s with client_id %s is in %s already", platform->issuer,
                      platform->client_id, where);
}

const lz_problem_t *lz_registry_add(const lz_env_t *env, const lz_site_t *site,
                                    const lz_platform_t *platform)
{
    const char *token_url = platform->token_url != NULL ? platform->token_url : "";
    const lz_platform_row_t row = {
        .issuer = platform->issuer,
        .client_id = platform->client_id,
        .name = lz_registry_name(env->pool, platform),
        .auth_url = platform->auth_url,
        .token_url = token_url,
        .keys_url = platform->keys_url,
        .token_audience = platform->token_audience != NULL ? platform->token_audience : token_url,
        .account = platform->account_name
    };
    const lz_platform_t *found = find(site->platforms.list, site->platforms.n, platform->issuer,
                                      platform->client_id);
    int added = 0;

    if (found != NULL) {
        return duplicate(env, platform, apr_pstrcat(env->pool, "platform ", found->name, NULL));
    }
    const lz_problem_t *problem = lz_store_add_platform(env, site->base_url, &row, &added);
    if (problem == NULL && !added) {
        problem = duplicate(env, platform, "the database");
    }
    if (problem == NULL) {
        tell_all(env, site);
    }
    return problem;
}
