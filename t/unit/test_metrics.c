/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <apr_shm.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "base/metrics_table.h"
#include "support/fake_env.h"
#include "support/fake_metrics.h"
#include "support/zoom_world.h"

#define N_THREADS 8
#define ROUNDS    5000
#define ROOM      200
#define NAME_MAX_CUT 90

static lz_reading_t reading_of(const lz_metrics_t *metrics, apr_pool_t *pool)
{
    lz_reading_t reading;

    lz_metrics_read(metrics, pool, &reading);
    return reading;
}

static const lz_series_t *series(const lz_reading_t *reading, int i)
{
    assert_true(i < reading->series->nelts);
    return &APR_ARRAY_IDX(reading->series, i, lz_series_t);
}

static void test_counters_by_their_labels(void **state)
{
    apr_pool_t *pool = *state;
    const lz_metrics_t *metrics = fake_metrics_create(pool);

    lz_count(metrics, LZ_M_ZOOM_CALLS, "main", "user.get", "ok");
    lz_count(metrics, LZ_M_ZOOM_CALLS, "main", "user.get", "ok");
    lz_count(metrics, LZ_M_ZOOM_CALLS, "main", "user.get", "refused");
    lz_count_by(metrics, LZ_M_PURGED, 40, "nonces");
    lz_count_by(metrics, LZ_M_PURGED, 2, "nonces");

    const lz_reading_t reading = reading_of(metrics, pool);
    assert_int_equal(reading.series->nelts, 3);
    assert_string_equal(series(&reading, 0)->labels[0], "main");
    assert_string_equal(series(&reading, 0)->labels[1], "user.get");
    assert_string_equal(series(&reading, 0)->labels[2], "ok");
    assert_int_equal(series(&reading, 0)->count, 2);
    assert_string_equal(series(&reading, 1)->labels[2], "refused");
    assert_int_equal(series(&reading, 1)->count, 1);
    assert_int_equal(series(&reading, 2)->metric, LZ_M_PURGED);
    assert_int_equal(series(&reading, 2)->count, 42);
    assert_null(series(&reading, 2)->labels[1]);
    assert_int_equal(reading.dropped, 0);
}

static void test_histograms(void **state)
{
    apr_pool_t *pool = *state;
    const lz_metrics_t *metrics = fake_metrics_create(pool);
    const apr_interval_time_t seen[] = { 0, 25000, 25001, 10000000, 10000001, -5 };
    apr_uint64_t within[LZ_METRIC_BOUNDS_MAX] = { 3, 1, 0, 0, 0, 0, 0, 0, 1 };

    for (size_t i = 0; i < sizeof(seen) / sizeof(*seen); i++) {
        lz_observe(metrics, LZ_M_ZOOM_SECONDS, seen[i], "main", "user.get");
    }
    const lz_reading_t reading = reading_of(metrics, pool);
    assert_int_equal(reading.series->nelts, 1);
    assert_int_equal(series(&reading, 0)->count, 6);
    assert_int_equal(series(&reading, 0)->sum, 25000 + 25001 + 10000000 + 10000001);
    assert_memory_equal(series(&reading, 0)->buckets, within, sizeof(within));
}

static void test_nobody_counts(void **state)
{
    lz_count(NULL, LZ_M_PURGED, "nonces");
    lz_observe(NULL, LZ_M_WEBHOOK_LAG, 1, "main");
    assert_int_equal(reading_of(NULL, *state).series->nelts, 0);
}

static void test_odd_values(void **state)
{
    apr_pool_t *pool = *state;
    const lz_metrics_t *metrics = fake_metrics_create(pool);
    char name[300];

    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    lz_count(metrics, LZ_M_ZOOM_CALLS, name, "user.get", "ok");
    lz_count(metrics, LZ_M_ZOOM_CALLS, "only one");
    lz_count(metrics, LZ_M_PURGED, "one", "two", "three", "four");

    const lz_reading_t reading = reading_of(metrics, pool);
    assert_int_equal(reading.series->nelts, 3);
    assert_true(strlen(series(&reading, 0)->labels[0]) > NAME_MAX_CUT);
    assert_string_equal(series(&reading, 0)->labels[2], "");
    assert_string_equal(series(&reading, 1)->labels[0], "only one");
    assert_string_equal(series(&reading, 1)->labels[1], "");
    assert_string_equal(series(&reading, 2)->labels[0], "one");
}

