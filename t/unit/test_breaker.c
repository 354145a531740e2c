/* SPDX-License-Identifier: Apache-2.0 */
/* base/breaker.c, and base/gate.c: what keeps a slow peer from holding everybody up. */
#include "support/fixture.h"

#include "base/breaker.h"
#include "base/gate.h"
#include "support/fake_env.h"

#define SECOND apr_time_from_sec(1)
#define KEY    "peer"

static int lets(fake_env_t *fake)
{
    apr_interval_time_t left = 0;
    const int may = lz_breaker_lets(&fake->env, KEY, &left);

    assert_int_equal(may, left == 0);
    return may;
}

static lz_breaker_change_e note(fake_env_t *fake, int answered)
{
    return lz_breaker_note(&fake->env, KEY, answered);
}

static void fail_times(fake_env_t *fake, int n)
{
    for (int i = 0; i < n; i++) {
        assert_int_equal(note(fake, 0), LZ_BREAKER_AS_BEFORE);
    }
}

static void test_failures_in_a_row_open_it(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    lz_breaker_state_t seen;

    fail_times(fake, LZ_BREAKER_FAILURES - 1);
    assert_true(lets(fake));
    assert_int_equal(note(fake, 1), LZ_BREAKER_AS_BEFORE);
    fail_times(fake, LZ_BREAKER_FAILURES - 1);
    assert_true(lets(fake));
    assert_int_equal(note(fake, 0), LZ_BREAKER_OPENED);
    assert_false(lets(fake));
    lz_breaker_read(&fake->env, KEY, &seen);
    assert_int_equal(seen.failures, LZ_BREAKER_FAILURES);
    assert_true(seen.paused_until == FAKE_CLOCK_START + LZ_BREAKER_PAUSE);
    /* those who were waiting then do not prolong it */
    fail_times(fake, 20);
    fake_clock_advance(fake->clock, LZ_BREAKER_PAUSE - 1);
    assert_false(lets(fake));
    fake_clock_advance(fake->clock, 1);
    assert_true(lets(fake));
}

static void test_one_tries_and_decides(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    for (int i = 0; i < LZ_BREAKER_FAILURES; i++) {
        (void)note(fake, 0);
    }
    fake_clock_advance(fake->clock, LZ_BREAKER_PAUSE);
    assert_true(lets(fake));
    assert_false(lets(fake));
    fail_times(fake, 1);
    assert_false(lets(fake));
    /* twice as long now */
    fake_clock_advance(fake->clock, LZ_BREAKER_PAUSE);
    assert_false(lets(fake));
    fake_clock_advance(fake->clock, LZ_BREAKER_PAUSE);
    assert_true(lets(fake));
    assert_int_equal(note(fake, 1), LZ_BREAKER_CLOSED);
    assert_true(lets(fake));
    assert_true(lets(fake));
    assert_int_equal(note(fake, 1), LZ_BREAKER_AS_BEFORE);
}

static void test_one_who_tried_and_died_is_followed(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    for (int i = 0; i < LZ_BREAKER_FAILURES; i++) {
        (void)note(fake, 0);
    }
    fake_clock_advance(fake->clock, LZ_BREAKER_PAUSE);
    fake->env.deadline = lz_now(fake->env.clock) + 4 * SECOND;
    assert_true(lets(fake));
    fake_clock_advance(fake->clock, 4 * SECOND - 1);
    assert_false(lets(fake));
    fake_clock_advance(fake->clock, 1);
    assert_true(lets(fake));
}

static void test_the_pause_has_an_end(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    for (int i = 0; i < LZ_BREAKER_FAILURES + 10; i++) {
        (void)note(fake, 0);
        fake_clock_advance(fake->clock, LZ_BREAKER_PAUSE_MAX);
    }
    assert_true(lets(fake));
}

static void test_without_a_cache_all_ask(void **state)
{
    fake_env_t *fake = fake_env_create(*state);

    fake->cache->broken = 1;
    for (int i = 0; i < 2 * LZ_BREAKER_FAILURES; i++) {
        (void)note(fake, 0);
    }
    assert_true(lets(fake));
}

/* --- the gate --------------------------------------------------------------------------------- */

static void check_gate(fake_env_t *fake, const lz_gate_t *gate)
{
    lz_gate_place_t places[3];
    int waiting, limit;

    fake->env.gate = gate;
    assert_null(lz_gate_enter(&fake->env, &places[0]));
    assert_null(lz_gate_enter(&fake->env, &places[1]));
    lz_gate_read(&fake->env, &waiting, &limit);
    assert_int_equal(waiting, 2);
    assert_int_equal(limit, 2);
    const lz_problem_t *problem = lz_gate_enter(&fake->env, &places[2]);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_ZOOM_CROWDED);
    assert_true(problem->retry_after > 0);
    lz_gate_leave(&fake->env, &places[0]);
    assert_null(lz_gate_enter(&fake->env, &places[2]));
    lz_gate_leave(&fake->env, &places[1]);
    lz_gate_leave(&fake->env, &places[2]);
    lz_gate_read(&fake->env, &waiting, &limit);
    assert_int_equal(waiting, 0);
}

static void test_a_gate_of_a_process_and_one_of_a_server(void **state)
{
    apr_uint32_t counted = 0;
    const lz_gate_t process = { .limit = 2, .waiting = &counted };
    const lz_gate_t server = { .limit = 2, .key = "gate" };
    lz_gate_place_t place;
    fake_env_t *fake = fake_env_create(*state);

    check_gate(fake, &process);
    assert_int_equal(fake->cache->updates, 0);
    check_gate(fake, &server);

    /* a process that died leaves its place at its deadline */
    assert_null(lz_gate_enter(&fake->env, &place));
    assert_null(lz_gate_enter(&fake->env, &place));
    fake_clock_advance(fake->clock, fake->env.deadline - lz_now(fake->env.clock));
    assert_null(lz_gate_enter(&fake->env, &place));

    fake->env.gate = NULL;
    assert_null(lz_gate_enter(&fake->env, &place));
    lz_gate_leave(&fake->env, &place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_failures_in_a_row_open_it),
        pool_test(test_one_tries_and_decides),
        pool_test(test_one_who_tried_and_died_is_followed),
        pool_test(test_the_pause_has_an_end),
        pool_test(test_without_a_cache_all_ask),
        pool_test(test_a_gate_of_a_process_and_one_of_a_server),
    };

    return cmocka_run_group_tests_name("base/breaker", tests, apr_setup, apr_teardown);
}
