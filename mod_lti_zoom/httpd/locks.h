/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks between httpd's processes that outlive a restart.
 *
 * What lives in pconf ends as soon as a restart begins, a lock too. A process that was forked just
 * before and has not taken it over yet would find it gone, and serve without it until it ends. So
 * the locks of the last LZ_LOCKS_KEPT configurations are kept, however quickly they follow.
 */
#ifndef LZ_HTTPD_LOCKS_H
#define LZ_HTTPD_LOCKS_H

#include <apr_global_mutex.h>
#include <httpd.h>

#define LZ_LOCKS_KEPT 8

/*
 * In post_config: a lock of that type, one that ap_mutex_register() knows, of the configuration
 * pconf. *file is for apr_global_mutex_child_init() in each child.
 */
apr_status_t lz_lock_create(apr_global_mutex_t **mutex, const char **file, const char *type,
                            apr_pool_t *pconf, server_rec *s)
    __attribute__((warn_unused_result));

#endif
