/* SPDX-License-Identifier: Apache-2.0 */
#include "key_ring.h"

#include <string.h>

#include <apr_thread_mutex.h>
#include <openssl/evp.h>

#include "encoding.h"

#define KEYS_MAX 64     /* platforms have one key in use, and for a while two */

typedef struct kept_key_t {
    unsigned char set[LZ_SHA256_SIZE];
    unsigned char kid[LZ_SHA256_SIZE];
    EVP_PKEY     *key;
} kept_key_t;

struct lz_key_ring_t {
    apr_thread_mutex_t *mutex;
    kept_key_t          keys[KEYS_MAX];
    int                 next;       /* the oldest, or the first free one */
};

static apr_status_t free_keys(void *baton)
{
    lz_key_ring_t *ring = baton;

    for (int i = 0; i < KEYS_MAX; i++) {
        EVP_PKEY_free(ring->keys[i].key);
        ring->keys[i].key = NULL;
    }
    return APR_SUCCESS;
}

apr_status_t lz_key_ring_create(apr_pool_t *pool, lz_key_ring_t **ring)
{
    *ring = apr_pcalloc(pool, sizeof(**ring));
    apr_pool_cleanup_register(pool, *ring, free_keys, apr_pool_cleanup_null);
    return apr_thread_mutex_create(&(*ring)->mutex, APR_THREAD_MUTEX_DEFAULT, pool);
}

static kept_key_t name_of(const char *jwks, apr_size_t length, const char *kid)
{
    kept_key_t name = { .key = NULL };

    lz_sha256(jwks, length, name.set);
    lz_sha256(kid, strlen(kid), name.kid);
    return name;
}

/* The caller holds the mutex. */
static EVP_PKEY *find(const lz_key_ring_t *ring, const kept_key_t *name)
{
    for (int i = 0; i < KEYS_MAX && ring->keys[i].key; i++) {
        if (memcmp(ring->keys[i].set, name->set, LZ_SHA256_SIZE) == 0
            && memcmp(ring->keys[i].kid, name->kid, LZ_SHA256_SIZE) == 0) {
            return ring->keys[i].key;
        }
    }
    return NULL;
}

EVP_PKEY *lz_key_ring_get(lz_key_ring_t *ring, const char *jwks, apr_size_t length,
                          const char *kid)
{
    if (!ring) {
        return NULL;
    }

    const kept_key_t name = name_of(jwks, length, kid);
    EVP_PKEY *key = NULL;

    if (apr_thread_mutex_lock(ring->mutex) != APR_SUCCESS) {
        return NULL;
    }
    key = find(ring, &name);
    if (key && !EVP_PKEY_up_ref(key)) {
        key = NULL;
    }
    apr_thread_mutex_unlock(ring->mutex);
    return key;
}

void lz_key_ring_put(lz_key_ring_t *ring, const char *jwks, apr_size_t length, const char *kid,
                     EVP_PKEY *key)
{
    if (!ring) {
        return;
    }

    kept_key_t name = name_of(jwks, length, kid);

    if (apr_thread_mutex_lock(ring->mutex) != APR_SUCCESS) {
        return;
    }
    if (!find(ring, &name) && EVP_PKEY_up_ref(key)) {
        name.key = key;
        EVP_PKEY_free(ring->keys[ring->next].key);
        ring->keys[ring->next] = name;
        ring->next = (ring->next + 1) % KEYS_MAX;
    }
    apr_thread_mutex_unlock(ring->mutex);
}
