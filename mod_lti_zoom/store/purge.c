/* SPDX-License-Identifier: Apache-2.0 */
#include "purge.h"

#include "events.h"
#include "intents.h"
#include "people.h"
#include "statement.h"

#define PURGE_KEY      "purged"
#define PURGE_INTERVAL apr_time_from_sec(60)

typedef const lz_problem_t *(*bite_fn)(lz_store_t *store, int *removed);

static const lz_problem_t *bite_of_nonces(lz_store_t *store, int *removed)
{
    return lz_store_change(store, LZ_SQL_NONCE_PURGE, removed,
                           lz_sql_number(store, lz_now(store->env->clock)),
                           lz_sql_number(store, LZ_PURGE_BITE));
}

static const lz_problem_t *bite_of_intents(lz_store_t *store, int *removed)
{
    return lz_store_expire_intents(store, LZ_PURGE_BITE, removed);
}

static const lz_problem_t *bite_of_events(lz_store_t *store, int *removed)
{
    return lz_store_forget_events(store, LZ_PURGE_BITE, removed);
}

/* Few, so all at once. */
static const lz_problem_t *bite_of_erased(lz_store_t *store, int *removed)
{
    *removed = 0;
    return lz_store_purge_erased(store);
}

static const struct {
    const char *kind;
    bite_fn     bite;
} kinds[] = {
    { "nonces", bite_of_nonces },
    { "intents", bite_of_intents },
    { "events", bite_of_events },
    { "erased", bite_of_erased }
};

/* The store is given back between two bites, so that others come in between. */
static const lz_problem_t *take_bite(const lz_env_t *env, bite_fn bite, int *removed)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = bite(store, removed);
    }
    lz_store_close(store);
    return problem;
}

static void purge_kind(const lz_env_t *env, int kind, int bites)
{
    const lz_problem_t *problem = NULL;
    int removed = LZ_PURGE_BITE;
    for (int i = 0; i < bites && removed == LZ_PURGE_BITE && lz_env_remaining(env) > 0; i++) {
        removed = 0;
        problem = take_bite(env, kinds[kind].bite, &removed);
        if (removed > 0) {
            lz_count_by(env->metrics, LZ_M_PURGED, (apr_uint64_t)removed, kinds[kind].kind);
        }
    }
    if (problem) {
        lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS,
               LZNO(0563) "what has expired was not removed (%s): %s", kinds[kind].kind,
               problem->cause);
    }
}

void lz_store_purge(const lz_env_t *env, int bites)
{
    if (!env->cache->add(env->cache->baton, env->pool, PURGE_KEY, "1", 1, PURGE_INTERVAL)) {
        return;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        purge_kind(env, (int)i, bites);
    }
}
