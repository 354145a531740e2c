/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A real, empty database for a test: SQLite in a file of its own; PostgreSQL in a schema of its
 * own where LTI_ZOOM_TEST_PGSQL says how to connect ("host=... dbname=..."). Connections are
 * kept and lent again, as mod_dbd does. May be used by many threads.
 */
#ifndef LZ_TEST_REAL_DB_H
#define LZ_TEST_REAL_DB_H

#include <apr_tables.h>
#include <apr_thread_mutex.h>

#include "store/db.h"

typedef struct real_db_t {
    lz_db_t             db;         /* what the code under test is given */
    const char         *driver;
    const char         *params;     /* of apr_dbd; for SQLite the file's path */
    int                 lent;       /* connections that were not given back */
    int                 opened;     /* connections made */
    int                 refuse;     /* set: there is no connection to be had */
    apr_pool_t         *pool;
    apr_thread_mutex_t *mutex;
    apr_thread_mutex_t *writing;    /* held by the one who writes */
    apr_array_header_t *idle;       /* of lz_db_connection_t * */
    apr_uint32_t        ready;
    const char         *pgsql_schema;
} real_db_t;

/* NULL for PostgreSQL when no server is named. Removed with pool. */
real_db_t *real_db_create(apr_pool_t *pool, const char *driver);

/* Another process's view of the same database: its own connections, nothing known yet. */
real_db_t *real_db_twin(apr_pool_t *pool, const real_db_t *db);

/* Runs a statement on a connection of its own; the test fails when the database refuses it. */
void real_db_execute(real_db_t *db, const char *sql);

/* First column of the first row, "" when there is none. */
const char *real_db_value(real_db_t *db, const char *sql);

/* Calls test once for each engine there is. */
void real_db_each(apr_pool_t *pool, void (*test)(apr_pool_t *pool, real_db_t *db));

#endif
