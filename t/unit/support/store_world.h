/* SPDX-License-Identifier: Apache-2.0 */
/* An environment on a real database, and launches that arrive there. */
#ifndef LZ_TEST_STORE_WORLD_H
#define LZ_TEST_STORE_WORLD_H

#include "fake_env.h"
#include "real_db.h"
#include "store/arrivals.h"

lz_env_t *store_env(apr_pool_t *pool, real_db_t *db);

/* A launch of person "person-1" into "course-1" with that nonce, and without facts. */
lz_arrival_t arrival(const char *nonce);

/* 1 first, 0 replayed; the test fails on a problem. */
int arrive(const lz_env_t *env, const lz_arrival_t *who);

#endif
