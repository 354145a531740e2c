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

/* For one child and one server; lives in pool. NULL when mod_dbd is not loaded. */
const lz_db_t *lz_database_create(apr_pool_t *pool, server_rec *s);

#endif
