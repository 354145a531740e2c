/* SPDX-License-Identifier: Apache-2.0 */
#include "support/http_world.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <apr_strings.h>
#include <apr_thread_proc.h>

static void test_whole_answer(void **state)
{
    const world_t *world = *state;
    const lz_http_response_t response = fetch(world, "/echo?a=%20");

    assert_int_equal(response.status, APR_SUCCESS);
    assert_int_equal(response.http_status, 200);
    assert_true(response.sent);
    assert_true(response.took > 0);
    assert_string_equal(apr_table_get(response.headers, "X-TWO"), "spaced");
    assert_int_equal(response.body_length, strlen(response.body));
    assert_non_null(strstr(response.body, "GET /echo?a=%20 HTTP/1.1\r\n"));
    assert_non_null(strstr(response.body, "User-Agent: test/1\r\n"));
    assert_null(strstr(response.body, "Content-Type"));

    assert_int_equal(fetch(world, "/missing").http_status, 404);
    assert_string_equal(fetch(world, "/missing").body, "{\"code\":3001}");
    assert_string_equal(fetch(world, "/stream").body, "streamed text");

    const lz_http_response_t hints = fetch(world, "/hints");
    assert_int_equal(hints.http_status, 204);
    assert_null(apr_table_get(hints.headers, "X-Early"));
    assert_string_equal(apr_table_get(hints.headers, "X-Late"), "yes");
}

