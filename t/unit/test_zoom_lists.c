/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/paging.c and zoom/range.c: long lists, and lists over long times. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "base/timestamp.h"
#include "support/zoom_world.h"
#include "zoom/range.h"

#define EXPIRED    "{\"code\":300,\"message\":\"The next page token is invalid or expired.\"}"
#define RECORDINGS ZOOM_HOST "/recordings?from=%s&to=%s&page_size=300"

/* What an on_page saw. */
typedef struct seen_t {
    apr_pool_t          *pool;
    const char          *text;      /* "0: 1 2; 1: 3;" */
    const lz_problem_t  *refuse;    /* what the second page is answered with */
} seen_t;

static const lz_problem_t *see(void *baton, int page, json_object *rows)
{
    seen_t *seen = baton;

    seen->text = apr_psprintf(seen->pool, "%s%d:", seen->text, page);
    for (size_t i = 0; i < json_object_array_length(rows); i++) {
        seen->text = apr_pstrcat(seen->pool, seen->text, " ",
                                 lz_json_string(json_object_array_get_idx(rows, i), "id"), NULL);
    }
    seen->text = apr_pstrcat(seen->pool, seen->text, ";", NULL);
    return page == 1 ? seen->refuse : NULL;
}

/* The upcoming meetings of host-1, page by page. */
static lz_zoom_call_t list_by_page(zoom_world_t *world, seen_t *seen)
{
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = "host-1",
        .on_page = see, .baton = seen
    };

    lz_zoom_perform(world->env, &world->account, &call, 1);
    return call;
}

static void script_two_pages(zoom_world_t *world)
{
    zoom_on(world, "GET", ZOOM_LIST, 200,
            "{\"next_page_token\":\"p2\",\"meetings\":[{\"id\":1},{\"id\":2}]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 200, "{\"meetings\":[{\"id\":3}]}");
}

static void test_pages_are_handed_over_one_by_one(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    seen_t seen = { *state, "", NULL };

    script_two_pages(world);
    const lz_zoom_call_t call = list_by_page(world, &seen);
    assert_null(call.problem);
    assert_null(call.answer);
    assert_string_equal(seen.text, "0: 1 2;1: 3;");
}

static void test_who_takes_the_pages_may_end_the_list(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    seen_t seen = { *state, "", lz_problem(*state, LZ_P_DATABASE, "full") };

    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"next_page_token\":\"p2\",\"meetings\":[]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 200,
            "{\"next_page_token\":\"p3\",\"meetings\":[]}");
    const lz_zoom_call_t call = list_by_page(world, &seen);
    zoom_expect(&call, LZ_P_DATABASE);
    assert_string_equal(seen.text, "0:;1:;");
}

static void test_a_list_whose_page_tokens_ran_out_starts_over(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    seen_t seen = { *state, "", NULL };

    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 400, EXPIRED);
    script_two_pages(world);
    assert_null(list_by_page(world, &seen).problem);
    assert_string_equal(seen.text, "0: 1 2;0: 1 2;1: 3;");

    /* collected, no row stands twice */
    world = zoom_world_ready(*state);
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 400, EXPIRED);
    script_two_pages(world);
    const lz_zoom_call_t call = zoom_list(world);
    assert_null(call.problem);
    assert_string_equal(lz_json_text(*state, call.answer),
                        "{\"meetings\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"}]}");
}

static void test_a_list_starts_over_once(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"next_page_token\":\"p2\",\"meetings\":[{\"id\":1}]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 400, EXPIRED);
    lz_zoom_call_t call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
    assert_int_equal(zoom_count(world, "GET", ZOOM_LIST), 2);

    /* a first page has no token that could run out */
    world = zoom_world_ready(*state);
    zoom_on(world, "GET", ZOOM_LIST, 400, EXPIRED);
    call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
    assert_int_equal(zoom_count(world, "GET", ZOOM_LIST), 1);
}

