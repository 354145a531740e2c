/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/budget.c and zoom/health.c, as calls meet them. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "support/zoom_world.h"
#include "zoom/budget.h"
#include "zoom/health.h"

#define SECOND apr_time_from_sec(1)
#define CALLS  150

/* When requests arrived. */
typedef struct arrivals_t {
    zoom_world_t *world;
    apr_time_t    times[CALLS];
    int           n;
} arrivals_t;

static int arrive(void *baton, apr_pool_t *pool, const lz_http_request_t *request,
                  lz_http_response_t *response)
{
    arrivals_t *arrivals = baton;

    (void)pool;
    assert_non_null(strstr(request->url, "/meetings/"));
    arrivals->times[arrivals->n++] = lz_now(arrivals->world->env->clock);
    response->status = APR_SUCCESS;
    response->http_status = 200;
    response->body = "{\"id\":99}";
    response->body_length = strlen(response->body);
    return 1;
}

static int most_in_any_second(const arrivals_t *arrivals)
{
    int most = 0;

    for (int i = 0; i < arrivals->n; i++) {
        int k = i;

        while (k < arrivals->n && arrivals->times[k] - arrivals->times[i] < SECOND) {
            k++;
        }
        most = k - i > most ? k - i : most;
    }
    return most;
}

/* Many reads at once, of an account of that plan and budget. */
static lz_zoom_call_t *read_many(zoom_world_t *world, arrivals_t *arrivals, int n)
{
    lz_zoom_call_t *calls = apr_pcalloc(world->env->pool, sizeof(*calls) * (apr_size_t)n);

    *arrivals = (arrivals_t){ .world = world };
    world->fake->http->handler = arrive;
    world->fake->http->handler_baton = arrivals;
    for (int i = 0; i < n; i++) {
        calls[i].operation = LZ_ZOOM_MEETING_GET;
        calls[i].path_parameter = apr_itoa(world->env->pool, 1000 + i);
    }
    lz_zoom_perform(world->env, &world->account, calls, n);
    return calls;
}

static void test_no_second_sees_more_than_the_share(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    arrivals_t arrivals;
    int served = 0, refused = 0;

    world->account.plan = LZ_PLAN_PRO;
    world->account.budget = 50;
    const lz_zoom_call_t *calls = read_many(world, &arrivals, CALLS);
    assert_int_equal(most_in_any_second(&arrivals), 15);
    for (int i = 0; i < CALLS; i++) {
        served += !calls[i].problem;
        if (calls[i].problem) {
            assert_int_equal(calls[i].problem->id, LZ_P_ZOOM_BUSY);
            assert_true(calls[i].problem->retry_after > 0);
            refused++;
        }
    }
    /* three quarters of eight seconds are waited */
    assert_int_equal(served, arrivals.n);
    assert_in_range(served, 60, 90);
    assert_int_equal(served + refused, CALLS);
    assert_true(lz_now(world->env->clock) <= FAKE_CLOCK_START + 7 * SECOND);
}

static void test_what_fits_goes_out_at_once(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    arrivals_t arrivals;

    world->account.budget = 50;
    (void)read_many(world, &arrivals, 40);
    assert_int_equal(arrivals.n, 40);
    assert_int_equal(fake_http_record(world->fake->http, "GET", ZOOM_API "*", 39)->call, 2);
}

static void test_shares_of_plans(void **state)
{
    static const struct {
        lz_zoom_plan_e plan;
        int            budget;
        int            limits[LZ_ZOOM_LABELS];
        apr_int64_t    days[LZ_ZOOM_LABELS];
    } shares[] = {
        { LZ_PLAN_FREE, 100, { 4, 2, 1 }, { 6000, 2000, 1000 } },
        { LZ_PLAN_PRO, 50, { 15, 10, 5 }, { 0, 0, 15000 } },
        { LZ_PLAN_BUSINESS, 50, { 40, 30, 20 }, { 0, 0, 30000 } },
        { LZ_PLAN_BUSINESS, 99, { 79, 59, 39 }, { 0, 0, 59400 } },
    };
    zoom_world_t *world = zoom_world_create(*state);
    lz_account_t *account = &world->account;

    for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
        account->plan = shares[i].plan;
        account->budget = shares[i].budget;
        for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
            const lz_quota_t quota = lz_zoom_budget(*state, account, (lz_zoom_label_e)label);

            assert_int_equal(quota.limit, shares[i].limits[label]);
            assert_int_equal(quota.day_limit, shares[i].days[label]);
            assert_true(quota.rest == SECOND);
        }
    }
    /* less than one call in a second: one in more seconds */
    account->plan = LZ_PLAN_FREE;
    account->budget = 50;
    const lz_quota_t heavy = lz_zoom_budget(*state, account, LZ_LABEL_HEAVY);
    assert_int_equal(heavy.limit, 1);
    assert_true(heavy.rest == 2 * SECOND);
}

