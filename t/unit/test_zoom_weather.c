/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/client.c in bad weather: what each failure becomes, and what goes out again. */
#include "support/fixture.h"

#include <string.h>

#include <apr_errno.h>

#include "base/json.h"
#include "support/zoom_world.h"

#define ANY_URL ZOOM_API "*"

/* --- token and scopes ------------------------------------------------------------------------- */

static void test_a_refused_token_is_renewed_once_for_all_calls(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[2] = {
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = "99" },
        { .operation = LZ_ZOOM_USER_GET, .path_parameter = "host-1" }
    };

    zoom_world_token(world, "token-2", zoom_scopes(*state));
    zoom_on(world, "GET", ZOOM_MEETING, 401,
            "{\"code\":124,\"message\":\"Access token is expired.\"}");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    zoom_on(world, "GET", ZOOM_HOST, 400, "{\"code\":124}");
    zoom_on(world, "GET", ZOOM_HOST, 200, "{\"id\":\"host-1\"}");
    lz_zoom_perform(world->env, &world->account, calls, 2);
    assert_null(calls[0].problem);
    assert_null(calls[1].problem);
    assert_int_equal(zoom_count(world, "POST", ZOOM_TOKEN_URL), 2);
    assert_string_equal(apr_table_get(zoom_request(world, "GET", ZOOM_HOST, 1)->headers,
                                      "Authorization"), "Bearer token-2");
    assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_INFO), 0);
}

static void test_a_creation_with_a_refused_token_was_not_done(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "POST", ZOOM_CREATE, 401, "");
    zoom_on(world, "POST", ZOOM_CREATE, 201, "{\"id\":99}");
    assert_null(zoom_create_meeting(world).problem);
    assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 2);
}

static void test_a_fresh_token_that_is_refused_is_the_admins_matter(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_world_token(world, "token-2", zoom_scopes(*state));
    zoom_on(world, "GET", ZOOM_MEETING, 401, "{\"code\":124}");
    const lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_CREDENTIALS);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 2);
    assert_int_equal(zoom_count(world, "POST", ZOOM_TOKEN_URL), 2);
}

static void test_a_token_that_cannot_be_renewed(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "POST", ZOOM_TOKEN_URL, 429, "");
    zoom_on(world, "GET", ZOOM_MEETING, 401, "{\"code\":124}");
    const lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_BUSY);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 1);
}

static void test_without_a_token_nothing_is_sent(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    zoom_on(world, "POST", ZOOM_TOKEN_URL, 400, "{\"reason\":\"no\",\"error\":\"invalid_client\"}");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    const lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_CREDENTIALS);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 0);
}

static void test_a_missing_scope_is_named(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    zoom_world_token(world, "token-1", "meeting:read:meeting:admin");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    lz_zoom_call_t call = zoom_create_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_SCOPE);
    assert_non_null(strstr(call.problem->cause, "meeting:write:meeting:admin"));
    assert_non_null(strstr(call.problem->cause, "scheduling a meeting"));
    assert_int_equal(zoom_count(world, "POST", ANY_URL), 0);
    /* the rest works */
    assert_null(zoom_get_meeting(world).problem);

    world = zoom_world_create(*state);
    zoom_world_token(world, "token-1", "");
    zoom_on(world, "GET", ZOOM_MEETING, 400,
            "{\"code\":4711,\"message\":\"Invalid access token, does not contain scopes.\"}");
    call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_SCOPE);
    assert_non_null(strstr(call.problem->cause, "meeting:read:meeting:admin"));
    assert_int_equal(zoom_count(world, "POST", ZOOM_TOKEN_URL), 1);
}

static void test_a_scope_that_was_just_granted(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    zoom_world_token(world, "token-1", "meeting:read:meeting:admin");
    zoom_world_token(world, "token-2", "meeting:read:meeting:admin meeting:write:meeting:admin");
    zoom_on(world, "POST", ZOOM_CREATE, 201, "{\"id\":99}");
    lz_zoom_call_t call = zoom_create_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_SCOPE);
    assert_int_equal(zoom_count(world, "POST", ZOOM_TOKEN_URL), 1);

    /* the token is no longer new */
    fake_clock_advance(world->fake->clock, apr_time_from_sec(61));
    world->fake->env.deadline += apr_time_from_sec(61);
    assert_null(zoom_create_meeting(world).problem);
    assert_int_equal(zoom_count(world, "POST", ZOOM_TOKEN_URL), 2);
}

static void test_scopes_that_stay_away_cost_a_token_a_minute(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    zoom_world_token(world, "token-1", "meeting:read:meeting:admin");
    zoom_world_token(world, "token-2", "meeting:read:meeting:admin");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    assert_null(zoom_get_meeting(world).problem);
    fake_clock_advance(world->fake->clock, apr_time_from_sec(61));
    world->fake->env.deadline += apr_time_from_sec(61);
    for (int i = 0; i < 5; i++) {
        const lz_zoom_call_t call = zoom_create_meeting(world);
        zoom_expect(&call, LZ_P_ZOOM_SCOPE);
    }
    assert_int_equal(zoom_count(world, "POST", ZOOM_TOKEN_URL), 2);
}