static void test_methods_and_bodies(void **state)
{
    const world_t *world = *state;
    lz_http_request_t *request = get(world, url_of(world, "/echo"));

    request->headers = apr_table_make(world->pool, 4);
    apr_table_set(request->headers, "Content-Type", "application/json");
    apr_table_set(request->headers, "X-Empty", "");
    request->method = "PATCH";
    request->body = "{\"a\":1}\0after";
    request->body_length = 7;
    const char *text = perform(world, request).body;
    assert_non_null(strstr(text, "PATCH /echo HTTP/1.1\r\n"));
    assert_non_null(strstr(text, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(text, "X-Empty:"));
    assert_non_null(strstr(text, "Content-Length: 7\r\n"));
    assert_non_null(strstr(text, "\r\n\r\n{\"a\":1}"));
    assert_null(strstr(text, "after"));

    request->method = "POST";
    request->body = NULL;
    request->headers = NULL;
    text = perform(world, request).body;
    assert_non_null(strstr(text, "POST /echo HTTP/1.1\r\n"));
    assert_non_null(strstr(text, "Content-Length: 0\r\n"));
    assert_null(strstr(text, "Content-Type"));

    request->method = "DELETE";
    assert_non_null(strstr(perform(world, request).body, "DELETE /echo HTTP/1.1\r\n"));
}

static void test_headers_that_break_out(void **state)
{
    const world_t *world = *state;
    lz_http_request_t *request = get(world, url_of(world, "/echo"));

    request->headers = apr_table_make(world->pool, 1);
    apr_table_set(request->headers, "X-A", "b\r\nX-Evil: 1");
    assert_int_equal(perform(world, request).status, APR_EGENERAL);
    apr_table_clear(request->headers);
    apr_table_set(request->headers, "X-A: b\r\nX-Evil", "1");
    assert_int_equal(perform(world, request).status, APR_EGENERAL);
    assert_int_equal(world->server->requests, 0);
}

static void test_redirects_are_not_followed(void **state)
{
    const world_t *world = *state;
    const lz_http_response_t response = fetch(world, "/redirect");

    assert_int_equal(response.http_status, 302);
    assert_string_equal(apr_table_get(response.headers, "Location"), "/echo");
    assert_int_equal(world->server->requests, 1);
}

static void test_connection_is_kept(void **state)
{
    const world_t *world = *state;

    for (int i = 0; i < 5; i++) {
        assert_int_equal(fetch(world, "/echo").status, APR_SUCCESS);
    }
    assert_int_equal(world->server->requests, 5);
    assert_int_equal(world->server->connections, 1);
}

static void test_parallel_requests_overlap(void **state)
{
    const world_t *world = *state;
    const lz_http_request_t *requests[] = { get(world, url_of(world, "/together/1")),
                                            get(world, url_of(world, "/together/2")) };
    lz_http_response_t responses[2];

    world->http->perform(world->http->baton, world->pool, requests, responses, 2,
                         apr_time_now() + apr_time_from_sec(20));
    assert_int_equal(responses[0].status, APR_SUCCESS);
    assert_string_equal(responses[0].body, "/together/1");
    assert_int_equal(responses[1].status, APR_SUCCESS);
    assert_string_equal(responses[1].body, "/together/2");
}

static void test_one_failure_leaves_the_others_alone(void **state)
{
    const world_t *world = *state;
    const lz_http_request_t *requests[] = {
        get(world, url_of(world, "/hang")), get(world, url_of(world, "/echo")),
        get(world, url_of(world, "/half")), get(world, "ftp://127.0.0.1/"),
    };
    lz_http_response_t responses[4];

    world->http->perform(world->http->baton, world->pool, requests, responses, 4,
                         apr_time_now() + apr_time_from_msec(300));
    assert_int_equal(responses[0].status, APR_TIMEUP);
    assert_int_equal(responses[1].status, APR_SUCCESS);
    assert_int_equal(responses[2].status, APR_ECONNRESET);
    assert_int_equal(responses[3].status, APR_EACCES);

    world->http->perform(world->http->baton, world->pool, NULL, NULL, 0, apr_time_now());
}

/* Leaves at the so-manieth look. */
static int leaves_at(void *baton)
{
    int *looks = baton;

    return --*looks <= 0;
}

static void test_who_asked_may_leave(void **state)
{
    const world_t *world = *state;
    int looks = 3;
    lz_http_request_t *left = get(world, url_of(world, "/hang"));
    const lz_http_request_t *requests[] = { left, get(world, url_of(world, "/hang")),
                                            get(world, url_of(world, "/echo")) };
    lz_http_response_t responses[3];

    left->gone = leaves_at;
    left->gone_baton = &looks;
    world->http->perform(world->http->baton, world->pool, requests, responses, 3,
                         apr_time_now() + apr_time_from_sec(2));
    assert_int_equal(responses[0].status, APR_ECONNABORTED);
    assert_true(responses[0].sent);
    assert_int_equal(responses[0].http_status, 0);
    assert_true(responses[0].took < apr_time_from_sec(2));
    assert_int_equal(responses[1].status, APR_TIMEUP);
    assert_int_equal(responses[2].status, APR_SUCCESS);

    looks = 2;
    const lz_http_response_t alone = perform(world, left);
    assert_int_equal(alone.status, APR_ECONNABORTED);
    assert_int_equal(fetch(world, "/echo").status, APR_SUCCESS);
}

static void test_bad_weather(void **state)
{
    static const struct {
        const char  *path;
        apr_status_t status;
    } cases[] = {
        { "/half", APR_ECONNRESET }, { "/close", APR_ECONNRESET }, { "/reset", APR_ECONNRESET },
        { "/large-head", APR_ENOSPC },
    };
    const world_t *world = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_http_response_t response = fetch(world, cases[i].path);

        if (response.status != cases[i].status) {
            fail_msg("%s: %d (%s)", cases[i].path, response.status, response.detail);
        }
        assert_true(response.sent);
    }
    assert_true(fetch(world, "/garbage").status != APR_SUCCESS);
    assert_int_equal(fetch(world, "/echo").status, APR_SUCCESS);
}

static void test_nobody_there(void **state)
{
    const world_t *world = *state;
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof(address);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    /* bound, and so nobody else's, but not listening */
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    const lz_http_response_t response = perform(world, get(world, apr_psprintf(
        world->pool, "http://127.0.0.1:%d/", ntohs(address.sin_port))));
    close(fd);
    assert_int_equal(response.status, APR_ECONNREFUSED);
    assert_false(response.sent);

    const lz_http_response_t nameless = perform(world, get(world, "https://nowhere.invalid/"));
    assert_int_equal(nameless.status, APR_ECONNREFUSED);
    assert_false(nameless.sent);
}

static void test_response_limit(void **state)
{
    const world_t *world = *state;
    lz_http_request_t *request = get(world, url_of(world, "/stream"));

    request->response_max = 13;
    assert_string_equal(perform(world, request).body, "streamed text");
    request->response_max = 12;
    assert_int_equal(perform(world, request).status, APR_ENOSPC);
    request->url = url_of(world, "/slow");
    assert_int_equal(perform(world, request).status, APR_ENOSPC);
    request->url = url_of(world, "/echo");
    request->response_max = 0;
    assert_int_equal(perform(world, request).status, APR_SUCCESS);
}