static void test_labels_and_accounts_have_their_own(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const lz_account_t account = world->account;

    world->account.plan = LZ_PLAN_FREE;
    world->account.budget = 25;
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"meetings\":[]}");
    const apr_time_t start = lz_now(world->env->clock);
    assert_null(zoom_get_meeting(world).problem);
    assert_null(zoom_list(world).problem);
    assert_true(lz_now(world->env->clock) == start);
    assert_null(zoom_get_meeting(world).problem);
    assert_true(lz_now(world->env->clock) - start >= SECOND);

    world->account = account;
    world->account.account_id = "account/2";
    world->account.client_id = "client-2";
    world->account.plan = LZ_PLAN_FREE;
    world->account.budget = 25;
    const apr_time_t then = lz_now(world->env->clock);
    assert_null(zoom_get_meeting(world).problem);
    assert_true(lz_now(world->env->clock) == then);
}

static void test_a_refusal_for_the_second_is_heard_by_all(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    fake_http_answer_t *answer = zoom_on(world, "GET", ZOOM_MEETING, 429,
                                         "{\"code\":429,\"message\":\"too many\"}");
    apr_table_set(answer->headers, "X-RateLimit-Type", "QPS");
    apr_table_set(answer->headers, "Retry-After", "30");
    lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_BUSY);
    zoom_on(world, "GET", ZOOM_HOST, 200, "{\"id\":\"host-1\"}");
    const apr_time_t start = lz_now(world->env->clock);
    assert_null(zoom_call(world, LZ_ZOOM_USER_GET, "host-1").problem);
    assert_true(lz_now(world->env->clock) - start >= SECOND);
}

static void test_a_limit_of_the_day_is_remembered(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const apr_time_t midnight = lz_quota_day_end(FAKE_CLOCK_START);

    zoom_on(world, "GET", ZOOM_LIST, 429, "{\"code\":429,\"message\":\"You have reached the maximum"
                                          " daily rate limit for this API.\"}");
    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"meetings\":[]}");
    lz_zoom_call_t call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_DAILY_LIMIT);
    for (int i = 0; i < 3; i++) {
        call = zoom_list(world);
        zoom_expect(&call, LZ_P_ZOOM_DAILY_LIMIT);
        assert_int_equal(call.problem->retry_after, 14 * 3600 + 45 * 60);
    }
    assert_int_equal(zoom_count(world, "GET", ZOOM_LIST), 1);
    lz_quota_state_t seen;
    const lz_quota_t quota = lz_zoom_budget(*state, &world->account, LZ_LABEL_MEDIUM);
    lz_quota_read(world->env, &quota, &seen);
    assert_true(seen.closed_until == midnight);

    /* other labels go on, and so does this one tomorrow */
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    assert_null(zoom_get_meeting(world).problem);
    fake_clock_advance(world->fake->clock, midnight - lz_now(world->env->clock));
    world->fake->env.deadline = lz_now(world->env->clock) + 8 * SECOND;
    assert_null(zoom_list(world).problem);
}

static void test_a_limit_that_is_someone_elses_is_not(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_LIST, 429, "{\"code\":429,\"message\":\"You have exceeded the daily"
                                          " rate limit of this API request permitted for this"
                                          " particular user.\"}");
    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"meetings\":[]}");
    lz_zoom_call_t call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_DAILY_LIMIT);
    assert_null(zoom_list(world).problem);
}

static lz_zoom_call_t create_for(zoom_world_t *world, const char *host)
{
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_CREATE, .path_parameter = "host-1", .host = host
    };

    lz_zoom_perform(world->env, &world->account, &call, 1);
    return call;
}