static void test_zoom_finds_a_scope_missing_that_a_new_token_has(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    zoom_world_token(world, "token-1", "");
    zoom_world_token(world, "token-2", "");
    zoom_on(world, "GET", ZOOM_API "/meetings/98", 200, "{\"id\":98}");
    zoom_on(world, "GET", ZOOM_MEETING, 400, "{\"code\":4711,\"message\":\"No scope.\"}");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    assert_null(zoom_call(world, LZ_ZOOM_MEETING_GET, "98").problem);
    fake_clock_advance(world->fake->clock, apr_time_from_sec(61));
    world->fake->env.deadline += apr_time_from_sec(61);
    assert_null(zoom_get_meeting(world).problem);
    assert_string_equal(apr_table_get(zoom_request(world, "GET", ZOOM_MEETING, 1)->headers,
                                      "Authorization"), "Bearer token-2");
}

/* --- bad weather ------------------------------------------------------------------------------ */

static void test_a_rate_limit_is_waited_for(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const apr_time_t start = lz_now(world->env->clock);

    zoom_on(world, "POST", ZOOM_CREATE, 429,
            "{\"code\":429,\"message\":\"per-second rate limit\"}");
    zoom_on(world, "POST", ZOOM_CREATE, 201, "{\"id\":99}");
    assert_null(zoom_create_meeting(world).problem);
    assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 2);
    assert_in_range(apr_time_as_msec(lz_now(world->env->clock) - start), 1000, 2000);
}

static void test_a_rate_limit_that_stays(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_MEETING, 429, "{\"code\":429}");
    lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_BUSY);
    assert_true(call.problem->retry_after > 0);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 3);

    world = zoom_world_ready(*state);
    fake_http_answer_t *answer = zoom_on(world, "POST", ZOOM_CREATE, 429, "{\"code\":429}");
    apr_table_set(answer->headers, "Retry-After", "30");
    call = zoom_create_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_BUSY);
    assert_int_equal(call.problem->retry_after, 30);
    assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 1);
}

static void test_others_do_not_wait_for_a_rate_limit(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[2] = {
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = "99" },
        { .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = "host-1" }
    };

    zoom_on(world, "GET", ZOOM_MEETING, 429, "{\"code\":429}");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"next_page_token\":\"p2\",\"meetings\":[{\"id\":1}]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 200, "{\"meetings\":[{\"id\":2}]}");
    lz_zoom_perform(world->env, &world->account, calls, 2);
    assert_null(calls[0].problem);
    assert_null(calls[1].problem);
    assert_int_equal(json_object_array_length(lz_json_array(calls[1].answer, "meetings")), 2);
    /* token; both; the second page alone; the delayed one alone */
    assert_int_equal(fake_http_record(world->fake->http, "GET", ZOOM_LIST "*", 1)->call, 3);
    assert_int_equal(fake_http_record(world->fake->http, "GET", ZOOM_MEETING, 1)->call, 4);
}

static void test_passing_trouble_of_a_read(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_MEETING, 502, "<html>Bad gateway</html>");
    zoom_on(world, "GET", ZOOM_MEETING, 0, "")->status = APR_ECONNRESET;
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    assert_null(zoom_get_meeting(world).problem);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 3);

    world = zoom_world_ready(*state);
    zoom_on(world, "GET", ZOOM_MEETING, 500, "");
    const lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_UNAVAILABLE);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 3);
}

static void test_a_lost_creation_is_never_sent_again(void **state)
{
    static const apr_status_t lost[] = { APR_ECONNRESET, APR_TIMEUP, APR_ENOSPC, APR_EGENERAL };

    for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++) {
        zoom_world_t *world = zoom_world_ready(*state);

        zoom_on(world, "POST", ZOOM_CREATE, 0, "")->status = lost[i];
        const lz_zoom_call_t call = zoom_create_meeting(world);
        zoom_expect(&call, LZ_P_ZOOM_UNCERTAIN);
        assert_true(call.problem->retry_after > 0);
        assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 1);
    }
}

static void test_a_creation_that_never_left_is_sent_again(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    fake_http_answer_t *answer = zoom_on(world, "POST", ZOOM_CREATE, 0, "");

    answer->status = APR_ECONNREFUSED;
    answer->sent = 0;
    zoom_on(world, "POST", ZOOM_CREATE, 201, "{\"id\":99}");
    assert_null(zoom_create_meeting(world).problem);
    assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 2);
}

