/* SPDX-License-Identifier: Apache-2.0 */
#include "store.h"

#include <apr_atomic.h>

#include "dialect.h"
#include "schema.h"
#include "statement.h"

/* Stands in connection->prepared once the session's settings were said. */
#define SESSION_SET "session"

/*
 * Selects, since a PRAGMA may answer with a row, which apr_dbd_query() takes for an error. A
 * setting that fails (no write-ahead log on a read-only disk) costs speed, not truth.
 */
static void set_session(lz_store_t *store, const lz_dialect_t *dialect)
{
    lz_db_connection_t *connection = store->connection;
    if (apr_hash_get(connection->prepared, SESSION_SET, APR_HASH_KEY_STRING)) {
        return;
    }
    for (const char *const *setting = dialect->session; *setting; setting++) {
        apr_dbd_results_t *results = NULL;
        int error = apr_dbd_select(connection->driver, store->env->pool, connection->handle,
                                   &results, *setting, 1);
        if (error) {
            lz_log(store->env->log, LZ_LOG_DEBUG, APR_SUCCESS, LZNO(0561) "%s: %s", *setting,
                   apr_dbd_error(connection->driver, connection->handle, error));
        }
    }
    apr_hash_set(connection->prepared, SESSION_SET, APR_HASH_KEY_STRING, SESSION_SET);
}

static const lz_problem_t *prepare_connection(lz_store_t *store)
{
    const lz_dialect_t *dialect = lz_dialect(store->connection->driver);
    if (!dialect) {
        return lz_problem(store->env->pool, LZ_P_DATABASE,
                          "DBDriver %s is not supported: use sqlite3 or pgsql",
                          apr_dbd_name(store->connection->driver));
    }
    set_session(store, dialect);
    volatile apr_uint32_t *ready = store->env->db->schema_ready;
    if (apr_atomic_read32(ready)) {
        return NULL;
    }
    const lz_problem_t *problem = lz_schema_ensure(store, dialect);
    if (!problem) {
        apr_atomic_set32(ready, 1);
    }
    return problem;
}

const lz_problem_t *lz_store_open(const lz_env_t *env, lz_store_t **store)
{
    lz_store_t *opened = apr_pcalloc(env->pool, sizeof(*opened));
    opened->env = env;
    apr_status_t status = env->db->open(env->db->baton, env->pool, &opened->connection);
    if (status != APR_SUCCESS) {
        char words[120];
        return lz_problem(env->pool, LZ_P_DATABASE, "no connection to the database: %s",
                          apr_strerror(status, words, sizeof(words)));
    }
    const lz_problem_t *problem = prepare_connection(opened);
    if (problem) {
        lz_store_close(opened);
        return problem;
    }
    *store = opened;
    return NULL;
}

static void execute_quietly(lz_store_t *store, const char *sql)
{
    int changed = 0;
    int error = apr_dbd_query(store->connection->driver, store->connection->handle, &changed, sql);
    if (error) {
        lz_log(store->env->log, LZ_LOG_WARNING, APR_SUCCESS, LZNO(0562) "%s: %s", sql,
               apr_dbd_error(store->connection->driver, store->connection->handle, error));
    }
}

static void end_transaction(lz_store_t *store)
{
    store->in_transaction = 0;
    lz_store_stop_writing(store);
}

void lz_store_close(lz_store_t *store)
{
    if (!store) {
        return;
    }
    if (store->in_transaction) {
        execute_quietly(store, "ROLLBACK");
        end_transaction(store);
    }
    store->env->db->close(store->env->db->baton, store->connection);
    store->connection = NULL;
}

const lz_problem_t *lz_store_begin(lz_store_t *store)
{
    const lz_problem_t *problem = lz_store_start_writing(store);
    if (problem) {
        return problem;
    }
    lz_db_connection_t *connection = store->connection;
    int changed = 0;
    int error = apr_dbd_query(connection->driver, connection->handle, &changed,
                              lz_dialect(connection->driver)->begin);
    if (error) {
        problem = lz_store_failed(store, "BEGIN", error);
        lz_store_stop_writing(store);
        return problem;
    }
    store->in_transaction = 1;
    return NULL;
}

const lz_problem_t *lz_store_commit(lz_store_t *store)
{
    lz_db_connection_t *connection = store->connection;
    int changed = 0;
    int error = apr_dbd_query(connection->driver, connection->handle, &changed, "COMMIT");
    if (error) {
        return lz_store_failed(store, "COMMIT", error);     /* closing rolls back */
    }
    end_transaction(store);
    return NULL;
}

const lz_problem_t *lz_store_open_to_write(const lz_env_t *env, lz_store_t **store)
{
    const lz_problem_t *problem = lz_store_open(env, store);
    return problem ? problem : lz_store_begin(*store);
}

const lz_problem_t *lz_store_end(lz_store_t *store, const lz_problem_t *problem)
{
    if (store && !problem) {
        problem = lz_store_commit(store);
    }
    lz_store_close(store);
    return problem;
}
