/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "base/flight.h"
#include "support/fake_env.h"

#define N_THREADS 64

/* What the fetch of a test does, and what it saw. Shared by all threads of a test. */
typedef struct script_t {
    fake_env_t *fake;
    atomic_int  waiting;        /* callers that found a claim of another, once for each claim */
    atomic_int  calls;          /* of the fetch */
    atomic_int  fetched;        /* flights, in all calls */
    atomic_int  gate_closed;    /* the fetch waits while it is set */
    int         fails;          /* the fetch gives a problem */
    int         nothing;        /* the fetch gives nothing at all */
    int         large;          /* bytes of a value that is too large to be cached */
    atomic_int  ok;             /* callers with the value expected */
    atomic_int  failed;         /* callers with the problem expected */
    atomic_int  deadline;       /* callers with LZ_P_DEADLINE */
    lz_flight_t flight;         /* what each caller asks for */
} script_t;

/* Waits until the condition holds, ten seconds at most. */
#define wait_until(condition)                                                   \
    do {                                                                        \
        for (int tries_ = 0; !(condition); tries_++) {                          \
            if (tries_ > 10000) {                                               \
                fprintf(stderr, "never became true: %s\n", #condition);         \
                abort();                                                        \
            }                                                                   \
            apr_sleep(apr_time_from_msec(1));                                   \
        }                                                                       \
    } while (0)

typedef struct caller_t {
    script_t   *script;
    apr_pool_t *pool;
} caller_t;

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const caller_t *caller = baton;
    script_t *script = caller->script;

    const int number = ++script->calls;
    script->fetched += n;
    wait_until(!script->gate_closed);
    for (int i = 0; i < n && !script->nothing; i++) {
        if (script->fails) {
            claimed[i]->problem = lz_problem(caller->pool, LZ_P_DATABASE, "fetch %d", number);
        } else {
            claimed[i]->value = apr_psprintf(caller->pool, "%s/%d%*s", claimed[i]->key, number,
                                             script->large, "");
            claimed[i]->length = strlen(claimed[i]->value);
        }
    }
}

/* Counts the callers that know of a claim. */
static void note_claim(void *baton, const char *key, const char *value)
{
    static _Thread_local char last_seen[64];
    script_t *script = baton;

    if (strcmp(key, "flight:key") == 0 && strcmp(value, last_seen) != 0) {
        apr_cpystrn(last_seen, value, sizeof(last_seen));
        script->waiting++;
    }
}

static script_t *script_create(apr_pool_t *pool)
{
    script_t *script = apr_pcalloc(pool, sizeof(*script));

    script->fake = fake_env_create(pool);
    script->fake->cache->on_found = note_claim;
    script->fake->cache->on_found_baton = script;
    script->flight = (lz_flight_t){ .key = "key", .lifetime = apr_time_from_sec(60) };
    return script;
}

static void fly(script_t *script, apr_pool_t *pool, lz_flight_t *flights, int n)
{
    lz_env_t env = script->fake->env;
    caller_t caller = { script, pool };

    env.pool = pool;
    lz_flights(&env, flights, n, fetch, &caller);
}

static void put(script_t *script, apr_pool_t *pool, const char *key, const char *value)
{
    const lz_cache_t *cache = &script->fake->cache->cache;

    cache->put(cache->baton, pool, key, value, strlen(value), apr_time_from_sec(600));
}

/* As if somewhere else a fetch was under way. */
static void claim_by_another(script_t *script, apr_pool_t *pool, const char *key)
{
    const lz_cache_t *cache = &script->fake->cache->cache;

    assert_true(cache->add(cache->baton, pool, apr_pstrcat(pool, "flight:", key, NULL), "another",
                           7, LZ_FLIGHT_CLAIM_LIFETIME));
}

/* One caller's single flight. */
static lz_flight_t fly_one(script_t *script, apr_pool_t *pool)
{
    lz_flight_t flight = script->flight;

    fly(script, pool, &flight, 1);
    assert_int_equal(flight.value == NULL, flight.problem != NULL);
    return flight;
}

