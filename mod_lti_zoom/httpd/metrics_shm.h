/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counters of base/metrics.h in memory that all children share. They outlive each child, and
 * a graceful restart too, unless that brings another build of the module; a stop ends them.
 */
#ifndef LZ_HTTPD_METRICS_SHM_H
#define LZ_HTTPD_METRICS_SHM_H

#include <httpd.h>

#include "../base/metrics_table.h"

/*
 * In post_config: the node's counters. NULL when there is no shared memory to be had, which is
 * logged; the module then works without counting.
 */
lz_metrics_table_t *lz_metrics_shm(server_rec *s);

#endif