static void test_owners_see_their_own(void **state)
{
    apr_pool_t *pool = *state;
    void *memory = apr_pcalloc(pool, lz_metrics_table_size(ROOM));
    lz_metrics_table_t *table = lz_metrics_table(memory, ROOM, 7);
    const lz_metrics_t *one = lz_metrics_of(pool, table, "https://one.example/zoom");
    const lz_metrics_t *again = lz_metrics_of(pool, table, "https://one.example/zoom");
    const lz_metrics_t *other = lz_metrics_of(pool, table, "https://other.example/zoom");

    lz_count(one, LZ_M_PURGED, "nonces");
    lz_count(again, LZ_M_PURGED, "nonces");
    lz_count(other, LZ_M_PURGED, "intents");
    assert_int_equal(fake_metrics_count(one, pool, LZ_M_PURGED, "nonces"), 2);
    assert_int_equal(fake_metrics_count(one, pool, LZ_M_PURGED, "intents"), 0);
    assert_int_equal(fake_metrics_count(other, pool, LZ_M_PURGED, "intents"), 1);
    assert_int_equal(reading_of(other, pool).since, 7);
}

static void test_no_more_room(void **state)
{
    apr_pool_t *pool = *state;
    void *memory = apr_pcalloc(pool, lz_metrics_table_size(4));
    const lz_metrics_t *metrics = lz_metrics_of(pool, lz_metrics_table(memory, 4, 1), "test");

    for (int i = 0; i < 7; i++) {
        lz_count(metrics, LZ_M_PURGED, apr_itoa(pool, i));
    }
    lz_count(metrics, LZ_M_PURGED, "0");
    const lz_reading_t reading = reading_of(metrics, pool);
    assert_int_equal(reading.series->nelts, 4);
    assert_int_equal(reading.dropped, 3);
    assert_int_equal(fake_metrics_count(metrics, pool, LZ_M_PURGED, "0"), 2);
}

static void test_taken_over_by_the_same_build(void **state)
{
    apr_pool_t *pool = *state;
    void *memory = apr_pcalloc(pool, lz_metrics_table_size(ROOM));

    lz_count(lz_metrics_of(pool, lz_metrics_table(memory, ROOM, 1), "test"), LZ_M_PURGED, "x");
    const lz_metrics_t *metrics = lz_metrics_of(pool, lz_metrics_table(memory, ROOM, 2), "test");
    assert_int_equal(fake_metrics_count(metrics, pool, LZ_M_PURGED, "x"), 1);
    assert_int_equal(reading_of(metrics, pool).since, 1);

    metrics = lz_metrics_of(pool, lz_metrics_table(memory, ROOM / 2, 3), "test");
    assert_int_equal(fake_metrics_count(metrics, pool, LZ_M_PURGED, "x"), 0);
    assert_int_equal(reading_of(metrics, pool).since, 3);
}

/* Every round counts a series that all know, and one of few that come into being at once. */
static void count_much(const lz_metrics_t *metrics)
{
    for (int i = 0; i < ROUNDS; i++) {
        char name[] = { (char)('a' + i % 16), '\0' };

        lz_count(metrics, LZ_M_PURGED, name);
        lz_observe(metrics, LZ_M_WEBHOOK_LAG, 1000, "main");
    }
}

static void *APR_THREAD_FUNC run(apr_thread_t *thread, void *data)
{
    (void)thread;
    count_much(data);
    return NULL;
}

/* Threads here, processes beside: nothing is lost. */
static void test_many_at_once(void **state)
{
    apr_pool_t *pool = *state;
    apr_shm_t *segment = NULL;
    apr_thread_t *threads[N_THREADS];
    apr_status_t status = APR_SUCCESS;
    pid_t children[2];
    const int all = (N_THREADS + 2) * ROUNDS;
    int purged = 0;

    assert_int_equal(apr_shm_create(&segment, lz_metrics_table_size(ROOM), NULL, pool),
                     APR_SUCCESS);
    const lz_metrics_t *metrics =
        lz_metrics_of(pool, lz_metrics_table(apr_shm_baseaddr_get(segment), ROOM, 1), "test");
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            count_much(metrics);
            _exit(0);
        }
    }
    for (int i = 0; i < N_THREADS; i++) {
        assert_int_equal(apr_thread_create(&threads[i], NULL, run, (void *)metrics, pool),
                         APR_SUCCESS);
    }
    for (int i = 0; i < N_THREADS; i++) {
        assert_int_equal(apr_thread_join(&status, threads[i]), APR_SUCCESS);
    }
    for (int i = 0; i < 2; i++) {
        int ended = 0;

        assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
        assert_int_equal(ended, 0);
    }
    for (char name[] = "a"; *name <= 'p'; ++*name) {
        purged += fake_metrics_count(metrics, pool, LZ_M_PURGED, name);
    }
    assert_int_equal(purged, all);
    assert_int_equal(fake_metrics_series(metrics, pool, LZ_M_PURGED), 16);
    assert_int_equal(fake_metrics_count(metrics, pool, LZ_M_WEBHOOK_LAG, "main"), all);
    assert_int_equal(reading_of(metrics, pool).dropped, 0);
}

