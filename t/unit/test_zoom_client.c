/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/client.c in fair weather: requests, rounds in parallel, paging, log lines. */
#include "support/fixture.h"

#include <string.h>

#include <apr_errno.h>
#include <apr_strings.h>

#include "base/json.h"
#include "support/zoom_world.h"

#define ANY_URL ZOOM_API "*"

static size_t rows(const lz_zoom_call_t *call)
{
    assert_null(call->problem);
    return json_object_array_length(lz_json_array(call->answer, "meetings"));
}

/* --- requests --------------------------------------------------------------------------------- */

static void test_a_read_as_zoom_wants_it(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const char *url = ZOOM_API "/users/am%C3%A1ra%2Bz%40example.edu";

    zoom_on(world, "GET", url, 200, "{\"id\":\"u1\",\"status\":\"active\",\"dept\":\"Chemistry\"}");
    const lz_zoom_call_t call = zoom_call(world, LZ_ZOOM_USER_GET, "am\xc3\xa1ra+z@example.edu");
    assert_null(call.problem);
    assert_string_equal(lz_json_text(*state, call.answer), "{\"id\":\"u1\",\"status\":\"active\"}");

    const lz_http_request_t *made = zoom_request(world, "GET", url, 0);
    assert_string_equal(apr_table_get(made->headers, "Authorization"), "Bearer token-1");
    assert_string_equal(apr_table_get(made->headers, "Accept"), "application/json");
    assert_int_equal(made->body_length, 0);
    assert_false(made->loopback_allowed);
    assert_int_equal(made->response_max, 1024 * 1024);
    assert_true(fake_http_record(world->fake->http, "GET", url, 0)->deadline
                == world->env->deadline);
}

static void test_a_creation_as_zoom_wants_it(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    world->account.loopback = 1;
    zoom_on(world, "POST", ZOOM_CREATE, 201,
            "{\"id\":99,\"topic\":\"Titration\",\"start_url\":\"s\"}");
    const lz_zoom_call_t call = zoom_create_meeting(world);
    assert_null(call.problem);
    assert_string_equal(lz_json_text(*state, call.answer),
                        "{\"id\":\"99\",\"topic\":\"Titration\"}");

    const lz_http_request_t *made = zoom_request(world, "POST", ZOOM_CREATE, 0);
    assert_string_equal(made->body, "{\"topic\":\"Titration\"}");
    assert_string_equal(apr_table_get(made->headers, "Content-Type"), "application/json");
    assert_true(made->loopback_allowed);
}

static void test_the_callers_query_comes_before_the_maps(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const char *url = ZOOM_HOST "/meetings?type=live&from=2026-11-30&page_size=300";
    lz_zoom_call_t call = { .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = "host-1" };

    zoom_on(world, "GET", url, 200, "{\"meetings\":[]}");
    call.query = apr_table_make(*state, 2);
    apr_table_set(call.query, "type", "live");
    apr_table_set(call.query, "from", "2026-11-30");
    lz_zoom_perform(world->env, &world->account, &call, 1);
    assert_int_equal(rows(&call), 0);
    assert_int_equal(zoom_request(world, "GET", url, 0)->response_max, 8 * 1024 * 1024);
}

static void test_words_that_are_no_ids_are_not_asked_for(void **state)
{
    static const char *const words[] = { "", ".", "..", "me", "Me", "email", "summary", NULL };
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ANY_URL, 200, "{\"id\":\"the owner\"}");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const lz_zoom_call_t call = zoom_call(world, LZ_ZOOM_USER_GET, words[i]);
        zoom_expect(&call, LZ_P_ZOOM_REFUSED);
    }
    assert_int_equal(zoom_count(world, "GET", ANY_URL), 0);
    assert_null(zoom_call(world, LZ_ZOOM_USER_GET, "me@example.edu").problem);
}

static void test_a_refusal_with_status_200(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const char *refusal = "{\"code\":200,\"message\":\"Only available for paid account.\"}";

    zoom_on(world, "GET", ZOOM_API "/accounts/me/managed_domains", 200, refusal);
    zoom_on(world, "PUT", ZOOM_API "/meetings/99/status", 200, refusal);
    zoom_on(world, "PATCH", ZOOM_MEETING, 204, "");
    lz_zoom_call_t call = zoom_call(world, LZ_ZOOM_MANAGED_DOMAINS, NULL);
    zoom_expect(&call, LZ_P_ZOOM_PLAN);
    call = zoom_call(world, LZ_ZOOM_MEETING_STATUS, "99");
    zoom_expect(&call, LZ_P_ZOOM_PLAN);
    call = zoom_call(world, LZ_ZOOM_MEETING_UPDATE, "99");
    assert_null(call.problem);
    assert_null(call.answer);
}

/* --- rounds ----------------------------------------------------------------------------------- */

static void test_calls_go_out_together(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[5];

    zoom_on(world, "GET", ANY_URL, 200, "{\"id\":\"1\",\"meetings\":[]}");
    for (int i = 0; i < 5; i++) {
        calls[i] = (lz_zoom_call_t){ .operation = i % 2 ? LZ_ZOOM_USER_MEETINGS
                                                        : LZ_ZOOM_USER_GET };
        calls[i].path_parameter = apr_psprintf(*state, "host-%d", i);
    }
    lz_zoom_perform(world->env, &world->account, calls, 5);
    for (int i = 0; i < 5; i++) {
        assert_null(calls[i].problem);
        /* the token came with the first perform() */
        assert_int_equal(fake_http_record(world->fake->http, "GET", ANY_URL, i)->call, 2);
    }
    assert_int_equal(world->fake->http->calls, 2);
}

