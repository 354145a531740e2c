/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_cache.h"

#include <stdlib.h>

#include <apr_strings.h>

typedef struct entry_t {
    const char *value;
    apr_size_t  length;
    apr_time_t  expires;
} entry_t;

/* The living entry of key, or NULL. The caller holds the mutex. */
static entry_t *living(fake_cache_t *fake, const char *key)
{
    entry_t *entry = apr_hash_get(fake->entries, key, APR_HASH_KEY_STRING);

    return entry && entry->expires > lz_now(fake->clock) ? entry : NULL;
}

static void keep(fake_cache_t *fake, const char *key, const char *value, apr_size_t length,
                 apr_interval_time_t lifetime)
{
    if (fake->full || length > LZ_CACHE_VALUE_MAX) {
        return;
    }
    entry_t *entry = apr_palloc(fake->pool, sizeof(*entry));
    entry->value = apr_pstrmemdup(fake->pool, value, length);
    entry->length = length;
    entry->expires = lz_now(fake->clock)
                     + (lifetime < apr_time_from_sec(1) ? apr_time_from_sec(1) : lifetime);
    apr_hash_set(fake->entries, apr_pstrdup(fake->pool, key), APR_HASH_KEY_STRING, entry);
}

static int fake_get(void *baton, apr_pool_t *pool, const char *key, const char **value,
                    apr_size_t *length)
{
    fake_cache_t *fake = baton;

    fake->gets++;
    if (fake->broken) {
        return 0;
    }
    apr_thread_mutex_lock(fake->mutex);
    const entry_t *entry = living(fake, key);
    if (entry) {
        *value = apr_pstrmemdup(pool, entry->value, entry->length);
        *length = entry->length;
    }
    apr_thread_mutex_unlock(fake->mutex);
    if (entry && fake->on_found) {
        fake->on_found(fake->on_found_baton, key, *value);
    }
    return entry != NULL;
}

static void fake_put(void *baton, apr_pool_t *pool, const char *key, const char *value,
                     apr_size_t length, apr_interval_time_t lifetime)
{
    fake_cache_t *fake = baton;

    (void)pool;
    fake->puts++;
    if (fake->broken) {
        return;
    }
    apr_thread_mutex_lock(fake->mutex);
    keep(fake, key, value, length, lifetime);
    apr_thread_mutex_unlock(fake->mutex);
}

static int fake_add(void *baton, apr_pool_t *pool, const char *key, const char *value,
                    apr_size_t length, apr_interval_time_t lifetime)
{
    fake_cache_t *fake = baton;

    (void)pool;
    fake->adds++;
    if (fake->broken) {
        return 1;
    }
    apr_thread_mutex_lock(fake->mutex);
    const int absent = living(fake, key) == NULL;
    if (absent) {
        keep(fake, key, value, length, lifetime);
    }
    apr_thread_mutex_unlock(fake->mutex);
    return absent;
}

static void fake_remove(void *baton, apr_pool_t *pool, const char *key)
{
    fake_cache_t *fake = baton;

    (void)pool;
    fake->removes++;
    apr_thread_mutex_lock(fake->mutex);
    apr_hash_set(fake->entries, key, APR_HASH_KEY_STRING, NULL);
    apr_thread_mutex_unlock(fake->mutex);
}

static int fake_update(void *baton, apr_pool_t *pool, const char *key, lz_cache_change_fn change,
                       void *change_baton)
{
    fake_cache_t *fake = baton;
    lz_cache_value_t value = { NULL, 0, 0 };

    fake->updates++;
    if (fake->broken) {
        return 0;
    }
    apr_thread_mutex_lock(fake->mutex);
    const entry_t *entry = living(fake, key);
    if (change(change_baton, pool, entry ? entry->value : NULL, &value)) {
        keep(fake, key, value.value, value.length, value.lifetime);
    }
    apr_thread_mutex_unlock(fake->mutex);
    return 1;
}

fake_cache_t *fake_cache_create(apr_pool_t *parent, const lz_clock_t *clock)
{
    fake_cache_t *fake = apr_pcalloc(parent, sizeof(*fake));

    fake->cache = (lz_cache_t){
        .baton = fake, .get = fake_get, .put = fake_put, .add = fake_add, .remove = fake_remove,
        .update = fake_update
    };
    fake->clock = clock;
    if (apr_pool_create(&fake->pool, parent)
        || apr_thread_mutex_create(&fake->mutex, APR_THREAD_MUTEX_DEFAULT, fake->pool)) {
        abort();
    }
    fake->entries = apr_hash_make(fake->pool);
    return fake;
}

apr_interval_time_t fake_cache_lifetime(fake_cache_t *fake, const char *key)
{
    apr_thread_mutex_lock(fake->mutex);
    const entry_t *entry = living(fake, key);
    const apr_interval_time_t left = entry ? entry->expires - lz_now(fake->clock) : 0;
    apr_thread_mutex_unlock(fake->mutex);
    return left;
}

int fake_cache_count(fake_cache_t *fake)
{
    int n = 0;

    apr_thread_mutex_lock(fake->mutex);
    for (apr_hash_index_t *i = apr_hash_first(NULL, fake->entries); i; i = apr_hash_next(i)) {
        const entry_t *entry = apr_hash_this_val(i);

        n += entry->expires > lz_now(fake->clock);
    }
    apr_thread_mutex_unlock(fake->mutex);
    return n;
}
