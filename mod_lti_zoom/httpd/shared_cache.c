/* SPDX-License-Identifier: Apache-2.0 */
#include "shared_cache.h"

#include <ap_provider.h>
#include <ap_socache.h>
#include <apr_atomic.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <http_log.h>
#include <util_mutex.h>

#include <string.h>

#include "../base/encoding.h"
#include "../base/log.h"
#include "cluster_lock.h"
#include "config.h"
#include "locks.h"

APLOG_USE_MODULE(lti_zoom);

/* A sealed value is longer than its clear text: base64 and the frame of seal.h. */
#define STORED_MAX (LZ_CACHE_VALUE_MAX / 3 * 4 + 256)
#define LIFETIME_MIN apr_time_from_sec(1)
#define SPARE        apr_time_from_msec(500)

/* How often the lock is asked for before a caller sleeps for it: some microseconds' worth. */
#define TRIES_AT_ONCE      50
#define TRIES_AFTER_OTHERS 50

struct lz_shared_cache_t {
    ap_socache_provider_t *provider;
    ap_socache_instance_t *instance;
    apr_global_mutex_t    *mutex;
    const char            *mutex_file;
    server_rec            *server;
    const lz_sealer_t     *sealer;  /* NULL while values stay on this machine */
    int                    local;
    int                    guarded; /* the provider needs our lock around each operation */
    lz_cluster_lock_t     *cluster; /* holds on all nodes; NULL: the mutex holds on this one */
    volatile apr_uint32_t  told_minute; /* atomic: when it was last said that Redis is gone */
    lz_cache_t             interface;
};

apr_status_t lz_shared_cache_register(apr_pool_t *pconf)
{
    return ap_mutex_register(pconf, LZ_CACHE_MUTEX, NULL, APR_LOCK_DEFAULT, 0);
}

static void key_of(const char *key, unsigned char id[LZ_SHA256_SIZE])
{
    lz_sha256(key, strlen(key), id);
}

/*
 * The lock is held for as long as some bytes are copied, so a caller asks again a few times, and
 * then lets others run, one of which may hold it, before it sleeps: the pthread mutexes between
 * processes go from hand to hand once somebody sleeps for them, and are then held for as long as
 * each sleeper takes to wake.
 */
static apr_status_t take(apr_global_mutex_t *mutex)
{
    apr_status_t rv = apr_global_mutex_trylock(mutex);
    int          i;

    for (i = 0; APR_STATUS_IS_EBUSY(rv) && i < TRIES_AT_ONCE + TRIES_AFTER_OTHERS; i++) {
        if (i >= TRIES_AT_ONCE) {
            apr_thread_yield();
        }
        rv = apr_global_mutex_trylock(mutex);
    }
    return APR_STATUS_IS_EBUSY(rv) || APR_STATUS_IS_ENOTIMPL(rv) ? apr_global_mutex_lock(mutex)
                                                                 : rv;
}

static int lock(lz_shared_cache_t *cache)
{
    apr_status_t rv = take(cache->mutex);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, cache->server,
                     LZNO(0520) "the cache's lock cannot be had; going on without the cache");
    }
    return rv == APR_SUCCESS;
}

static void unlock(lz_shared_cache_t *cache)
{
    apr_status_t rv = apr_global_mutex_unlock(cache->mutex);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, cache->server,
                     LZNO(0521) "the cache's lock cannot be given back");
    }
}

/* Around an operation that reads or writes once. */
static int begin(lz_shared_cache_t *cache)
{
    return !cache->guarded || lock(cache);
}

static void end(lz_shared_cache_t *cache)
{
    if (cache->guarded) {
        unlock(cache);
    }
}

static const char *cluster_name(apr_pool_t *pool, const unsigned char *id)
{
    return apr_pstrcat(pool, "lti-zoom-lock:", lz_hex_encode(pool, id, LZ_SHA256_SIZE), NULL);
}

/* Every operation meets a Redis that is gone: a line for each would bury all others. */
static int time_to_tell(lz_shared_cache_t *cache)
{
    const apr_uint32_t minute = (apr_uint32_t)(apr_time_sec(apr_time_now()) / 60);

    return apr_atomic_xchg32(&cache->told_minute, minute) != minute;
}

/* Around one that reads and then writes: nobody else changes the entry in between. */
static int begin_change(lz_shared_cache_t *cache, apr_pool_t *pool, const unsigned char *id)
{
    apr_status_t rv;

    if (cache->cluster == NULL) {
        return lock(cache);
    }
    rv = lz_cluster_lock_take(cache->cluster, cluster_name(pool, id));
    if (rv != APR_SUCCESS && time_to_tell(cache)) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, cache->server,
                     LZNO(0702) "Redis gives no lock; going on without what the nodes share");
    }
    return rv == APR_SUCCESS;
}

