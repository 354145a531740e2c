/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection to the database, lent for one short unit of work: open, query, close; never held
 * while waiting for Zoom or an LMS. The glue lends mod_dbd's connections, tests open their own.
 * SQLite and PostgreSQL speak the same statements (statements.def); the few differences are in
 * dialect.c.
 */
#ifndef LZ_STORE_DB_H
#define LZ_STORE_DB_H

#include <apr_dbd.h>
#include <apr_hash.h>
#include <apr_pools.h>
#include <apr_thread_mutex.h>

typedef struct lz_db_connection_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t              *handle;
    apr_pool_t             *lifetime;   /* of the connection: prepared statements live here */
    apr_hash_t             *prepared;   /* kept by store/ in lifetime; empty when the connection is
                                           new, and never emptied while it lives */
    void                   *lender;     /* the lender's own */
} lz_db_connection_t;

typedef struct lz_db_t {
    void *baton;
    /* Lends a connection for work in pool. Fails with APR_EGENERAL when there is none. */
    apr_status_t (*open)(void *baton, apr_pool_t *pool, lz_db_connection_t **connection);
    void         (*close)(void *baton, lz_db_connection_t *connection);
    /* Set once the schema stands, so that it is looked at once per process. Atomic. */
    volatile apr_uint32_t *schema_ready;
    /*
     * The queue of writers on this machine, for SQLite, which has one writer anyway: left to
     * itself a process that meets another's writer sleeps for at least a millisecond, and apr_dbd's
     * driver keeps a lock of the whole process while it does. wait is at most how long;
     * APR_TIMEUP when that was not enough. Not used with other engines.
     */
    apr_status_t (*start_writing)(void *baton, apr_interval_time_t wait);
    void         (*stop_writing)(void *baton);
    struct lz_nonce_queue_t *nonces;    /* nonce_queue.h; NULL: each is written by itself */
} lz_db_t;

#endif
