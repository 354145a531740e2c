/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For programs with AddressSanitizer: every allocation from a pool is a block of its own, so that
 * a step beyond it, or after the pool's end, is seen. APR carves them from blocks of 8 KB, where
 * it would not be. Takes the place of APR's own function by its name.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <stdlib.h>

#include <apr_pools.h>

typedef void *(*palloc_fn)(apr_pool_t *pool, apr_size_t size);

static apr_status_t release(void *block)
{
    free(block);
    return APR_SUCCESS;
}

void *apr_palloc(apr_pool_t *pool, apr_size_t size)
{
    static _Thread_local int inside;

    if (inside) {       /* APR's note of the clean-up itself */
        palloc_fn real;

        *(void **)&real = dlsym(RTLD_NEXT, "apr_palloc");
        return real != NULL ? real(pool, size) : NULL;
    }
    void *block = malloc(size > 0 ? size : 1);
    if (block == NULL) {
        abort();
    }
    inside = 1;
    apr_pool_cleanup_register(pool, block, release, apr_pool_cleanup_null);
    inside = 0;
    return block;
}
