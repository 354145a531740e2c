/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <stdatomic.h>
#include <stdlib.h>

#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "base/quota.h"
#include "support/fake_env.h"

#define SECOND apr_time_from_sec(1)
#define HOUR   apr_time_from_sec(3600)

static const lz_quota_t five = { .key = "five", .limit = 5, .rest = SECOND };

static lz_quota_turn_t take(fake_env_t *fake, const lz_quota_t *quota, int wanted)
{
    lz_quota_turn_t turn;

    lz_quota_take(&fake->env, quota, wanted, lz_now(fake->env.clock) + 8 * SECOND, &turn);
    return turn;
}

static lz_quota_state_t state_of(fake_env_t *fake, const lz_quota_t *quota)
{
    lz_quota_state_t state;

    lz_quota_read(&fake->env, quota, &state);
    return state;
}

static void test_a_slot_rests_after_its_use(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_quota_turn_t first = take(fake, &five, 3);

    assert_int_equal(first.granted, 3);
    assert_int_equal(first.not_before, 0);
    const lz_quota_turn_t second = take(fake, &five, 3);
    assert_int_equal(second.granted, 2);
    /* given back at once, they would rest a second */
    assert_true(second.not_before == FAKE_CLOCK_START + SECOND);
    assert_false(second.closed);

    /* a use that lasts holds its slot, however long */
    fake_clock_advance(fake->clock, 3 * SECOND);
    assert_int_equal(take(fake, &five, 1).granted, 0);
    lz_quota_give_back(&fake->env, &five, &first);
    fake_clock_advance(fake->clock, SECOND - 1);
    assert_int_equal(take(fake, &five, 1).granted, 0);
    assert_true(take(fake, &five, 1).not_before == lz_now(fake->env.clock) + 1);
    fake_clock_advance(fake->clock, 1);
    assert_int_equal(state_of(fake, &five).taken, 2);
    assert_int_equal(take(fake, &five, 9).granted, 3);
}

static void test_the_slots_of_one_who_died_come_back(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    assert_int_equal(take(fake, &five, 5).granted, 5);
    fake_clock_advance(fake->clock, 9 * SECOND - 1);
    assert_int_equal(take(fake, &five, 5).granted, 0);
    fake_clock_advance(fake->clock, 1);
    assert_int_equal(take(fake, &five, 5).granted, 5);
}

static void test_without_rest_it_is_a_cap(void **state)
{
    const lz_quota_t cap = { .key = "cap", .limit = 2 };
    fake_env_t *fake = fake_env_create(*state);
    const lz_quota_turn_t one = take(fake, &cap, 1);

    assert_int_equal(take(fake, &cap, 1).granted, 1);
    assert_int_equal(take(fake, &cap, 1).granted, 0);
    lz_quota_give_back(&fake->env, &cap, &one);
    assert_int_equal(take(fake, &cap, 2).granted, 1);
}

static void test_a_day_has_its_limit(void **state)
{
    const lz_quota_t daily = { .key = "daily", .limit = 5, .rest = SECOND, .day_limit = 7 };
    fake_env_t *fake = fake_env_create(*state);
    lz_quota_turn_t turn = take(fake, &daily, 5);

    lz_quota_give_back(&fake->env, &daily, &turn);
    fake_clock_advance(fake->clock, SECOND);
    turn = take(fake, &daily, 5);
    assert_int_equal(turn.granted, 2);
    assert_true(turn.closed);
    /* 09:15 to 24:00 */
    const apr_time_t midnight = FAKE_CLOCK_START + 14 * HOUR + 45 * 60 * SECOND;
    assert_true(turn.not_before == midnight);
    assert_int_equal(state_of(fake, &daily).used_today, 7);
    assert_true(state_of(fake, &daily).closed_until == midnight);
    fake_clock_advance(fake->clock, midnight - lz_now(fake->env.clock));
    assert_int_equal(take(fake, &daily, 5).granted, 5);
    assert_int_equal(state_of(fake, &daily).closed_until, 0);
}