static void end_change(lz_shared_cache_t *cache, apr_pool_t *pool, const unsigned char *id)
{
    if (cache->cluster != NULL) {
        lz_cluster_lock_release(cache->cluster, cluster_name(pool, id));
    } else {
        unlock(cache);
    }
}

/* The caller holds the lock. */
static int copy_out(lz_shared_cache_t *cache, apr_pool_t *pool, const unsigned char *id,
                    unsigned char stored[STORED_MAX], unsigned int *length)
{
    *length = STORED_MAX - 1;
    return cache->provider->retrieve(cache->instance, cache->server, id, LZ_SHA256_SIZE, stored,
                                     length, pool) == APR_SUCCESS;
}

/* The caller holds the lock. */
static int retrieve(lz_shared_cache_t *cache, apr_pool_t *pool, const unsigned char *id,
                    const char **value, apr_size_t *length)
{
    unsigned char stored[STORED_MAX];
    unsigned int  stored_length;

    if (!copy_out(cache, pool, id, stored, &stored_length)) {
        return 0;
    }
    *value = apr_pstrmemdup(pool, (const char *)stored, stored_length);
    *length = stored_length;
    return 1;
}

/*
 * Providers on other machines count whole seconds and cut the rest off, and refuse what is none
 * then; so lifetimes are rounded up for them, with something to spare for the way there.
 */
static apr_time_t expiry_of(const lz_shared_cache_t *cache, apr_interval_time_t lifetime)
{
    const apr_interval_time_t most = lifetime > LIFETIME_MIN ? lifetime : LIFETIME_MIN;

    return apr_time_now() + (cache->local ? most
                             : apr_time_from_sec(apr_time_sec(most + APR_USEC_PER_SEC - 1))
                               + SPARE);
}

/* The caller holds the lock. A full cache is normal: the value is then fetched again. */
static void store(lz_shared_cache_t *cache, apr_pool_t *pool, const unsigned char *id,
                  const char *value, apr_size_t length, apr_interval_time_t lifetime)
{
    apr_time_t   expiry = expiry_of(cache, lifetime);
    apr_status_t rv = cache->provider->store(cache->instance, cache->server, id, LZ_SHA256_SIZE,
                                             expiry, (unsigned char *)value,
                                             (unsigned int)length, pool);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_DEBUG, rv, cache->server,
                     LZNO(0522) "a value of %" APR_SIZE_T_FMT " bytes was not kept in the cache",
                     length);
    }
}

/* What is stored for value: itself, or sealed; NULL when it must not be stored. */
static const char *to_stored(const lz_shared_cache_t *cache, apr_pool_t *pool, const char *value,
                             apr_size_t *length)
{
    const char *sealed;

    if (*length > LZ_CACHE_VALUE_MAX) {
        return NULL;
    }
    if (cache->local) {
        return value;
    }
    sealed = lz_seal(cache->sealer, pool, LZ_SEAL_CACHE, value, *length);
    *length = sealed != NULL ? strlen(sealed) : 0;
    return sealed;
}

static int from_stored(const lz_shared_cache_t *cache, apr_pool_t *pool, const char **value,
                       apr_size_t *length)
{
    if (cache->local) {
        return 1;
    }
    *value = lz_unseal(cache->sealer, pool, LZ_SEAL_CACHE, *value, length);
    return *value != NULL;
}

static int cache_get(void *baton, apr_pool_t *pool, const char *key, const char **value,
                     apr_size_t *length)
{
    lz_shared_cache_t *cache = baton;
    unsigned char      id[LZ_SHA256_SIZE];
    unsigned char      stored[STORED_MAX];
    unsigned int       stored_length;
    int                found;

    key_of(key, id);
    if (!begin(cache)) {
        return 0;
    }
    found = copy_out(cache, pool, id, stored, &stored_length);
    end(cache);
    if (!found) {
        return 0;
    }
    *value = apr_pstrmemdup(pool, (const char *)stored, stored_length);
    *length = stored_length;
    return from_stored(cache, pool, value, length);
}

static void cache_put(void *baton, apr_pool_t *pool, const char *key, const char *value,
                      apr_size_t length, apr_interval_time_t lifetime)
{
    lz_shared_cache_t *cache = baton;
    const char        *stored = to_stored(cache, pool, value, &length);
    unsigned char      id[LZ_SHA256_SIZE];

    key_of(key, id);
    if (stored != NULL && begin(cache)) {
        store(cache, pool, id, stored, length, lifetime);
        end(cache);
    }
}

static int cache_add(void *baton, apr_pool_t *pool, const char *key, const char *value,
                     apr_size_t length, apr_interval_time_t lifetime)
{
    lz_shared_cache_t *cache = baton;
    const char        *stored = to_stored(cache, pool, value, &length);
    const char        *present;
    apr_size_t         present_length;
    unsigned char      id[LZ_SHA256_SIZE];
    int                added;

    key_of(key, id);
    if (stored == NULL || !begin_change(cache, pool, id)) {
        return 1;
    }
    added = !retrieve(cache, pool, id, &present, &present_length);
    if (added) {
        store(cache, pool, id, stored, length, lifetime);
    }
    end_change(cache, pool, id);
    return added;
}

