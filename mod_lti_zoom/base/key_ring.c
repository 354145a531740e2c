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
    EVP_MD_CTX   *verifier;
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
        EVP_MD_CTX_free(ring->keys[i].verifier);
        ring->keys[i].verifier = NULL;
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
    kept_key_t name = { .verifier = NULL };

    lz_sha256(jwks, length, name.set);
    lz_sha256(kid, strlen(kid), name.kid);
    return name;
}

static EVP_MD_CTX *copy_of(const EVP_MD_CTX *verifier)
{
    EVP_MD_CTX *copy = EVP_MD_CTX_new();

    if (copy && !EVP_MD_CTX_copy_ex(copy, verifier)) {
        EVP_MD_CTX_free(copy);
        copy = NULL;
    }
    return copy;
}

/* The caller holds the mutex. */
static const EVP_MD_CTX *find(const lz_key_ring_t *ring, const kept_key_t *name)
{
    for (int i = 0; i < KEYS_MAX && ring->keys[i].verifier; i++) {
        if (memcmp(ring->keys[i].set, name->set, LZ_SHA256_SIZE) == 0
            && memcmp(ring->keys[i].kid, name->kid, LZ_SHA256_SIZE) == 0) {
            return ring->keys[i].verifier;
        }
    }
    return NULL;
}

EVP_MD_CTX *lz_key_ring_get(lz_key_ring_t *ring, const char *jwks, apr_size_t length,
                            const char *kid)
{
    if (!ring) {
        return NULL;
    }

    const kept_key_t name = name_of(jwks, length, kid);
    EVP_MD_CTX *verifier = NULL;

    if (apr_thread_mutex_lock(ring->mutex) != APR_SUCCESS) {
        return NULL;
    }
    const EVP_MD_CTX *kept = find(ring, &name);
    if (kept) {
        verifier = copy_of(kept);
    }
    apr_thread_mutex_unlock(ring->mutex);
    return verifier;
}

void lz_key_ring_put(lz_key_ring_t *ring, const char *jwks, apr_size_t length, const char *kid,
                     const EVP_MD_CTX *verifier)
{
    if (!ring) {
        return;
    }

    kept_key_t name = name_of(jwks, length, kid);

    if (apr_thread_mutex_lock(ring->mutex) != APR_SUCCESS) {
        return;
    }
    if (!find(ring, &name)) {
        name.verifier = copy_of(verifier);
        if (name.verifier) {
            EVP_MD_CTX_free(ring->keys[ring->next].verifier);
            ring->keys[ring->next] = name;
            ring->next = (ring->next + 1) % KEYS_MAX;
        }
    }
    apr_thread_mutex_unlock(ring->mutex);
}
