/* SPDX-License-Identifier: Apache-2.0 */
#include "http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <apr_strings.h>

#define CONNECTIONS_MAX 128
#define REQUEST_MAX     (256 * 1024)

typedef struct state_t state_t;

typedef struct connection_t {
    state_t  *state;
    int       fd;
    pthread_t thread;
} connection_t;

struct state_t {
    http_server_t         server;       /* first: what the test holds */
    http_server_answer_fn answer;
    void                 *baton;
    int                   fd;
    pthread_t             thread;
    connection_t          connections[CONNECTIONS_MAX];
};

static void must(int ok)
{
    if (!ok) {
        abort();
    }
}

/* Bytes of the whole request at the beginning of text, 0 while it is not whole. */
static size_t request_size(const char *text, size_t length)
{
    const char *end = memmem(text, length, "\r\n\r\n", 4);
    size_t body = 0;

    if (!end) {
        return 0;
    }
    for (const char *line = text; line < end; line = strstr(line, "\r\n") + 2) {
        if (strncasecmp(line, "Content-Length:", 15) == 0) {
            body = (size_t)strtoul(line + 15, NULL, 10);
        }
    }
    const size_t size = (size_t)(end - text) + 4 + body;
    return size <= length ? size : 0;
}

/* Gives one whole request to the test; its answer to whether the connection goes on. */
static int answer(const connection_t *connection, int number, const char *text, size_t size)
{
    state_t *state = connection->state;
    apr_pool_t *pool;

    must(apr_pool_create(&pool, NULL) == APR_SUCCESS);
    char *line = apr_pstrmemdup(pool, text, strcspn(text, "\r"));
    char *rest;
    http_server_request_t request = {
        .server = &state->server, .fd = connection->fd, .number = number,
        .text = apr_pstrmemdup(pool, text, size)
    };
    request.method = strtok_r(line, " ", &rest);
    request.path = strtok_r(NULL, " ", &rest);
    state->server.requests++;
    const int goes_on = request.path && state->answer(state->baton, &request);
    apr_pool_destroy(pool);
    return goes_on;
}

static void *serve(void *data)
{
    connection_t *connection = data;
    char *buffer = malloc(REQUEST_MAX + 1);
    size_t length = 0;
    int number = 0;
    int goes_on = 1;

    must(buffer != NULL);
    while (goes_on && length < REQUEST_MAX) {
        const ssize_t n = read(connection->fd, buffer + length, REQUEST_MAX - length);

        if (n <= 0) {
            break;
        }
        length += (size_t)n;
        buffer[length] = '\0';
        if (buffer[0] == 0x16) {
            break;      /* a TLS handshake, which cannot succeed here */
        }
        for (size_t size; goes_on && (size = request_size(buffer, length)) > 0;) {
            goes_on = answer(connection, ++number, buffer, size);
            memmove(buffer, buffer + size, length - size + 1);
            length -= size;
        }
    }
    free(buffer);
    /* The number stays taken until the server stops, so that stop() shuts down nobody else's. */
    shutdown(connection->fd, SHUT_RDWR);
    return NULL;
}

static void *accept_all(void *data)
{
    state_t *state = data;

    while (!state->server.stopping) {
        const int fd = accept(state->fd, NULL, NULL);

        if (fd < 0) {
            break;
        }
        const int n = state->server.connections;
        must(n < CONNECTIONS_MAX);
        state->connections[n] = (connection_t){ .state = state, .fd = fd };
        must(pthread_create(&state->connections[n].thread, NULL, serve, &state->connections[n])
             == 0);
        state->server.connections++;
    }
    return NULL;
}

http_server_t *http_server_start(apr_pool_t *pool, http_server_answer_fn answer_fn, void *baton)
{
    state_t *state = apr_pcalloc(pool, sizeof(*state));
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof(address);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    state->answer = answer_fn;
    state->baton = baton;
    state->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(state->fd >= 0);
    must(bind(state->fd, (struct sockaddr *)&address, sizeof(address)) == 0);
    must(listen(state->fd, 64) == 0);
    must(getsockname(state->fd, (struct sockaddr *)&address, &size) == 0);
    state->server.port = ntohs(address.sin_port);
    must(pthread_create(&state->thread, NULL, accept_all, state) == 0);
    return &state->server;
}

void http_server_stop(http_server_t *server)
{
    state_t *state = (state_t *)server;

    server->stopping = 1;
    shutdown(state->fd, SHUT_RDWR);
    must(pthread_join(state->thread, NULL) == 0);
    close(state->fd);
    for (int i = 0; i < server->connections; i++) {
        shutdown(state->connections[i].fd, SHUT_RDWR);
        must(pthread_join(state->connections[i].thread, NULL) == 0);
        close(state->connections[i].fd);
    }
}

int http_server_send(const http_server_request_t *request, const char *text)
{
    const size_t length = strlen(text);

    for (size_t sent = 0; sent < length;) {
        const ssize_t n = send(request->fd, text + sent, length - sent, MSG_NOSIGNAL);

        if (n <= 0) {
            return 0;
        }
        sent += (size_t)n;
    }
    return 1;
}

int http_server_respond(const http_server_request_t *request, const char *status,
                        const char *headers, const char *body)
{
    char head[1024];

    apr_snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Length: %" APR_SIZE_T_FMT "\r\n%s\r\n",
                 status, strlen(body), headers);
    return http_server_send(request, head) && http_server_send(request, body);
}
