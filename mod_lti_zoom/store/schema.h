/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables, made and migrated in steps. Table lti_zoom_schema holds one row, the number of the
 * last step taken. A step is never changed once released, and only adds: on several nodes an older
 * module goes on working beside a newer one.
 */
#ifndef LZ_STORE_SCHEMA_H
#define LZ_STORE_SCHEMA_H

#include "dialect.h"
#include "store.h"

/*
 * Sees to it that all steps are taken, also when many processes and nodes start at once. Looks
 * without a lock first, so a database that is already right may be read-only.
 */
const lz_problem_t *lz_schema_ensure(lz_store_t *store, const lz_dialect_t *dialect)
    __attribute__((warn_unused_result));

/* One unit: the engine (of DBDriver) and the last step that its database has taken. */
const lz_problem_t *lz_store_schema(const lz_env_t *env, const char **driver, int *version)
    __attribute__((warn_unused_result));

#endif