static void *APR_THREAD_FUNC run_caller(apr_thread_t *thread, void *baton)
{
    script_t *script = baton;
    lz_flight_t flight = script->flight;
    apr_pool_t *pool;

    (void)thread;
    if (apr_pool_create(&pool, NULL)) {
        abort();
    }
    fly(script, pool, &flight, 1);
    if (flight.value) {
        script->ok += strcmp(flight.value, "key/1") == 0;
    } else if (flight.problem->id == LZ_P_DEADLINE) {
        script->deadline++;
    } else {
        script->failed += strcmp(flight.problem->cause, "fetch 1") == 0;
    }
    apr_pool_destroy(pool);
    return NULL;
}

static void start(apr_pool_t *pool, script_t *script, apr_thread_t **threads, int n)
{
    for (int i = 0; i < n; i++) {
        assert_int_equal(apr_thread_create(&threads[i], NULL, run_caller, script, pool), 0);
    }
}

static void join(apr_thread_t **threads, int n)
{
    for (int i = 0; i < n; i++) {
        apr_status_t status;

        assert_int_equal(apr_thread_join(&status, threads[i]), APR_SUCCESS);
    }
}

/* n callers of whom one fetches, but only when all others have found its claim. */
static void crowd(apr_pool_t *pool, script_t *script, int n)
{
    apr_thread_t **threads = apr_palloc(pool, sizeof(*threads) * (apr_size_t)n);

    script->gate_closed = 1;
    start(pool, script, threads, n);
    wait_until(script->waiting == n - 1);
    script->gate_closed = 0;
    join(threads, n);
}

static void test_value_is_cached(void **state)
{
    script_t *script = script_create(*state);
    lz_flight_t flight = fly_one(script, *state);

    assert_string_equal(flight.value, "key/1");
    assert_int_equal(flight.length, 5);
    assert_true(flight.fetched);

    flight = fly_one(script, *state);
    assert_string_equal(flight.value, "key/1");
    assert_false(flight.fetched);
    assert_int_equal(script->calls, 1);

    fake_clock_advance(script->fake->clock, apr_time_from_sec(61));
    script->fake->env.deadline += apr_time_from_sec(61);
    assert_string_equal(fly_one(script, *state).value, "key/2");
}

static void test_crowd_fetches_once(void **state)
{
    script_t *script = script_create(*state);

    crowd(*state, script, N_THREADS);
    assert_int_equal(script->calls, 1);
    assert_int_equal(script->ok, N_THREADS);
    assert_int_equal(fake_cache_lifetime(script->fake->cache, "flight:key"), 0);
}

static void test_refreshing_crowd_fetches_once(void **state)
{
    script_t *script = script_create(*state);

    put(script, *state, "key", "stale");
    script->flight.refresh = 1;
    crowd(*state, script, N_THREADS);
    assert_int_equal(script->calls, 1);
    assert_int_equal(script->ok, N_THREADS);

    /* who asks after that wants it newer still */
    assert_string_equal(fly_one(script, *state).value, "key/2");
    script->flight.refresh = 0;
    assert_string_equal(fly_one(script, *state).value, "key/2");
}

static void test_crowd_shares_a_failure(void **state)
{
    script_t *script = script_create(*state);

    script->fails = 1;
    script->flight.fail_lifetime = apr_time_from_sec(30);
    crowd(*state, script, N_THREADS);
    assert_int_equal(script->calls, 1);
    assert_int_equal(script->failed, N_THREADS);

    /* also with those who come later, even for a refresh, until its time is up */
    fake_clock_advance(script->fake->clock, apr_time_from_sec(29));
    script->fake->env.deadline += apr_time_from_sec(29);
    script->fails = 0;
    script->flight.refresh = 1;
    const lz_flight_t flight = fly_one(script, *state);
    assert_int_equal(flight.problem->id, LZ_P_DATABASE);
    assert_string_equal(flight.problem->cause, "fetch 1");
    assert_false(flight.fetched);

    fake_clock_advance(script->fake->clock, apr_time_from_sec(2));
    assert_string_equal(fly_one(script, *state).value, "key/2");
}

static void test_failure_not_kept_is_for_those_who_wait(void **state)
{
    script_t *script = script_create(*state);

    script->fails = 1;
    crowd(*state, script, N_THREADS);
    assert_int_equal(script->calls, 1);
    assert_int_equal(script->failed, N_THREADS);

    script->fails = 0;
    assert_string_equal(fly_one(script, *state).value, "key/2");
}