/* How much later than its deadline a request to path came back. */
static apr_interval_time_t delay(const world_t *world, const char *path)
{
    const apr_interval_time_t limit = apr_time_from_msec(100);
    const apr_time_t start = apr_time_now();
    lz_http_request_t *request = get(world, url_of(world, path));

    request->response_max = 1000000;
    const lz_http_response_t response = perform_within(world, request, limit);
    const apr_interval_time_t took = apr_time_now() - start;

    assert_int_equal(response.status, APR_TIMEUP);
    assert_true(response.sent);
    assert_true(took >= limit);
    /* counted from when it was under way, a little after the deadline was set */
    assert_in_range(response.took, limit / 2, took);
    return took - limit;
}

/* A busy machine may be late now and then, but not each time. */
static void assert_timely(const world_t *world, const char *path)
{
    int tries = 0;

    while (delay(world, path) > apr_time_from_msec(50)) {
        assert_true(++tries < 10);
    }
}

static void test_deadline(void **state)
{
    assert_timely(*state, "/hang");
    assert_timely(*state, "/slow");
}

static void test_deadline_that_has_passed(void **state)
{
    const world_t *world = *state;
    const apr_time_t start = apr_time_now();
    const lz_http_response_t response = perform_within(world, get(world, url_of(world, "/echo")),
                                                       -apr_time_from_sec(2));

    assert_int_equal(response.status, APR_TIMEUP);
    assert_false(response.sent);
    assert_string_equal(response.detail, "the deadline had passed");
    assert_true(apr_time_now() - start < apr_time_from_sec(1));
    assert_int_equal(world->server->connections, 0);
}

/*
 * A warm connection that breaks before an answer came: curl would send the request again. What
 * must not take effect twice is not.
 */
static void test_nothing_is_done_twice(void **state)
{
    const world_t *world = *state;
    lz_http_request_t *request = get(world, url_of(world, "/once"));

    request->method = "POST";
    request->body = "x";
    request->body_length = 1;
    assert_int_equal(perform(world, request).status, APR_SUCCESS);
    const lz_http_response_t response = perform(world, request);
    assert_int_equal(response.status, APR_ECONNRESET);
    assert_true(response.sent);
    assert_int_equal(world->server->requests, 2);

    /* what may be done twice is */
    request->method = "GET";
    request->body = NULL;
    assert_int_equal(perform(world, request).status, APR_SUCCESS);
    assert_int_equal(perform(world, request).status, APR_SUCCESS);
    assert_int_equal(world->server->requests, 5);
}

static void *APR_THREAD_FUNC fetch_often(apr_thread_t *thread, void *baton)
{
    world_t world = *(world_t *)baton;

    (void)thread;
    for (int i = 0; i < 20; i++) {
        if (apr_pool_create(&world.pool, NULL)) {
            abort();
        }
        const lz_http_request_t *request = get(&world, url_of(&world, "/echo"));
        lz_http_response_t response;

        world.http->perform(world.http->baton, world.pool, &request, &response, 1,
                            apr_time_now() + apr_time_from_sec(20));
        if (response.status != APR_SUCCESS) {
            abort();
        }
        apr_pool_destroy(world.pool);
    }
    return NULL;
}

/* Threads share the warm handles, one at a time: no more connections than threads. */
static void test_threads(void **state)
{
    world_t *world = *state;
    apr_thread_t *threads[8];
    apr_status_t status;

    for (int i = 0; i < 8; i++) {
        assert_int_equal(apr_thread_create(&threads[i], NULL, fetch_often, world, world->pool), 0);
    }
    for (int i = 0; i < 8; i++) {
        assert_int_equal(apr_thread_join(&status, threads[i]), APR_SUCCESS);
    }
    assert_int_equal(world->server->requests, 160);
    assert_in_range(world->server->connections, 1, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(test_whole_answer),
        world_test(test_methods_and_bodies),
        world_test(test_headers_that_break_out),
        world_test(test_redirects_are_not_followed),
        world_test(test_connection_is_kept),
        world_test(test_parallel_requests_overlap),
        world_test(test_one_failure_leaves_the_others_alone),
        world_test(test_who_asked_may_leave),
        world_test(test_bad_weather),
        world_test(test_nobody_there),
        world_test(test_response_limit),
        world_test(test_deadline),
        world_test(test_deadline_that_has_passed),
        world_test(test_nothing_is_done_twice),
        world_test(test_threads),
    };

    return cmocka_run_group_tests_name("base/http_curl", tests, apr_setup, apr_teardown);
}
