/* SPDX-License-Identifier: Apache-2.0 */
/* base/flight.c where few may wait, and where browsers leave. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/flight.h"
#include "base/gate.h"
#include "support/fake_env.h"

typedef struct scene_t {
    fake_env_t *fake;
    int         calls;          /* of the fetch */
    lz_flight_t flight;         /* what is asked for */
} scene_t;

typedef struct caller_t {
    scene_t    *scene;
    apr_pool_t *pool;
} caller_t;

static scene_t *scene_create(apr_pool_t *pool)
{
    scene_t *scene = apr_pcalloc(pool, sizeof(*scene));

    scene->fake = fake_env_create(pool);
    scene->flight = (lz_flight_t){ .key = "key", .lifetime = apr_time_from_sec(60) };
    return scene;
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const caller_t *caller = baton;

    caller->scene->calls++;
    for (int i = 0; i < n; i++) {
        claimed[i]->value = "fetched";
        claimed[i]->length = strlen(claimed[i]->value);
    }
}

static void put(scene_t *scene, apr_pool_t *pool, const char *key, const char *value)
{
    const lz_cache_t *cache = &scene->fake->cache->cache;

    cache->put(cache->baton, pool, key, value, strlen(value), apr_time_from_sec(600));
}

/* As if somewhere else a fetch was under way. */
static void claim_by_another(scene_t *scene, apr_pool_t *pool, const char *key)
{
    put(scene, pool, apr_pstrcat(pool, "flight:", key, NULL), "another");
}

static lz_flight_t fly_one(scene_t *scene, apr_pool_t *pool)
{
    lz_flight_t flight = scene->flight;
    caller_t caller = { scene, pool };

    lz_flights(&scene->fake->env, &flight, 1, fetch, &caller);
    return flight;
}

static lz_flight_t fly_gated(scene_t *scene, apr_pool_t *pool)
{
    lz_flight_t flight = scene->flight;
    caller_t caller = { scene, pool };

    lz_flights_gated(&scene->fake->env, &flight, 1, fetch, &caller);
    return flight;
}

static void test_a_full_gate_lets_nobody_wait(void **state)
{
    scene_t *scene = scene_create(*state);
    apr_uint32_t waiting = 1;
    const lz_gate_t gate = { .limit = 1, .waiting = &waiting };

    scene->fake->env.gate = &gate;
    lz_flight_t flight = fly_gated(scene, *state);
    assert_int_equal(flight.problem->id, LZ_P_ZOOM_CROWDED);
    assert_int_equal(scene->calls, 0);
    /* nor for somebody else's */
    claim_by_another(scene, *state, "key");
    flight = fly_gated(scene, *state);
    assert_int_equal(flight.problem->id, LZ_P_ZOOM_CROWDED);
    /* what is there needs no waiting */
    put(scene, *state, "key", "there");
    flight = fly_gated(scene, *state);
    assert_null(flight.problem);
    assert_string_equal(flight.value, "there");
    assert_int_equal(waiting, 1);
    /* and who cannot do without does not ask at the gate */
    scene->flight.key = "other";
    assert_null(fly_one(scene, *state).problem);
}

static void test_a_place_is_given_back(void **state)
{
    scene_t *scene = scene_create(*state);
    apr_uint32_t waiting = 0;
    const lz_gate_t gate = { .limit = 1, .waiting = &waiting };

    scene->fake->env.gate = &gate;
    scene->flight.lifetime = 0;
    for (int i = 0; i < 3; i++) {
        assert_null(fly_gated(scene, *state).problem);
        assert_int_equal(waiting, 0);
    }
    assert_int_equal(scene->calls, 3);
}

static void fetch_abandoned(void *baton, lz_flight_t **claimed, int n)
{
    const caller_t *caller = baton;

    assert_int_equal(n, 1);
    claimed[0]->problem = lz_problem(caller->pool, LZ_P_ABANDONED, "left");
}

static void test_the_fetch_of_one_who_left_is_nobodys_failure(void **state)
{
    scene_t *scene = scene_create(*state);
    caller_t caller = { scene, *state };
    lz_flight_t left = scene->flight;

    left.fail_lifetime = apr_time_from_sec(600);
    lz_flights(&scene->fake->env, &left, 1, fetch_abandoned, &caller);
    assert_int_equal(left.problem->id, LZ_P_ABANDONED);
    /* the claim is free at once, and nothing has landed */
    assert_int_equal(fake_cache_count(scene->fake->cache), 0);
    const lz_flight_t next = fly_one(scene, *state);
    assert_null(next.problem);
    assert_true(next.fetched);
}

static int has_left(void *baton)
{
    (void)baton;
    return 1;
}

static void test_one_who_left_does_not_wait(void **state)
{
    scene_t *scene = scene_create(*state);
    const apr_time_t start = apr_time_now();

    claim_by_another(scene, *state, "key");
    scene->fake->env.gone = has_left;
    scene->fake->env.deadline += apr_time_from_sec(600);
    const lz_flight_t flight = fly_one(scene, *state);
    assert_int_equal(flight.problem->id, LZ_P_ABANDONED);
    assert_true(apr_time_now() - start < apr_time_from_sec(300));
    assert_int_equal(scene->calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_full_gate_lets_nobody_wait),
        pool_test(test_a_place_is_given_back),
        pool_test(test_the_fetch_of_one_who_left_is_nobodys_failure),
        pool_test(test_one_who_left_does_not_wait),
    };

    return cmocka_run_group_tests_name("base/flight, gated", tests, apr_setup, apr_teardown);
}