static void cache_remove(void *baton, apr_pool_t *pool, const char *key)
{
    lz_shared_cache_t *cache = baton;
    unsigned char      id[LZ_SHA256_SIZE];
    apr_status_t       rv;

    key_of(key, id);
    if (!begin(cache)) {
        return;
    }
    rv = cache->provider->remove(cache->instance, cache->server, id, LZ_SHA256_SIZE, pool);
    end(cache);
    if (rv != APR_SUCCESS && !APR_STATUS_IS_NOTFOUND(rv)) {
        ap_log_error(APLOG_MARK, APLOG_DEBUG, rv, cache->server,
                     LZNO(0523) "an entry could not be removed from the cache");
    }
}

/* What stands under id in clear, NULL when nothing that opens. The caller holds the lock. */
static const char *present_value(lz_shared_cache_t *cache, apr_pool_t *pool,
                                 const unsigned char *id)
{
    const char *value;
    apr_size_t  length;

    return retrieve(cache, pool, id, &value, &length) && from_stored(cache, pool, &value, &length)
               ? value : NULL;
}

static int cache_update(void *baton, apr_pool_t *pool, const char *key, lz_cache_change_fn change,
                        void *change_baton)
{
    lz_shared_cache_t *cache = baton;
    lz_cache_value_t   value = { NULL, 0, 0 };
    const char        *stored;
    unsigned char      id[LZ_SHA256_SIZE];

    key_of(key, id);
    if (!begin_change(cache, pool, id)) {
        return 0;
    }
    if (change(change_baton, pool, present_value(cache, pool, id), &value)) {
        stored = to_stored(cache, pool, value.value, &value.length);
        if (stored != NULL) {
            store(cache, pool, id, stored, value.length, value.lifetime);
        }
    }
    end_change(cache, pool, id);
    return 1;
}

/* Providers that keep values in this machine's own memory or files. */
static int provider_is_local(const char *name)
{
    return strcmp(name, "shmcb") == 0 || strcmp(name, "dbm") == 0;
}

const char *lz_shared_cache_create(apr_pool_t *pconf, apr_pool_t *ptemp, const char *provider,
                                   const char *argument, lz_shared_cache_t **cache)
{
    *cache = apr_pcalloc(pconf, sizeof(**cache));
    (*cache)->local = provider_is_local(provider);
    (*cache)->provider = ap_lookup_provider(AP_SOCACHE_PROVIDER_GROUP, provider,
                                            AP_SOCACHE_PROVIDER_VERSION);
    (*cache)->interface = (lz_cache_t){ *cache, cache_get, cache_put, cache_add, cache_remove,
                                         cache_update };
    if ((*cache)->provider == NULL) {
        return apr_psprintf(pconf, "there is no provider '%s'; load mod_socache_%s", provider,
                            provider);
    }
    (*cache)->guarded = ((*cache)->provider->flags & AP_SOCACHE_FLAG_NOTMPSAFE) != 0;
    if (strcmp(provider, "redis") == 0 && argument != NULL) {
        const char *wrong = lz_cluster_lock_create(pconf, argument, &(*cache)->cluster);

        if (wrong != NULL) {
            return wrong;
        }
    }
    return (*cache)->provider->create(&(*cache)->instance, argument, ptemp, pconf);
}

static apr_status_t destroy(void *baton)
{
    lz_shared_cache_t *cache = baton;

    cache->provider->destroy(cache->instance, cache->server);
    return APR_SUCCESS;
}

apr_status_t lz_shared_cache_init(lz_shared_cache_t *cache, apr_pool_t *pconf, server_rec *s,
                                  const lz_sealer_t *sealer)
{
    struct ap_socache_hints hints = { LZ_SHA256_SIZE, 1024, apr_time_from_sec(60) };
    apr_status_t            rv;

    cache->server = s;
    cache->sealer = sealer;
    rv = lz_lock_create(&cache->mutex, &cache->mutex_file, LZ_CACHE_MUTEX, pconf, s);
    if (rv == APR_SUCCESS) {
        rv = cache->provider->init(cache->instance, "lti-zoom", &hints, s, pconf);
    }
    if (rv == APR_SUCCESS) {
        apr_pool_cleanup_register(pconf, cache, destroy, apr_pool_cleanup_null);
    }
    return rv;
}

apr_status_t lz_shared_cache_child(lz_shared_cache_t *cache, apr_pool_t *pchild)
{
    return apr_global_mutex_child_init(&cache->mutex, cache->mutex_file, pchild);
}

const lz_cache_t *lz_shared_cache_interface(const lz_shared_cache_t *cache)
{
    return &cache->interface;
}
