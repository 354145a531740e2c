/* SPDX-License-Identifier: Apache-2.0 */
#include "locks.h"

#include <apr_strings.h>
#include <util_mutex.h>

/* Kept with httpd's own process, and with each configuration that has locks. */
#define LOCKS_KEY "lti-zoom-locks"

typedef struct locks_t {
    apr_pool_t *pools[LZ_LOCKS_KEPT];   /* of the locks of each configuration; NULL: of none */
    int         present;                /* that of this configuration */
    int         count;                  /* of all locks so far: their files differ in name */
} locks_t;

static apr_status_t locks_of(apr_pool_t *process, locks_t **locks)
{
    void        *found = NULL;
    apr_status_t rv = apr_pool_userdata_get(&found, LOCKS_KEY, process);

    *locks = found;
    if (rv == APR_SUCCESS && found == NULL) {
        *locks = apr_pcalloc(process, sizeof(**locks));
        rv = apr_pool_userdata_setn(*locks, LOCKS_KEY, NULL, process);
    }
    return rv;
}

/* The first lock of a configuration: those of the oldest have served. */
static apr_status_t turn(locks_t *locks, apr_pool_t *pconf, apr_pool_t *process)
{
    apr_pool_t **pool;
    void        *found = NULL;
    apr_status_t rv = apr_pool_userdata_get(&found, LOCKS_KEY, pconf);

    if (rv != APR_SUCCESS || found != NULL) {
        return rv;
    }
    locks->present = (locks->present + 1) % LZ_LOCKS_KEPT;
    pool = &locks->pools[locks->present];
    if (*pool != NULL) {
        apr_pool_destroy(*pool);
        *pool = NULL;
    }
    rv = apr_pool_create(pool, process);
    return rv == APR_SUCCESS ? apr_pool_userdata_setn(locks, LOCKS_KEY, NULL, pconf) : rv;
}

apr_status_t lz_lock_create(apr_global_mutex_t **mutex, const char **file, const char *type,
                            apr_pool_t *pconf, server_rec *s)
{
    apr_pool_t  *process = s->process->pool;
    locks_t     *locks;
    apr_status_t rv = locks_of(process, &locks);

    if (rv == APR_SUCCESS) {
        rv = turn(locks, pconf, process);
    }
    if (rv != APR_SUCCESS) {
        return rv;
    }
    return ap_global_mutex_create(mutex, file, type, apr_itoa(pconf, ++locks->count), s,
                                  locks->pools[locks->present], 0);
}
