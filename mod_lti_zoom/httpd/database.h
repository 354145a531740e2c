/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lz_db_t on mod_dbd: connections of the pool that DBDriver and DBDParams describe, lent for one
 * unit of work. Prepared statements are ours (store/), kept beside each connection, because
 * mod_dbd prepares its own before the schema can stand.
 */
#ifndef LZ_HTTPD_DATABASE_H
#define LZ_HTTPD_DATABASE_H

#include <httpd.h>

#include "../store/db.h"

#define LZ_DATABASE_MUTEX "lti-zoom-database"   /* for the Mutex directive */

/* The queue of writers (store/db.h), one for all children. */
typedef struct lz_writers_t lz_writers_t;

/* In pre_config. */
apr_status_t lz_database_register(apr_pool_t *pconf) __attribute__((warn_unused_result));

/* In post_config; the queue lives in pconf, its lock longer (locks.h). */
apr_status_t lz_database_queue(apr_pool_t *pconf, server_rec *s, lz_writers_t **writers)
    __attribute__((warn_unused_result));

/*
 * In a child, for one host; lives in pool. NULL when mod_dbd is not loaded or the queue cannot be
 * opened here, which is logged.
 */
const lz_db_t *lz_database_create(apr_pool_t *pool, server_rec *s, lz_writers_t *writers)
    __attribute__((warn_unused_result));

#endif
