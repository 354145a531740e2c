/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lz_http_t on libcurl. A pool of warm CURLM handles per process: each perform() borrows one,
 * uses it alone (a connection cache shared between threads crashes), and gives it back with its
 * connections alive. TLS is always verified; redirects are not followed; only http and https.
 */
#ifndef LZ_BASE_HTTP_CURL_H
#define LZ_BASE_HTTP_CURL_H

#include "http.h"

typedef struct lz_http_curl_options_t {
    const char          *user_agent;
    const char          *ca_file;           /* NULL: the system's */
    const char          *proxy;             /* "http://host:port"; NULL: none; the environment's
                                               is not used. https goes through it by CONNECT */
    const apr_array_header_t *no_proxy;     /* const char *: hosts, and domains with all beneath,
                                               that are reached without it, as loopback is; NULL */
    apr_interval_time_t  connect_timeout;   /* 0: 3 s */
    int                  idle_handles_max;  /* 0: 16 */
} lz_http_curl_options_t;

/*
 * A transport for this process; curl_global_init must not be needed by the caller. Destroyed,
 * with its connections, by pool's cleanup. Thread-safe.
 */
apr_status_t lz_http_curl_create(apr_pool_t *pool, const lz_http_curl_options_t *options,
                                 const lz_http_t **http) __attribute__((warn_unused_result));

#endif
