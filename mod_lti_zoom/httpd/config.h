/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration: from the words in httpd.conf to what the core works with.
 *
 *   read   a directive's setter judges its value alone and keeps the words with their place
 *   merge  what a virtual host sets stands before the server's; sections merge by their name,
 *          directive by directive; LTIZoomConsumer of one section as a whole
 *   check  what only the whole shows, in the check_config hook, so that `httpd -t` finds it
 *   build  the core's view of one host, after the check, once for each reading
 *
 * The module is on in every host for which an LTIZoomBaseURL holds, its own or the server's.
 * Mistakes are told under LZ0900 to LZ0949 by setters (httpd adds file and line) and under
 * LZ0950 to LZ0999 by the check ("LZ0962: /etc/x.conf:12: ..."), all of them at once.
 */
#ifndef LZ_HTTPD_CONFIG_H
#define LZ_HTTPD_CONFIG_H

#include <httpd.h>
#include <http_config.h>

#include "../course/site.h"

extern module AP_MODULE_DECLARE_DATA lti_zoom_module;

typedef struct lz_server_config_t lz_server_config_t;

/* For the module record. */
void *lz_config_create(apr_pool_t *pool, server_rec *s);
void *lz_config_merge(apr_pool_t *pool, void *base, void *add);
extern const command_rec lz_directives[];

/*
 * For the check_config hook: reads secrets and keys into pconf (programs of exec: run here, once
 * per reading), tells every mistake, then answers OK or HTTP_INTERNAL_SERVER_ERROR.
 */
int lz_config_check(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/* What the admin decided that is the glue's own business. */
typedef struct lz_options_t {
    const char          *cache_provider; /* "shmcb" */
    const char          *cache_argument; /* "lti-zoom(8388608)", or NULL: the provider's default */
    const char          *assets;         /* directory of the pages, absolute */
    const char          *ca_file;        /* for outgoing TLS, absolute; NULL: the system's */
    apr_interval_time_t  timeout;        /* of one incoming request, with all its calls */
    apr_size_t           body_limit;     /* bytes of a request's body */
    int                  concurrency;    /* requests that may wait for Zoom; 0: auto */
    const char          *proxy;          /* LTIZoomProxy, or NULL */
    const apr_array_header_t *no_proxy;  /* const char *: hosts and domains reached without it */
    int                  loopback;       /* LTIZoomInsecureLoopback */
} lz_options_t;

/* 1 when the module answers in this host. */
int lz_config_is_on(server_rec *s);

/*
 * Both after lz_config_check() said OK, for a host in which the module is on. The site and all
 * it points to live in pool; NULL when a key file changed since the check or OpenSSL fails, which
 * is logged.
 */
const lz_site_t *lz_config_build_site(apr_pool_t *pool, server_rec *s)
    __attribute__((warn_unused_result));
const lz_options_t *lz_config_options(apr_pool_t *pool, server_rec *s);

#endif
