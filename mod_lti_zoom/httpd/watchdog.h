/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The background task (course/background.h) by mod_watchdog, where that is loaded: in one child of
 * the server at a time, in a thread of its own. Without it nothing happens but a line in the log.
 */
#ifndef LZ_HTTPD_WATCHDOG_H
#define LZ_HTTPD_WATCHDOG_H

#include <httpd.h>

/* In post_config, after lz_runtime_start(); s is the main server. */
apr_status_t lz_watchdog_start(apr_pool_t *pconf, server_rec *s)
    __attribute__((warn_unused_result));

/*
 * In child_init, after lz_runtime_child() and before mod_watchdog's own: sees to it that no round
 * runs while the child's pool is taken down.
 */
void lz_watchdog_child(apr_pool_t *pchild, server_rec *s);

#endif
