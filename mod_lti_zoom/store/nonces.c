/* SPDX-License-Identifier: Apache-2.0 */
#include "nonces.h"

#include "db.h"
#include "nonce_queue.h"
#include "statement.h"

const lz_problem_t *lz_nonce_use(lz_store_t *store, const char *nonce, apr_time_t expires,
                                 int *first)
{
    int added = 0;
    const lz_problem_t *problem = lz_store_change(store, LZ_SQL_NONCE_ADD, &added, nonce,
                                                  lz_sql_number(store, expires));
    *first = added == 1;
    return problem;
}

const lz_problem_t *lz_store_use_nonce(const lz_env_t *env, const char *nonce, apr_time_t expires,
                                       int *first)
{
    if (env->db->nonces && !lz_nonce_queue_is_needless(env->db->nonces)) {
        return lz_nonce_queue_use(env->db->nonces, env, nonce, expires, first);
    }
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (problem) {
        return problem;
    }
    problem = lz_nonce_use(store, nonce, expires, first);
    lz_store_close(store);
    return problem;
}