static void test_one_calls_failure_is_its_own(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[2] = {
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = "98" },
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = "99" }
    };

    zoom_on(world, "GET", ZOOM_API "/meetings/98", 404, "{\"code\":3001,\"message\":\"gone\"}");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    lz_zoom_perform(world->env, &world->account, calls, 2);
    zoom_expect(&calls[0], LZ_P_ZOOM_GONE);
    assert_null(calls[1].problem);
    assert_string_equal(lz_json_string(calls[1].answer, "id"), "99");
}

static void test_all_pages_in_one_list(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_call_t calls[2] = {
        { .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = "host-1" },
        { .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = "host-2" }
    };

    zoom_on(world, "GET", ZOOM_LIST, 200,
            "{\"next_page_token\":\"p/2\",\"meetings\":[{\"id\":1}]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p%2F2", 200,
       "{\"next_page_token\":\"p3\",\"meetings\":[{\"id\":2},{\"id\":3}]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p3", 200,
       "{\"next_page_token\":\"\",\"meetings\":[{\"id\":4}]}");
    zoom_on(world, "GET", ZOOM_API "/users/host-2/*", 200, "{\"meetings\":[]}");
    lz_zoom_perform(world->env, &world->account, calls, 2);
    assert_string_equal(lz_json_text(*state, calls[0].answer),
                        "{\"meetings\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"},"
                        "{\"id\":\"4\"}]}");
    assert_int_equal(rows(&calls[1]), 0);
    /* token, both first pages, second page, third page */
    assert_int_equal(world->fake->http->calls, 4);
}

static void test_a_list_is_whole_or_a_problem(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);

    zoom_on(world, "GET", ZOOM_LIST, 200, "{\"next_page_token\":\"p2\",\"meetings\":[{\"id\":1}]}");
    zoom_on(world, "GET", ZOOM_LIST "&next_page_token=p2", 404,
            "{\"code\":1001,\"message\":\"User does not exist.\"}");
    const lz_zoom_call_t call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_NO_USER);
}

/* Pages without an end: each names one that follows. */
static int endless(void *baton, apr_pool_t *pool, const lz_http_request_t *made,
                   lz_http_response_t *response)
{
    int *page = baton;

    (void)made;
    response->http_status = 200;
    response->body = apr_psprintf(pool, "{\"next_page_token\":\"p%d\",\"meetings\":[{\"id\":1}]}",
                                  ++*page);
    response->body_length = strlen(response->body);
    return 1;
}

static void test_lists_without_an_end(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    int page = 0;

    world->fake->http->handler = endless;
    world->fake->http->handler_baton = &page;
    lz_zoom_call_t call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
    assert_int_equal(page, LZ_ZOOM_PAGES_MAX);

    world = zoom_world_ready(*state);
    zoom_on(world, "GET", ZOOM_LIST "*", 200, "{\"next_page_token\":\"p2\",\"meetings\":[]}");
    call = zoom_list(world);
    zoom_expect(&call, LZ_P_ZOOM_ANSWER);
    assert_int_equal(zoom_count(world, "GET", ZOOM_LIST "*"), 2);
}

/* --- log -------------------------------------------------------------------------------------- */

static void test_log_lines(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    fake_http_answer_t *answer = zoom_on(world, "GET", ZOOM_API "/users/*", 404,
                                         "{\"code\":1001,\"message\":\"User does not exist:"
                                         " amara@example.edu.\"}");

    apr_table_set(answer->headers, "X-Zm-TrackingId", "v=2.0;clid=us04;rid=WEB_1");
    zoom_on(world, "GET", ZOOM_MEETING, 500, "");
    zoom_on(world, "GET", ZOOM_MEETING, 200, "{\"id\":99}");
    zoom_call(world, LZ_ZOOM_USER_GET, "amara@example.edu");
    assert_null(zoom_get_meeting(world).problem);

    const fake_log_line_t *line = fake_log_find(world->fake->log, "user.get failed");
    assert_non_null(line);
    assert_int_equal(line->level, LZ_LOG_INFO);
    assert_int_equal(strncmp(line->text, "LZ0304: ", 8), 0);
    assert_non_null(strstr(line->text, "account main, HTTP 404, code 1001, tracking id"
                                       " v=2.0;clid=us04;rid=WEB_1, 0 ms"));
    assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_INFO), 1);
    /* token, meeting.get twice */
    assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_DEBUG), 4);
    assert_non_null(fake_log_find(world->fake->log, "meeting.get is sent again"));
    assert_null(fake_log_find(world->fake->log, "amara"));
    assert_null(fake_log_find(world->fake->log, "token-1"));
    assert_null(fake_log_find(world->fake->log, ZOOM_SECRET));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_read_as_zoom_wants_it),
        pool_test(test_a_creation_as_zoom_wants_it),
        pool_test(test_the_callers_query_comes_before_the_maps),
        pool_test(test_words_that_are_no_ids_are_not_asked_for),
        pool_test(test_a_refusal_with_status_200),
        pool_test(test_calls_go_out_together),
        pool_test(test_one_calls_failure_is_its_own),
        pool_test(test_all_pages_in_one_list),
        pool_test(test_a_list_is_whole_or_a_problem),
        pool_test(test_lists_without_an_end),
        pool_test(test_log_lines),
    };

    return cmocka_run_group_tests_name("zoom/client", tests, apr_setup, apr_teardown);
}
