/* SPDX-License-Identifier: Apache-2.0 */
/* LMSs (fake_lms.h) whose launches arrive in a real database. */
#ifndef LZ_TEST_ARRIVAL_WORLD_H
#define LZ_TEST_ARRIVAL_WORLD_H

#include "course/arrival.h"
#include "fake_lms.h"
#include "real_db.h"

/* The state of a test is fake_lms_t *, with SQLite. */
int db_setup(void **state);

#define db_test(function) cmocka_unit_test_setup_teardown(function, db_setup, lms_teardown)

real_db_t *db_of(const fake_lms_t *lms);

/* A launch with one claim other than usual (NULL: none), and the session that it begins. */
lz_launch_t *launch_of(fake_lms_t *lms, int platform, const char *claim, const char *json);
lz_session_t *enter(const fake_lms_t *lms, const lz_launch_t *launch);

#endif