static void test_no_answer_in_time(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_MEETING, 0, "")->status = APR_TIMEUP;
    lz_zoom_call_t call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_UNAVAILABLE);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 1);

    fake_clock_advance(world->fake->clock, apr_time_from_sec(9));
    call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_DEADLINE);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 1);
}

/* A second page that takes all the time there is. */
static int slow(void *baton, apr_pool_t *pool, const lz_http_request_t *made,
                lz_http_response_t *response)
{
    (void)pool;
    (void)made;
    fake_clock_advance(baton, apr_time_from_sec(8));
    response->http_status = 200;
    response->body = "{\"next_page_token\":\"p3\",\"meetings\":[]}";
    response->body_length = strlen(response->body);
    return 1;
}

static void test_the_deadline_comes_between_two_rounds(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[2] = {
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = "99" },
        { .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = "host-1" }
    };

    world->fake->http->handler = slow;
    world->fake->http->handler_baton = world->fake->clock;
    zoom_on(world, "GET", ZOOM_MEETING, 503, "");
    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"next_page_token\":\"p2\",\"meetings\":[]}");
    lz_zoom_perform(world->env, &world->account, calls, 2);
    /* what is known of each: the one was to be sent again, the other had no time left */
    zoom_expect(&calls[0], LZ_P_ZOOM_UNAVAILABLE);
    zoom_expect(&calls[1], LZ_P_DEADLINE);
    assert_int_equal(zoom_count(world, "GET", ZOOM_MEETING), 1);
}

/* Half an answer: its head came, its body broke off. */
static int half(void *baton, apr_pool_t *pool, const lz_http_request_t *made,
                lz_http_response_t *response)
{
    (void)baton;
    (void)pool;
    (void)made;
    response->status = APR_ECONNRESET;
    response->sent = 1;
    apr_table_set(response->headers, "Content-Length", "400");
    return 1;
}

static void test_answers_that_cannot_be_read(void **state)
{
    static const char *const bodies[] = {
        "", "{\"id\":99", "<!doctype html><title>Sign in</title>", "[]", "null", "\"id\"",
        "{\"id\":99,\"id\":98}", "{\"id\":true}", "{\"topic\":\"no id\"}", "{\"id\":\"\xff\"}"
    };
    zoom_world_t *world;
    lz_zoom_call_t call;

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        world = zoom_world_ready(*state);
        zoom_on(world, "GET", ZOOM_MEETING, 200, bodies[i]);
        call = zoom_get_meeting(world);
        zoom_expect(&call, LZ_P_ZOOM_ANSWER);
        zoom_on(world, "POST", ZOOM_CREATE, 201, bodies[i]);
        call = zoom_create_meeting(world);
        zoom_expect(&call, LZ_P_ZOOM_UNCERTAIN);
        assert_int_equal(zoom_count(world, "POST", ZOOM_CREATE), 1);
    }

    world = zoom_world_ready(*state);
    world->fake->http->handler = half;
    call = zoom_get_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
    call = zoom_create_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_UNCERTAIN);
}

static void test_refused_fields_of_a_creation(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "POST", ZOOM_CREATE, 400,
       "{\"code\":300,\"message\":\"Validation Failed.\",\"errors\":["
       "{\"field\":\"password\",\"message\":\"At least six characters.\"}]}");
    const lz_zoom_call_t call = zoom_create_meeting(world);
    zoom_expect(&call, LZ_P_ZOOM_REFUSED);
    assert_int_equal(call.problem->status, 422);
    assert_string_equal(apr_table_get(call.problem->fields, "password"),
                        "At least six characters.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_refused_token_is_renewed_once_for_all_calls),
        pool_test(test_a_creation_with_a_refused_token_was_not_done),
        pool_test(test_a_fresh_token_that_is_refused_is_the_admins_matter),
        pool_test(test_a_token_that_cannot_be_renewed),
        pool_test(test_without_a_token_nothing_is_sent),
        pool_test(test_a_missing_scope_is_named),
        pool_test(test_a_scope_that_was_just_granted),
        pool_test(test_scopes_that_stay_away_cost_a_token_a_minute),
        pool_test(test_zoom_finds_a_scope_missing_that_a_new_token_has),
        pool_test(test_a_rate_limit_is_waited_for),
        pool_test(test_a_rate_limit_that_stays),
        pool_test(test_others_do_not_wait_for_a_rate_limit),
        pool_test(test_passing_trouble_of_a_read),
        pool_test(test_a_lost_creation_is_never_sent_again),
        pool_test(test_a_creation_that_never_left_is_sent_again),
        pool_test(test_no_answer_in_time),
        pool_test(test_the_deadline_comes_between_two_rounds),
        pool_test(test_answers_that_cannot_be_read),
        pool_test(test_refused_fields_of_a_creation),
    };

    return cmocka_run_group_tests_name("zoom/weather", tests, apr_setup, apr_teardown);
}
