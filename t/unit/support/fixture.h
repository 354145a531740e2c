/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each unit test starts from: cmocka with the headers it wants first, and a pool per test.
 *
 *     static void test_something(void **state)
 *     {
 *         apr_pool_t *pool = *state;
 *         ...
 *     }
 *
 *     const struct CMUnitTest tests[] = { pool_test(test_something) };
 *     return cmocka_run_group_tests_name("base/thing", tests, apr_setup, apr_teardown);
 */
#ifndef LZ_TEST_FIXTURE_H
#define LZ_TEST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <apr_pools.h>

/* Of a group: APR itself. SIGPIPE is ignored, as httpd does. */
int apr_setup(void **state);
int apr_teardown(void **state);

/* Of a test: *state is a fresh apr_pool_t. */
int pool_setup(void **state);
int pool_teardown(void **state);

#define pool_test(function) cmocka_unit_test_setup_teardown(function, pool_setup, pool_teardown)

#endif
