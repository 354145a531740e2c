/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The curl transport and a server for it to talk to, one of each per test:
 *
 *     static void test_something(void **state)
 *     {
 *         const world_t *world = *state;
 *         ... fetch(world, "/echo") ...
 *     }
 *
 *     const struct CMUnitTest tests[] = { world_test(test_something) };
 *
 * What the server does with a path:
 *   /hang, /slow             no answer; a byte now and then, without end
 *   /reset, /close, /half    a TCP reset; the end; a tenth of a body and the end
 *   /garbage, /large-head    no HTTP; 100 KB of headers
 *   /once                    an answer for the first request of a connection, then the end
 *   /together/1, /together/2 each waits for the other
 *   /stream                  "streamed text" in chunks
 *   /hints                   103 Early Hints, then 204
 *   /redirect, /missing      302 to /echo; 404 with a JSON body
 *   any other                200 with the request's own text as its body
 */
#ifndef LZ_TEST_HTTP_WORLD_H
#define LZ_TEST_HTTP_WORLD_H

#include "base/http_curl.h"
#include "fixture.h"
#include "http_server.h"

typedef struct world_t {
    apr_pool_t      *pool;
    http_server_t   *server;
    const lz_http_t *http;
} world_t;

int world_setup(void **state);
int world_teardown(void **state);

#define world_test(function) cmocka_unit_test_setup_teardown(function, world_setup, world_teardown)

/* http://127.0.0.1:port and path. */
const char *url_of(const world_t *world, const char *path);

/* A GET with loopback_allowed and a response_max of 10,000, for the test to change. */
lz_http_request_t *get(const world_t *world, const char *url);

/* Performs one request and checks what holds for all responses. */
lz_http_response_t perform_within(const world_t *world, const lz_http_request_t *request,
                                  apr_interval_time_t time);

/* The same with much time. */
lz_http_response_t perform(const world_t *world, const lz_http_request_t *request);

/* The same for a plain get() of path. */
lz_http_response_t fetch(const world_t *world, const char *path);

#endif
