/* SPDX-License-Identifier: Apache-2.0 */
#include "real_db.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <apr_strings.h>

#include "store/nonce_queue.h"
#include "fixture.h"

static const char *const drivers[] = { "sqlite3", "pgsql" };

static lz_db_connection_t *connect_to(real_db_t *db, const char *params)
{
    lz_db_connection_t *connection = apr_pcalloc(db->pool, sizeof(*connection));
    assert_int_equal(apr_pool_create(&connection->lifetime, db->pool), APR_SUCCESS);
    assert_int_equal(apr_dbd_get_driver(db->pool, db->driver, &connection->driver), APR_SUCCESS);
    const char *error = NULL;
    if (apr_dbd_open_ex(connection->driver, connection->lifetime, params, &connection->handle,
                        &error) != APR_SUCCESS) {
        fail_msg("%s %s: %s", db->driver, params, error ? error : "no connection");
    }
    connection->prepared = apr_hash_make(connection->lifetime);
    db->opened++;
    return connection;
}

static apr_status_t lend(void *baton, apr_pool_t *pool, lz_db_connection_t **connection)
{
    real_db_t *db = baton;
    (void)pool;
    if (db->refuse) {
        return APR_EGENERAL;
    }
    apr_thread_mutex_lock(db->mutex);
    lz_db_connection_t **idle = apr_array_pop(db->idle);
    *connection = idle ? *idle : connect_to(db, db->params);
    db->lent++;
    apr_thread_mutex_unlock(db->mutex);
    return APR_SUCCESS;
}

static void take_back(void *baton, lz_db_connection_t *connection)
{
    real_db_t *db = baton;
    apr_thread_mutex_lock(db->mutex);
    APR_ARRAY_PUSH(db->idle, lz_db_connection_t *) = connection;
    db->lent--;
    apr_thread_mutex_unlock(db->mutex);
}

static apr_status_t disconnect_all(void *data)
{
    real_db_t *db = data;
    for (int i = 0; i < db->idle->nelts; i++) {
        lz_db_connection_t *connection = APR_ARRAY_IDX(db->idle, i, lz_db_connection_t *);
        apr_dbd_close(connection->driver, connection->handle);
    }
    db->idle->nelts = 0;
    return APR_SUCCESS;
}

static apr_status_t remove_database(void *data)
{
    real_db_t *db = data;
    if (db->pgsql_schema) {
        disconnect_all(db);     /* a test may have made them read-only */
        real_db_execute(db, apr_psprintf(db->pool, "DROP SCHEMA %s CASCADE", db->pgsql_schema));
        return APR_SUCCESS;
    }
    unlink(db->params);
    unlink(apr_pstrcat(db->pool, db->params, "-wal", NULL));
    unlink(apr_pstrcat(db->pool, db->params, "-shm", NULL));
    return APR_SUCCESS;
}

static apr_status_t start_writing(void *baton, apr_interval_time_t wait)
{
    real_db_t *db = baton;
    return apr_thread_mutex_timedlock(db->writing, wait);
}

static void stop_writing(void *baton)
{
    real_db_t *db = baton;
    apr_thread_mutex_unlock(db->writing);
}

static real_db_t *make(apr_pool_t *parent, const char *driver, const char *params)
{
    real_db_t *db = apr_pcalloc(parent, sizeof(*db));
    assert_int_equal(apr_pool_create(&db->pool, parent), APR_SUCCESS);
    assert_int_equal(apr_dbd_init(db->pool), APR_SUCCESS);
    assert_int_equal(apr_thread_mutex_create(&db->mutex, APR_THREAD_MUTEX_DEFAULT, db->pool),
                     APR_SUCCESS);
    assert_int_equal(apr_thread_mutex_create(&db->writing, APR_THREAD_MUTEX_TIMED, db->pool),
                     APR_SUCCESS);
    db->driver = driver;
    db->params = params;
    db->idle = apr_array_make(db->pool, 8, sizeof(lz_db_connection_t *));
    db->db.baton = db;
    db->db.open = lend;
    db->db.close = take_back;
    db->db.start_writing = start_writing;
    db->db.stop_writing = stop_writing;
    db->db.schema_ready = &db->ready;
    assert_int_equal(lz_nonce_queue_create(db->pool, &db->db.nonces), APR_SUCCESS);
    /* Before the connections' own pools go. */
    apr_pool_pre_cleanup_register(db->pool, db, disconnect_all);
    return db;
}

static real_db_t *create_sqlite(apr_pool_t *pool)
{
    const char *directory = getenv("TMPDIR");
    char *path = apr_pstrcat(pool, directory ? directory : "/tmp", "/lti-zoom-test-XXXXXX", NULL);
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    return make(pool, "sqlite3", path);
}

static real_db_t *create_pgsql(apr_pool_t *pool, const char *server)
{
    static int number = 0;
    const char *schema = apr_psprintf(pool, "lti_zoom_test_%d_%d", (int)getpid(), ++number);
    real_db_t *db = make(pool, "pgsql", server);
    real_db_execute(db, apr_psprintf(pool, "CREATE SCHEMA %s", schema));
    disconnect_all(db);
    db->params = apr_psprintf(pool, "%s options='-c search_path=%s'", server, schema);
    db->pgsql_schema = schema;
    db->opened = 0;
    return db;
}

real_db_t *real_db_create(apr_pool_t *pool, const char *driver)
{
    const char *server = getenv("LTI_ZOOM_TEST_PGSQL");
    real_db_t *db = NULL;
    if (strcmp(driver, "sqlite3") == 0) {
        db = create_sqlite(pool);
    } else if (server && *server) {
        db = create_pgsql(pool, server);
    }
    if (db) {
        apr_pool_pre_cleanup_register(db->pool, db, remove_database);
    }
    return db;
}

real_db_t *real_db_twin(apr_pool_t *pool, const real_db_t *db)
{
    return make(pool, db->driver, db->params);
}

void real_db_execute(real_db_t *db, const char *sql)
{
    lz_db_connection_t *connection = NULL;
    int changed = 0;
    assert_int_equal(lend(db, db->pool, &connection), APR_SUCCESS);
    int error = apr_dbd_query(connection->driver, connection->handle, &changed, sql);
    if (error) {
        fail_msg("%s: %s", sql, apr_dbd_error(connection->driver, connection->handle, error));
    }
    take_back(db, connection);
}

const char *real_db_value(real_db_t *db, const char *sql)
{
    lz_db_connection_t *connection = NULL;
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    const char *value = "";
    assert_int_equal(lend(db, db->pool, &connection), APR_SUCCESS);
    int error = apr_dbd_select(connection->driver, db->pool, connection->handle, &results, sql, 1);
    if (error) {
        fail_msg("%s: %s", sql, apr_dbd_error(connection->driver, connection->handle, error));
    }
    if (apr_dbd_get_row(connection->driver, db->pool, results, &row, -1) == 0) {
        const char *entry = apr_dbd_get_entry(connection->driver, row, 0);
        value = entry ? apr_pstrdup(db->pool, entry) : "";
    }
    take_back(db, connection);
    return value;
}

void real_db_each(apr_pool_t *pool, void (*test)(apr_pool_t *pool, real_db_t *db))
{
    for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
        apr_pool_t *own = NULL;
        assert_int_equal(apr_pool_create(&own, pool), APR_SUCCESS);
        real_db_t *db = real_db_create(own, drivers[i]);
        if (db) {
            test(own, db);
            assert_int_equal(db->lent, 0);
        }
        apr_pool_destroy(own);
    }
}
