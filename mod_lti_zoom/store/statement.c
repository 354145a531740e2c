/* SPDX-License-Identifier: Apache-2.0 */
#include "statement.h"

#include <string.h>

#include <apr_strings.h>

#include "dialect.h"

typedef struct statement_t {
    const char *name;
    const char *sql;
} statement_t;

static const statement_t statements[] = {
#define LZ_STATEMENT(id, sql) { #id, sql },
#include "statements.def"
#undef LZ_STATEMENT
};

const lz_problem_t *lz_store_failed(const lz_store_t *store, const char *what, int error)
{
    lz_db_connection_t *connection = store->connection;
    apr_pool_t *pool = store->env->pool;
    const char *words = apr_dbd_error(connection->driver, connection->handle, error);
    if (!words) {
        words = "";
    }
    /* PostgreSQL says the values of the row in its second line; they are not for the log. */
    words = apr_pstrmemdup(pool, words, strcspn(words, "\r\n"));
    int busy = lz_dialect_busy(lz_dialect(connection->driver), words);
    lz_problem_t *problem = lz_problem(pool, busy ? LZ_P_DATABASE_BUSY : LZ_P_DATABASE,
                                       "%.60s: %s (%s %d)", what, words,
                                       apr_dbd_name(connection->driver), error);
    problem->retry_after = busy ? 1 : 5;
    return problem;
}

const lz_problem_t *lz_store_start_writing(lz_store_t *store)
{
    const lz_env_t *env = store->env;
    if (store->writing || !lz_dialect(store->connection->driver)->one_writer) {
        return NULL;
    }
    apr_status_t status = env->db->start_writing(env->db->baton, lz_env_remaining(env));
    if (status != APR_SUCCESS) {
        lz_problem_t *problem = lz_problem(env->pool, LZ_P_DATABASE_BUSY,
                                           "waited to write until the deadline (status %d)",
                                           status);
        problem->retry_after = 1;
        return problem;
    }
    store->writing = 1;
    return NULL;
}

void lz_store_stop_writing(lz_store_t *store)
{
    if (store->writing) {
        store->env->db->stop_writing(store->env->db->baton);
        store->writing = 0;
    }
}

static apr_size_t arguments_of(const char *sql)
{
    apr_size_t n = 0;
    for (const char *c = strchr(sql, '%'); c; c = strchr(c + 2, '%')) {
        n += c[1] != '%';
    }
    return n;
}

/*
 * The statement as this connection has it. Without a name (label) PostgreSQL keeps nothing on its
 * side, so a connection that was reset behind our back still works.
 */
static const lz_problem_t *prepared_of(lz_store_t *store, lz_statement_e id,
                                       apr_dbd_prepared_t **prepared)
{
    const statement_t *statement = &statements[id];
    lz_db_connection_t *connection = store->connection;
    *prepared = apr_hash_get(connection->prepared, statement->name, APR_HASH_KEY_STRING);
    if (*prepared) {
        return NULL;
    }
    int error = apr_dbd_prepare(connection->driver, connection->lifetime, connection->handle,
                                statement->sql, NULL, prepared);
    if (error) {
        return lz_store_failed(store, statement->name, error);
    }
    apr_hash_set(connection->prepared, statement->name, APR_HASH_KEY_STRING, *prepared);
    return NULL;
}

int lz_store_schema_changed(const lz_store_t *store, int error)
{
    const lz_db_connection_t *connection = store->connection;
    const char *mark = lz_dialect(connection->driver)->schema_changed;
    const char *words = apr_dbd_error(connection->driver, connection->handle, error);
    return mark && words && strstr(words, mark) != NULL;
}

typedef struct run_t {
    int        *changed;    /* of a change, else NULL */
    lz_rows_t  *rows;       /* of a select, else NULL */
} run_t;