static void test_a_hosts_hundred_writes(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "POST", ZOOM_CREATE, 429, "{\"code\":429,\"message\":\"You have exceeded the"
            " daily rate limit (100) of Meeting Create/Update API requests permitted for this"
            " particular user. You may resume these requests at GMT 00:00:00.\"}");
    zoom_on(world, "POST", ZOOM_CREATE, 201, "{\"id\":99}");
    lz_zoom_call_t call = create_for(world, "host-1");
    zoom_expect(&call, LZ_P_ZOOM_HOST_LIMIT);
    call = create_for(world, "host-1");
    zoom_expect(&call, LZ_P_ZOOM_HOST_LIMIT);
    assert_int_equal(call.problem->retry_after, 14 * 3600 + 45 * 60);
    assert_non_null(strstr(call.problem->message, "00:00 UTC"));
    assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 1);

    assert_null(create_for(world, "host-2").problem);
    assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 2);
    fake_clock_advance(world->fake->clock, 15 * 3600 * SECOND);
    world->fake->env.deadline = lz_now(world->env->clock) + 8 * SECOND;
    assert_null(create_for(world, "host-1").problem);
}

/* --- a Zoom that does not answer -------------------------------------------------------------- */

static void test_reads_leave_a_silent_zoom_alone(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    fake_http_answer_t *answer = zoom_on(world, "GET", ZOOM_HOST, 0, "");
    lz_zoom_call_t call;

    answer->status = APR_ECONNREFUSED;
    answer->sent = 0;
    for (int i = 0; i < 2; i++) {
        call = zoom_call(world, LZ_ZOOM_USER_GET, "host-1");
        zoom_expect(&call, LZ_P_ZOOM_UNAVAILABLE);
    }
    const int asked = zoom_count(world, "GET", ZOOM_HOST);
    assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_WARNING), 3);
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_PAUSED);
    assert_in_range(call.problem->retry_after, 1, 5);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 0);
    assert_int_equal(zoom_count(world, "GET", ZOOM_HOST), asked);

    /* a write tries, and what it finds out counts */
    zoom_on(world, "POST", ZOOM_CREATE, 500, "");
    call = zoom_create_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_UNCERTAIN);
    assert_null(zoom_get_meeting(world).problem);
}

static void test_a_call_without_time_says_nothing(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_http_response_t response = { .status = APR_TIMEUP, .took = SECOND - 1 };
    lz_breaker_state_t seen;

    for (int i = 0; i < 10; i++) {
        lz_zoom_health_note(world->env, &world->account, &response, 1);
    }
    assert_null(lz_zoom_health(world->env, &world->account));
    response.took = SECOND;
    for (int i = 0; i < 10; i++) {
        lz_zoom_health_note(world->env, &world->account, &response, 1);
    }
    assert_non_null(lz_zoom_health(world->env, &world->account));
    lz_zoom_health_read(world->env, &world->account, &seen);
    assert_true(seen.paused_until > FAKE_CLOCK_START);
}

/* --- a browser that left ---------------------------------------------------------------------- */

static int is_gone(void *baton)
{
    return *(int *)baton;
}

static void test_reads_of_one_who_left_are_not_asked(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    int gone = 0;

    world->fake->env.gone = is_gone;
    world->fake->env.gone_baton = &gone;
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    zoom_on(world, "POST", ZOOM_CREATE, 201, "{\"id\":99}");
    assert_null(zoom_get_meeting(world).problem);
    /* reads can be given up under way, writes cannot */
    assert_true(zoom_request(world, "GET", ZOOM_MEETING, 0)->gone == is_gone);
    gone = 1;
    lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ABANDONED);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 1);
    assert_null(zoom_create_meeting(world).problem);
    assert_null(zoom_request(world, "POST", ZOOM_CREATE, 0)->gone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_no_second_sees_more_than_the_share),
        pool_test(test_what_fits_goes_out_at_once),
        pool_test(test_shares_of_plans),
        pool_test(test_labels_and_accounts_have_their_own),
        pool_test(test_a_refusal_for_the_second_is_heard_by_all),
        pool_test(test_a_limit_of_the_day_is_remembered),
        pool_test(test_a_limit_that_is_someone_elses_is_not),
        pool_test(test_a_hosts_hundred_writes),
        pool_test(test_reads_leave_a_silent_zoom_alone),
        pool_test(test_a_call_without_time_says_nothing),
        pool_test(test_reads_of_one_who_left_are_not_asked),
    };

    return cmocka_run_group_tests_name("zoom/budget", tests, apr_setup, apr_teardown);
}
