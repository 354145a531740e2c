/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters in one block of memory, which many threads and processes may share:
 *
 *   head    magic, number of slots, when counting began, additions without room
 *   slot 0  state, owner, metric, label values joined by 0x1f, ten buckets, sum
 *   slot 1  ...
 *
 * A series has the first free slot at or behind its hash, and keeps it. A slot goes from free to
 * claimed to ready; what stands in a ready one never changes, but for its numbers, which only
 * grow by atomic additions. Whoever is killed between claimed and ready leaves a slot that nobody
 * uses; two who made the same series at that moment have two slots, which are one when read.
 */
#ifndef LZ_BASE_METRICS_TABLE_H
#define LZ_BASE_METRICS_TABLE_H

#include "metrics.h"

typedef struct lz_metrics_table_t lz_metrics_table_t;

/* Bytes that a table of so many series needs. */
apr_size_t lz_metrics_table_size(apr_uint32_t series);

/*
 * The table in memory, which is aligned for any type and stays where it is: made, or taken over
 * with its counts when it is one of the same build and size already. Not while others use it.
 */
lz_metrics_table_t *lz_metrics_table(void *memory, apr_uint32_t series, apr_time_t now);

/*
 * The counters of one owner (a host), who sees its own alone; lives in pool. owner is any text
 * that two owners do not share.
 */
const lz_metrics_t *lz_metrics_of(apr_pool_t *pool, lz_metrics_table_t *table, const char *owner);

#endif
