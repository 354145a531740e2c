/* SPDX-License-Identifier: Apache-2.0 */
#include "cluster_lock.h"

#include <apr_redis.h>
#include <apr_strings.h>
#include <apr_time.h>

#include "../base/encoding.h"

#define PORT           6379
#define SERVERS_MAX    16
#define CONNECTIONS    64                       /* of a process to one server, at most */
#define IDLE_TIME      apr_time_from_sec(15)
#define ANSWER_TIME    apr_time_from_sec(2)
#define PAUSE_MIN      apr_time_from_msec(1)
#define PAUSE_MAX      apr_time_from_msec(8)
#define PATIENCE       apr_time_from_msec(1500)
#define BREAKING_SPAN  500                      /* ms, so that not all who wait break it at once */

struct lz_cluster_lock_t {
    apr_redis_t *redis;
};

static const char *add_server(apr_pool_t *pconf, lz_cluster_lock_t *lock, const char *text)
{
    apr_redis_server_t *server = NULL;
    char               *host = NULL;
    char               *scope = NULL;
    apr_port_t          port = 0;

    if (apr_parse_addr_port(&host, &scope, &port, text, pconf) != APR_SUCCESS || host == NULL
        || scope != NULL) {
        return apr_psprintf(pconf, "'%s' is not host:port", text);
    }
    if (apr_redis_server_create(pconf, host, port ? port : PORT, 0, 1, CONNECTIONS, IDLE_TIME,
                                ANSWER_TIME, &server) != APR_SUCCESS
        || apr_redis_add_server(lock->redis, server) != APR_SUCCESS) {
        return apr_psprintf(pconf, "no connection to '%s' can be prepared", text);
    }
    return NULL;
}

const char *lz_cluster_lock_create(apr_pool_t *pconf, const char *servers,
                                   lz_cluster_lock_t **lock)
{
    const char *wrong = NULL;
    char       *rest = NULL;

    *lock = apr_pcalloc(pconf, sizeof(**lock));
    if (apr_redis_create(pconf, SERVERS_MAX, 0, &(*lock)->redis) != APR_SUCCESS) {
        return "no memory";
    }
    for (const char *one = apr_strtok(apr_pstrdup(pconf, servers), ", ", &rest);
         one != NULL && wrong == NULL; one = apr_strtok(NULL, ", ", &rest)) {
        wrong = add_server(pconf, *lock, one);
    }
    return wrong;
}

/* How long this caller waits before it breaks the lock. */
static apr_interval_time_t patience(void)
{
    apr_uint32_t chance;

    /* Without randomness the waits are only less well spread. */
    if (!lz_random_bytes(&chance, sizeof(chance))) {
        chance = 0;
    }
    return PATIENCE + apr_time_from_msec(chance % BREAKING_SPAN);
}

apr_status_t lz_cluster_lock_take(lz_cluster_lock_t *lock, const char *name)
{
    apr_interval_time_t left = patience();
    apr_interval_time_t pause = PAUSE_MIN;
    apr_uint32_t        before = 0;
    apr_uint32_t        count = 0;

    for (;;) {
        const apr_status_t rv = apr_redis_incr(lock->redis, name, 1, &count);

        if (rv != APR_SUCCESS || count == 1) {
            return rv;
        }
        /* Waiters count it up; where it is lower it was given back, so its holders are alive. */
        if (count < before) {
            left = patience();
        }
        before = count;
        if (left <= 0) {
            (void)apr_redis_delete(lock->redis, name, 0);
            left = patience();
        }
        apr_sleep(pause);
        left -= pause;
        pause = pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
    }
}

void lz_cluster_lock_release(lz_cluster_lock_t *lock, const char *name)
{
    /* Should it fail, the next one breaks the lock. */
    (void)apr_redis_delete(lock->redis, name, 0);
}
