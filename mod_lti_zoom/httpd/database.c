/* SPDX-License-Identifier: Apache-2.0 */
#include "database.h"

#include <apr_optional.h>
#include <http_log.h>
#include <mod_dbd.h>

#include "../base/log.h"
#include "config.h"

APLOG_USE_MODULE(lti_zoom);

#define PREPARED_KEY "lti-zoom-prepared"

typedef struct lender_t {
    server_rec *server;
    APR_OPTIONAL_FN_TYPE(ap_dbd_open)  *open;
    APR_OPTIONAL_FN_TYPE(ap_dbd_close) *close;
    lz_db_t     interface;
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

/* The place of this process's one writer to SQLite; where threads are absent, nobody else is. */
static apr_thread_mutex_t *writing_mutex(apr_pool_t *pool, server_rec *s)
{
    apr_thread_mutex_t *mutex = NULL;
    apr_status_t        rv = apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_TIMED, pool);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s,
                     LZNO(0535) "no lock for the database's writer; writers may collide");
        return NULL;
    }
    return mutex;
}

const lz_db_t *lz_database_create(apr_pool_t *pool, server_rec *s)
{
    lender_t *lender = apr_pcalloc(pool, sizeof(*lender));

    lender->server = s;
    lender->open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    lender->close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    if (lender->open == NULL || lender->close == NULL) {
        return NULL;
    }
    lender->interface.baton = lender;
    lender->interface.open = lend;
    lender->interface.close = take_back;
    lender->interface.schema_ready = apr_pcalloc(pool, sizeof(apr_uint32_t));
    lender->interface.writing = writing_mutex(pool, s);
    return &lender->interface;
}