static int run_once(lz_store_t *store, apr_dbd_prepared_t *prepared, const run_t *run,
                    const char **values, apr_size_t n)
{
    lz_db_connection_t *connection = store->connection;
    apr_pool_t *pool = store->env->pool;
    if (!run->rows) {
        return apr_dbd_pquery(connection->driver, pool, connection->handle, run->changed, prepared,
                              (int)n, values);
    }
    run->rows->store = store;
    run->rows->results = NULL;
    run->rows->row = NULL;
    /* "Random access", since without it the PostgreSQL driver sleeps 100 ms on an empty result. */
    return apr_dbd_pselect(connection->driver, pool, connection->handle, &run->rows->results,
                           prepared, 1, (int)n, values);
}

static const lz_problem_t *run(lz_store_t *store, lz_statement_e id, const run_t *how,
                               const char *const *values, apr_size_t n)
{
    apr_pool_t *pool = store->env->pool;
    if (n != arguments_of(statements[id].sql)) {
        return lz_problem(pool, LZ_P_INTERNAL, "%s takes %d arguments, not %d",
                          statements[id].name, (int)arguments_of(statements[id].sql), (int)n);
    }
    const char **copy = apr_pmemdup(pool, values, n * sizeof(*values));
    for (int attempt = 1;; attempt++) {
        apr_dbd_prepared_t *prepared = NULL;
        const lz_problem_t *problem = prepared_of(store, id, &prepared);
        if (problem) {
            return problem;
        }
        int error = run_once(store, prepared, how, copy, n);
        if (!error) {
            return NULL;
        }
        if (attempt > 1 || !lz_store_schema_changed(store, error)) {
            return lz_store_failed(store, statements[id].name, error);
        }
        /* Prepared for the old schema; the driver keeps it until the connection is closed. */
        apr_hash_set(store->connection->prepared, statements[id].name, APR_HASH_KEY_STRING, NULL);
    }
}

const lz_problem_t *lz_store_change_values(lz_store_t *store, lz_statement_e statement,
                                           int *changed, const char *const *values, apr_size_t n)
{
    const lz_problem_t *problem = lz_store_start_writing(store);
    if (problem) {
        return problem;
    }
    int count = 0;
    problem = run(store, statement, &(run_t){ .changed = &count }, values, n);
    if (!problem && changed) {
        *changed = count;
    }
    if (!store->in_transaction) {
        lz_store_stop_writing(store);
    }
    return problem;
}

const lz_problem_t *lz_store_select_values(lz_store_t *store, lz_statement_e statement,
                                           lz_rows_t *rows, const char *const *values,
                                           apr_size_t n)
{
    return run(store, statement, &(run_t){ .rows = rows }, values, n);
}

int lz_rows_next(lz_rows_t *rows)
{
    return apr_dbd_get_row(rows->store->connection->driver, rows->store->env->pool, rows->results,
                           &rows->row, -1) == 0;
}

const lz_problem_t *lz_store_read_values(lz_store_t *store, lz_statement_e statement,
                                         apr_size_t size, lz_row_fn read,
                                         apr_array_header_t **elements,
                                         const char *const *values, apr_size_t n)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select_values(store, statement, &rows, values, n);
    if (problem) {
        return problem;
    }
    *elements = apr_array_make(store->env->pool, 16, (int)size);
    while (lz_rows_next(&rows)) {
        read(&rows, apr_array_push(*elements));
    }
    return NULL;
}

const char *lz_rows_text(const lz_rows_t *rows, int column)
{
    const char *text = apr_dbd_get_entry(rows->store->connection->driver, rows->row, column);
    return text ? apr_pstrdup(rows->store->env->pool, text) : "";
}

void lz_row_text(const lz_rows_t *rows, void *element)
{
    *(const char **)element = lz_rows_text(rows, 0);
}

void *lz_store_only(const apr_array_header_t *elements)
{
    return elements->nelts ? elements->elts : NULL;
}

apr_int64_t lz_rows_number(const lz_rows_t *rows, int column)
{
    const char *text = apr_dbd_get_entry(rows->store->connection->driver, rows->row, column);
    return text ? apr_atoi64(text) : 0;
}

const char *lz_sql_number(const lz_store_t *store, apr_int64_t number)
{
    return apr_psprintf(store->env->pool, "%" APR_INT64_T_FMT, number);
}
