/* SPDX-License-Identifier: Apache-2.0 */
#include "database.h"

#include <apr_optional.h>
#include <http_log.h>
#include <mod_dbd.h>
#include <util_mutex.h>

#include "../base/log.h"
#include "../store/nonce_queue.h"
#include "config.h"
#include "locks.h"

APLOG_USE_MODULE(lti_zoom);

#define PREPARED_KEY "lti-zoom-prepared"

struct lz_writers_t {
    apr_global_mutex_t *mutex;
    const char         *file;
};

typedef struct lender_t {
    server_rec   *server;
    lz_writers_t *writers;
    APR_OPTIONAL_FN_TYPE(ap_dbd_open)  *open;
    APR_OPTIONAL_FN_TYPE(ap_dbd_close) *close;
    lz_db_t       interface;
} lender_t;

/* The statements prepared on this connection, for as long as it lives. */
static apr_hash_t *prepared_of(ap_dbd_t *rec)
{
    void *prepared = NULL;

    if (apr_pool_userdata_get(&prepared, PREPARED_KEY, rec->pool) != APR_SUCCESS
        || prepared == NULL) {
        prepared = apr_hash_make(rec->pool);
        if (apr_pool_userdata_setn(prepared, PREPARED_KEY, NULL, rec->pool) != APR_SUCCESS) {
            return NULL;
        }
    }
    return prepared;
}

static apr_status_t lend(void *baton, apr_pool_t *pool, lz_db_connection_t **connection)
{
    lender_t   *lender = baton;
    ap_dbd_t   *rec = lender->open(pool, lender->server);
    apr_hash_t *prepared = rec != NULL ? prepared_of(rec) : NULL;

    if (prepared == NULL) {
        return APR_EGENERAL;
    }
    *connection = apr_pcalloc(pool, sizeof(**connection));
    (*connection)->driver = rec->driver;
    (*connection)->handle = rec->handle;
    (*connection)->lifetime = rec->pool;
    (*connection)->prepared = prepared;
    (*connection)->lender = rec;
    return APR_SUCCESS;
}

static void take_back(void *baton, lz_db_connection_t *connection)
{
    lender_t *lender = baton;

    lender->close(lender->server, connection->lender);
}

apr_status_t lz_database_register(apr_pool_t *pconf)
{
    return ap_mutex_register(pconf, LZ_DATABASE_MUTEX, NULL, APR_LOCK_DEFAULT_TIMED, 0);
}

apr_status_t lz_database_queue(apr_pool_t *pconf, server_rec *s, lz_writers_t **writers)
{
    *writers = apr_pcalloc(pconf, sizeof(**writers));
    return lz_lock_create(&(*writers)->mutex, &(*writers)->file, LZ_DATABASE_MUTEX, pconf, s);
}

static apr_status_t start_writing(void *baton, apr_interval_time_t wait)
{
    lender_t *lender = baton;

    return apr_global_mutex_timedlock(lender->writers->mutex, wait);
}

static void stop_writing(void *baton)
{
    lender_t    *lender = baton;
    apr_status_t rv = apr_global_mutex_unlock(lender->writers->mutex);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, lender->server,
                     LZNO(0536) "the queue of the database's writers cannot go on");
    }
}

const lz_db_t *lz_database_create(apr_pool_t *pool, server_rec *s, lz_writers_t *writers)
{
    lender_t    *lender = apr_pcalloc(pool, sizeof(*lender));
    apr_status_t rv = apr_global_mutex_child_init(&writers->mutex, writers->file, pool);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s,
                     LZNO(0535) "the queue of the database's writers cannot be opened here");
        return NULL;
    }
    lender->server = s;
    lender->writers = writers;
    lender->open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    lender->close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    if (lender->open == NULL || lender->close == NULL) {
        return NULL;
    }
    lender->interface.baton = lender;
    lender->interface.open = lend;
    lender->interface.close = take_back;
    lender->interface.start_writing = start_writing;
    lender->interface.stop_writing = stop_writing;
    lender->interface.schema_ready = apr_pcalloc(pool, sizeof(apr_uint32_t));
    if (lz_nonce_queue_create(pool, &lender->interface.nonces) != APR_SUCCESS) {
        lender->interface.nonces = NULL;
    }
    return &lender->interface;
}
