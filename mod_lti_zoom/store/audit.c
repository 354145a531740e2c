/* SPDX-License-Identifier: Apache-2.0 */
#include "audit.h"

#include "../base/encoding.h"
#include "statement.h"

#define ENTRY_BYTES 12

const lz_problem_t *lz_store_audit(lz_store_t *store, const lz_audit_t *audit)
{
    const char *entry = lz_random_token(store->env->pool, ENTRY_BYTES);
    if (!entry) {
        return lz_problem(store->env->pool, LZ_P_RANDOM, "audit: no random bytes");
    }
    return lz_store_change(store, LZ_SQL_AUDIT_ADD, NULL, entry,
                           lz_sql_number(store, lz_now(store->env->clock)), audit->course,
                           audit->person, audit->action, audit->subject, audit->detail);
}
