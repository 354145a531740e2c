/* SPDX-License-Identifier: Apache-2.0 */
/* Counters of a test's own, and what they say. May be used by many threads. */
#ifndef LZ_TEST_FAKE_METRICS_H
#define LZ_TEST_FAKE_METRICS_H

#include "base/metrics.h"

/* Real counters in memory of pool, with room for a few hundred series. */
const lz_metrics_t *fake_metrics_create(apr_pool_t *pool);

/*
 * What was counted for these label values, joined by a space in the order of the metric's labels
 * ("main meeting.get ok"); of a histogram the observations. 0 when nothing was.
 */
int fake_metrics_count(const lz_metrics_t *metrics, apr_pool_t *pool, lz_metric_id_e metric,
                       const char *values);

/* How many series of the metric there are. */
int fake_metrics_series(const lz_metrics_t *metrics, apr_pool_t *pool, lz_metric_id_e metric);

#endif
