/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include <string.h>

#include <apr_strings.h>

#include "statement.h"

typedef struct step_t {
    int         version;
    const char *driver;     /* NULL: for every engine */
    const char *sql;
} step_t;

static const step_t steps[] = {
#define LZ_SCHEMA_STEP(version, sql) { version, NULL, sql },
#define LZ_SCHEMA_STEP_OF(version, driver, sql) { version, driver, sql },
#include "schema.def"
#undef LZ_SCHEMA_STEP
#undef LZ_SCHEMA_STEP_OF
};

#define STEPS ((int)(sizeof(steps) / sizeof(steps[0])))

/*
 * Nothing here is prepared: a prepared statement of SQLite does not outlive a new schema. Even the
 * first plain statement after another process has changed it is refused, once.
 */
static const lz_problem_t *execute(lz_store_t *store, const char *sql)
{
    lz_db_connection_t *connection = store->connection;
    int changed = 0;
    int error = apr_dbd_query(connection->driver, connection->handle, &changed, sql);
    if (error && lz_store_schema_changed(store, error)) {
        error = apr_dbd_query(connection->driver, connection->handle, &changed, sql);
    }
    return error ? lz_store_failed(store, sql, error) : NULL;
}

/* *version is the last step taken, 0 for none. Fails where there is no such table. */
static const lz_problem_t *read_version(lz_store_t *store, int *version)
{
    static const char sql[] = "SELECT version FROM lti_zoom_schema";
    lz_db_connection_t *connection = store->connection;
    apr_pool_t *pool = store->env->pool;
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    int error = apr_dbd_select(connection->driver, pool, connection->handle, &results, sql, 1);
    if (error) {
        return lz_store_failed(store, sql, error);
    }
    *version = 0;
    while (apr_dbd_get_row(connection->driver, pool, results, &row, -1) == 0) {
        const char *text = apr_dbd_get_entry(connection->driver, row, 0);
        *version = text ? (int)apr_atoi64(text) : 0;
    }
    return NULL;
}

static int concerns(const step_t *step, const lz_dialect_t *dialect, int version)
{
    return step->version > version
           && (!step->driver || strcmp(step->driver, dialect->driver) == 0);
}

static const lz_problem_t *take_steps(lz_store_t *store, const lz_dialect_t *dialect, int version)
{
    const int newest = steps[STEPS - 1].version;
    const lz_problem_t *problem = execute(store, "DELETE FROM lti_zoom_schema");
    for (int i = 0; !problem && i < STEPS; i++) {
        if (concerns(&steps[i], dialect, version)) {
            problem = execute(store, steps[i].sql);
        }
    }
    if (!problem) {
        problem = execute(store, apr_psprintf(store->env->pool,
                                              "INSERT INTO lti_zoom_schema (version) VALUES (%d)",
                                              newest));
    }
    if (!problem) {
        lz_log(store->env->log, LZ_LOG_INFO, APR_SUCCESS,
               LZNO(0560) "database schema taken from version %d to %d", version, newest);
    }
    return problem;
}

static const lz_problem_t *migrate(lz_store_t *store, const lz_dialect_t *dialect)
{
    int version = 0;
    const lz_problem_t *problem = dialect->schema_lock ? execute(store, dialect->schema_lock)
                                                       : NULL;
    if (!problem) {
        problem = execute(store, "CREATE TABLE IF NOT EXISTS lti_zoom_schema"
                                 " (version BIGINT NOT NULL)");
    }
    if (!problem) {
        problem = read_version(store, &version);
    }
    if (!problem && version < steps[STEPS - 1].version) {
        problem = take_steps(store, dialect, version);
    }
    return problem;
}

const lz_problem_t *lz_schema_ensure(lz_store_t *store, const lz_dialect_t *dialect)
{
    int version = 0;
    if (!read_version(store, &version) && version >= steps[STEPS - 1].version) {
        return NULL;
    }
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem) {
        problem = migrate(store, dialect);
    }
    return problem ? problem : lz_store_commit(store);
}

const lz_problem_t *lz_store_schema(const lz_env_t *env, const char **driver, int *version)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (problem) {
        return problem;
    }
    *driver = apr_dbd_name(store->connection->driver);
    problem = read_version(store, version);
    lz_store_close(store);
    return problem;
}
