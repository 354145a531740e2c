/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include <apr_strings.h>

#include "statement.h"

typedef struct step_t {
    int         version;
    const char *sql;
} step_t;

static const step_t steps[] = {
#define LZ_SCHEMA_STEP(version, sql) { version, sql },
#include "schema.def"
#undef LZ_SCHEMA_STEP
};

#define STEPS ((int)(sizeof(steps) / sizeof(steps[0])))

/* Nothing here may be prepared: a prepared statement of SQLite does not outlive a new schema. */
static const lz_problem_t *execute(lz_store_t *store, const char *sql)
{
    lz_db_connection_t *connection = store->connection;
    int changed = 0;
    int error = apr_dbd_query(connection->driver, connection->handle, &changed, sql);
    return error ? lz_store_failed(store, sql, error) : NULL;
}

/* -1 when there is no version, because there is no schema or because it cannot be read. */
static int version_of(lz_store_t *store)
{
    lz_db_connection_t *connection = store->connection;
    apr_pool_t *pool = store->env->pool;
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    if (apr_dbd_select(connection->driver, pool, connection->handle, &results,
                       "SELECT version FROM lti_zoom_schema", 1) != 0) {
        return -1;
    }
    int version = -1;
    while (apr_dbd_get_row(connection->driver, pool, results, &row, -1) == 0) {
        const char *text = apr_dbd_get_entry(connection->driver, row, 0);
        version = text ? (int)apr_atoi64(text) : -1;
    }
    return version;
}

static const lz_problem_t *migrate(lz_store_t *store)
{
    const lz_problem_t *problem =
        execute(store, "CREATE TABLE IF NOT EXISTS lti_zoom_schema (version BIGINT NOT NULL)");
    if (problem) {
        return problem;
    }
    int version = version_of(store);
    if (version < 0) {
        problem = execute(store, "INSERT INTO lti_zoom_schema (version) VALUES (0)");
        version = 0;
    }
    for (int i = 0; !problem && i < STEPS; i++) {
        if (steps[i].version > version) {
            problem = execute(store, steps[i].sql);
        }
    }
    if (!problem && version < steps[STEPS - 1].version) {
        problem = execute(store, apr_psprintf(store->env->pool,
                                              "UPDATE lti_zoom_schema SET version = %d",
                                              steps[STEPS - 1].version));
        lz_log(store->env->log, LZ_LOG_INFO, APR_SUCCESS,
               LZNO(0560) "database schema taken from version %d to %d", version,
               steps[STEPS - 1].version);
    }
    return problem;
}

const lz_problem_t *lz_schema_ensure(lz_store_t *store, const lz_dialect_t *dialect)
{
    if (version_of(store) >= steps[STEPS - 1].version) {
        return NULL;
    }
    const lz_problem_t *problem = lz_store_begin(store);
    if (problem) {
        return problem;
    }
    if (dialect->schema_lock) {
        problem = execute(store, dialect->schema_lock);
    }
    if (!problem) {
        problem = migrate(store);
    }
    return problem ? problem : lz_store_commit(store);
}