/* Pages of one row, so many as the baton says. */
static int one_row_a_page(void *baton, apr_pool_t *pool, const lz_http_request_t *made,
                          lz_http_response_t *response)
{
    int *left = baton;
    const char *next = --*left > 0 ? apr_psprintf(pool, "p%d", *left) : "";

    (void)made;
    response->http_status = 200;
    response->body = apr_psprintf(pool, "{\"next_page_token\":\"%s\",\"meetings\":[{\"id\":1}]}",
                                  next);
    response->body_length = strlen(response->body);
    return 1;
}

static lz_zoom_call_t pages(apr_pool_t *pool, int n, int streamed)
{
    zoom_world_t *world = zoom_world_ready(pool);
    seen_t seen = { pool, "", NULL };
    int left = n;

    /* The budget spreads a thousand calls over seconds. */
    world->fake->env.deadline += apr_time_from_sec(3600);
    world->fake->http->handler = one_row_a_page;
    world->fake->http->handler_baton = &left;
    return streamed ? list_by_page(world, &seen) : zoom_list(world);
}

static void test_how_long_lists_may_be(void **state)
{
    lz_zoom_call_t call = pages(*state, LZ_ZOOM_PAGES_MAX, 0);

    assert_null(call.problem);
    assert_int_equal(json_object_array_length(lz_json_array(call.answer, "meetings")),
                     LZ_ZOOM_PAGES_MAX);
    call = pages(*state, LZ_ZOOM_PAGES_MAX + 1, 0);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
    assert_null(pages(*state, LZ_ZOOM_PAGES_MAX + 1, 1).problem);
    call = pages(*state, LZ_ZOOM_STREAMED_PAGES_MAX + 1, 1);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
}

/* --- ranges ----------------------------------------------------------------------------------- */

static apr_time_t at(const char *text)
{
    apr_time_t when;

    assert_true(lz_timestamp_parse(text, &when));
    return when;
}

static void script_window(zoom_world_t *world, const char *from, const char *to, const char *body)
{
    zoom_on(world, "GET", apr_psprintf(world->env->pool, RECORDINGS, from, to), 200, body);
}

static lz_zoom_call_t recordings(zoom_world_t *world, const char *from, const char *to)
{
    lz_zoom_call_t call = { .operation = LZ_ZOOM_RECORDINGS, .path_parameter = "host-1" };
    const lz_zoom_range_t range = { at(from), at(to) };

    lz_zoom_perform_ranges(world->env, &world->account, &call, &range, 1);
    return call;
}

static void test_a_month_is_one_window(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    script_window(world, "2026-02-01", "2026-03-01", "{\"meetings\":[{\"uuid\":\"a\"}]}");
    script_window(world, "2026-02-01", "2026-02-01", "{\"meetings\":[]}");
    assert_null(recordings(world, "2026-02-01T13:00:00Z", "2026-03-01T07:00:00Z").problem);
    assert_null(recordings(world, "2026-02-01T00:00:00Z", "2026-02-01T23:59:59Z").problem);
    assert_int_equal(world->fake->http->unexpected, 0);
}

static void test_ranges_go_out_in_windows_together(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    script_window(world, "2026-09-01", "2026-09-29",
                  "{\"meetings\":[{\"uuid\":\"b\",\"start_time\":\"2026-09-02T08:00:00Z\"},"
                  "{\"uuid\":\"a\",\"start_time\":\"2026-09-01T08:00:00Z\"}]}");
    script_window(world, "2026-09-29", "2026-10-27",
                  "{\"meetings\":[{\"uuid\":\"d\",\"start_time\":\"2026-10-26T08:00:00Z\"},"
                  "{\"uuid\":\"c\",\"start_time\":\"2026-09-29T08:00:00Z\"}]}");
    /* a recording of the day that two windows share */
    script_window(world, "2026-10-27", "2026-10-30",
                  "{\"meetings\":[{\"uuid\":\"e\",\"start_time\":\"2026-10-30T08:00:00Z\"},"
                  "{\"uuid\":\"d\",\"start_time\":\"2026-10-26T08:00:00Z\"}]}");
    const lz_zoom_call_t call = recordings(world, "2026-09-01T00:00:00Z", "2026-10-30T00:00:00Z");

    assert_null(call.problem);
    json_object *rows = lz_json_array(call.answer, "meetings");
    assert_int_equal(json_object_array_length(rows), 5);
    for (size_t i = 0; i < 5; i++) {
        const char expected[] = { (char)('e' - (int)i), '\0' };
        assert_string_equal(lz_json_string(json_object_array_get_idx(rows, i), "uuid"), expected);
    }
    /* the token, and one round */
    assert_int_equal(world->fake->http->calls, 2);
}