static void test_it_can_be_paused_and_closed(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    lz_quota_pause(&fake->env, &five, FAKE_CLOCK_START + SECOND);
    lz_quota_turn_t turn = take(fake, &five, 1);
    assert_int_equal(turn.granted, 0);
    assert_false(turn.closed);
    assert_true(turn.not_before == FAKE_CLOCK_START + SECOND);
    fake_clock_advance(fake->clock, SECOND);
    assert_int_equal(take(fake, &five, 1).granted, 1);

    lz_quota_close(&fake->env, &five, FAKE_CLOCK_START + HOUR);
    lz_quota_close(&fake->env, &five, FAKE_CLOCK_START + 2 * SECOND);
    turn = take(fake, &five, 1);
    assert_int_equal(turn.granted, 0);
    assert_true(turn.closed);
    assert_true(turn.not_before == FAKE_CLOCK_START + HOUR);
    fake_clock_advance(fake->clock, HOUR);
    assert_int_equal(take(fake, &five, 1).granted, 1);
}

static void test_a_clock_that_jumps_blocks_nothing_for_long(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    fake_clock_advance(fake->clock, 24 * 30 * HOUR);
    assert_int_equal(take(fake, &five, 5).granted, 5);
    lz_quota_close(&fake->env, &five, lz_now(fake->env.clock) + HOUR);
    fake_clock_advance(fake->clock, -24 * 30 * HOUR);
    assert_int_equal(take(fake, &five, 5).granted, 5);
}

static void test_a_broken_or_damaged_cache_stops_nothing(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_cache_t *cache = fake->env.cache;

    cache->put(cache->baton, *state, "five", "x y z -", 7, HOUR);
    assert_int_equal(take(fake, &five, 5).granted, 5);
    fake->cache->broken = 1;
    assert_int_equal(take(fake, &five, 50).granted, 50);
}

/* --- many threads ----------------------------------------------------------------------------- */

#define THREADS 16
#define ROUNDS  200

typedef struct crowd_t {
    fake_env_t *fake;
    atomic_int  inside;
    atomic_int  most;
    atomic_int  turns;
} crowd_t;

static void *APR_THREAD_FUNC visit(apr_thread_t *thread, void *baton)
{
    const lz_quota_t cap = { .key = "cap", .limit = 3 };
    crowd_t *crowd = baton;
    lz_env_t env = crowd->fake->env;

    if (apr_pool_create(&env.pool, NULL) != APR_SUCCESS) {
        abort();
    }
    for (int i = 0; i < ROUNDS; i++) {
        lz_quota_turn_t turn;

        lz_quota_take(&env, &cap, 1, env.deadline, &turn);
        if (turn.granted) {
            const int inside = ++crowd->inside;

            if (inside > crowd->most) {
                crowd->most = inside;
            }
            crowd->turns++;
            apr_thread_yield();
            crowd->inside--;
            lz_quota_give_back(&env, &cap, &turn);
        }
    }
    apr_pool_destroy(env.pool);
    apr_thread_exit(thread, APR_SUCCESS);
    return NULL;
}

static void test_many_threads_share_it(void **state)
{
    crowd_t crowd = { .fake = fake_env_create(*state) };
    apr_thread_t *threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(apr_thread_create(&threads[i], NULL, visit, &crowd, *state), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        apr_status_t status;

        assert_int_equal(apr_thread_join(&status, threads[i]), 0);
    }
    assert_in_range(crowd.most, 1, 3);
    assert_true(crowd.turns >= THREADS);
    const lz_quota_t cap = { .key = "cap", .limit = 3 };
    assert_int_equal(state_of(crowd.fake, &cap).taken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_slot_rests_after_its_use),
        pool_test(test_the_slots_of_one_who_died_come_back),
        pool_test(test_without_rest_it_is_a_cap),
        pool_test(test_a_day_has_its_limit),
        pool_test(test_it_can_be_paused_and_closed),
        pool_test(test_a_clock_that_jumps_blocks_nothing_for_long),
        pool_test(test_a_broken_or_damaged_cache_stops_nothing),
        pool_test(test_many_threads_share_it),
    };

    return cmocka_run_group_tests_name("base/quota", tests, apr_setup, apr_teardown);
}
