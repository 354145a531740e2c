/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small HTTP server in threads of the test, on a free port of 127.0.0.1. It reads requests and
 * leaves the answers, good or bad, to the test.
 */
#ifndef LZ_TEST_HTTP_SERVER_H
#define LZ_TEST_HTTP_SERVER_H

#include <stdatomic.h>

#include <apr_pools.h>

typedef struct http_server_t http_server_t;

/* One request, as it came. */
typedef struct http_server_request_t {
    http_server_t *server;
    int            fd;          /* of the connection, to be written to */
    int            number;      /* of the request on its connection, from 1 */
    const char    *method;
    const char    *path;        /* with its query */
    const char    *text;        /* the whole request, head and body */
} http_server_request_t;

/* Answers; runs in the connection's thread. 1 to keep the connection, 0 to close it. */
typedef int (*http_server_answer_fn)(void *baton, const http_server_request_t *request);

struct http_server_t {
    int        port;
    atomic_int connections;     /* accepted so far */
    atomic_int requests;        /* read so far */
    atomic_int stopping;        /* an answer that hangs shall end */
};

http_server_t *http_server_start(apr_pool_t *pool, http_server_answer_fn answer, void *baton);

/* Closes all connections and ends all threads. */
void http_server_stop(http_server_t *server);

/* Writes text as it is; 0 when the peer is gone. */
int http_server_send(const http_server_request_t *request, const char *text);

/* A whole answer with Content-Length; headers is "" or lines that end with CRLF. */
int http_server_respond(const http_server_request_t *request, const char *status,
                        const char *headers, const char *body);

#endif
