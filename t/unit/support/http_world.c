/* SPDX-License-Identifier: Apache-2.0 */
#include "http_world.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <apr_strings.h>

static int answer_hang(const http_server_request_t *request)
{
    while (!request->server->stopping) {
        usleep(1000);
    }
    return 0;
}

/* A byte at a time, without end. */
static int answer_slowly(const http_server_request_t *request)
{
    int alive = http_server_send(request, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");

    while (alive && !request->server->stopping) {
        alive = http_server_send(request, "x");
        usleep(1000);
    }
    return 0;
}

/* The peer reads a TCP reset. */
static int answer_reset(const http_server_request_t *request)
{
    const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
    const struct sockaddr unconnected = { .sa_family = AF_UNSPEC };

    setsockopt(request->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    connect(request->fd, &unconnected, sizeof(unconnected));
    return 0;
}

/* Answers only when two requests are under way. */
static int answer_together(const http_server_request_t *request)
{
    while (request->server->requests < 2 && !request->server->stopping) {
        usleep(1000);
    }
    return http_server_respond(request, "200 OK", "", request->path);
}

static int answer_large_head(const http_server_request_t *request)
{
    int alive = http_server_send(request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");

    for (int i = 0; alive && i < 100; i++) {
        char line[1024];

        memset(line, 'x', sizeof(line));
        memcpy(line, "X-A: ", 5);
        memcpy(line + sizeof(line) - 3, "\r\n", 3);
        alive = http_server_send(request, line);
    }
    return alive && http_server_send(request, "\r\n");
}

static int answer(void *baton, const http_server_request_t *request)
{
    (void)baton;
#define PATH(text) (strcmp(request->path, text) == 0)
    if (PATH("/hang")) {
        return answer_hang(request);
    }
    if (PATH("/slow")) {
        return answer_slowly(request);
    }
    if (PATH("/reset")) {
        return answer_reset(request);
    }
    if (PATH("/large-head")) {
        return answer_large_head(request);
    }
    if (PATH("/together/1") || PATH("/together/2")) {
        return answer_together(request);
    }
    if (PATH("/close") || (PATH("/once") && request->number > 1)) {
        return 0;
    }
    if (PATH("/half")) {
        http_server_send(request, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        return 0;
    }
    if (PATH("/garbage")) {
        http_server_send(request, "\x01\x02 no HTTP\r\n\r\n");
        return 0;
    }
    if (PATH("/stream")) {
        http_server_send(request, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "6\r\nstream\r\n5\r\ned te\r\n2\r\nxt\r\n0\r\n\r\n");
        return 1;
    }
    if (PATH("/hints")) {
        http_server_send(request, "HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\n");
        return http_server_respond(request, "204 No Content", "X-Late: yes\r\n", "");
    }
    if (PATH("/redirect")) {
        return http_server_respond(request, "302 Found", "Location: /echo\r\n", "elsewhere");
    }
    if (PATH("/missing")) {
        return http_server_respond(request, "404 Not Found", "", "{\"code\":3001}");
    }
    return http_server_respond(request, "200 OK", "X-Two:  spaced \r\nx-two: again\r\n",
                               request->text);
#undef PATH
}

int world_setup(void **state)
{
    const lz_http_curl_options_t options = {
        .user_agent = "test/1", .connect_timeout = apr_time_from_sec(10)
    };
    apr_pool_t *pool;

    if (apr_pool_create(&pool, NULL)) {
        return -1;
    }
    world_t *world = apr_pcalloc(pool, sizeof(*world));
    world->pool = pool;
    world->server = http_server_start(pool, answer, NULL);
    *state = world;
    return lz_http_curl_create(pool, &options, &world->http) == APR_SUCCESS ? 0 : -1;
}

int world_teardown(void **state)
{
    world_t *world = *state;

    http_server_stop(world->server);
    apr_pool_destroy(world->pool);
    return 0;
}

const char *url_of(const world_t *world, const char *path)
{
    return apr_psprintf(world->pool, "http://127.0.0.1:%d%s", world->server->port, path);
}

lz_http_request_t *get(const world_t *world, const char *url)
{
    lz_http_request_t *request = apr_pcalloc(world->pool, sizeof(*request));

    request->method = "GET";
    request->url = url;
    request->response_max = 10000;
    request->loopback_allowed = 1;
    return request;
}

lz_http_response_t perform_within(const world_t *world, const lz_http_request_t *request,
                                  apr_interval_time_t time)
{
    lz_http_response_t response;

    memset(&response, 0xff, sizeof(response));
    world->http->perform(world->http->baton, world->pool, &request, &response, 1,
                         apr_time_now() + time);
    assert_non_null(response.headers);
    assert_non_null(response.body);
    assert_non_null(response.detail);
    if (response.status != APR_SUCCESS) {
        assert_int_equal(response.http_status, 0);
        assert_int_equal(response.body_length, 0);
        assert_string_equal(response.body, "");
        assert_true(strlen(response.detail) > 0);
    }
    return response;
}

lz_http_response_t perform(const world_t *world, const lz_http_request_t *request)
{
    return perform_within(world, request, apr_time_from_sec(20));
}

lz_http_response_t fetch(const world_t *world, const char *path)
{
    return perform(world, get(world, url_of(world, path)));
}
