/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running the statements of statements.def; for the units of store/ only. Each is prepared at its
 * first use on a connection and kept with it. Arguments are texts, in the order of the statement;
 * lz_sql_number() writes a number as one.
 */
#ifndef LZ_STORE_STATEMENT_H
#define LZ_STORE_STATEMENT_H

#include "db.h"
#include "store.h"

typedef enum lz_statement_e {
#define LZ_STATEMENT(id, sql) id,
#include "statements.def"
#undef LZ_STATEMENT
    LZ_STATEMENT_COUNT
} lz_statement_e;

struct lz_store_t {
    const lz_env_t     *env;
    lz_db_connection_t *connection;
    int                 in_transaction;
    int                 writing;        /* this store has its turn to write */
};

/* The rows of one select, read once, in order. */
typedef struct lz_rows_t {
    lz_store_t        *store;
    apr_dbd_results_t *results;
    apr_dbd_row_t     *row;
} lz_rows_t;

/* Writes; *changed (may be NULL) is the number of rows that are new or not what they were. */
#define lz_store_change(store, statement, changed, ...)                                           \
    lz_store_change_values(store, statement, changed, (const char *const[]){__VA_ARGS__},         \
                           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Reads. */
#define lz_store_select(store, statement, rows, ...)                                              \
    lz_store_select_values(store, statement, rows, (const char *const[]){__VA_ARGS__},            \
                           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

const lz_problem_t *lz_store_change_values(lz_store_t *store, lz_statement_e statement,
                                           int *changed, const char *const *values, apr_size_t n)
    __attribute__((warn_unused_result));
const lz_problem_t *lz_store_select_values(lz_store_t *store, lz_statement_e statement,
                                           lz_rows_t *rows, const char *const *values,
                                           apr_size_t n) __attribute__((warn_unused_result));

/* Goes to the next row: 1, or 0 when there is none. */
int lz_rows_next(lz_rows_t *rows);

/*
 * Reads all rows of a select, each by read into an element of that size; *elements is in the
 * request's pool.
 */
typedef void (*lz_row_fn)(const lz_rows_t *rows, void *element);
#define lz_store_read(store, statement, size, read, elements, ...)                                \
    lz_store_read_values(store, statement, size, read, elements,                                  \
                         (const char *const[]){__VA_ARGS__},                                      \
                         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
const lz_problem_t *lz_store_read_values(lz_store_t *store, lz_statement_e statement,
                                         apr_size_t size, lz_row_fn read,
                                         apr_array_header_t **elements,
                                         const char *const *values, apr_size_t n)
    __attribute__((warn_unused_result));

/* A row of one text, an element const char *. */
void lz_row_text(const lz_rows_t *rows, void *element);

/* The only element there can be, or NULL. */
void *lz_store_only(const apr_array_header_t *elements);

/* A column of the current row, counted from 0, copied into the request's pool. */
const char *lz_rows_text(const lz_rows_t *rows, int column);
apr_int64_t lz_rows_number(const lz_rows_t *rows, int column);

const char *lz_sql_number(const lz_store_t *store, apr_int64_t number);

/*
 * The turn to write (lz_db_t.start_writing), where the engine has one writer: waits for it
 * until the deadline. Taking it twice does nothing.
 */
const lz_problem_t *lz_store_start_writing(lz_store_t *store) __attribute__((warn_unused_result));
void lz_store_stop_writing(lz_store_t *store);

/*
 * 1 when the last statement was refused because another process has changed the schema since this
 * connection looked (SQLite): prepared again, it works.
 */
int lz_store_schema_changed(const lz_store_t *store, int error);

/* The problem for what the driver has just said about doing what. */
const lz_problem_t *lz_store_failed(const lz_store_t *store, const char *what, int error)
    __attribute__((warn_unused_result));

#endif
