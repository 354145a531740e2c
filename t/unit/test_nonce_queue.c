/* SPDX-License-Identifier: Apache-2.0 */
/* Nonces that come at the same moment: one writes for all, and each learns about their own. */
#include "support/fixture.h"

#include <stdlib.h>

#include <apr_atomic.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "store/nonce_queue.h"
#include "store/nonces.h"
#include "support/store_world.h"

#define CROWD 20

#define EXPIRES (FAKE_CLOCK_START + apr_time_from_sec(3600))

/* One launch of a crowd, on a thread of its own. */
typedef struct comer_t {
    real_db_t             *db;
    const char            *nonce;
    volatile apr_uint32_t *arrived;
    int                    first;
    int                    failed;
    lz_problem_id_e        problem;
} comer_t;

static void *APR_THREAD_FUNC come(apr_thread_t *thread, void *data)
{
    comer_t *comer = data;
    const lz_env_t *env = store_env(apr_thread_pool_get(thread), comer->db);
    apr_atomic_inc32(comer->arrived);
    const lz_problem_t *problem = lz_store_use_nonce(env, comer->nonce, EXPIRES, &comer->first);
    comer->failed = problem != NULL;
    if (problem) {
        comer->problem = problem->id;
    }
    return NULL;
}

/* All come while the writers' place is held, so that they meet; then it is given back. */
static void come_together(apr_pool_t *pool, real_db_t *db, comer_t *comers)
{
    apr_thread_t *threads[CROWD];
    volatile apr_uint32_t arrived = 0;
    assert_int_equal(apr_thread_mutex_lock(db->writing), APR_SUCCESS);
    for (int i = 0; i < CROWD; i++) {
        comers[i].db = db;
        comers[i].arrived = &arrived;
        assert_int_equal(apr_thread_create(&threads[i], NULL, come, &comers[i], pool),
                         APR_SUCCESS);
    }
    while (apr_atomic_read32(&arrived) < CROWD) {
        apr_thread_yield();
    }
    assert_int_equal(apr_thread_mutex_unlock(db->writing), APR_SUCCESS);
    for (int i = 0; i < CROWD; i++) {
        apr_status_t ended = APR_SUCCESS;
        assert_int_equal(apr_thread_join(&ended, threads[i]), APR_SUCCESS);
    }
}

static void name_nonces(apr_pool_t *pool, comer_t *comers, int each_by)
{
    for (int i = 0; i < CROWD; i++) {
        comers[i] = (comer_t){ .nonce = apr_psprintf(pool, "nonce-%d", i / each_by), .first = -1 };
    }
}

static void test_each_is_told_about_their_own(void **state)
{
    real_db_t *db = real_db_create(*state, "sqlite3");
    comer_t comers[CROWD];
    int firsts = 0;
    name_nonces(*state, comers, 2);
    come_together(*state, db, comers);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(comers[i].failed, 0);
        firsts += comers[i].first;
        if (i % 2 == 1) {
            assert_int_equal(comers[i].first + comers[i - 1].first, 1);
        }
    }
    assert_int_equal(firsts, CROWD / 2);
    assert_string_equal(real_db_value(db, "SELECT COUNT(*) FROM lti_zoom_nonce"), "10");
    /* Who is written for needs no connection. The first may have gone before the others came. */
    assert_true(db->opened <= 3);
    assert_int_equal(db->lent, 0);
}

static void test_a_failure_is_everybodys(void **state)
{
    real_db_t *db = real_db_create(*state, "sqlite3");
    comer_t comers[CROWD];
    name_nonces(*state, comers, 1);
    db->refuse = 1;
    come_together(*state, db, comers);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(comers[i].failed, 1);
        assert_int_equal(comers[i].problem, LZ_P_DATABASE);
    }
    db->refuse = 0;
    name_nonces(*state, comers, 1);
    come_together(*state, db, comers);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(comers[i].failed, 0);
        assert_int_equal(comers[i].first, 1);
    }
}

static void test_a_deadline_ends_the_wait(void **state)
{
    real_db_t *db = real_db_create(*state, "sqlite3");
    fake_env_t *fake = fake_env_create(*state);
    int first = -1;
    fake->env.db = &db->db;
    assert_null(lz_store_use_nonce(&fake->env, "before", EXPIRES, &first));
    fake->env.deadline = lz_now(fake->env.clock);
    apr_thread_mutex_lock(db->writing);
    const lz_problem_t *problem = lz_store_use_nonce(&fake->env, "late", EXPIRES, &first);
    apr_thread_mutex_unlock(db->writing);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DATABASE_BUSY);
    assert_true(problem->retry_after > 0);
    assert_string_equal(real_db_value(db, "SELECT COUNT(*) FROM lti_zoom_nonce"), "1");
}

static void steps_aside_for_many_writers(apr_pool_t *pool, real_db_t *db)
{
    int first = -1;
    const lz_env_t *env = store_env(pool, db);
    assert_null(lz_store_use_nonce(env, "n", EXPIRES, &first));
    assert_int_equal(first, 1);
    assert_int_equal(lz_nonce_queue_is_needless(db->db.nonces), strcmp(db->driver, "pgsql") == 0);
    assert_null(lz_store_use_nonce(env, "n", EXPIRES, &first));
    assert_int_equal(first, 0);
}

static void test_steps_aside_for_many_writers(void **state)
{
    real_db_each(*state, steps_aside_for_many_writers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_each_is_told_about_their_own),
        pool_test(test_a_failure_is_everybodys),
        pool_test(test_a_deadline_ends_the_wait),
        pool_test(test_steps_aside_for_many_writers),
    };
    return cmocka_run_group_tests_name("nonce queue", tests, apr_setup, apr_teardown);
}
