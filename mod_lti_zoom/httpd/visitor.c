/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE             /* POLLRDHUP */
#endif

#include "visitor.h"

#include <apr_portable.h>
#include <http_core.h>
#include <poll.h>

/* The far end has closed its half or the whole, whatever it has sent before. */
static int hung_up(apr_socket_t *socket)
{
    struct pollfd look = { .fd = -1, .events = POLLRDHUP };
    apr_os_sock_t fd;

    if (socket == NULL || apr_os_sock_get(&fd, socket) != APR_SUCCESS) {
        return 0;
    }
    look.fd = fd;
    return poll(&look, 1, 0) == 1
           && (look.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static int is_gone(void *baton)
{
    const request_rec *r = baton;
    conn_rec          *c = r->connection;

    if (c->aborted) {
        return 1;
    }
    /* a stream of HTTP/2: the socket belongs to all of them, and another thread reads it */
    if (c->master != NULL) {
        return c->master->aborted;
    }
    return hung_up(ap_get_conn_socket(c));
}

void lz_visitor_watch(request_rec *r, lz_env_t *env)
{
    env->gone = is_gone;
    env->gone_baton = r;
}
