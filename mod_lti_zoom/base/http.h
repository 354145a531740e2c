/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outgoing HTTP: perform many requests in parallel before one deadline. libcurl is one
 * implementation (http_curl.h); tests script another.
 */
#ifndef LZ_BASE_HTTP_H
#define LZ_BASE_HTTP_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_time.h>

#define LZ_HTTP_RESPONSE_MAX (1024 * 1024)

typedef struct lz_http_request_t {
    const char  *method;            /* "GET", "POST", ... */
    const char  *url;               /* absolute, already encoded */
    apr_table_t *headers;           /* or NULL */
    const char  *body;              /* or NULL */
    apr_size_t   body_length;
    apr_size_t   response_max;      /* bytes; a longer body fails with APR_ENOSPC;
                                       0: LZ_HTTP_RESPONSE_MAX */
    int          loopback_allowed;  /* http:// too, but to a loopback host only; without it
                                       https:// alone */
    int          guard_private;     /* refuse what resolves to an address that is not public
                                       (SSRF); a loopback host passes if loopback_allowed */
    /* Where set: asked a few times in a second while the answer is awaited; once it is 1 the
     * request is given up with APR_ECONNABORTED. For reads alone: a write may have taken effect. */
    int        (*gone)(void *baton);
    void        *gone_baton;
} lz_http_request_t;

typedef struct lz_http_response_t {
    /*
     * APR_SUCCESS: a whole answer came, whatever its status. Else APR_TIMEUP (deadline),
     * APR_ECONNREFUSED (no connection, no name; nothing was sent), APR_ECONNRESET (lost in the
     * middle: the request may have taken effect), APR_ENOSPC (too large), APR_EACCES (TLS or
     * address refused; nothing was sent), APR_ECONNABORTED (gone), APR_EGENERAL. Without a whole
     * answer http_status is 0 and body is "".
     */
    apr_status_t status;
    int          sent;              /* the request may have reached the peer */
    int          http_status;
    apr_table_t *headers;           /* case-insensitive */
    const char  *body;              /* NUL-terminated */
    apr_size_t   body_length;
    apr_interval_time_t took;
    const char  *detail;            /* the transport's own words, for the log */
} lz_http_response_t;

typedef struct lz_http_t {
    void *baton;
    /*
     * Performs n requests at once; responses[i] answers requests[i], allocated from pool.
     * Redirects are never followed. Returns when all are done or the deadline has come.
     */
    void (*perform)(void *baton, apr_pool_t *pool, const lz_http_request_t *const *requests,
                    lz_http_response_t *responses, int n, apr_time_t deadline);
} lz_http_t;

#endif
