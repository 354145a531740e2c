/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit of work with the database: open, a few statements, close. The units themselves stand in
 * arrivals.h, meetings.h and intents.h; no SQL leaves store/.
 *
 * Schema: made and migrated here, once per process, before the first statement is prepared. A
 * column is never NULL (apr_dbd gives NULL as NULL on SQLite and as "" on PostgreSQL): "" and 0
 * stand for "none". Instants are BIGINT, microseconds since 1970 (apr_time_t).
 *
 * Problems: LZ_P_DATABASE_BUSY when a lock was not to be had in time (try again), else
 * LZ_P_DATABASE; the cause has the driver's own words. Whatever fails, a transaction that was
 * begun and not committed is rolled back by lz_store_close().
 */
#ifndef LZ_STORE_STORE_H
#define LZ_STORE_STORE_H

#include "../base/env.h"
#include "../base/problem.h"

typedef struct lz_store_t lz_store_t;

/* Borrows a connection whose schema stands. Give it back before waiting for anybody. */
const lz_problem_t *lz_store_open(const lz_env_t *env, lz_store_t **store)
    __attribute__((warn_unused_result));

/* Rolls back what was not committed and gives the connection back. NULL is allowed. */
void lz_store_close(lz_store_t *store);

/* A transaction that will write. One at a time per store. */
const lz_problem_t *lz_store_begin(lz_store_t *store) __attribute__((warn_unused_result));
const lz_problem_t *lz_store_commit(lz_store_t *store) __attribute__((warn_unused_result));

/* The two together: a unit of work that is all done or not at all. */
const lz_problem_t *lz_store_open_to_write(const lz_env_t *env, lz_store_t **store)
    __attribute__((warn_unused_result));

/*
 * Ends it: commits when problem, which is what came of it so far, is NULL, else rolls back; gives
 * the connection back either way. NULL is allowed for store. problem, or that of the commit.
 */
const lz_problem_t *lz_store_end(lz_store_t *store, const lz_problem_t *problem)
    __attribute__((warn_unused_result));

#endif
