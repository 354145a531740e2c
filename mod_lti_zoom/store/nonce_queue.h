/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nonces of launches that arrive at the same moment, written in one transaction. SQLite has one
 * writer, and taking turns costs more than writing: the first who comes writes for all who have
 * come meanwhile, and each is told about their own.
 *
 *   arrive ─┬─ nobody writes ── take all that wait, write them, tell each ── next
 *           └─ somebody does ── wait until told, or until it is one's turn
 *
 * For one process; processes take turns as ever (lz_db_t.start_writing).
 */
#ifndef LZ_STORE_NONCE_QUEUE_H
#define LZ_STORE_NONCE_QUEUE_H

#include "store.h"

#define LZ_NONCES_AT_ONCE 64

typedef struct lz_nonce_queue_t lz_nonce_queue_t;

/* A queue that lives as long as pool. Thread-safe. */
apr_status_t lz_nonce_queue_create(apr_pool_t *pool, lz_nonce_queue_t **queue)
    __attribute__((warn_unused_result));

/*
 * As lz_store_use_nonce() (nonces.h), together with others. A nonce that came twice at once is
 * the first for one of the two. LZ_P_DATABASE_BUSY when it was not its turn before env->deadline;
 * what failed for one of a transaction failed for all.
 */
const lz_problem_t *lz_nonce_queue_use(lz_nonce_queue_t *queue, const lz_env_t *env,
                                       const char *nonce, apr_time_t expires, int *first)
    __attribute__((warn_unused_result));

/* 1 once the engine has turned out to have many writers (PostgreSQL): each writes its own then. */
int lz_nonce_queue_is_needless(lz_nonce_queue_t *queue);

#endif