static void test_what_there_is(void **state)
{
    (void)state;
    for (int id = 0; id < LZ_METRIC_COUNT; id++) {
        const lz_metric_t *metric = lz_metric(id);
        const char *ending = metric->kind == LZ_METRIC_COUNTER ? "_total" : "_seconds";
        const size_t length = strlen(metric->name);

        assert_true(length > strlen(ending));
        assert_string_equal(metric->name + length - strlen(ending), ending);
        assert_int_equal(metric->bounds[0] > 0, metric->kind == LZ_METRIC_HISTOGRAM);
        for (int i = 1; i <= LZ_METRIC_BOUNDS_MAX && metric->bounds[i]; i++) {
            assert_true(metric->bounds[i] > metric->bounds[i - 1]);
        }
        assert_non_null(metric->labels[0]);
        assert_null(strpbrk(metric->help, "\n\\"));
    }
}

/* --- who counts --------------------------------------------------------------------------------*/

static int counted(const zoom_world_t *world, lz_metric_id_e metric, const char *values)
{
    return fake_metrics_count(world->env->metrics, world->env->pool, metric, values);
}

static void test_calls_to_zoom(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_MEETING, 503, "");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99,\"host_id\":\"host-1\"}");
    zoom_on(world, "GET", ZOOM_LIST, 400, "{\"code\":300,\"message\":\"no\"}");
    zoom_on(world, "POST", ZOOM_CREATE, 0, "")->status = APR_ECONNRESET;
    zoom_get_meeting(world);
    zoom_list(world);
    zoom_create_meeting(world);

    assert_int_equal(counted(world, LZ_M_ZOOM_CALLS, "main token ok"), 1);
    assert_int_equal(counted(world, LZ_M_TOKEN_MINTS, "main ok"), 1);
    assert_int_equal(counted(world, LZ_M_ZOOM_CALLS, "main meeting.get unavailable"), 1);
    assert_int_equal(counted(world, LZ_M_ZOOM_CALLS, "main meeting.get ok"), 1);
    assert_int_equal(counted(world, LZ_M_ZOOM_SECONDS, "main meeting.get"), 2);
    assert_int_equal(counted(world, LZ_M_ZOOM_CALLS, "main user.meetings refused"), 1);
    assert_int_equal(counted(world, LZ_M_ZOOM_CALLS, "main meeting.create uncertain"), 1);
    assert_int_equal(counted(world, LZ_M_ZOOM_SECONDS, "main meeting.create"), 0);
    assert_int_equal(fake_metrics_series(world->env->metrics, *state, LZ_M_ZOOM_CALLS), 5);
    assert_int_equal(counted(world, LZ_M_FLIGHTS, "zoom-token fetched"), 1);
    assert_int_equal(counted(world, LZ_M_FLIGHTS, "zoom-token cached"), 2);
}

static void test_a_call_without_its_scope(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    zoom_world_token(world, "token-1", "user:read:user:admin");
    zoom_get_meeting(world);
    assert_int_equal(counted(world, LZ_M_ZOOM_UNSENT, "main meeting.get scope"), 1);
    assert_int_equal(fake_metrics_series(world->env->metrics, *state, LZ_M_ZOOM_CALLS), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_counters_by_their_labels),
        pool_test(test_histograms),
        pool_test(test_nobody_counts),
        pool_test(test_odd_values),
        pool_test(test_owners_see_their_own),
        pool_test(test_no_more_room),
        pool_test(test_taken_over_by_the_same_build),
        pool_test(test_many_at_once),
        pool_test(test_what_there_is),
        pool_test(test_calls_to_zoom),
        pool_test(test_a_call_without_its_scope),
    };

    return cmocka_run_group_tests_name("base/metrics", tests, apr_setup, apr_teardown);
}