static void test_a_range_is_whole_or_a_problem(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    script_window(world, "2026-09-01", "2026-09-29", "{\"meetings\":[{\"uuid\":\"a\"}]}");
    zoom_on(world, "GET", apr_psprintf(*state, RECORDINGS, "2026-09-29", "2026-09-30"), 404,
            "{\"code\":1001,\"message\":\"User does not exist.\"}");
    const lz_zoom_call_t call = recordings(world, "2026-09-01T00:00:00Z", "2026-09-30T00:00:00Z");
    zoom_expect(&call, LZ_P_ZOOM_NO_USER);
}

static void test_ranges_that_are_not_asked_for(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t call = recordings(world, "2026-09-30T00:00:00Z", "2026-09-01T00:00:00Z");

    assert_null(call.problem);
    assert_int_equal(json_object_array_length(lz_json_array(call.answer, "meetings")), 0);
    call = recordings(world, "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z");
    zoom_expect(&call, LZ_P_ZOOM_REFUSED);
    assert_int_equal(zoom_count(world, "GET", ZOOM_API "*"), 0);
}

static void test_several_ranges(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[3] = {
        { .operation = LZ_ZOOM_RECORDINGS, .path_parameter = "host-1" },
        { .operation = LZ_ZOOM_RECORDINGS, .path_parameter = "host-1" },
        { .operation = LZ_ZOOM_REPORT_USER, .path_parameter = "host-2" },
    };
    const lz_zoom_range_t ranges[3] = {
        { at("2026-09-01T00:00:00Z"), at("2026-09-02T00:00:00Z") },
        { at("1970-01-01T00:00:00Z"), at("2026-09-02T00:00:00Z") },
        { at("2026-09-03T00:00:00Z"), at("2026-09-04T00:00:00Z") },
    };

    script_window(world, "2026-09-01", "2026-09-02", "{\"meetings\":[{\"uuid\":\"a\"}]}");
    zoom_on(world, "GET", ZOOM_API "/report/users/host-2/meetings?from=2026-09-03&to=2026-09-04"
            "&page_size=300", 200, "{\"meetings\":[{\"id\":1,\"uuid\":\"b\"}]}");
    lz_zoom_perform_ranges(world->env, &world->account, calls, ranges, 3);
    assert_string_equal(lz_json_text(*state, calls[0].answer),
                        "{\"meetings\":[{\"uuid\":\"a\"}]}");
    zoom_expect(&calls[1], LZ_P_ZOOM_REFUSED);
    assert_string_equal(lz_json_text(*state, calls[2].answer),
                        "{\"meetings\":[{\"id\":\"1\",\"uuid\":\"b\"}]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_pages_are_handed_over_one_by_one),
        pool_test(test_who_takes_the_pages_may_end_the_list),
        pool_test(test_a_list_whose_page_tokens_ran_out_starts_over),
        pool_test(test_a_list_starts_over_once),
        pool_test(test_how_long_lists_may_be),
        pool_test(test_a_month_is_one_window),
        pool_test(test_ranges_go_out_in_windows_together),
        pool_test(test_a_range_is_whole_or_a_problem),
        pool_test(test_ranges_that_are_not_asked_for),
        pool_test(test_several_ranges),
    };

    return cmocka_run_group_tests_name("zoom/lists", tests, apr_setup, apr_teardown);
}