static void test_value_wins_over_an_older_failure(void **state)
{
    script_t *script = script_create(*state);

    script->fails = 1;
    script->flight.fail_lifetime = apr_time_from_sec(30);
    assert_non_null(fly_one(script, *state).problem);
    put(script, *state, "key", "put by another");
    assert_string_equal(fly_one(script, *state).value, "put by another");
}

/* A fetcher that died left its claim; when that expires, one of those who wait fetches. */
static void test_fetcher_that_died(void **state)
{
    script_t *script = script_create(*state);
    apr_thread_t *threads[8];

    script->fake->env.deadline += apr_time_from_sec(60);
    claim_by_another(script, *state, "key");
    start(*state, script, threads, 8);
    wait_until(script->waiting == 8);
    assert_int_equal(script->calls, 0);

    fake_clock_advance(script->fake->clock, LZ_FLIGHT_CLAIM_LIFETIME);
    join(threads, 8);
    assert_int_equal(script->calls, 1);
    assert_int_equal(script->ok, 8);
}

/* The same for those who refresh: the old value does not count as the dead one's. */
static void test_refresh_after_a_fetcher_that_died(void **state)
{
    script_t *script = script_create(*state);
    apr_thread_t *threads[8];

    script->fake->env.deadline += apr_time_from_sec(60);
    script->flight.refresh = 1;
    put(script, *state, "key", "stale");
    claim_by_another(script, *state, "key");
    start(*state, script, threads, 8);
    wait_until(script->waiting == 8);

    script->gate_closed = 1;
    fake_clock_advance(script->fake->clock, LZ_FLIGHT_CLAIM_LIFETIME);
    wait_until(script->calls == 1 && script->waiting == 8 + 7);
    script->gate_closed = 0;
    join(threads, 8);
    assert_int_equal(script->calls, 1);
    assert_int_equal(script->ok, 8);
}

static void test_deadline_while_another_fetches(void **state)
{
    script_t *script = script_create(*state);
    apr_thread_t *threads[8];

    claim_by_another(script, *state, "key");
    start(*state, script, threads, 8);
    wait_until(script->waiting == 8);
    fake_clock_advance(script->fake->clock, apr_time_from_sec(8));
    const apr_time_t begin = apr_time_now();
    join(threads, 8);
    assert_true(apr_time_now() - begin < apr_time_from_sec(5));
    assert_int_equal(script->deadline, 8);
    assert_int_equal(script->calls, 0);
}

/* With a clock that stands still, the pauses themselves end the waiting. */
static void test_deadline_on_a_standing_clock(void **state)
{
    script_t *script = script_create(*state);

    script->fake->env.deadline = FAKE_CLOCK_START + apr_time_from_msec(50);
    claim_by_another(script, *state, "key");

    const apr_time_t begin = apr_time_now();
    assert_int_equal(fly_one(script, *state).problem->id, LZ_P_DEADLINE);
    assert_true(apr_time_now() - begin >= apr_time_from_msec(50));
    assert_true(apr_time_now() - begin < apr_time_from_sec(5));
}

static void test_deadline_that_has_passed(void **state)
{
    script_t *script = script_create(*state);

    fly_one(script, *state);
    script->fake->env.deadline = FAKE_CLOCK_START;
    assert_string_equal(fly_one(script, *state).value, "key/1");

    script->flight.key = "other";
    assert_int_equal(fly_one(script, *state).problem->id, LZ_P_DEADLINE);
    script->flight.key = "key";
    script->flight.refresh = 1;
    assert_int_equal(fly_one(script, *state).problem->id, LZ_P_DEADLINE);
    assert_int_equal(script->calls, 1);
}

/* Eight callers who all fetch for themselves, and none of them hangs. */
static void assert_each_fetches(apr_pool_t *pool, script_t *script)
{
    apr_thread_t *threads[8];

    start(pool, script, threads, 8);
    join(threads, 8);
    assert_int_equal(script->calls, 8);
    assert_int_equal(script->deadline + script->failed, 0);
}

static void test_broken_cache(void **state)
{
    script_t *script = script_create(*state);

    script->fake->cache->broken = 1;
    assert_each_fetches(*state, script);
}

