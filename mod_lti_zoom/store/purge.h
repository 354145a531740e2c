/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that have had their time: used nonces, wishes of yesterday, deliveries of Zoom, marks of
   the erased. */
#ifndef LZ_STORE_PURGE_H
#define LZ_STORE_PURGE_H

#include "store.h"

/* Rows that one statement removes at most: while it runs, SQLite's other writers wait. */
#define LZ_PURGE_BITE 2000

/*
 * Removes what has expired, of each kind at most so many bites, each a unit of its own, and stops
 * at the deadline. At most once a minute for all who share the cache, however often it is called.
 * A failure is a line in the log; what was not removed is so the next time.
 */
void lz_store_purge(const lz_env_t *env, int bites);

#endif