static void test_full_cache(void **state)
{
    script_t *script = script_create(*state);

    script->fake->cache->full = 1;
    assert_each_fetches(*state, script);
}

/* A value that no cache keeps is fetched by each, not by one after the other. */
static void test_value_too_large_for_the_cache(void **state)
{
    script_t *script = script_create(*state);
    apr_thread_t *threads[8];

    script->large = LZ_CACHE_VALUE_MAX;
    script->gate_closed = 1;
    start(*state, script, threads, 8);
    wait_until(script->waiting == 7);
    assert_int_equal(script->calls, 1);
    script->gate_closed = 0;
    join(threads, 8);
    assert_int_equal(script->calls, 8);
    assert_int_equal(script->deadline + script->failed, 0);
}

static void test_lifetime_of_none(void **state)
{
    script_t *script = script_create(*state);

    script->flight.lifetime = 0;
    assert_string_equal(fly_one(script, *state).value, "key/1");
    assert_string_equal(fly_one(script, *state).value, "key/2");
}

/* Own fetches go out together, though one of the keys is in another's hands. */
static void test_several_keys_at_once(void **state)
{
    script_t *script = script_create(*state);
    lz_flight_t flights[5] = { { 0 } };
    const char *const keys[5] = { "a", "b", "claimed", "cached", "a" };

    for (int i = 0; i < 5; i++) {
        flights[i].key = keys[i];
        flights[i].lifetime = apr_time_from_sec(60);
    }
    put(script, *state, "cached", "here");
    claim_by_another(script, *state, "claimed");
    script->fake->env.deadline = FAKE_CLOCK_START + apr_time_from_msec(30);
    fly(script, *state, flights, 5);

    assert_int_equal(script->calls, 1);
    assert_int_equal(script->fetched, 2);
    assert_string_equal(flights[0].value, "a/1");
    assert_string_equal(flights[1].value, "b/1");
    assert_int_equal(flights[2].problem->id, LZ_P_DEADLINE);
    assert_string_equal(flights[3].value, "here");
    assert_string_equal(flights[4].value, "a/1");
    assert_true(flights[0].fetched);
    assert_false(flights[3].fetched);
    assert_false(flights[4].fetched);

    fly(script, *state, flights, 0);
    assert_int_equal(script->calls, 1);
}

static void test_fetch_that_gives_nothing(void **state)
{
    script_t *script = script_create(*state);

    script->nothing = 1;
    assert_int_equal(fly_one(script, *state).problem->id, LZ_P_INTERNAL);
}

/* A fetch that outlived its claim leaves the next one's alone. */
static void test_claim_of_the_next_one_is_left_alone(void **state)
{
    script_t *script = script_create(*state);
    apr_thread_t *thread;

    script->fake->env.deadline += apr_time_from_sec(60);
    script->gate_closed = 1;
    start(*state, script, &thread, 1);
    wait_until(script->calls == 1);
    put(script, *state, "flight:key", "next");
    script->gate_closed = 0;
    join(&thread, 1);
    assert_int_equal(script->ok, 1);
    assert_true(fake_cache_lifetime(script->fake->cache, "flight:key") > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_value_is_cached),
        pool_test(test_crowd_fetches_once),
        pool_test(test_refreshing_crowd_fetches_once),
        pool_test(test_crowd_shares_a_failure),
        pool_test(test_failure_not_kept_is_for_those_who_wait),
        pool_test(test_value_wins_over_an_older_failure),
        pool_test(test_fetcher_that_died),
        pool_test(test_refresh_after_a_fetcher_that_died),
        pool_test(test_deadline_while_another_fetches),
        pool_test(test_deadline_on_a_standing_clock),
        pool_test(test_deadline_that_has_passed),
        pool_test(test_broken_cache),
        pool_test(test_full_cache),
        pool_test(test_value_too_large_for_the_cache),
        pool_test(test_lifetime_of_none),
        pool_test(test_several_keys_at_once),
        pool_test(test_fetch_that_gives_nothing),
        pool_test(test_claim_of_the_next_one_is_left_alone),
    };

    return cmocka_run_group_tests_name("base/flight", tests, apr_setup, apr_teardown);
}
